"""What a report begins with and is compared with: earlier periods, merged units, what the house knows."""

from datetime import date, datetime

import pytest
import time_machine

from giaoban.core.dates import ZONE
from giaoban.organisations.models import Change, Succession
from giaoban.periods.rules import Period
from giaoban.reporting import services
from giaoban.reporting.models import Derivation, Draft, Passage
from giaoban.reporting.queries import figures, grid
from giaoban.reporting.queries.report import report_page
from tests.cast import sign_in
from tests.factories.directives import make_document
from tests.factories.recommendations import make_recommendation
from tests.factories.reporting import (
    FIGURES,
    SYSTEM,
    begin_and_fill,
    fill_and_send,
    make_round,
    move,
    owed,
    submit,
)
from tests.factories.tasks import make_assignment, walk
from tests.reporting.conftest import Room, url


def reported(cast, code: str, period: str, moment: datetime, **changed: int) -> None:
    """A sent report of an earlier period, as of that day."""
    with time_machine.travel(moment, tick=True):
        found = make_round(cast, period=period, unit="tw")
        row = owed(found, code)
        services.begin_report(actor=SYSTEM, obligation_id=row.pk)
        draft = Draft.objects.get(obligation=row)
        services.save_cells(
            actor=SYSTEM, obligation_id=row.pk, version=draft.version, figures={**FIGURES, **changed}
        )
        for section in found.form_version.sections.filter(required=True):
            services.add_passage(actor=SYSTEM, obligation_id=row.pk, section_id=section.pk, text="Nội dung")
        draft.refresh_from_db()
        services.save_cells(
            actor=SYSTEM,
            obligation_id=row.pk,
            version=99,
            figures={},
            explanations=dict.fromkeys(FIGURES, "Đã rà soát"),
        )
        move(row, "submit")
        row.refresh_from_db()
        services.send(
            actor=SYSTEM,
            obligation_id=row.pk,
            version=row.version,
            document_number="1-BC",
            document_date=moment.date(),
            signer="Phan Văn Sáu",
        )


def june(day: int = 20) -> datetime:
    return datetime(2019, 6, day, 9, tzinfo=ZONE)


@pytest.fixture
def told(cast, people):
    """Hưng Yên has reported 9 months of 2018 and June 2019."""
    reported(
        cast, "tu-hung-yen", "2018-t09-9t", datetime(2018, 9, 20, 9, tzinfo=ZONE), **{"MEM.NEW:cumulative": 9}
    )
    reported(cast, "tu-hung-yen", "2019-t06-6t", june(), **{"MEM.NEW:cumulative": 7, "MEM.NEW:in_period": 2})
    return Room(cast, make_round(cast), **people)


def test_the_grid_shows_the_period_before_and_the_same_of_last_year(told: Room):
    services.begin_report(actor=told.writer, obligation_id=told.province.pk)
    page = report_page(told.writer, told.province)
    assert (page.heads.previous, page.heads.last_year) == ("Tháng 6/2019", "9T/2018")
    assert (page.heads.now, page.heads.cumulative) == ("Tháng 9/2019", "Lũy kế 9T/2019")
    rows = {row.code: row for row in page.rows}
    assert (rows["MEM.NEW"].previous, rows["MEM.NEW"].last_year) == ("2", "9")  # cumulative against last year
    assert (rows["MEM.TOTAL"].previous, rows["MEM.IDLINK"].previous) == ("412", "94,66%")
    assert rows["APP.RESTRUCTURED"].last_year == "1/1"
    assert rows["MEM.NEW"].trend is not None
    assert [(p.label, p.value) for p in rows["MEM.NEW"].trend.points] == [
        ("Tháng 9/2018", 4),
        ("Tháng 6/2019", 2),
        ("Tháng 9/2019", None),
    ]
    seen = sign_in(told.writer).get(url("report", told.province.pk)).content.decode()
    assert f'points="{rows["MEM.NEW"].trend.line}"' in seen


