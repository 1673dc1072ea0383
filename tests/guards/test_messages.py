"""The English catalogue is whole: no message without translation, none dead, placeholders kept."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).parents[2]
PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Nhiệm vụ %(code)s")
ngettext("%(count)d đơn vị", "%(count)d đơn vị", 2)
pgettext("bỏ phiếu", "Phiếu")
"""
TEMPLATE = """
{% load i18n %}{% translate "Kỳ công tác" %}
{% blocktranslate with unit=unit.name %}Đơn vị {{ unit }}{% endblocktranslate %}
"""
ENGLISH = {
    "Nhiệm vụ %(code)s": "Task %(code)s",
    "%(count)d đơn vị": ["%(count)d unit", "%(count)d units"],
    "Phiếu": "Ballot",
    "Kỳ công tác": "Working period",
    "Đơn vị %(unit)s": "Unit %(unit)s",
}


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", CHECKOUT / "tools/messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "giaoban/web/templates").mkdir(parents=True)
    (tmp_path / "giaoban/web/views.py").write_text(PYTHON)
    (tmp_path / "giaoban/web/templates/page.html").write_text(TEMPLATE)
    return tmp_path


def test_the_english_catalogue_is_whole(messages: ModuleType) -> None:
    assert messages.complaints(messages.found(CHECKOUT), messages.read(messages.CATALOGUE)) == []


def test_messages_of_python_and_templates_are_found_and_kept(messages: ModuleType, house: Path) -> None:
    assert {text for text, _context in messages.keyed(messages.found(house))} == set(ENGLISH)
    catalogue = house / "en.po"
    messages.write(messages.merge(messages.found(house), messages.read(catalogue), ENGLISH), catalogue)
    messages.write(messages.merge(messages.found(house), messages.read(catalogue), {}), catalogue)
    assert messages.read(catalogue).fuzzy is False
    kept = messages.keyed(messages.read(catalogue))
    assert kept["Nhiệm vụ %(code)s", None].string == "Task %(code)s"
    assert kept["%(count)d đơn vị", None].string == ("%(count)d unit", "%(count)d units")
    assert kept["Phiếu", "bỏ phiếu"].string == "Ballot"
    assert messages.complaints(messages.found(house), messages.read(catalogue)) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"Kỳ công tác": ""}, "missing: 'Kỳ công tác'"),
        ({"Đơn vị %(unit)s": "Unit %(name)s"}, "placeholders differ: 'Đơn vị %(unit)s' → 'Unit %(name)s'"),
        ({"Nhiệm vụ %(code)s": "Task"}, "placeholders differ: 'Nhiệm vụ %(code)s' → 'Task'"),
    ],
)
def test_a_wrong_translation_is_named(
    messages: ModuleType, house: Path, change: dict[str, str], complaint: str
) -> None:
    catalogue, words = house / "en.po", ENGLISH | change
    messages.write(messages.merge(messages.found(house), messages.read(catalogue), words), catalogue)
    assert messages.complaints(messages.found(house), messages.read(catalogue)) == [complaint]


def test_a_message_that_nobody_says_any_more_is_dead(messages: ModuleType, house: Path) -> None:
    catalogue = house / "en.po"
    messages.write(messages.merge(messages.found(house), messages.read(catalogue), ENGLISH), catalogue)
    (house / "giaoban/web/templates/page.html").write_text("")
    said = messages.complaints(messages.found(house), messages.read(catalogue))
    assert said == ["dead: 'Kỳ công tác'", "dead: 'Đơn vị %(unit)s'"]
