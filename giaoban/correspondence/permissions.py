"""Permissions on correspondence: all see what their unit drafts, issues and receives; văn thư numbers."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.correspondence.rules import Permission

DRAFTERS = (
    "area_officer",
    "compiler",
    "department_head",
    "deputy_head",
    "head",
    "clerk",
    "conference_secretary",
    "personnel_officer",
    "cell_secretary",
    "cluster_lead",
)
HEADS = ("head", "deputy_head", "cell_secretary", "cluster_lead")

permissions.add(
    Entry(
        Permission.VIEW,
        _("Xem hồ sơ trình, văn bản đi và đến của đơn vị"),
        roles=(*DRAFTERS, "reviewer", "recorder", "chair"),
        reads=True,
    )
)
permissions.add(
    Entry(
        Permission.DRAFT,
        _("Soạn, lấy ý kiến và trình hồ sơ"),
        implies=(Permission.VIEW,),
        roles=DRAFTERS,
    )
)
permissions.add(
    Entry(
        Permission.DECIDE,
        _("Ghi quyết định của cấp có thẩm quyền về hồ sơ trình"),
        implies=(Permission.VIEW,),
        roles=HEADS,
    )
)
permissions.add(
    Entry(
        Permission.ISSUE,
        _("Lấy số, ban hành, gửi, thu hồi văn bản"),
        implies=(Permission.VIEW,),
        roles=("clerk", *HEADS),
    )
)
permissions.add(
    Entry(
        Permission.RECEIVE,
        _("Ghi sổ văn bản đến"),
        implies=(Permission.VIEW,),
        roles=("clerk", *HEADS, "compiler"),
    )
)
permissions.add(
    Entry(
        Permission.REMARK,
        _("Ghi bút phê, giao xử lý văn bản đến"),
        implies=(Permission.VIEW,),
        roles=(*HEADS, "department_head"),
    )
)
permissions.add(
    Entry(
        Permission.MANAGE, _("Quản lý mẫu văn bản và quyển số của đơn vị"), roles=("administrator", "clerk")
    )
)
