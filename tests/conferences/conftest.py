"""A province's briefing: its commission holds it, the district of Đông Hưng has a point; who works there."""

from types import SimpleNamespace

import pytest

from giaoban.accounts.rules import Role, Scope
from tests.cast import Cast, cast  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import make_conference, point_of


@pytest.fixture
def room(cast: Cast) -> SimpleNamespace:  # noqa: F811  the fixture of the cast
    """`secretary` prepares and runs it in Thái Bình; `officer` acts for the district, which has `point`."""
    province, commission = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    district = cast.unit("hu-dong-hung")
    secretary = make_user("tb.thuky", "Mai Thị Oanh", home=commission)
    make_grant(secretary, Role.CONFERENCE_SECRETARY, province)
    officer = make_user("dh.tonghop", "Lý Văn Quang", home=district)
    make_grant(officer, Role.COMPILER, district, scope=Scope.SELF)
    conference = make_conference(province, commission)
    return SimpleNamespace(
        cast=cast,
        province=province,
        commission=commission,
        district=district,
        secretary=secretary,
        officer=officer,
        conference=conference,
        point=point_of(conference, district),
        host="/btc-thai-binh/2019-t09-9t/",
        unit="/hu-dong-hung/2019-t09-9t/",
        at=f"/btc-thai-binh/2019-t09-9t/giao-ban/{conference.pk}/",
        there=f"/hu-dong-hung/2019-t09-9t/giao-ban/{conference.pk}/",
    )
