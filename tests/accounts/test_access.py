"""Who may do what where: the matrix of roles and relations, and equality with a plain recursive reading."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.accounts import access
from giaoban.accounts.models import Grant, User
from giaoban.accounts.rules import EVERY_ROLE, Permission, Role, Scope
from giaoban.core.actors import Actor, Nobody, System
from giaoban.core.dates import OPEN, today
from giaoban.core.refusals import Hidden
from giaoban.core.registries import permissions
from giaoban.organisations.models import Change, Closure, Hierarchy, Placement, Succession, Unit
from giaoban.organisations.rules import EMULATION, PARTY
from giaoban.organisations.rules import Permission as Organisations
from tests.cast import TODAY, Cast, build_tree
from tests.factories.accounts import make_grant, make_user

SEE = str(Organisations.VIEW)  # every role, reading
ACT = str(Permission.MANAGE)  # administrators, writing


# --- the matrix ------------------------------------------------------------------------------------------

RELATIONS = {
    "own": "hu-dong-hung",
    "child": "du-an-hoa",
    "grandchild": "cb-thon-mot",
    "parent": "tu-thai-binh",
    "sibling": "btc-thai-binh",
    "other province": "tu-hung-yen",
    "other province's child": "btc-hung-yen",
    "predecessor of a child": "du-an-hoa-cu",
}


@pytest.mark.parametrize(
    ("scope", "reached"),
    [(Scope.SELF, {"own"}), (Scope.SUBTREE, {"own", "child", "grandchild"})],
)
def test_a_role_opens_its_own_unit_or_its_tree_and_nothing_else(
    cast: Cast, scope: Scope, reached: set[str]
) -> None:
    """Every role × every permission × every relation."""
    others = {"du-an-chau"} if "child" in reached else set()
    for role in EVERY_ROLE:
        user = make_user(f"thu.{role}")
        make_grant(user, role, cast.unit("hu-dong-hung"), scope=scope)
        access.open_memory(user)
        for permission in (p.code for p in permissions):
            expected = reached if role in access.roles_of(permission) else set()
            seen = {name for name, code in RELATIONS.items() if user.can(permission, cast.unit(code).pk)}
            assert seen == expected, (role, permission)
            codes = {RELATIONS[name] for name in expected} | (others if expected else set())
            assert _codes(user.unit_ids(permission)) == codes, (role, permission)


def test_a_permission_is_held_by_the_roles_it_names_and_those_of_stronger_ones(db: None) -> None:
    heads = {"head", "deputy_head", "department_head"}
    assert access.roles_of(Permission.VIEW) == heads | {"administrator"}
    assert access.roles_of(Permission.MANAGE) == {"administrator"}
    assert access.roles_of(Organisations.VIEW) == frozenset(EVERY_ROLE)


def test_an_unknown_permission_is_an_error_and_not_a_silent_no(cast: Cast) -> None:
    with pytest.raises(KeyError):
        cast.head.can("accounts.fly")


def test_administrators_hold_only_what_keeps_the_house_running(db: None) -> None:
    """Content of another room is not given to administrators without changing this list."""
    everybody = {str(p.code) for p in permissions if "*" in p.roles}
    own = ["assign", "manage", "set_up", "view"]
    units = {"organisations.change", "organisations.view_secret"}
    others = {"audit.view", "correspondence.manage", "notices.change_contacts", *units}
    held = {str(code) for code in access.permissions_of(Role.ADMINISTRATOR)}
    assert held - everybody == others | {f"accounts.{name}" for name in own}


# --- relations that need more than a tree ----------------------------------------------------------------


def test_an_archive_of_a_predecessor_is_read_by_the_successor_until_the_merger(cast: Cast) -> None:
    user, old = cast.commune_officer, cast.unit("du-an-hoa-cu").pk
    before, after = date(2018, 6, 30), date(2018, 7, 1)

    assert user.can(SEE, old, on=before)
    assert not user.can(SEE, old, on=after)
    assert _codes(user.unit_ids(SEE, on=before)) == {"du-an-hoa-cu", "du-an-ninh-cu"}
    assert not cast.other_officer.can(SEE, old, on=before)


def test_an_archive_is_never_written(cast: Cast) -> None:
    writer = make_user("ghi")
    make_grant(writer, Role.ADMINISTRATOR, cast.unit("du-an-hoa"))
    before = date(2018, 6, 30)

    assert writer.can(SEE, cast.unit("du-an-hoa-cu").pk, on=before)
    assert not writer.can(ACT, cast.unit("du-an-hoa-cu").pk, on=before)
    assert writer.can(ACT, cast.unit("du-an-hoa").pk)


def test_what_a_predecessor_gets_after_it_passed_something_on_stays_its_own(cast: Cast) -> None:
    """Part of An Châu went to An Hòa in 2018; what An Châu does since is not An Hòa's to read."""
    change = Change.objects.create(kind="split", effective_on=date(2018, 7, 1))
    Succession.objects.create(
        change=change, predecessor=cast.unit("du-an-chau"), successor=cast.unit("du-an-hoa")
    )
    user, giver = cast.commune_officer, cast.unit("du-an-chau").pk

    assert user.can(SEE, giver, on=date(2018, 6, 30))
    assert not user.can(SEE, giver, on=date(2018, 7, 1))
    assert not user.can(SEE, giver)


