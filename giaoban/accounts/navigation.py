"""Where accounts stand in the left navigation."""

from django.utils.translation import gettext_lazy as _

from giaoban.accounts.rules import Permission
from giaoban.core.registries import NavEntry, navigation

navigation.add(NavEntry("accounts", _("Tài khoản"), "house", "accounts:list", Permission.VIEW, order=20))
navigation.add(
    NavEntry(
        "assignments",
        _("Phân công theo dõi"),
        "house",
        "accounts:assignments",
        Permission.VIEW_ASSIGNMENTS,
        order=30,
    )
)
