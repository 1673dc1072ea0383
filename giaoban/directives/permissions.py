"""Permissions on documents: published ones for everybody, the rest in the units they concern."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.directives.rules import Permission

permissions.add(Entry(Permission.VIEW, _("Xem văn bản chỉ đạo"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.VIEW_SECRET,
        _("Xem văn bản có độ mật"),
        implies=(Permission.VIEW,),
        roles=("head", "deputy_head", "clerk"),
        reads=True,
    )
)
permissions.add(
    Entry(
        Permission.REGISTER,
        _("Ghi sổ văn bản chỉ đạo và đính chính"),
        implies=(Permission.VIEW,),
        roles=(
            "clerk",
            "compiler",
            "head",
            "deputy_head",
            "department_head",
            "conference_secretary",
            "recorder",
            "cell_secretary",
            "cluster_lead",
        ),
    )
)
