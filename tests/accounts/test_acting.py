"""Who works for a unit itself, and whose line a body at the Centre works over."""

from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Nobody, System
from giaoban.organisations.queries import lines_of
from tests.cast import TODAY, Cast


def test_a_local_department_works_over_the_commission_and_the_centre(cast: Cast) -> None:
    units = cast.units
    chain = lines_of(units["vu-dia-phuong-3"].pk, TODAY)
    assert chain == (units["vu-dia-phuong-3"].pk, units["btctw"].pk, units["tw"].pk)
    assert lines_of(units["du-an-hoa"].pk, TODAY) == (units["du-an-hoa"].pk,)


def test_the_staff_of_a_commission_act_for_its_committee_and_for_nobody_below(cast: Cast) -> None:
    units = cast.units
    answers = {code: acts_for(cast.head, units[code].pk, TODAY) for code in ("btc-thai-binh", "tu-thai-binh")}
    assert answers == {"btc-thai-binh": True, "tu-thai-binh": True}
    below = ("hu-dong-hung", "du-an-hoa", "tu-hung-yen", "tw")
    assert [acts_for(cast.head, units[code].pk, TODAY) for code in below] == [False] * 4
    assert acts_for(cast.commune_officer, units["du-an-hoa"].pk, TODAY)


def test_the_house_acts_for_all_and_a_visitor_for_none(cast: Cast) -> None:
    unit = cast.unit("tu-thai-binh")
    assert acts_for(System(), unit.pk, TODAY)
    assert not acts_for(Nobody(), unit.pk, TODAY)
