"""Who works with tasks in these tests: the province gives, communes do, a head of the Centre gives to it."""

from types import SimpleNamespace

import pytest

from giaoban.accounts.rules import Role
from tests.cast import Cast
from tests.factories.accounts import make_grant, make_user
from tests.factories.tasks import make_assignment


@pytest.fixture
def room(cast: Cast) -> SimpleNamespace:
    """The province gave one task to the commune An Hòa; its neighbour An Châu has staff, too."""
    neighbour = make_user("anchau.tonghop", "Tạ Văn Khải", home=cast.unit("du-an-chau"))
    make_grant(neighbour, Role.COMPILER, cast.unit("du-an-chau"))
    central = make_user("tw.truongban", "Hồ Thị Loan", home=cast.unit("btctw"))
    make_grant(central, Role.HEAD, cast.unit("tw"))
    reader = make_user("tb.daibieu", "Kiều Văn Nam", home=cast.unit("btc-thai-binh"))
    make_grant(reader, Role.DELEGATE, cast.unit("tu-thai-binh"))
    province, commune = cast.unit("tu-thai-binh"), cast.unit("du-an-hoa")
    return SimpleNamespace(
        cast=cast,
        province=province,
        commune=commune,
        neighbour=neighbour,
        central=central,
        reader=reader,
        assignment=make_assignment(province, commune),
    )
