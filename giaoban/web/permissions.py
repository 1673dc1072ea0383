"""Permissions of the pages that cross rooms: putting a period's file away, having a text read."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.web.rules import Permission

permissions.add(
    Entry(
        Permission.CLOSE_FILE,
        _("Lập mục lục và lưu hồ sơ kỳ"),
        roles=(
            *("clerk", "compiler", "department_head", "deputy_head", "head"),
            *("cell_secretary", "cluster_lead"),
        ),
    )
)
permissions.add(
    Entry(
        Permission.READ_TEXT,
        _("Đọc văn bản bằng máy, sửa dấu và lập việc từ văn bản"),
        roles=(
            *("clerk", "compiler", "head", "deputy_head", "department_head"),
            *("area_officer", "conference_secretary", "recorder", "cluster_lead"),
        ),
    )
)
