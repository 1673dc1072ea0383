"""A district between commune and province where somebody works, and a phòng that prepares answers."""

from datetime import date
from types import SimpleNamespace

import pytest

from giaoban.accounts.rules import Role
from giaoban.organisations.models import Department
from tests.cast import Cast, cast, sign_in  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user


@pytest.fixture
def road(cast: Cast) -> SimpleNamespace:  # noqa: F811  the fixture of the cast
    """`district` compiles in Đông Hưng, `commune` in An Hòa; `officer` answers for Thái Bình."""
    district = make_user("donghung.tonghop", "Mai Văn Kiên", home=cast.unit("hu-dong-hung"))
    make_grant(district, Role.COMPILER, cast.unit("hu-dong-hung"))
    phong = Department.objects.create(
        unit=cast.unit("btc-thai-binh"), name="Phòng Đảng viên", starts=date(2016, 1, 1)
    )
    return SimpleNamespace(
        cast=cast,
        tw=cast.unit("tw"),
        province=cast.unit("tu-thai-binh"),
        district=cast.unit("hu-dong-hung"),
        commune=cast.unit("du-an-hoa"),
        neighbour=cast.unit("du-an-chau"),
        phong=phong,
        officer=sign_in(cast.officer),
        asker=sign_in(district),
        asker_user=district,
        commune_asker=sign_in(cast.commune_officer),
    )
