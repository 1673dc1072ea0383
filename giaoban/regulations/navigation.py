"""Where rules stand in the left navigation."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.regulations.rules import Permission

navigation.add(
    NavEntry("regulations", _("Quy tắc"), "lookup", "regulations:register", Permission.VIEW, order=60)
)
