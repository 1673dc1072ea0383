"""A round of the nation on the cast's ground, with people of the Centre who review and compile it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.organisations.models import Unit, UnitName
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import PARTY
from giaoban.reporting.models import Obligation, Round
from tests.cast import BASELINE, Cast, sign_in
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user

PERIOD = reporting.PERIOD
PROVINCES = ("tu-hung-yen", "tu-long-an", "tu-dong-nai")
SHORT = {
    "tu-thai-binh": "Thái Bình",
    "tu-hung-yen": "Hưng Yên",
    "tu-long-an": "Long An",
    "tu-dong-nai": "Đồng Nai",
}


@dataclass
class Scene:
    """`reviewer` and `second` review at the Centre; `compiler` also consolidates; `round` is over tw."""

    cast: Cast
    round: Round
    reviewer: User
    second: User
    compiler: User
    sent: dict[str, Any] = field(default_factory=dict)

    def owed(self, code: str) -> Obligation:
        return reporting.owed(self.round, code)

    def url(self, name: str, *args: Any, unit: str = "btctw") -> str:
        return reverse(f"reporting:{name}", args=[unit, PERIOD, *args])

    def post(self, who: User, url: str, data: dict[str, Any], *, follow: bool = False) -> HttpResponse:
        """What a form of a page sends: with a key of its own."""
        answer: HttpResponse = sign_in(who).post(url, {"once": uuid4().hex, **data}, follow=follow)
        return answer

    def send(self, code: str, **facts: Any) -> Any:
        self.sent[code] = reporting.fill_and_send(self.owed(code), **facts)
        return self.sent[code]

    def accept(self, code: str) -> Obligation:
        return reporting.move(self.owed(code), "accept")


def set_scene(cast: Cast, **facts: Any) -> Scene:
    for code, short in SHORT.items():
        UnitName.objects.filter(unit=cast.unit(code)).update(short_name=short)
    centre = cast.unit("btctw")
    reviewer = make_user("tw.thamtra", "Lý Văn Khôi", home=centre)
    second = make_user("tw.thamtra2", "Mai Thị Liên", home=centre)
    compiler = make_user("tw.tonghop", "Tạ Văn Mạnh", home=centre)
    make_grant(reviewer, Role.REVIEWER, cast.unit("tw"))
    make_grant(second, Role.REVIEWER, cast.unit("tw"))
    make_grant(compiler, Role.COMPILER, cast.unit("tw"))
    return Scene(cast, reporting.make_round(cast, **facts), reviewer, second, compiler)


def add_provinces(cast: Cast, names: tuple[str, ...]) -> None:
    """More provinces directly under the Centre, before the round is opened."""
    moves = []
    for number, name in enumerate(names):
        unit = Unit.objects.create(code=f"tu-them-{number}", kind_id="provincial_committee", starts=BASELINE)
        UnitName.objects.create(unit=unit, name=f"Tỉnh ủy {name}", short_name=name, starts=BASELINE)
        moves.append(Move(unit.pk, cast.unit("tw").pk, BASELINE))
    place_many(PARTY, moves)