def test_a_running_total_that_follows_is_offered(cast, people):
    reported(
        cast, "tu-hung-yen", "2019-t08", datetime(2019, 8, 20, 9, tzinfo=ZONE), **{"MEM.NEW:cumulative": 7}
    )
    room = Room(cast, make_round(cast), **people)
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    services.save_cells(
        actor=room.writer,
        obligation_id=room.province.pk,
        version=draft.version,
        figures={"MEM.NEW:in_period": 4},
    )
    cells = {cell.key: cell for row in report_page(room.writer, room.province).rows for cell in row.cells}
    assert (cells["MEM.NEW:cumulative"].offered, cells["MEM.NEW:cumulative"].hint) == (
        11,
        "Tháng 8/2019 đã báo lũy kế 7",
    )
    assert cells["CAD.PLAN:cumulative"].offered is None


def test_where_the_period_begins_with_the_year_both_figures_are_one(cast, people):
    room = Room(cast, make_round(cast, period="2018-6t"), **people)
    draft = services.begin_report(actor=SYSTEM, obligation_id=room.province.pk)
    services.save_cells(
        actor=SYSTEM, obligation_id=room.province.pk, version=draft.version, figures={"MEM.NEW:in_period": 4}
    )
    cells = {cell.key: cell for row in report_page(SYSTEM, room.province).rows for cell in row.cells}
    assert cells["MEM.NEW:cumulative"].offered == 4


def test_a_merged_commune_is_compared_with_the_sum_of_those_that_went_into_it(cast):
    """du-an-hoa-cu and du-an-ninh-cu became du-an-hoa on 1/7/2018: 10 and 7 are 17."""
    day = datetime(2018, 6, 19, 9, tzinfo=ZONE)
    with time_machine.travel(day, tick=True):
        before = make_round(cast, period="2018-6t", unit="hu-dong-hung")
        for code, value in (("du-an-hoa-cu", 10), ("du-an-ninh-cu", 7)):
            fill_and_send_on(owed(before, code), day.date(), {"MEM.TOTAL:value": value})
    after = owed(make_round(cast, period="2019-6t", unit="hu-dong-hung"), "du-an-hoa")
    history = figures.history_of(after)
    assert history.last_year.figures["MEM.TOTAL:value"] == 17
    assert (history.last_year.restated, grid.heads(history).restated) == (True, True)


def fill_and_send_on(row, day: date, changed: dict[str, int]) -> None:

    begin_and_fill(row, figures={"MEM.IDLINK:denominator": 412, **changed})
    submit(row)
    row.refresh_from_db()
    services.send(
        actor=SYSTEM,
        obligation_id=row.pk,
        version=row.version,
        document_number="1-BC",
        document_date=day,
        signer="Trần Văn Bảy",
    )


def test_a_sum_with_one_of_them_missing_is_no_figure_and_a_part_of_a_split_has_none(cast):
    day = datetime(2018, 6, 19, 9, tzinfo=ZONE)
    with time_machine.travel(day, tick=True):
        before = make_round(cast, period="2018-6t", unit="hu-dong-hung")
        fill_and_send_on(owed(before, "du-an-hoa-cu"), day.date(), {"MEM.TOTAL:value": 10})
    after = owed(make_round(cast, period="2019-6t", unit="hu-dong-hung"), "du-an-hoa")
    assert figures.history_of(after).last_year.figures == {}
    split = Change.objects.create(kind="split", effective_on=date(2018, 7, 1))
    for successor in ("du-an-chau", "cb-thon-mot"):
        Succession.objects.create(
            change=split, predecessor=cast.unit("du-an-hoa-cu"), successor=cast.unit(successor)
        )
    part = owed(
        make_round(cast, period="2019-6t", unit="tu-thai-binh", cut_off=date(2019, 6, 29)), "du-an-chau"
    )
    assert figures.history_of(part).past == ()


