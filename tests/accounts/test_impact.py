"""What a succession does to accounts: previewed by name, applied in the same transaction, no right grows."""

from datetime import date, timedelta

from giaoban.accounts.models import Grant, Responsibility, User
from giaoban.accounts.rules import Field, Role
from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.core.registries import impacts
from giaoban.organisations import services
from giaoban.organisations.rules import Decision, NewUnit
from giaoban.organisations.rules import Permission as Organisations
from tests.accounts.common import trace
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant, make_user

DAY = TODAY + timedelta(days=10)


def _merge_communes(cast: Cast, day: date = DAY) -> int:
    """An Hòa and An Châu become An Phúc."""
    new = NewUnit(
        code="du-an-phuc",
        kind="commune_committee",
        name="Đảng ủy xã An Phúc",
        parent_id=cast.unit("hu-dong-hung").pk,
    )
    ids = [cast.unit("du-an-hoa").pk, cast.unit("du-an-chau").pk]
    outcome = services.merge_units(
        actor=cast.administrator,
        decision=Decision(effective_on=day, number="minh họa"),
        unit_ids=ids,
        into=new,
    )
    return int(outcome.plan.begins[0])


def test_a_merger_ends_roles_moves_homes_and_ends_assignments(cast: Cast) -> None:
    for user, area in ((cast.officer, "du-an-hoa"), (cast.clerk, "du-an-chau")):
        Responsibility.objects.create(
            unit=cast.unit("btc-thai-binh"),
            user=user,
            field=Field.CADRES,
            area=cast.unit(area),
            starts=TODAY if user is cast.officer else DAY,
        )
    later = make_grant(cast.clerk, Role.DELEGATE, cast.unit("du-an-chau"), starts=DAY + timedelta(days=5))

    merged = _merge_communes(cast)

    grant = Grant.objects.get(user=cast.commune_officer)
    assert grant.ends == DAY
    assert not Grant.objects.filter(pk=later.pk).exists()
    cast.commune_officer.refresh_from_db()
    assert cast.commune_officer.home_unit_id == merged
    assert list(Responsibility.objects.values_list("user_id", "ends")) == [(cast.officer.pk, DAY)]
    assert not Grant.objects.filter(unit_id=merged).exists()
    ended = trace().filter(action="accounts.end_grant").values_list("changes", flat=True)
    assert sorted(changes["role"][0] for changes in ended) == ["compiler", "delegate"]


def test_the_preview_names_who_loses_a_role(cast: Cast) -> None:
    Responsibility.objects.create(
        unit=cast.unit("btc-thai-binh"), user=cast.officer, area=cast.unit("du-an-hoa"), starts=TODAY
    )
    plan = _plan(cast)
    lines = impacts["accounts"].preview(plan)
    assert [(line.text, line.count, line.names) for line in lines] == [
        (
            "1 vai trò hết hiệu lực từ ngày 26/9/2019; giao lại ở đơn vị kế thừa khi có quyết định",
            1,
            ("Đỗ Văn Hùng",),
        ),
        ("1 tài khoản chuyển về đơn vị kế thừa", 1, ()),
        ("1 phân công theo dõi kết thúc từ ngày 26/9/2019", 1, ()),
    ]
    assert impacts["accounts"].preview(_plan(cast, "du-an-ninh-cu")) == []


def _plan(cast: Cast, code: str = "du-an-hoa") -> object:
    from giaoban.organisations.rules import ChangeKind, Plan

    return Plan(kind=ChangeKind.DISSOLVE, effective_on=DAY, ends=(cast.unit(code).pk,))


def test_accounts_of_a_dissolved_unit_are_seen_by_its_superior(cast: Cast) -> None:
    local = make_user("anchau.moi", home=cast.unit("du-an-chau"))
    services.dissolve_unit(
        actor=cast.administrator,
        decision=Decision(effective_on=DAY, number="minh họa"),
        unit_id=cast.unit("du-an-chau").pk,
    )
    local.refresh_from_db()
    assert local.home_unit == cast.unit("hu-dong-hung")


def test_when_a_whole_branch_ends_its_accounts_climb_to_what_remains(cast: Cast) -> None:
    services.dissolve_unit(
        actor=cast.administrator,
        decision=Decision(effective_on=DAY, number="minh họa"),
        unit_id=cast.unit("hu-dong-hung").pk,
        with_children=True,
    )
    homes = {user.username: user.home_unit for user in User.objects.filter(username__startswith="cbthonmot")}
    assert homes == {"cbthonmot.bithu": cast.unit("tu-thai-binh")}
    assert not cast.cell_secretary.can(Organisations.VIEW, cast.unit("cb-thon-mot").pk, on=DAY)


def test_the_successor_reads_the_archive_once_it_has_a_role(cast: Cast) -> None:
    merged = _merge_communes(cast, day=TODAY)
    keeper = make_user("anphuc.tonghop")
    make_grant(keeper, Role.COMPILER, cast.unit("du-an-hoa").__class__.objects.get(pk=merged), starts=TODAY)
    yesterday = TODAY - timedelta(days=1)
    assert keeper.can(Organisations.VIEW, cast.unit("du-an-hoa").pk, on=yesterday)
    assert keeper.can(Organisations.VIEW, cast.unit("du-an-chau").pk, on=yesterday)
    assert keeper.can(Organisations.VIEW, cast.unit("du-an-ninh-cu").pk, on=date(2018, 6, 30))
    assert not cast.commune_officer.can(Organisations.VIEW, cast.unit("du-an-hoa").pk)
    assert Grant.objects.get(user=cast.head).ends == OPEN
    assert Entry.objects.filter(action="accounts.end_grant").count() == 1