def test_what_a_predecessor_inherits_later_does_not_flow_on(cast: Cast) -> None:
    """An Châu gave a part in 2018 and took over another commune in 2019: that one's archive stays with it."""
    chau, hung_yen = cast.unit("du-an-chau"), cast.unit("tu-hung-yen")
    for day, before, after in (
        (date(2018, 7, 1), chau, cast.unit("du-an-hoa")),
        (date(2019, 1, 1), hung_yen, chau),
    ):
        change = Change.objects.create(kind="split", effective_on=day)
        Succession.objects.create(change=change, predecessor=before, successor=after)
    keeper = make_user("chau")
    make_grant(keeper, Role.COMPILER, chau)

    assert keeper.can(SEE, hung_yen.pk, on=date(2017, 1, 1))
    assert not cast.commune_officer.can(SEE, hung_yen.pk, on=date(2017, 1, 1))
    assert cast.commune_officer.can(SEE, chau.pk, on=date(2017, 1, 1))


def test_a_decision_that_is_not_yet_in_force_opens_no_archive(cast: Cast) -> None:
    change = Change.objects.create(kind="merge", effective_on=TODAY + timedelta(days=1))
    Succession.objects.create(
        change=change, predecessor=cast.unit("tu-hung-yen"), successor=cast.unit("du-an-hoa")
    )
    assert not cast.commune_officer.can(SEE, cast.unit("tu-hung-yen").pk)

    change.effective_on = TODAY
    change.save()
    assert cast.commune_officer.can(SEE, cast.unit("tu-hung-yen").pk, on=TODAY - timedelta(days=1))


def test_the_tree_is_that_of_the_records_day(cast: Cast) -> None:
    head, old = cast.head, cast.unit("du-an-hoa-cu").pk

    assert head.can(SEE, old, on=date(2018, 6, 30))
    assert not head.can(SEE, old, on=TODAY)
    assert head.can(SEE, cast.unit("du-an-hoa").pk, on=date(2018, 7, 1))
    assert not head.can(SEE, cast.unit("du-an-hoa").pk, on=date(2018, 6, 30))


def test_a_grant_counts_from_its_first_day_to_the_day_before_its_end(cast: Cast) -> None:
    province = cast.unit("tu-thai-binh")
    days = {
        "ended yesterday": (date(2018, 1, 1), TODAY, False),
        "ends tonight": (date(2018, 1, 1), TODAY + timedelta(days=1), True),
        "begins today": (TODAY, OPEN, True),
        "begins tomorrow": (TODAY + timedelta(days=1), OPEN, False),
    }
    for name, (starts, ends, expected) in days.items():
        user = make_user(name)
        make_grant(user, Role.HEAD, province, starts=starts, ends=ends)
        assert user.can(SEE, province.pk) is expected, name


