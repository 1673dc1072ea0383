"""Words of the command line, where Django is not awake: Vietnamese, or English by GIAOBAN_LANGUAGE=en."""

import gettext
import os

from giaoban.config.environment import CHECKOUT

_ = gettext.translation(
    "django", CHECKOUT / "locale", [os.environ.get("GIAOBAN_LANGUAGE") or "vi"], fallback=True
).gettext
