"""Which form is taken back, from whom, into which report; hostile files; on behalf; above the leaves."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from giaoban.accounts.rules import Role
from giaoban.files.models import StoredFile
from giaoban.reporting import services
from giaoban.reporting.models import Form, FormRow, FormVersion, Indicator, Obligation, Regime
from giaoban.reporting.rules.cells import CellPart, IndicatorKind
from tests.cast import sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.hostile import HOSTILE
from tests.factories.reporting import FIGURES, SYSTEM, make_round, owed
from tests.factories.workbooks import PLACES, filled, places, values
from tests.reporting.conftest import Room, post
from tests.reporting.hands import AT, Hands, said

CELLS = "ORG.CELL:value"


@pytest.fixture
def hands(room: Room) -> Hands:
    return Hands(room.commune, room.small).begin()


def test_another_form_is_refused_with_both_names(room: Room, hands: Hands) -> None:
    province = Hands(room.writer, room.province, "btc-hung-yen").begin()
    other = province.take()
    answer = hands.send(other)
    assert answer.status_code == 422
    text = said(answer)
    assert "Tệp này là biểu GB-01 phiên bản 1 của Tỉnh ủy Hưng Yên, Tháng 9 và 9 tháng năm 2019" in text
    assert "trang này nhận biểu GB-01 phiên bản 1 của Đảng ủy xã An Châu" in text

    def newer(book: openpyxl.Workbook) -> None:
        keys = book["giaoban.khoa"]
        next(row for row in keys.iter_rows() if row[0].value == "phien-ban")[1].value = "2"

    version = hands.send(filled(hands.take(), {}, newer))
    assert "Tệp này là biểu GB-01 phiên bản 2 của Đảng ủy xã An Châu" in said(version)
    year = make_round(room.cast, period="2019-6t")
    half = Hands(room.commune, owed(year, AT), period="2019-6t").begin()
    assert "Đảng ủy xã An Châu, 6 tháng đầu năm 2019; trang này" in said(hands.send(half.take()))
    assert StoredFile.objects.count() == 0  # the control: its own form is kept
    hands.bring(hands.take())
    assert StoredFile.objects.count() == 1


def test_a_workbook_without_keys_or_with_two_forms_is_refused(hands: Hands) -> None:
    content = hands.take()

    def lose(book: openpyxl.Workbook) -> None:
        del book["giaoban.khoa"]

    def double(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book.worksheets[0])

    blank = io.BytesIO()
    openpyxl.Workbook().save(blank)
    for sent in (blank.getvalue(), filled(content, {}, lose)):
        answer = hands.send(sent)
        assert answer.status_code == 422
        assert "không phải biểu tải từ Giao Ban" in said(answer)
    assert "Tệp có hai trang biểu." in said(hands.send(filled(content, {}, double)))
    assert "Chọn biểu Excel đã ghi." in said(post(hands.who, hands.url("load")))


def test_hostile_workbooks_are_refused_before_they_are_read(hands: Hands) -> None:
    before = hands.draft.version
    made = {what: make for what, name, make, _code in HOSTILE if name.endswith(".xlsx")}
    assert len(made) > 10
    answers = {what: hands.send(make()).status_code for what, make in made.items()}
    assert set(answers.values()) == {422}, answers
    assert StoredFile.objects.count() == 0
    assert hands.draft.version == before


def test_only_who_writes_the_report_takes_its_form_and_only_the_sender_sees_his_file(
    room: Room, hands: Hands
) -> None:
    address = hands.bring(hands.take())
    for who in (room.writer, room.centre, room.cast.officer):
        for path in (hands.url("entry"), hands.url("load"), address, address + "loi.xlsx"):
            assert sign_in(who).get(path).status_code == 404, (who, path)
    colleague = make_user("anchau.khac", home=room.cast.unit(AT))
    make_grant(colleague, Role.COMPILER, room.cast.unit(AT))
    assert sign_in(colleague).get(hands.url("entry")).status_code == 200  # writes the report as well
    assert sign_in(colleague).get(address).status_code == 404
    assert post(colleague, address, {"version": "1"}).status_code == 404
    other = StoredFile.objects.create(
        kind="setup.units",
        object_id=hands.who.pk,
        unit=room.cast.unit(AT),
        name="a.xlsx",
        size=1,
        key="0" * 40,
    )
    assert sign_in(hands.who).get(hands.url("load_preview", other.pk)).status_code == 404
    Obligation.objects.filter(pk=room.small.pk).update(state="approval")
    for path in (hands.url("entry"), hands.url("load"), address):
        closed = sign_in(hands.who).get(path)
        assert closed.status_code == 422
        assert "đang ở trạng thái “chờ duyệt nội bộ” nên không sửa được" in closed.content.decode()


def test_a_report_on_paper_is_filled_by_its_superior_with_the_same_form(room: Room) -> None:
    direct = Hands(room.centre, room.province, "btctw", behalf=True).begin()
    address = direct.bring(filled(direct.take(), values()))
    assert "Đang nhập thay Tỉnh ủy Hưng Yên từ bản giấy." in said(direct.see(address))
    done = direct.confirm(address)
    assert (done.status_code, done.url) == (302, direct.url("report") + "#so-lieu")
    assert {key: direct.draft.figures[key] for key in FIGURES} == FIGURES
    own = Hands(room.centre, room.province, "btctw")  # the control: without the word the draft is not theirs
    assert sign_in(room.centre).get(own.url("entry")).status_code == 404


def test_above_the_leaves_sums_are_locked_and_only_explanations_are_open(room: Room) -> None:
    cast = room.cast
    own = Hands(cast.officer, owed(room.round, "tu-thai-binh"), "btc-thai-binh").begin()
    content = own.take()
    page, at = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0], places(content)
    opened = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    told = {address for (row, column), address in at.items() if column == "told" and row[0].isupper()}
    assert opened == told
    address = own.bring(filled(content, {PLACES[CELLS]: 5, ("ORG.CELL:value", "told"): "Sáp nhập xã"}))
    seen = said(own.see(address))
    assert f"Ô khóa đã bị sửa trong tệp, không lấy: {at[PLACES[CELLS]]}." in seen
    assert "Sẽ ghi 1 ô" in seen
    assert own.confirm(address).status_code == 302
    assert (own.draft.figures.get(CELLS), own.draft.explanations) == (None, {CELLS: "Sáp nhập xã"})


def test_the_page_of_the_report_leads_to_the_form_and_back(hands: Hands) -> None:
    page = sign_in(hands.who).get(hands.url("report")).content.decode()
    assert hands.url("entry") in page
    assert hands.url("load") in page
    form = sign_in(hands.who).get(hands.url("load"))
    assert "Nạp biểu Excel" in said(form)


def sixty(room: Room) -> dict[str, int]:
    """A round on a form of sixty indicators of every kind; the figures of a whole report, by cell."""
    form = Form.objects.create(code="BC-60", name="Biểu sáu mươi chỉ tiêu")
    version = FormVersion.objects.create(form=form, starts=date(2015, 1, 1))
    kinds = list(IndicatorKind) * 15
    for number, kind in enumerate(kinds, start=1):
        indicator = Indicator.objects.create(
            code=f"CT.{number:02d}", name=f"Chỉ tiêu số {number}", counting_unit="người", kind=kind.value
        )
        FormRow.objects.create(
            version=version, indicator=indicator, position=number, heading=f"{number // 20}"
        )
    Regime.objects.filter(code="giao-ban").update(form=form)
    cells = version.cells()
    assert len(cells) == 15 * (1 + 2 + 2 + 2)
    return {
        cell.key: cell.position % 2 if cell.row.kind is IndicatorKind.CONDITION else cell.position * 1001
        for cell in cells
        if cell.part is not CellPart.BASE
    }


def test_a_form_of_sixty_indicators_of_every_kind_goes_out_and_comes_back(room: Room) -> None:
    figures = sixty(room)
    round_ = services.open_round(
        actor=SYSTEM, regime="giao-ban", unit_id=room.cast.unit("tw").pk, period="2019-q3"
    )
    hands = Hands(room.commune, owed(round_, AT), period="2019-q3").begin()
    content = hands.take()
    at = places(content)
    typed: dict[tuple[str, str], Any] = {}
    for key, value in figures.items():
        code, _colon, part = key.rpartition(":")
        if part in {"in_period", "cumulative"}:
            typed[code, "now" if part == "in_period" else "total"] = value
        else:
            typed[key, "now"] = value if part != "count" else ("có" if value else "chưa")
    assert typed.keys() == {place for place in at if place[1] in {"now", "total"} and place in typed}
    address = hands.bring(filled(content, typed))
    assert hands.confirm(address).status_code == 302
    assert {key: hands.draft.figures[key] for key in figures} == figures