def test_a_former_holder_has_nothing_not_even_for_the_days_of_the_post(cast: Cast) -> None:
    then = date(2019, 3, 1)

    assert cast.officer.can(SEE, cast.unit("tu-thai-binh").pk, on=then)
    assert not cast.former.can(SEE, cast.unit("tu-thai-binh").pk, on=then)
    assert not cast.former.can(SEE)
    assert list(cast.former.unit_ids(SEE, on=then)) == []


def test_an_inactive_account_has_nothing(cast: Cast) -> None:
    assert cast.head.can(SEE, cast.unit("tu-thai-binh").pk)
    cast.head.is_active = False

    assert not cast.head.can(SEE, cast.unit("tu-thai-binh").pk)
    assert not cast.head.can(SEE)
    assert list(cast.head.unit_ids(SEE)) == []


def test_clusters_open_their_members_and_not_what_stands_below_them_in_the_party(cast: Cast) -> None:
    lead = make_user("cum")
    make_grant(lead, Role.CLUSTER_LEAD, cast.unit("cum-thi-dua-4"), hierarchy=EMULATION)

    assert _codes(lead.unit_ids(SEE)) == {"cum-thi-dua-4", "btc-long-an", "btc-dong-nai"}
    assert not lead.can(SEE, cast.unit("tu-long-an").pk)


def test_nobody_and_the_house_itself_are_the_two_ends(cast: Cast) -> None:
    unit = cast.unit("tu-thai-binh").pk
    assert (Nobody().can(SEE, unit), list(Nobody().unit_ids(SEE) or ())) == (False, [])
    assert (System().can(ACT, unit), System().unit_ids(ACT)) == (True, None)
    with pytest.raises(Hidden):
        Nobody().require(SEE, unit)


def test_a_user_is_an_actor(cast: Cast) -> None:
    assert isinstance(cast.officer, Actor)
    assert (cast.officer.actor_id, cast.officer.actor_label) == (cast.officer.pk, "Nguyễn Văn An")


def test_require_hides_what_is_not_granted(cast: Cast) -> None:
    cast.administrator.require(ACT, cast.unit("du-an-hoa").pk)
    with pytest.raises(Hidden):
        cast.administrator.require(ACT, cast.unit("tu-hung-yen").pk)
    with pytest.raises(Hidden):
        cast.head.require(ACT, cast.unit("du-an-hoa").pk)


# --- cost ------------------------------------------------------------------------------------------------


def test_unit_ids_goes_into_the_callers_query_whatever_the_size_of_the_tree(
    cast: Cast, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # the grants, then one with a subquery
        codes = set(Unit.objects.filter(pk__in=cast.monitor.unit_ids(SEE)).values_list("code", flat=True))
    assert codes == _codes(cast.monitor.unit_ids(SEE))


def test_within_a_request_menus_cost_two_queries(cast: Cast, django_assert_num_queries: object) -> None:
    access.open_memory(cast.head)
    with django_assert_num_queries(2):  # type: ignore[operator]
        answers = [cast.head.can(p.code, cast.unit("du-an-hoa").pk) for p in permissions]
    assert any(answers)


def test_without_a_request_nothing_is_remembered(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.officer)
    assert cast.officer.can(SEE)
    grant.delete()
    assert not cast.officer.can(SEE)


def test_a_door_that_changes_grants_clears_the_memory(cast: Cast) -> None:
    access.open_memory(cast.officer)
    assert cast.officer.can(SEE)
    Grant.objects.filter(user=cast.officer).delete()
    assert cast.officer.can(SEE)  # remembered for this request
    access.forget(cast.officer)
    assert not cast.officer.can(SEE)
    access.forget(cast.head)  # a user without a memory gets none
    assert not hasattr(cast.head, access.CACHE)


# --- beyond ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("giver", "unit", "scope", "hierarchy", "expected"),
    [
        ("administrator", "tu-thai-binh", Scope.SUBTREE, PARTY, False),
        ("administrator", "du-an-hoa", Scope.SELF, PARTY, False),
        ("administrator", "tu-hung-yen", Scope.SELF, PARTY, True),
        ("administrator", "tw", Scope.SUBTREE, PARTY, True),
        ("administrator", "btc-thai-binh", Scope.SELF, EMULATION, True),  # it stands in no cluster
        ("head", "tu-thai-binh", Scope.SELF, PARTY, True),
        ("centre_administrator", "cum-thi-dua-4", Scope.SUBTREE, EMULATION, True),
    ],
)
def test_a_grant_must_not_reach_further_than_its_giver(
    cast: Cast, *, giver: str, unit: str, scope: str, hierarchy: str, expected: bool
) -> None:
    reach = {
        "hierarchy_id": Hierarchy.objects.get(code=hierarchy).pk,
        "unit_id": cast.unit(unit).pk,
        "scope": scope,
    }
    assert access.beyond(cast.everybody[giver], ACT, **reach) is expected
    assert access.beyond(System(), ACT, **reach) is False


