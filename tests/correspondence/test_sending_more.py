"""What goes on after issuing: more units get the paper, a receipt from its page, a cancelled number."""

from typing import Any

import pytest

from giaoban.accounts.rules import Role
from giaoban.correspondence import services
from giaoban.correspondence.models import Delivery, Issue, Number
from giaoban.notices.models import Notice
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import HERE, at, post, soup, summary, words
from tests.correspondence.issuing import issued, ready
from tests.factories.accounts import make_grant, make_user


@pytest.fixture
def issue(cast: Cast) -> Issue:
    """Sent to the commune An Hòa."""
    return issued(cast)


def receipts(issue: Any) -> str:
    return f"{HERE}van-ban-di/{issue.pk}/noi-nhan/"


def sent_to(issue: Issue) -> list[str]:
    return list(issue.deliveries.order_by("unit__code").values_list("unit__code", flat=True))


def test_more_units_get_it_from_the_page_of_receipts(cast: Cast, issue: Issue) -> None:
    clerk = sign_in(cast.clerk)
    assert soup(clerk.get(receipts(issue))).select_one("[name=recipients]") is not None
    for typed, said in (("", "Ghi ít nhất một đơn vị."), ("Đảng ủy xã An Hòa", "đã được gửi")):
        refused = post(clerk, receipts(issue), recipients=typed)
        assert (refused.status_code, said in summary(refused)) == (422, True)
    unknown = post(clerk, receipts(issue), recipients="Xã không có")
    assert (unknown.status_code, "Xã không có" in unknown.content.decode()) == (422, True)
    assert sent_to(issue) == ["du-an-hoa"]
    done = post(clerk, receipts(issue), recipients="Huyện ủy Đông Hưng")
    assert done["Location"] == receipts(issue)
    assert sent_to(issue) == ["du-an-hoa", "hu-dong-hung"]
    assert "Đã gửi thêm 1 đơn vị." in words(clerk.get(receipts(issue)))


def test_who_does_not_issue_sends_nothing_and_what_was_recalled_is_not_sent(cast: Cast, issue: Issue) -> None:
    officer, clerk = sign_in(cast.officer), sign_in(cast.clerk)
    assert soup(officer.get(receipts(issue))).select_one("[name=recipients]") is None
    typed = {"recipients": "Huyện ủy Đông Hưng"}
    assert post(officer, receipts(issue), **typed).status_code == 404
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai phụ lục")
    assert soup(clerk.get(receipts(issue))).select_one("[name=recipients]") is None
    assert "Gửi thêm" not in words(clerk.get(at(issue.dossier)))
    assert post(clerk, receipts(issue), **typed).status_code == 404
    assert sent_to(issue) == ["du-an-hoa"]


def test_the_number_of_a_recalled_paper_may_be_cancelled_from_the_register(cast: Cast, issue: Issue) -> None:
    clerk = sign_in(cast.clerk)
    number = Number.objects.get()
    cancel = f"{HERE}van-ban-di/so/{number.pk}/huy/"
    assert soup(clerk.get(f"{HERE}van-ban-di/")).select_one(f"a[href='{cancel}']") is None
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai phụ lục")
    assert soup(clerk.get(f"{HERE}van-ban-di/")).select_one(f"a[href='{cancel}']") is not None
    assert post(clerk, cancel, reason="Ban hành nhầm")["Location"] == f"{HERE}van-ban-di/"
    shown = words(clerk.get(f"{HERE}van-ban-di/"))
    assert ("số đã hủy Ban hành nhầm" in shown, "đã thu hồi" in shown) == (True, True)


# --- the unit that got it --------------------------------------------------------------------------------


def test_a_unit_says_from_the_page_of_the_document_that_it_has_it(cast: Cast, issue: Issue) -> None:
    delivery = Delivery.objects.get()
    place = "/du-an-hoa/2019-t09-9t/"
    page = f"{place}van-ban/{issue.document_id}/"
    reader = sign_in(cast.commune_officer)
    forms = {one["action"] for one in soup(reader.get(page)).select("form[action]")}
    receive = f"{place}van-ban-den/cho-nhan/{delivery.pk}/vao-so/"
    open_ = f"{place}van-ban-den/cho-nhan/{delivery.pk}/mo/"
    assert {receive, open_} <= forms
    # the sender's own people have nothing to acknowledge
    own = {
        one["action"]
        for one in soup(sign_in(cast.clerk).get(f"{HERE}van-ban/{issue.document_id}/")).select("form[action]")
    }
    assert own.isdisjoint({receive, open_, receive.replace(place, HERE), open_.replace(place, HERE)})
    assert post(reader, open_)["Location"] == page
    delivery.refresh_from_db()
    assert delivery.opened_at is not None
    assert post(reader, receive).status_code == 302
    forms = {one["action"] for one in soup(reader.get(page)).select("form[action]")}
    assert forms.isdisjoint({receive, open_})


def test_whoever_was_told_that_a_paper_came_is_told_of_its_recall(cast: Cast) -> None:
    """A committee's papers are read by the commission that works for it."""
    clerk = make_user("van.thu.hung.yen", home=cast.unit("btc-hung-yen"))
    make_grant(clerk, Role.CLERK, cast.unit("btc-hung-yen"))
    issue = issued(cast, ready(cast, recipients=[cast.unit("tu-hung-yen")]))
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai phụ lục")
    told = Notice.objects.filter(user=clerk).order_by("pk").values_list("message__event", flat=True)
    assert list(told) == ["directives.address", "correspondence.recall"]


def test_a_cell_that_gets_a_paper_is_told_as_well(cast: Cast) -> None:
    issued(cast, ready(cast, recipients=[cast.unit("cb-thon-mot")]))
    told = Notice.objects.filter(user=cast.cell_secretary, message__event="directives.address")
    assert told.count() == 1
