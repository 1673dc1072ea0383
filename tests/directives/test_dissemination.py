"""Quán triệt: a unit tells what it did with a document, the superior sees who has not."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from giaoban.accounts.rules import Role, Scope
from giaoban.audit.models import Entry
from giaoban.core.refusals import Conflict, Hidden
from giaoban.directives import queries
from giaoban.directives.models import Dissemination
from giaoban.directives.rules import SessionFacts
from giaoban.directives.services import disseminate
from tests.cast import sign_in
from tests.directives.conftest import refused
from tests.directives.pages import send, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.directives import make_document

pytestmark = pytest.mark.django_db
DAY = date(2019, 5, 6)
HELD = SessionFacts(held_on=date(2019, 5, 20), manner="hybrid", attending=40, convened=45)
ON = date(2019, 9, 30)


@pytest.fixture
def sent(room):
    """A document of the Centre sent to two provinces, and its plan of Thái Bình."""
    units = (room.committee, room.cast.unit("tu-hung-yen"))
    room.document = make_document(
        room.central, "35-CT/TW", issuer="Bộ Chính trị", issued_on=DAY, public=True, recipients=units
    )
    room.plan = make_document(
        room.commission, "40-KH/TU", issuer="Tỉnh ủy Thái Bình", issued_on=date(2019, 6, 3)
    )
    return room


def tell(room, facts=HELD, actor=None, unit=None, **more):
    return disseminate(
        actor=actor or room.clerk,
        document_id=room.document.pk,
        unit_id=(unit or room.committee).pk,
        facts=facts,
        **more,
    )


def test_a_unit_tells_its_session_and_its_plan(sent):
    row = tell(sent, SessionFacts(HELD.held_on, "hybrid", 40, 45, plan_id=sent.plan.pk))
    assert (row.attending, row.convened, row.plan, row.planned, row.version) == (40, 45, sent.plan, True, 1)
    entry = Entry.objects.get(action="directives.disseminate")
    assert (entry.unit_id, entry.changes["attending"]) == (sent.committee.pk, [None, 40])
    board = queries.board(sent.centre, sent.document, sent.central.pk, ON)
    assert (board.held.total, board.held.sessions, board.held.plans) == (2, 1, 1)
    assert board.held.without_session == ("Tỉnh ủy Hưng Yên",)


def test_a_plan_that_is_not_in_the_register_has_a_number_and_a_day(sent):
    row = tell(sent, SessionFacts(plan_text=" 41-KH/TU ", plan_on=date(2019, 6, 1)))
    assert (row.plan_text, row.held_on, row.planned) == ("41-KH/TU", None, True)
    board = queries.board(sent.centre, sent.document, sent.central.pk, date(2019, 5, 31))
    assert (board.held.sessions, board.held.plans) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (SessionFacts(), "nothing", "held_on"),
        (SessionFacts(date(2019, 5, 5), "online"), "too_early", "held_on"),
        (SessionFacts(date(2030, 5, 5), "online"), "to_come", "held_on"),
        (SessionFacts(DAY), "manner_missing", "manner"),
        (SessionFacts(DAY, "singing"), "manner_missing", "manner"),
        (SessionFacts(DAY, "online", 46, 45), "more_than_convened", "attending"),
        (SessionFacts(DAY, "online", -1), "negative", "convened"),
        (SessionFacts(plan_text="1-KH/TU", plan_on=date(2019, 5, 1)), "plan_too_early", "plan_on"),
        (SessionFacts(plan_text="1-KH/TU"), "plan_day_missing", "plan_on"),
    ],
)
def test_what_cannot_be_is_refused(sent, facts, code, field):
    with refused(f"directives.session_{code}", field):
        tell(sent, facts)
    assert not Dissemination.objects.exists()


def test_the_plan_comes_after_the_document_and_is_seen_by_who_names_it(sent):
    older = make_document(sent.commission, "1-KH/TU", issuer="Tỉnh ủy Thái Bình", issued_on=date(2019, 1, 1))
    with refused("directives.session_plan", "plan"):
        tell(sent, SessionFacts(plan_id=older.pk))
    with refused("directives.session_plan", "plan"):
        tell(sent, SessionFacts(plan_id=sent.document.pk))
    theirs = make_document(sent.cast.unit("btc-hung-yen"), "2-KH/TU", issued_on=date(2019, 6, 1))
    with pytest.raises(Hidden):
        tell(sent, SessionFacts(plan_id=theirs.pk))
    with refused("directives.session_two_plans", "plan_number"):
        tell(sent, SessionFacts(plan_id=sent.plan.pk, plan_text="2-KH/TU"))
    with refused("directives.too_long", "plan_number"):
        tell(sent, SessionFacts(plan_text="x" * 121, plan_on=DAY))


def test_a_correction_asks_why_and_keeps_what_was_told(sent):
    row = tell(sent)
    with refused("directives.reason_missing", "reason"):
        tell(sent, SessionFacts(HELD.held_on, "hybrid", 41, 45), version=1)
    with pytest.raises(Conflict):
        tell(sent, HELD, reason="đếm lại", version=None)
    tell(sent, SessionFacts(HELD.held_on, "hybrid", 41, 45), reason="đếm lại", version=1)
    row.refresh_from_db()
    (kept,) = row.history
    assert (row.attending, row.version, kept["reason"], kept["before"]) == (
        41,
        2,
        "đếm lại",
        {"attending": 40},
    )
    assert Entry.objects.get(action="directives.disseminate_correct").note == "đếm lại"


def test_only_who_works_for_the_unit_tells(sent):
    for actor in (sent.centre, sent.elsewhere):
        with pytest.raises(Hidden):
            tell(sent, actor=actor)
    reader = make_user("tb.doc", "Vũ Thị Lan", home=sent.commission)
    make_grant(reader, Role.AREA_OFFICER, sent.commission, scope=Scope.SELF)
    with pytest.raises(Hidden):
        tell(sent, actor=reader)
    with pytest.raises(Hidden):
        tell(sent, unit=sent.cast.unit("tu-hung-yen"))
    stub = make_document(sent.commission, "9-KL/TU", issued_on=DAY, summary="", holder="Văn thư mật")
    with pytest.raises(Hidden):
        disseminate(actor=sent.clerk, document_id=stub.pk, unit_id=sent.committee.pk, facts=HELD)


def test_the_database_itself_keeps_attending_within_convened(sent):
    row = tell(sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dissemination.objects.filter(pk=row.pk).update(attending=99)


# --- pages ---------------------------------------------------------------------------------------------


def at(unit: str, document, *more: object) -> str:
    return "/".join(["", unit, "2019-t09-9t", "van-ban", str(document.pk), "quan-triet", *map(str, more), ""])


def test_the_page_of_a_unit_writes_and_corrects(sent):
    client = sign_in(sent.clerk)
    board = at("btc-thai-binh", sent.document)
    assert "chưa quán triệt" in text(client.get(board))
    page = at("btc-thai-binh", sent.document, sent.committee.pk)
    typed = {"held_on": "20/05/2019", "manner": "online", "attending": "46", "convened": "45"}
    wrong = send(client, page, typed)
    assert wrong.status_code == 422
    assert 'value="46"' in wrong.content.decode()
    assert send(client, page, typed | {"attending": "44"}).status_code == 302
    shown = text(client.get(board))
    assert "dự 44/45 người" in shown
    assert "20/5/2019" in shown
    again = send(client, page, typed | {"attending": "43", "version": "1", "reason": "đếm lại"})
    assert again.status_code == 302
    stale = send(client, page, typed | {"attending": "42", "version": "1", "reason": "đếm lại"})
    assert stale.status_code == 409
    assert "Đang lưu trong hệ thống" in text(stale)
    assert "Đã sửa 1 lần" in text(client.get(board))


def test_a_plan_is_picked_or_named_on_the_page_as_a_browser_sends_it(sent):
    client = sign_in(sent.clerk)
    page = at("btc-thai-binh", sent.document, sent.committee.pk)

    def fields() -> dict[str, str]:
        form = BeautifulSoup(client.get(page).content, "html.parser").select_one("form.form")
        names = [one["name"] for one in form.select("[name]")]
        assert len(names) == len(set(names))
        return {name: form.select_one(f"[name={name}]").get("value", "") for name in names}

    named = fields() | {"plan_number": "41-KH/TU", "plan_on": "01/6/2019", "manner": ""}
    assert send(client, page, named).status_code == 302
    row = Dissemination.objects.get()
    assert (row.plan, row.plan_text, row.plan_on) == (None, "41-KH/TU", date(2019, 6, 1))
    shown = fields()
    assert (shown["plan_number"], shown["plan_on"]) == ("41-KH/TU", "01/6/2019")
    shown |= {"plan_text": "40 kh/tu", "plan_number": "", "plan_on": "", "manner": "", "reason": "Đã vào sổ"}
    assert send(client, page, shown).status_code == 302
    row.refresh_from_db()
    assert (row.plan, row.plan_text) == (sent.plan, "")
    kept = fields() | {"held_on": "20/5/2019", "manner": "online", "reason": "Thêm ngày"}
    assert send(client, page, kept).status_code == 302
    row.refresh_from_db()
    assert (row.plan, row.held_on) == (sent.plan, date(2019, 5, 20))


def test_the_superior_reads_who_has_not_and_takes_it_to_excel(sent):
    tell(sent, SessionFacts(HELD.held_on, "hybrid", 40, 45, plan_text="41-KH/TU", plan_on=date(2019, 6, 1)))
    client = sign_in(sent.centre)
    shown = text(client.get(at("btctw", sent.document)))
    assert "1/2 đơn vị" in shown
    assert "Chưa quán triệt Tỉnh ủy Hưng Yên" in shown
    assert "41-KH/TU ngày 01/6/2019" in shown
    answer = client.get(at("btctw", sent.document, "xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    cells = [cell for row in rows for cell in row]
    assert "1/2 đơn vị đã quán triệt, 1/2 đơn vị đã ban hành kế hoạch." in cells
    assert "Tỉnh ủy Hưng Yên" in cells
    listed = text(client.get("/btctw/2019-t09-9t/van-ban/quan-triet/"))
    assert "35-CT/TW" in listed
    assert "Tỉnh ủy Hưng Yên" in listed
    owed = text(sign_in(sent.clerk).get("/btc-thai-binh/2019-t09-9t/van-ban/quan-triet/"))
    assert "Đơn vị mình chưa ghi" not in owed


def test_a_unit_sees_what_it_still_owes_and_the_empty_list_says_what_comes(sent):
    shown = text(sign_in(sent.clerk).get("/btc-thai-binh/2019-t09-9t/van-ban/quan-triet/"))
    assert "Đơn vị mình chưa ghi" in shown
    assert "Chưa có văn bản nào cấp dưới phải quán triệt" in shown
    early = text(sign_in(sent.clerk).get("/btc-thai-binh/2018-q1/van-ban/quan-triet/"))
    assert "Đơn vị mình chưa ghi" not in early


def test_another_units_line_is_unknown(sent):
    client = sign_in(sent.clerk)
    theirs = sent.cast.unit("tu-hung-yen")
    assert (
        send(client, at("btc-thai-binh", sent.document, theirs.pk), {"held_on": "20/05/2019"}).status_code
        == 404
    )
    tell(sent, actor=sent.clerk)
    other = sign_in(sent.elsewhere)
    assert "dự 40/45" not in text(other.get(at("btc-hung-yen", sent.document)))
    stub = make_document(sent.commission, "9-KL/TU", issued_on=DAY, summary="", holder="Văn thư mật")
    assert client.get(at("btc-thai-binh", stub)).status_code == 404


def test_the_page_of_the_document_has_the_panel(sent):
    tell(sent)
    client = sign_in(sent.centre)
    page = f"/btctw/2019-t09-9t/van-ban/{sent.document.pk}/"
    assert "Quán triệt, triển khai" in text(client.get(page))
    panel = text(client.get(page + "phan/dissemination/"))
    assert "1/2 đơn vị" in panel


def test_without_recipients_the_units_directly_below_are_asked(sent):
    open_to_all = make_document(
        sent.central, "28-CT/TW", issuer="Ban Bí thư", issued_on=date(2019, 1, 21), public=True
    )
    board = queries.board(sent.centre, open_to_all, sent.central.pk, ON)
    names = [line.name for line in board.below]
    assert "Tỉnh ủy Thái Bình" in names
    assert "Tỉnh ủy Hưng Yên" in names
    assert board.own == []


def test_who_only_reads_the_unit_above_sees_only_units_they_may_read(sent):
    """Hưng Yên's clerk opens the Centre's page: no unit below is theirs to read there."""
    tell(sent)
    board = queries.board(sent.elsewhere, sent.document, sent.central.pk, ON)
    assert [line.name for line in board.below] == []
    assert queries.owed(sent.elsewhere, sent.central.pk, ON, date(2019, 1, 1)) == []


def test_a_secret_stub_and_ones_own_document_ask_nothing(sent):
    stub = make_document(sent.commission, "9-KL/TU", issued_on=DAY, summary="", holder="Văn thư mật")
    assert queries.own_units(stub, sent.commission.pk, ON) == []
    assert queries.own_units(sent.plan, sent.commission.pk, ON) == []
    assert queries.own_units(sent.document, sent.commission.pk, ON) == [sent.committee.pk]


def test_a_document_for_everybody_asks_the_committee(sent):
    open_to_all = make_document(
        sent.central, "28-CT/TW", issuer="Ban Bí thư", issued_on=date(2019, 1, 21), public=True
    )
    assert queries.own_units(open_to_all, sent.commission.pk, ON) == [sent.committee.pk]
    row = disseminate(actor=sent.clerk, document_id=open_to_all.pk, unit_id=sent.committee.pk, facts=HELD)
    assert str(row) == "Quán triệt Chỉ thị 28-CT/TW ngày 21/01/2019"


def test_the_list_holds_what_comes_from_above_for_everybody_and_no_letters(sent):
    day = date(2019, 1, 21)
    of_the_centre = {"issuer": "Ban Bí thư", "issued_on": day, "public": True}
    shipped = of_the_centre | {"source": "Trang công khai"}
    call = make_document(sent.central, "28-CT/TW", confidence="verified", **shipped)
    make_document(sent.central, "30-CT/TW", **shipped)  # checked by nobody
    own = make_document(sent.commission, "31-CT/TU", issuer="Tỉnh ủy Thái Bình", issued_on=day, public=True)
    units = (sent.committee, sent.cast.unit("hu-dong-hung"))
    letter = make_document(sent.central, "56-CV/BTCTW", issued_on=day, recipients=units)
    law = make_document(sent.central, "88/2019/NĐ-CP", issuer="Chính phủ", issued_on=day, public=True)
    since = date(2018, 9, 30)
    asked = queries.owed(sent.clerk, sent.commission.pk, ON, since)
    assert asked == [(sent.document, sent.committee.pk), (call, sent.committee.pk)]
    below = [row.document for row in queries.progress(sent.clerk, sent.commission.pk, ON, since)]
    assert set(below) == {call, own}
    assert {row.document for row in queries.progress(sent.centre, sent.central.pk, ON, since)} >= {call}
    client = sign_in(sent.clerk)
    for one, asks in ((call, True), (letter, False), (law, False)):
        page = text(client.get(f"/btc-thai-binh/2019-t09-9t/van-ban/{one.pk}/"))
        assert ("Quán triệt, triển khai" in page) is asks
    disseminate(actor=sent.clerk, document_id=call.pk, unit_id=sent.committee.pk, facts=HELD)
    assert [row for row, _unit in queries.owed(sent.clerk, sent.commission.pk, ON, since)] == [sent.document]
    assert "cả 7 đơn vị" not in text(client.get("/btctw/2019-t09-9t/van-ban/quan-triet/"))
    for number in range(7):
        make_document(sent.central, f"{60 + number}-KL/TW", **of_the_centre)
    assert "và 2 văn bản khác" in text(client.get("/btc-thai-binh/2019-t09-9t/van-ban/quan-triet/"))


def test_a_plan_of_the_register_goes_to_excel_under_its_name(sent):
    tell(sent, SessionFacts(plan_id=sent.plan.pk))
    client = sign_in(sent.centre)
    answer = client.get(at("btctw", sent.document, "xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    assert "chưa quán triệt" in cells
    assert cells & {"đã ban hành", "Kế hoạch 40-KH/TU ngày 03/6/2019"}
