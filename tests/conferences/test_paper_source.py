"""A conclusion through a hồ sơ trình: opened from its page, issued, the conference concluded."""

from datetime import date

import pytest

from giaoban.accounts.rules import Role
from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.paper_source import KIND
from giaoban.conferences.rules import State
from giaoban.core.actors import System
from giaoban.core.refusals import Refusal
from giaoban.correspondence import services
from giaoban.correspondence.models import Dossier, Issue
from giaoban.correspondence.rules import IssueFacts
from giaoban.documents import plain
from tests.cast import sign_in
from tests.conferences.common import errors, post
from tests.conferences.test_conclusion import drafted  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user
from tests.factories.directives import make_document

TODAY = date(2019, 9, 16)
SYSTEM = System("Thử nghiệm")


@pytest.fixture
def clerk(drafted):  # noqa: F811
    """Prepares the conclusion and drafts for the commission that holds the conference."""
    make_grant(drafted.secretary, Role.HEAD, drafted.commission)
    return drafted.secretary


def opened_from(room, conclusion: Conclusion):
    return f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/mo/{KIND}/{conclusion.pk}/"


def typed(room, **changes) -> dict:
    return {
        "unit": str(room.commission.pk),
        "type": "KL",
        "about": "Hội nghị giao ban 9 tháng",
        "level": f"{room.commission.pk}.head",
        "post": "Trưởng ban",
        "signer": "Trần Thị Bình",
        "place": "Thái Bình",
        "receivers": "Lưu Văn phòng",
        "secrecy": "normal",
        **changes,
    }


def test_the_conclusion_is_the_first_draft_and_the_page_leads_back_to_the_open_dossier(drafted, clerk):  # noqa: F811
    conclusion = Conclusion.objects.get()
    browser, path = sign_in(clerk), opened_from(drafted, conclusion)
    page = browser.get(path)
    assert page.status_code == 200
    assert browser.get(drafted.editor).content.decode().count(path) == 1
    answer = post(browser, path, typed(drafted))
    assert errors(answer) == []
    dossier = Dossier.objects.get()
    assert answer["Location"].endswith(f"/ho-so-trinh/{dossier.pk}/")
    assert (dossier.subject_kind, dossier.subject_id) == (KIND, conclusion.pk)
    paper = plain.load(dossier.drafts.get().paper)
    assert [one.text for one in paper.blocks][1:3] == ["1. Bộ máy", "1.1. Biên chế"]
    assert browser.get(path)["Location"].endswith(f"/ho-so-trinh/{dossier.pk}/")


def test_nobody_else_opens_one_from_it(drafted, clerk):  # noqa: F811
    path = opened_from(drafted, Conclusion.objects.get())
    stranger = make_user("tb.khac", "Đoàn Văn Lợi", home=drafted.commission)
    make_grant(stranger, Role.AREA_OFFICER, drafted.commission)
    for browser in (sign_in(stranger), sign_in(drafted.officer)):
        assert browser.get(path).status_code == 404
        assert post(browser, path, typed(drafted)).status_code == 404
    assert sign_in(clerk).get(path.replace(KIND, "nothing.known")).status_code == 404
    assert sign_in(clerk).get(path.replace(f"/{Conclusion.objects.get().pk}/", "/987654/")).status_code == 404
    assert not Dossier.objects.exists()


def issued(room, clerk) -> Issue:
    post(sign_in(clerk), opened_from(room, Conclusion.objects.get()), typed(room))
    dossier = Dossier.objects.get()
    services.submit(actor=SYSTEM, dossier_id=dossier.pk, organ="head", on=TODAY)
    services.decide(actor=SYSTEM, dossier_id=dossier.pk, approve=True, on=TODAY)
    services.declare_term(
        actor=SYSTEM,
        unit_id=room.commission.pk,
        code="2015-2020",
        starts=date(2015, 10, 20),
        source="thử nghiệm",
    )
    return services.issue(actor=SYSTEM, dossier_id=dossier.pk, facts=IssueFacts(on=TODAY))


def test_issuing_concludes_the_conference_with_the_same_document(drafted, clerk):  # noqa: F811
    made = issued(drafted, clerk)
    conclusion = Conclusion.objects.select_related("conference").get()
    assert conclusion.document == made.document
    assert conclusion.conference.state == State.CONCLUDED
    assert made.document.symbol == "01-KL/BTCTU"


def test_a_conclusion_is_not_issued_before_its_conference_has_closed(drafted, clerk):  # noqa: F811
    Conference.objects.update(state=State.OPEN)
    with pytest.raises(Refusal, match="chưa bế mạc: ghi bế mạc rồi ban hành kết luận"):
        issued(drafted, clerk)
    assert not Issue.objects.exists()
    Conference.objects.update(state=State.CLOSED)
    services.issue(actor=SYSTEM, dossier_id=Dossier.objects.get().pk, facts=IssueFacts(on=TODAY))
    assert Conclusion.objects.get().document == Issue.objects.get().document


def test_what_was_issued_by_hand_meanwhile_stays(drafted, clerk):  # noqa: F811
    conclusion = Conclusion.objects.get()
    post(sign_in(clerk), opened_from(drafted, conclusion), typed(drafted))
    by_hand = make_document(drafted.commission, "9-KL/BTCTU", issued_on=TODAY)
    Conclusion.objects.update(document=by_hand, state="issued")
    dossier = Dossier.objects.get()
    services.submit(actor=SYSTEM, dossier_id=dossier.pk, organ="head", on=TODAY)
    services.decide(actor=SYSTEM, dossier_id=dossier.pk, approve=True, on=TODAY)
    services.declare_term(
        actor=SYSTEM,
        unit_id=drafted.commission.pk,
        code="2015-2020",
        starts=date(2015, 10, 20),
        source="thử nghiệm",
    )
    services.issue(actor=SYSTEM, dossier_id=dossier.pk, facts=IssueFacts(on=TODAY))
    assert Conclusion.objects.get().document == by_hand
