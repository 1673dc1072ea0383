"""Where persons stand in the left navigation."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.people.rules import Permission

navigation.add(NavEntry("people", _("Cán bộ"), "lookup", "people:register", Permission.VIEW, order=30))
