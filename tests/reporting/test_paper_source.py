"""A report goes through a hồ sơ trình; what was issued stands in the form that sends it."""

import pytest
from bs4 import BeautifulSoup

from giaoban.accounts.rules import Role
from giaoban.core.refusals import Hidden
from giaoban.core.registries import paper_sources
from giaoban.reporting.paper_source import KIND
from tests.cast import Cast, sign_in
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import make_dossier, make_issue
from tests.reporting.scene import Scene, set_scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def test_its_words_are_the_paper_for_who_writes_it_only(scene: Scene):
    own = scene.owed("tw")
    reporting.begin_and_fill(own)
    source = paper_sources[KIND]
    paper = source.paper_of(scene.compiler, own.pk)
    assert (paper.type_name, paper.annexes[0].title) == ("Báo cáo", "Phụ lục")
    assert source.subject_of(scene.compiler, own.pk).unit_id == own.unit_id
    for reader in (scene.cast.officer, scene.reviewer):
        with pytest.raises(Hidden):
            source.subject_of(reader, own.pk)
    page = sign_in(scene.compiler).get(scene.url("report", own.pk))
    assert f"/ho-so-trinh/mo/{KIND}/{own.pk}/" in page.content.decode()


def test_number_day_and_signer_come_from_what_was_issued(scene: Scene):
    own = scene.owed("tu-hung-yen")
    reporting.begin_and_fill(own)
    reporting.submit(own)
    head = make_user("hy.truongban", "Đinh Thị Thu", home=scene.cast.unit("btc-hung-yen"))
    make_grant(head, Role.HEAD, own.unit)
    path = scene.url("approval", own.pk, unit="tu-hung-yen")
    assert form(sign_in(head).get(path))["document_number"] == ""
    issue = make_issue(
        make_dossier(own.unit, subject_kind=KIND, subject_id=own.pk, state="approved", type="BC")
    )
    shown = form(sign_in(head).get(path))
    assert (shown["document_number"], shown["signer"]) == (issue.document.symbol, issue.dossier.signer)


def form(answer) -> dict[str, str]:
    fields = BeautifulSoup(answer.content, "html.parser").select("form input[name]")
    return {one["name"]: one.get("value", "") for one in fields}
