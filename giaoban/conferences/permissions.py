"""Permissions on conferences. Above the permission every door also asks whose side the actor works on:
the host's (prepare, run, conclude) or the point's own unit (attend)."""

from django.utils.translation import gettext_lazy as _

from giaoban.conferences.rules import Permission
from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions

permissions.add(Entry(Permission.VIEW, _("Xem hội nghị giao ban và kết luận"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.PREPARE,
        _("Chuẩn bị hội nghị: chương trình, điểm cầu, giấy mời"),
        implies=(Permission.VIEW,),
        roles=("conference_secretary", "compiler", "department_head", "deputy_head", "head", "cluster_lead"),
    )
)
permissions.add(
    Entry(
        Permission.RUN,
        _("Điều hành hội nghị"),
        implies=(Permission.VIEW,),
        roles=("chair", "conference_secretary", "deputy_head", "head", "cluster_lead"),
    )
)
permissions.add(
    Entry(
        Permission.ATTEND,
        _("Dự họp cho đơn vị: trả lời giấy mời, ghi đại biểu, đăng ký phát biểu"),
        implies=(Permission.VIEW,),
        roles=(
            "point_operator",
            "clerk",
            "area_officer",
            "compiler",
            "deputy_head",
            "head",
            "cluster_lead",
            "delegate",
        ),
    )
)
permissions.add(
    Entry(
        Permission.CONCLUDE,
        _("Soạn, ban hành kết luận và giao nhiệm vụ kỳ tới"),
        implies=(Permission.VIEW,),
        roles=("recorder", "chair", "deputy_head", "head", "conference_secretary", "cluster_lead"),
    )
)
