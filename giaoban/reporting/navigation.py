"""Where reports stand in the left navigation, with how many are still to be sent."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.reporting.queries.list import nav_count
from giaoban.reporting.rules import Permission

navigation.add(
    NavEntry("reports", _("Báo cáo"), "cycle", "reporting:list", Permission.VIEW, order=40, count=nav_count)
)
