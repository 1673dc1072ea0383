"""Secrecy classes and the zone of the installation.

Two zones, fixed when the house is set up: the connected network refuses everything classed "Mật" or
above at input; the independent LAN holds every class (law on protection of state secrets: three degrees).
"""

from enum import StrEnum

from giaoban.core.refusals import Refusal


class Secrecy(StrEnum):
    NORMAL = "normal"
    SECRET = "secret"
    TOP_SECRET = "top_secret"
    UTMOST = "utmost"


class Zone(StrEnum):
    CONNECTED = "connected"
    INDEPENDENT = "independent"


ORDER = tuple(Secrecy)


def allowed(secrecy: Secrecy, zone: Zone) -> bool:
    """Whether a record of this class may be kept in this zone.

    >>> allowed(Secrecy.SECRET, Zone.CONNECTED), allowed(Secrecy.SECRET, Zone.INDEPENDENT)
    (False, True)
    """
    return zone is Zone.INDEPENDENT or secrecy is Secrecy.NORMAL


def check(secrecy: str, zone: str, *, message: str, rule: str) -> None:
    """Refuse a class that the zone may not hold; the words come from the caller, which knows the language."""
    if not allowed(Secrecy(secrecy), Zone(zone)):
        raise Refusal("secrecy.zone", message, field="secrecy", rule=rule)
