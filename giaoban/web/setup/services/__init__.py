"""Doors of Thiết lập: the installation itself, and the sheets that fill it."""

from giaoban.web.setup.services.installation import ActivationSlip, initialise
from giaoban.web.setup.services.sheets import (
    Preview,
    confirm,
    marked,
    open_sheet,
    receive,
    require,
    run,
)

__all__ = [
    "ActivationSlip",
    "Preview",
    "confirm",
    "initialise",
    "marked",
    "open_sheet",
    "receive",
    "require",
    "run",
]
