"""Permissions on persons: public posts for everybody, the rest for who manages the person's unit."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.people.rules import Permission

permissions.add(Entry(Permission.VIEW, _("Xem cán bộ và chức danh đã công bố"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.VIEW_PERSONAL,
        _("Xem phần chưa công bố của hồ sơ cán bộ"),
        implies=(Permission.VIEW,),
        roles=("head", "personnel_officer"),
        reads=True,
    )
)
permissions.add(
    Entry(
        Permission.CHANGE,
        _("Ghi cán bộ, chức danh và đính chính"),
        implies=(Permission.VIEW_PERSONAL,),
        roles=("personnel_officer",),
    )
)
