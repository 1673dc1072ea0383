"""Words of the command line, where Django is not awake: Vietnamese, or English by GIAOBAN_LANGUAGE=en."""

import argparse
import gettext
import os
from datetime import date

from giaoban.config.environment import CHECKOUT

_ = gettext.translation(
    "django", CHECKOUT / "locale", [os.environ.get("GIAOBAN_LANGUAGE") or "vi"], fallback=True
).gettext


def iso_day(text: str) -> date:
    """A day given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“%(text)s” không phải ngày YYYY-MM-DD") % {"text": text}
        ) from None
