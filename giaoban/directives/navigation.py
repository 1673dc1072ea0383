"""Where documents stand in the left navigation; a register is not a queue and shows no count."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.directives.rules import Permission

navigation.add(
    NavEntry(
        "directives",
        _("Văn bản chỉ đạo"),
        "cycle",
        "directives:list",
        Permission.VIEW,
        order=20,
    )
)