# --- why -------------------------------------------------------------------------------------------------


def _why(user: User, permission: str, unit: Unit, on: date | None = None) -> list[tuple[str, str, bool]]:
    return [(r.code, r.text, r.opens) for r in user.explain(permission, unit.pk, on=on)]


def test_explain_names_the_grant_that_opens(cast: Cast) -> None:
    assert _why(cast.head, SEE, cast.unit("du-an-hoa")) == [
        ("open", "Được, vì có vai trò Trưởng ban tại Tỉnh ủy Thái Bình (Hệ thống Đảng).", True)
    ]


def test_explain_names_every_grant_and_what_is_wrong_with_it(cast: Cast) -> None:
    user, outside = make_user("hoi"), cast.unit("tu-hung-yen")
    make_grant(user, Role.HEAD, cast.unit("hu-dong-hung"), starts=date(2017, 1, 1), ends=date(2019, 9, 2))
    make_grant(user, Role.HEAD, cast.unit("hu-dong-hung"), starts=date(2017, 2, 1))
    make_grant(user, Role.CLERK, cast.unit("btc-thai-binh"), starts=date(2017, 3, 1), scope=Scope.SELF)
    make_grant(user, Role.DELEGATE, cast.unit("tw"), starts=date(2019, 10, 5))

    assert _why(user, SEE, outside) == [
        ("ended", "Vai trò Trưởng ban tại Huyện ủy Đông Hưng hết hiệu lực ngày 01/9/2019.", False),
        (
            "outside",
            (
                "Ngày 16/9/2019, đơn vị này ngoài phạm vi của vai trò Trưởng ban "
                "tại Huyện ủy Đông Hưng (Hệ thống Đảng)."
            ),
            False,
        ),
        (
            "self",
            "Vai trò Văn thư tại Ban Tổ chức Tỉnh ủy Thái Bình chỉ có giá trị ở chính đơn vị đó.",
            False,
        ),
        (
            "future",
            "Vai trò Đại biểu tại Ban Chấp hành Trung ương Đảng có hiệu lực từ ngày 05/10/2019.",
            False,
        ),
    ]


def test_explain_says_which_roles_would_be_needed(cast: Cast) -> None:
    assert _why(cast.officer, ACT, cast.unit("tu-thai-binh")) == [
        (
            "role",
            (
                "“Tạo tài khoản, giao vai trò, đặt lại mật khẩu” chỉ dành cho: Quản trị hệ thống. "
                "Đồng chí chưa được giao vai trò nào trong số này."
            ),
            False,
        )
    ]


def test_explain_knows_archives_and_inactive_accounts(cast: Cast) -> None:
    before = date(2018, 6, 30)
    assert _why(cast.commune_officer, SEE, cast.unit("du-an-hoa-cu"), before) == [
        (
            "archive",
            (
                "Được xem lưu trữ của đơn vị tiền thân, "
                "vì có vai trò Chuyên viên tổng hợp tại Đảng ủy xã An Hòa."
            ),
            True,
        )
    ]
    cast.commune_officer.is_active = False
    assert _why(cast.commune_officer, SEE, cast.unit("du-an-hoa-cu"), before) == [
        ("inactive", "Tài khoản đã ngừng sử dụng.", False)
    ]


