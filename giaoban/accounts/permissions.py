"""Permissions on accounts: who sees them, who assigns fields, who gives roles and resets passwords."""

from django.utils.translation import gettext_lazy as _

from giaoban.accounts.rules import Permission
from giaoban.core.registries import Announcement, announcements, permissions
from giaoban.core.registries import Permission as Entry

permissions.add(
    Entry(Permission.VIEW_ASSIGNMENTS, _("Xem phân công theo dõi của đơn vị"), roles=("*",), reads=True)
)
permissions.add(
    Entry(
        Permission.VIEW,
        _("Xem tài khoản của đơn vị"),
        implies=(Permission.VIEW_ASSIGNMENTS,),
        roles=("head", "deputy_head"),
        reads=True,
    )
)
permissions.add(
    Entry(
        Permission.ASSIGN,
        _("Phân công lĩnh vực, địa bàn theo dõi"),
        implies=(Permission.VIEW,),
        roles=("head", "deputy_head", "department_head"),
    )
)
permissions.add(
    Entry(
        Permission.MANAGE,
        _("Tạo tài khoản, giao vai trò, đặt lại mật khẩu"),
        implies=(Permission.ASSIGN,),
        roles=("administrator",),
    )
)
permissions.add(
    Entry(Permission.SET_UP, _("Thiết lập hệ thống"), implies=(Permission.MANAGE,), roles=("administrator",))
)

# Rooms above (messages) may tell those concerned, in the same transaction.
for event in ("deactivated", "grant_given", "grant_ended", "password_reset", "responsibility_given"):
    announcements.add(Announcement(f"accounts.{event}"))
