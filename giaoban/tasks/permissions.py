"""Permissions on tasks: everybody sees those of their units, the units work, the programme's side directs."""

from django.utils.translation import gettext_lazy as _

from giaoban.accounts.rules import Role
from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.tasks.rules import Permission

permissions.add(Entry(Permission.VIEW, _("Xem nhiệm vụ của đơn vị"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.WORK,
        _("Tiếp nhận, cập nhật tiến độ, báo cáo hoàn thành nhiệm vụ của đơn vị mình"),
        implies=(Permission.VIEW,),
        roles=(
            Role.AREA_OFFICER,
            Role.COMPILER,
            Role.DEPARTMENT_HEAD,
            Role.DEPUTY_HEAD,
            Role.HEAD,
            Role.CLERK,
            Role.CELL_SECRETARY,
            Role.CLUSTER_LEAD,
        ),
    )
)
permissions.add(
    Entry(
        Permission.DIRECT,
        _("Lập chương trình, giao nhiệm vụ, xác nhận, trả lại, gia hạn"),
        implies=(Permission.VIEW,),
        roles=(
            Role.AREA_OFFICER,
            Role.COMPILER,
            Role.DEPARTMENT_HEAD,
            Role.DEPUTY_HEAD,
            Role.HEAD,
            Role.CLUSTER_LEAD,
            Role.CHAIR,
            Role.RECORDER,
            Role.CONFERENCE_SECRETARY,
        ),
    )
)
