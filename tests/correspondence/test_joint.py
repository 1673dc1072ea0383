"""Papers that several bodies issue together: who they are is said on the page, the number is the lead's."""

from giaoban.correspondence.models import Dossier, Draft, Issue
from giaoban.correspondence.queries.papers import paper_of
from tests.cast import Cast, sign_in
from tests.correspondence.common import HERE, at, post, soup, summary, words
from tests.factories.correspondence import APPROVED, make_dossier

FACTS = {
    "template": "",
    "type": "KH",
    "about": "phối hợp kiểm tra",
    "authority": "",
    "post": "Trưởng Ban",
    "signer": "Trần Thị Bình",
    "place": "Thái Bình",
    "addressee": "",
    "recipients": "",
    "receivers": "Lưu Văn phòng",
    "urgency": "",
    "secrecy": "normal",
    "field": "",
    "due": "",
}


def typed(cast: Cast, **facts: str) -> dict[str, str]:
    unit = cast.unit("btc-thai-binh").pk
    return {**FACTS, "unit": str(unit), "level": f"{unit}.head", **facts}


def test_bodies_that_issue_together_are_written_on_the_page(cast: Cast) -> None:
    officer = sign_in(cast.officer)
    page = f"{HERE}ho-so-trinh/mo/"
    own = post(officer, page, **typed(cast, joint_with="Ban Tổ chức Tỉnh ủy Thái Bình"))
    assert (own.status_code, "chủ trì" in summary(own)) == (422, True)
    assert post(officer, page, **typed(cast, joint_with="Ban Tổ chức Tỉnh ủy Hưng Yên")).status_code == 302
    dossier = Dossier.objects.get()
    assert [unit.code for unit in dossier.joint_with.all()] == ["btc-hung-yen"]
    shown = words(officer.get(at(dossier)))
    assert "Cùng ban hành Ban Tổ chức Tỉnh ủy Hưng Yên" in shown
    kept = soup(officer.get(at(dossier, "sua"))).select_one("[name=joint_with]")
    assert kept is not None
    assert kept.get_text().strip() == "Ban Tổ chức Tỉnh ủy Hưng Yên"
    post(officer, at(dossier, "soan"), text="Hai ban phối hợp kiểm tra.", note="", version="1")
    paper = paper_of(Draft.objects.get())
    assert paper is not None
    assert paper.letterhead.issuer == "Ban Tổ chức - Ban Tổ chức Tỉnh ủy Hưng Yên"
    again = typed(cast, joint_with="", version=str(Dossier.objects.get().version))
    assert post(officer, at(dossier, "sua"), **again).status_code == 302
    assert dossier.joint_with.count() == 0
    assert "Cùng ban hành" not in words(officer.get(at(dossier)))


def test_what_is_corrected_after_the_last_draft_is_issued_as_corrected(cast: Cast) -> None:
    """Type, trích yếu and bodies on the paper are those of the register."""
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    officer = sign_in(cast.officer)
    facts = typed(cast, type="CTr", about="kiểm tra chuyên đề", joint_with="Ban Tổ chức Tỉnh ủy Hưng Yên")
    assert post(officer, at(dossier, "sua"), **facts, version="1").status_code == 302
    Dossier.objects.filter(pk=dossier.pk).update(state="approved")
    dossier.steps.create(move="approve", state="approved", on=APPROVED, recorded_label="A")
    done = post(
        sign_in(cast.clerk),
        at(dossier, "ban-hanh"),
        on="16/9/2019",
        recipients="",
        receivers="Lưu",
        version="2",
    )
    assert done.status_code == 302
    issue = Issue.objects.select_related("document", "edition").get()
    printed = issue.edition.paper
    assert issue.document.symbol == "01-CTr/BTCTU-BTCTU"
    assert (printed["type_name"], printed["about"]) == ("Chương trình", "kiểm tra chuyên đề")
    assert printed["letterhead"]["issuer"] == "Ban Tổ chức - Ban Tổ chức Tỉnh ủy Hưng Yên"
