"""`translate` of a fixed text is remembered for each language, and says what Django's own tag says."""

import pytest
from django.template import Context, Engine, Template
from django.utils.translation import override

from giaoban.core.templatetags.i18n import FixedText

OWN, DJANGO = "giaoban.core.templatetags.i18n", "django.templatetags.i18n"
FIXED = (
    '{% translate "Lọc" %}',
    "{% trans 'Nhiệm vụ' %}",
    '{% translate "5 %" %}',
    '{% translate "<b> & “”" %}',
)
OTHERS = (
    '{% translate word %}',
    '{% translate "Lọc"|upper %}',
    '{% translate "Lọc" as said %}[{{ said }}]',
    '{% translate "May" context "month" %}',
    '{% translate "Lọc" noop %}',
    "{% autoescape off %}{% translate word %}{% endautoescape %}",
)  # fmt: skip


def template(text: str, library: str) -> Template:
    return Engine(libraries={"i18n": library}).from_string("{% load i18n %}" + text)


def said(made: Template, language: str, word: str) -> str:
    with override(language):
        return made.render(Context({"word": word}))


@pytest.mark.parametrize("text", [*FIXED, *OTHERS])
def test_a_text_is_what_djangos_tag_makes_of_it_however_often(text: str) -> None:
    own, django = template(text, OWN), template(text, DJANGO)
    asked = [("vi", "Lọc"), ("en", "Lọc"), ("vi", "<i>"), ("en", "Giao ban"), ("vi", "Lọc")]
    assert [said(own, *one) for one in asked] == [said(django, *one) for one in asked]


def test_the_languages_differ_and_only_fixed_texts_are_remembered() -> None:
    made = template(FIXED[0], OWN)
    assert said(made, "vi", "") == "Lọc" != said(made, "en", "")
    kinds = {
        text: bool(template(text, OWN).nodelist.get_nodes_by_type(FixedText)) for text in (*FIXED, *OTHERS)
    }
    assert [text for text, kept in kinds.items() if kept] == [*FIXED, OTHERS[4]]


def test_every_page_uses_it() -> None:
    made = Engine.get_default().from_string("{% load i18n %}" + FIXED[0])
    assert made.nodelist.get_nodes_by_type(FixedText)
