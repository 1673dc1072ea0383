"""Permissions on units: everybody sees the structure, few see secret units, administrators change it."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.organisations.rules import Permission

permissions.add(Entry(Permission.VIEW, _("Xem cơ cấu tổ chức"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.VIEW_SECRET,
        _("Xem đơn vị có độ mật"),
        implies=(Permission.VIEW,),
        roles=("head", "deputy_head", "administrator"),
        reads=True,
    )
)
permissions.add(
    Entry(
        Permission.CHANGE,
        _("Ghi quyết định về tổ chức"),
        implies=(Permission.VIEW_SECRET,),
        roles=("administrator",),
    )
)
