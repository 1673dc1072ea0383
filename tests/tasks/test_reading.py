"""Reads of tasks: matrix and sentence, lines for a report, counts, names, what hangs into other pages."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings

from giaoban.core.actors import System
from giaoban.core.secrecy import Zone
from giaoban.organisations.models import UnitName
from giaoban.periods.rules import Period
from giaoban.search.queries import find
from giaoban.tasks import queries, services
from giaoban.tasks.models import Assignment
from giaoban.tasks.rules import TaskFacts
from tests.cast import TODAY, sign_in
from tests.factories.directives import make_document
from tests.factories.tasks import DUE, WORDING, make_assignment, make_programme, walk

Q3 = Period.parse("2019-q3")


@pytest.fixture
def cluster(room: SimpleNamespace) -> SimpleNamespace:
    """Two members of a cluster: Long An has done group 2, Đồng Nai is half way; group 1 is not begun."""
    for code, short in (("tu-long-an", "Long An"), ("tu-dong-nai", "Đồng Nai")):
        UnitName.objects.filter(unit__code=code).update(short_name=short)
    members = [room.cast.unit("btc-long-an"), room.cast.unit("btc-dong-nai")]
    ids = [unit.pk for unit in members]
    programme = make_programme(
        room.cast.unit("cum-thi-dua-4"),
        tasks=[
            TaskFacts("1", "Chuẩn bị đại hội", lead_unit_ids=ids[:1]),
            TaskFacts("2", "Sắp xếp tổ chức bộ máy", due=DUE, lead_unit_ids=ids),
        ],
    )
    given = {a.unit_id: a for a in Assignment.objects.filter(task__programme=programme, task__number="2")}
    walk(given[ids[0]], "start", "report_done", "accept")
    walk(given[ids[1]], "start", "report_progress", percent=55)
    return SimpleNamespace(programme=programme, given=given, ids=ids)


def test_the_matrix_calls_commissions_by_their_place_and_says_the_row(
    room: SimpleNamespace, cluster: SimpleNamespace
):
    matrix = queries.matrix(room.cast.cluster_lead, cluster.programme, TODAY)
    assert [(c.label, c.title) for c in matrix.columns] == [
        ("Đồng Nai", "Ban Tổ chức Tỉnh ủy Đồng Nai"),
        ("Long An", "Ban Tổ chức Tỉnh ủy Long An"),
    ]
    first, second = matrix.rows
    assert (first.cells[0], first.total, first.sentence) == (None, "0/1", "0/1 đơn vị đã hoàn thành")
    assert [(cell.kind, cell.figure) for cell in second.cells if cell] == [("doing", "55"), ("done", "")]
    assert (second.total, second.sentence) == ("1/2", "1/2 đơn vị đã hoàn thành: Long An")


def test_cancelled_ones_do_not_count_and_a_full_row_names_nobody(
    room: SimpleNamespace, cluster: SimpleNamespace
):
    walk(Assignment.objects.get(task__programme=cluster.programme, task__number="1"), "cancel")
    walk(cluster.given[cluster.ids[1]], "report_done", "accept")
    first, second = queries.matrix(room.cast.cluster_lead, cluster.programme, TODAY).rows
    assert (first.total, second.total) == ("0/0", "2/2")
    assert second.sentence == "2/2 đơn vị đã hoàn thành"


def test_a_member_sees_its_own_part_with_the_groups_above_it(room: SimpleNamespace):
    programme = make_programme(
        room.province,
        tasks=[
            TaskFacts(
                "I",
                "Nhóm",
                children=(
                    TaskFacts("1", "Của An Hòa", lead_unit_ids=[room.commune.pk]),
                    TaskFacts("2", "Của An Châu", lead_unit_ids=[room.cast.unit("du-an-chau").pk]),
                ),
            )
        ],
    )
    page = queries.programme_page(room.cast.commune_officer, programme, TODAY)
    assert (page.whole, [line.task.number for line in page.lines]) == (False, ["I", "1"])
    whole = queries.programme_page(room.cast.officer, programme, TODAY)
    assert (whole.whole, [line.task.number for line in whole.lines]) == (True, ["I", "1", "2"])
    assert whole.lines[1].named_open == "Đảng ủy xã An Hòa"


def test_lines_for_a_report_that_opens_half_written(room: SimpleNamespace):
    paper = make_document(room.cast.unit("btctw"), "18-NQ/TW", public=True)
    done = make_assignment(room.province, room.commune, document_id=paper.pk)
    walk(done, "start", "report_done", note="Đã ban hành đề án số 05-ĐA/ĐU.")
    walk(done, "accept")
    Assignment.objects.filter(pk=room.assignment.pk).update(due=TODAY - timedelta(days=2))
    window = Q3.window()
    (line,) = queries.closed_in(room.commune.pk, window)
    assert (line.wording, line.document_symbol, line.result, line.word) == (
        WORDING,
        "18-NQ/TW",
        "Đã ban hành đề án số 05-ĐA/ĐU.",
        "đã hoàn thành",
    )
    assert line.url == f"/du-an-hoa/2019-q3/nhiem-vu/giao/{done.pk}/"
    assert queries.closed_in(room.commune.pk, Period.parse("2019-q2").window()) == []
    (late,) = queries.overdue(room.commune.pk, TODAY)
    assert (late.assignment_id, late.word, late.document_symbol) == (room.assignment.pk, "quá hạn 2 ngày", "")


def test_counts_by_label_in_a_period(room: SimpleNamespace):
    walk(make_assignment(room.province, room.commune), "start", "report_done", "accept")
    make_assignment(room.province, room.commune, issue=False)
    assert queries.standing([room.commune.pk], Q3, TODAY) == {"todo": 1, "done": 1}
    assert queries.standing([room.commune.pk], Period.parse("2019-q2"), TODAY) == {}
    later = queries.standing([room.commune.pk], Period.parse("2019-q4"), TODAY)
    assert later == {"todo": 1}
    assert [(one.word.value, one.count) for one in queries.tally({"done": 1, "late": 2, "todo": 0})] == [
        ("late", 2),
        ("done", 1),
    ]


def test_programmes_of_a_document_say_how_far_they_are(room: SimpleNamespace):
    paper = make_document(room.cast.unit("btctw"), "18-NQ/TW", public=True)
    programme = make_programme(
        room.province, [room.commune, room.cast.unit("du-an-chau")], document_id=paper.pk, due=TODAY
    )
    make_programme(room.province, [room.commune], document_id=paper.pk, issue=False)
    one, other = Assignment.objects.filter(task__programme=programme)
    walk(one, "start", "report_done", "accept")
    Assignment.objects.filter(pk=other.pk).update(due=TODAY - timedelta(days=1))
    (line,) = queries.programmes_of_document(paper.pk)
    assert (line.programme, line.total, line.done, line.late) == (programme, 2, 1, 1)
    assert queries.programmes_of_document(paper.pk, actor=room.cast.other_officer) == []
    page = sign_in(room.cast.officer).get(f"/btc-thai-binh/2019-q3/van-ban/{paper.pk}/")
    assert "1/2 lượt đơn vị – nhiệm vụ đã hoàn thành" in page.content.decode()
    assert "đang soạn" in page.content.decode()


def test_the_page_of_a_unit_fetches_how_it_stands(room: SimpleNamespace):
    path = "/tu-thai-binh/2019-q3/to-chuc/du-an-hoa/phan/tasks-of-unit/"
    page = sign_in(room.cast.officer).get(path).content.decode()
    assert "chưa triển khai" in page
    empty = sign_in(room.cast.officer).get(path.replace("du-an-hoa", "hu-dong-hung")).content.decode()
    assert "Chưa có nhiệm vụ nào" in empty


def test_issued_tasks_are_found_by_who_may_read_them(room: SimpleNamespace):
    make_programme(room.province, tasks=[TaskFacts("1", "Kiểm tra biên chế")], issue=False)

    def found(user, text: str) -> int:
        return find(user, text, TODAY, kinds=["task"]).total

    assert found(room.cast.officer, "sap xep to chuc") == 1
    assert found(room.cast.officer, "biên chế") == 0
    assert found(room.cast.other_officer, "sap xep to chuc") == 0


def test_a_classed_programme_is_for_who_directs_it(room: SimpleNamespace, settings):
    settings.GIAOBAN_ZONE = Zone.INDEPENDENT.value
    secret = make_assignment(room.province, room.commune, secrecy="secret")
    open_ = room.assignment

    def seen(user) -> set[int]:
        return set(queries.visible_to(user).values_list("pk", flat=True))

    assert seen(room.cast.officer) == {secret.pk, open_.pk}
    assert seen(room.reader) == {open_.pk}
    assert django_settings.GIAOBAN_ZONE == "independent"
    assert seen(System()) == {secret.pk, open_.pk}


def test_addresses_live_in_a_period_in_which_the_unit_is_in_force(room: SimpleNamespace):
    new, old = room.commune, room.cast.unit("du-an-hoa-cu")
    assert queries.address("tasks:assignment", new, "2019-q3", 5) == "/du-an-hoa/2019-q3/nhiem-vu/giao/5/"
    assert queries.address("tasks:assignment", new, "2017-q3", 5) == "/du-an-hoa/2019-t09-9t/nhiem-vu/giao/5/"
    assert (
        queries.address("tasks:assignment", old, "2019-q3", 5) == "/du-an-hoa-cu/2018-t06-6t/nhiem-vu/giao/5/"
    )


def test_a_commission_is_given_tasks_by_choice_and_members_of_a_cluster_all(room: SimpleNamespace):
    province = make_programme(room.province, [room.commune])
    found = queries.receivers(room.cast.officer, province, TODAY)
    assert [one.name for one in found.subordinates] == ["Huyện ủy Đông Hưng"]
    assert len(found.nearby) == 2
    assert ("commune_committee", "commune_committee", 2) in found.kinds
    cluster = make_programme(room.cast.unit("cum-thi-dua-4"), [room.cast.unit("btc-long-an")])
    assert len(queries.receivers(room.cast.cluster_lead, cluster, TODAY).subordinates) == 2
    communes = queries.units_of_kind(room.cast.officer, province, "commune_committee", TODAY)
    assert set(communes) == {room.commune.pk, room.cast.unit("du-an-chau").pk}


def test_the_parent_task_shows_how_it_was_taken_further(room: SimpleNamespace):
    above = make_assignment(room.cast.unit("tw"), room.province)
    own = services.localise(
        actor=room.cast.officer,
        unit_id=room.province.pk,
        period="2019-q4",
        assignment_ids=[above.pk],
        title="Kế hoạch của tỉnh",
    )
    services.assign(actor=room.cast.officer, task_ids=[own.tasks.get().pk], unit_ids=[room.commune.pk])
    services.issue_programme(actor=room.cast.officer, programme_id=own.pk)
    page = queries.assignment_page(room.central, queries.get_assignment(room.central, above.pk), TODAY)
    assert [(line.programme.title, line.done, line.total) for line in page.localised] == [
        ("Kế hoạch của tỉnh", 0, 1)
    ]
    (line,) = queries.programme_page(room.central, above.task.programme, TODAY).lines
    assert line.localised == 1
    assert queries.to_localise(room.cast.officer, [room.province.pk], date(2019, 9, 16)) == []
