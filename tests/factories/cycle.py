"""A round of the cast as it climbs: cells, communes, district, province, each sent and accepted."""

from giaoban.conferences.models import Conference
from giaoban.reporting.models import Round
from tests.cast import Cast
from tests.factories.conferences import make_conference
from tests.factories.reporting import fill_and_send, owed

BELOW = ("cb-thon-mot", "du-an-hoa", "du-an-chau")


def below_district(round_: Round) -> None:
    for code in BELOW:
        fill_and_send(owed(round_, code), accept=True)


def district(round_: Round, *, accept: bool = False) -> None:
    below_district(round_)
    fill_and_send(owed(round_, "hu-dong-hung"), accept=accept)


def province(round_: Round) -> None:
    district(round_, accept=True)
    fill_and_send(owed(round_, "tu-thai-binh"))


def meeting(cast: Cast) -> Conference:
    """The Centre's conference of the period."""
    return make_conference(cast.unit("tw"), cast.unit("btctw"))