def test_explain_says_the_same_of_a_foreign_and_of_an_unknown_unit(cast: Cast) -> None:
    unknown = Unit(pk=10**9)
    assert _why(cast.head, SEE, cast.unit("tu-hung-yen")) == _why(cast.head, SEE, unknown)


# --- equality with a plain reading -----------------------------------------------------------------------


def _codes(ids: object) -> set[str]:
    return set(Unit.objects.filter(pk__in=list(ids)).values_list("code", flat=True))  # type: ignore[call-overload]


def brute_force(user: User, permission: str, on: date) -> set[int]:
    """Climb the placements unit by unit, grant by grant, day by day: slow and plain."""
    reads, roles = permissions[permission].reads, access.roles_of(permission)
    steps = [(s.successor_id, s.predecessor_id, s.change.effective_on) for s in _successions()]
    places = list(Placement.objects.filter(starts__lte=on, ends__gt=on))
    found: set[int] = set()
    for grant in Grant.objects.filter(user=user):
        if not (grant.starts <= today() < grant.ends) or grant.role not in roles:
            continue
        tops = {grant.unit_id}
        waiting = [(grant.unit_id, OPEN)] if reads else []
        while waiting:
            unit_id, until = waiting.pop()
            for successor_id, predecessor_id, day in steps:
                if successor_id == unit_id and day <= until and day <= today():
                    waiting.append((predecessor_id, day))
                    if on < day:
                        tops.add(predecessor_id)
        parents = {p.unit_id: p.parent_id for p in places if p.hierarchy_id == grant.hierarchy_id}
        for unit_id in Unit.objects.values_list("pk", flat=True):
            path = _path(unit_id, parents)
            if set(path if grant.scope == Scope.SUBTREE else path[:1]) & tops:
                found.add(unit_id)
    return found


def _successions() -> list[Succession]:
    return list(Succession.objects.select_related("change"))


def _path(unit_id: int | None, parents: dict[int, int | None]) -> list[int]:
    path: list[int] = []
    while unit_id in parents:
        path.append(unit_id)
        unit_id = parents[unit_id]
    return path


class TestAnyGrants(TestCase):
    """Random grants over the tree of the cast, random days: `can` and `unit_ids` equal the plain reading."""

    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_can_and_unit_ids_equal_the_plain_reading(self, data: st.DataObject) -> None:
        units = build_tree()
        user = make_user("ngau-nhien")
        days = st.dates(date(2014, 1, 1), date(2028, 1, 1))
        for _index in range(data.draw(st.integers(0, 4))):
            starts = data.draw(days)
            ends = data.draw(st.one_of(st.just(OPEN), st.dates(starts + timedelta(days=1), date(2029, 1, 1))))
            make_grant(
                user,
                data.draw(st.sampled_from([Role.ADMINISTRATOR, Role.HEAD, Role.CLERK])),
                units[data.draw(st.sampled_from(sorted(units)))],
                scope=data.draw(st.sampled_from(list(Scope))),
                hierarchy=data.draw(st.sampled_from([PARTY, EMULATION])),
                starts=starts,
                ends=ends,
            )
        for _index in range(data.draw(st.integers(0, 3))):
            before, after = data.draw(
                st.lists(st.sampled_from(sorted(units)), min_size=2, max_size=2, unique=True)
            )
            change = Change.objects.create(kind="merge", effective_on=data.draw(days))
            facts = {"predecessor": units[before], "successor": units[after]}
            Succession.objects.get_or_create(**facts, defaults={"change": change})
        on = data.draw(days)
        for permission in (SEE, ACT):
            expected = brute_force(user, permission, on)
            listed = list(user.unit_ids(permission, on=on))
            assert (set(listed), len(listed)) == (expected, len(expected))
            assert {u.pk for u in units.values() if user.can(permission, u.pk, on=on)} == expected


def test_the_brute_force_reads_placements_and_not_the_closure(cast: Cast) -> None:
    """The control: without its closure the fast answer goes wrong and the comparison would say so."""
    expected = brute_force(cast.head, SEE, TODAY)
    Closure.objects.filter(descendant=cast.unit("cb-thon-mot")).delete()
    assert set(cast.head.unit_ids(SEE)) != expected
