"""The lines of the left navigation that belong to the structure of units and its decisions."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.organisations.rules import Permission

navigation.add(
    NavEntry("organisations", _("Tổ chức"), "house", "organisations:register", Permission.VIEW, order=10)
)
navigation.add(
    NavEntry(
        "decisions",
        _("Quyết định về tổ chức"),
        "house",
        "organisations:decisions",
        Permission.CHANGE,
        order=20,
    )
)
