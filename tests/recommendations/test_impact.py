"""Units that end: what is open goes on with who continues them, what was closed stays where it was."""

from datetime import date

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.organisations.models import Change, Succession
from giaoban.organisations.rules import ChangeKind, Plan
from giaoban.recommendations import impact
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import State
from giaoban.search.models import SearchEntry
from tests.cast import sign_in
from tests.factories.recommendations import make_recommendation
from tests.recommendations.common import steps, words

DAY = date(2019, 10, 1)


def merge(road, *, ends, into) -> Plan:
    change = Change.objects.create(kind=ChangeKind.MERGE, effective_on=DAY, decision="minh họa")
    for unit in ends:
        Succession.objects.create(change=change, predecessor=unit, successor=into)
    return Plan(kind=ChangeKind.MERGE, effective_on=DAY, ends=tuple(u.pk for u in ends), begins=(into.pk,))


def sides(found) -> tuple[str, str, str]:
    now = Recommendation.objects.get(pk=found.pk)
    return now.unit.code, now.addressee.code, now.state


def test_open_ones_follow_the_successor_of_the_asker(road):
    asked = make_recommendation(road.neighbour, road.district, "Canary mở")
    answered = make_recommendation(road.neighbour, road.district, state="answered")
    closed = make_recommendation(road.neighbour, road.district, state="understood")
    other = make_recommendation(road.commune, road.district)
    plan = merge(road, ends=[road.neighbour], into=road.commune)
    (line,) = impact.preview(plan)
    assert (line.count, line.blocking, line.text) == (
        2,
        False,
        "2 kiến nghị chưa xong chuyển sang đơn vị kế thừa từ ngày 01/10/2019",
    )
    impact.apply(plan, System())
    assert [sides(r) for r in (asked, answered, closed, other)] == [
        ("du-an-hoa", "hu-dong-hung", "sent"),
        ("du-an-hoa", "hu-dong-hung", "answered"),
        ("du-an-chau", "hu-dong-hung", "understood"),
        ("du-an-hoa", "hu-dong-hung", "sent"),
    ]
    assert steps(asked) == [("send", "du-an-chau"), ("follow", "du-an-chau")]
    assert SearchEntry.objects.get(kind="recommendation", object_id=asked.pk).unit_id == road.commune.pk
    assert list(Entry.objects.values_list("action", "object_id")) == [
        ("recommendations.follow", asked.pk),
        ("recommendations.follow", answered.pk),
    ]
    page = words(road.commune_asker.get(f"/du-an-hoa/2019-t09-9t/kien-nghi/{asked.pk}/"))
    assert "Chuyển sang đơn vị kế thừa Đảng ủy xã An Châu" in page


def test_a_unit_without_any_has_no_line(road):
    make_recommendation(road.neighbour, road.district, state="understood")
    plan = merge(road, ends=[road.neighbour], into=road.commune)
    assert impact.preview(plan) == []
    impact.apply(plan, System())
    assert Entry.objects.count() == 0


def test_open_ones_follow_the_successor_of_the_addressee_and_leave_its_phong(road):
    hung_yen = road.cast.unit("tu-hung-yen")
    passed = make_recommendation(road.district, road.province, state="forwarded", department=road.phong)
    unclear = make_recommendation(road.district, road.province, state="unclear")
    kept = make_recommendation(road.commune, road.district, state="forwarded", department=road.phong)
    impact.apply(merge(road, ends=[road.province], into=hung_yen), System())
    assert [sides(r) for r in (passed, unclear, kept)] == [
        ("hu-dong-hung", "tu-hung-yen", "received"),
        ("hu-dong-hung", "tu-hung-yen", "unclear"),
        ("du-an-hoa", "hu-dong-hung", "forwarded"),
    ]
    assert Recommendation.objects.get(pk=passed.pk).department is None
    assert Recommendation.objects.get(pk=kept.pk).department == road.phong
    assert (
        f"/{passed.pk}/"
        in sign_in(road.cast.other_officer)
        .get("/btc-hung-yen/2019-t09-9t/kien-nghi/?huong=den")
        .content.decode()
    )


def test_an_asker_that_would_answer_itself_has_nothing_left_to_ask(road):
    waiting = make_recommendation(road.neighbour, road.district)
    answered = make_recommendation(road.neighbour, road.district, state="answered")
    impact.apply(merge(road, ends=[road.neighbour], into=road.district), System())
    assert (sides(waiting)[2], sides(answered)[2]) == (State.WITHDRAWN, State.UNDERSTOOD)
    assert steps(waiting)[-1] == ("withdraw", "du-an-chau")
    assert steps(answered)[-1] == ("understand", "du-an-chau")
    assert sorted(Entry.objects.values_list("action", flat=True)) == [
        "recommendations.understand",
        "recommendations.withdraw",
    ]


def test_a_top_unit_that_ends_without_successor_leaves_nobody_to_answer(road):
    found = make_recommendation(road.province, road.tw)
    impact.apply(Plan(ChangeKind.DISSOLVE, DAY, ends=(road.tw.pk,)), System())
    assert sides(found) == ("tu-thai-binh", "tw", "withdrawn")


def test_of_a_unit_that_nobody_continues_the_superior_goes_on_asking(road):
    found = make_recommendation(road.neighbour, road.province, "Canary giải thể")
    impact.apply(Plan(ChangeKind.DISSOLVE, DAY, ends=(road.neighbour.pk,)), System())
    assert sides(found) == ("hu-dong-hung", "tu-thai-binh", "sent")
