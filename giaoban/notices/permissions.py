"""Permissions on contacts: everybody looks up whom to call, the unit itself keeps its contacts."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.notices.rules import Permission

permissions.add(Entry(Permission.VIEW_CONTACTS, _("Xem danh bạ đầu mối"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.CHANGE_CONTACTS,
        _("Cập nhật, xác nhận danh bạ đầu mối"),
        implies=(Permission.VIEW_CONTACTS,),
        roles=(
            "head",
            "deputy_head",
            "department_head",
            "clerk",
            "compiler",
            "cell_secretary",
            "personnel_officer",
            "administrator",
        ),
    )
)