def test_the_short_names_of_periods():

    codes = ("2019-t09", "2019-q3", "2019-6t", "2019-6tc", "2019-9t", "2019", "2015-2020")
    assert [grid.short(Period.parse(code)) for code in codes] == [
        "Tháng 9/2019", "Quý III/2019", "6T/2019", "6T cuối/2019", "9T/2019", "Năm 2019",
        "Nhiệm kỳ 2015–2020",
    ]  # fmt: skip


# --- half-written ------------------------------------------------------------------------------------------


def test_a_report_opens_with_tasks_documents_and_answers_each_with_its_source(room: Room):
    province, centre = room.cast.unit("tu-hung-yen"), room.cast.unit("tw")
    done = make_assignment(centre, province)
    walk(done, "acknowledge", "start", "report_done", "accept")
    make_assignment(centre, province, title="Chương trình quá hạn", due=date(2019, 9, 1))
    for symbol in ("15-NQ/TU", "16-CT/TU"):
        make_document(
            province,
            symbol,
            issuer="Tỉnh ủy Hưng Yên",
            unit=province,
            issued_on=date(2019, 9, 10),
            public=True,
        )
    answered = make_recommendation(province, centre, state="answered", answered_on=date(2019, 9, 12))
    services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    found = {
        (p.section.number, p.origin_kind): (p.text, p.origin_id, p.origin_label, p.origin_url)
        for p in Passage.objects.filter(obligation=room.province).select_related("section")
    }
    assert set(found) == {
        ("I", "directives.document"),
        ("I", "tasks.assignment"),
        ("I", "recommendations.recommendation"),
        ("II", "tasks.assignment"),
    }
    text, _id, label, address = found["I", "directives.document"]
    assert text.startswith("Ban hành 2 văn bản: Nghị quyết 15-NQ/TU (")
    assert (label.startswith("Sổ văn bản, "), address) == (True, f"/tu-hung-yen/{room.round.period}/van-ban/")
    text, source, label, _address = found["I", "tasks.assignment"]
    assert (text.startswith("Đã hoàn thành: "), source, label.startswith("Nhiệm vụ 1, ")) == (
        True,
        done.pk,
        True,
    )
    assert found["I", "recommendations.recommendation"][1] == answered.pk
    assert "đã được" in found["I", "recommendations.recommendation"][0]
    late = found["II", "tasks.assignment"][0]
    assert late.startswith("Chưa hoàn thành đúng hạn: ")
    assert late.endswith("(hạn 01/9/2019). Nguyên nhân:")
    seen = sign_in(room.writer).get(url("report", room.province.pk)).content.decode()
    assert "Sổ văn bản, " in seen


def test_a_draft_that_stands_is_not_filled_a_second_time(room: Room):
    services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    passage = services.add_passage(
        actor=room.writer,
        obligation_id=room.province.pk,
        section_id=room.round.form_version.sections.get(number="I").pk,
        text="Một",
    )
    move(room.province, "excuse", note="Sáp nhập")
    move(room.province, "require")
    services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    assert list(Passage.objects.filter(obligation=room.province)) == [passage]


def test_a_removed_passage_comes_back_with_where_it_was_taken_from(room: Room):
    child = fill_and_send(owed(room.round, "cb-thon-mot"), accept=True)
    row = owed(room.round, "du-an-hoa")
    services.begin_report(actor=SYSTEM, obligation_id=row.pk)
    source = child.passages.get(section__number="I")
    taken = Passage.objects.create(obligation=row, section=source.section, position=1, text=source.text)
    Derivation.objects.create(target=taken, source=source, how="verbatim")
    removed = services.remove_passage(actor=SYSTEM, obligation_id=row.pk, passage_id=taken.pk, version=1)
    assert Derivation.objects.count() == 0
    back = services.restore_passage(actor=SYSTEM, obligation_id=row.pk, token=removed.token)
    assert list(back.sources.values_list("source_id", "how")) == [(source.pk, "verbatim")]


def test_somebody_without_a_home_works_for_nobody(room: Room):
    room.writer.home_unit = None
    room.writer.save()
    with pytest.raises(Exception, match=r"reporting\.write"):
        services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    assert room.province.state == "due"
