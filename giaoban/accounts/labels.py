"""Words of the screen for roles, scopes and fields of work; codes stand in rules."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.rules import AccountState, Field, Role, Scope

ROLE_LABELS: Mapping[str, Any] = {
    Role.AREA_OFFICER: _("Chuyên viên theo dõi địa bàn"),
    Role.COMPILER: _("Chuyên viên tổng hợp"),
    Role.DEPARTMENT_HEAD: _("Trưởng phòng"),
    Role.DEPUTY_HEAD: _("Phó Trưởng ban phụ trách"),
    Role.HEAD: _("Trưởng ban"),
    Role.CLERK: _("Văn thư"),
    Role.REVIEWER: _("Cán bộ thẩm tra"),
    Role.CONFERENCE_SECRETARY: _("Thư ký hội nghị"),
    Role.CHAIR: _("Chủ trì hội nghị"),
    Role.POINT_OPERATOR: _("Phụ trách điểm cầu"),
    Role.DELEGATE: _("Đại biểu"),
    Role.RECORDER: _("Người ghi biên bản"),
    Role.PERSONNEL_OFFICER: _("Cán bộ làm công tác nhân sự"),
    Role.TELLER: _("Thành viên tổ kiểm phiếu"),
    Role.CELL_SECRETARY: _("Bí thư chi bộ"),
    Role.MONITOR: _("Cán bộ theo dõi, dự sinh hoạt"),
    Role.CLUSTER_LEAD: _("Cụm trưởng cụm thi đua"),
    Role.INSPECTION_READER: _("Cán bộ kiểm tra được xem"),
    Role.ADMINISTRATOR: _("Quản trị hệ thống"),
}
SCOPE_LABELS: Mapping[str, Any] = {
    Scope.SELF: _("Chỉ đơn vị này"),
    Scope.SUBTREE: _("Đơn vị này và các đơn vị trực thuộc"),
}
FIELD_LABELS: Mapping[str, Any] = {
    Field.LEADERSHIP: _("Lãnh đạo, chỉ đạo và tham mưu"),
    Field.APPARATUS: _("Tổ chức bộ máy, biên chế"),
    Field.CADRES: _("Công tác cán bộ"),
    Field.GRASSROOTS: _("Tổ chức cơ sở đảng và đảng viên"),
    Field.PROTECTION: _("Bảo vệ chính trị nội bộ"),
    Field.TRAINING: _("Đào tạo, bồi dưỡng"),
    Field.INSPECTION: _("Kiểm tra, giám sát"),
    Field.SECTOR: _("Xây dựng ngành, thi đua, khen thưởng"),
}

STATE_LABELS: Mapping[str, Any] = {
    AccountState.ACTIVE: _("đang dùng"),
    AccountState.WAITING: _("chờ kích hoạt"),
    AccountState.LAPSED: _("phiếu hết hạn"),
    AccountState.OFF: _("ngừng sử dụng"),
}
STATE_SHAPES = {
    AccountState.ACTIVE: "done",
    AccountState.WAITING: "soon",
    AccountState.LAPSED: "late",
    AccountState.OFF: "todo",
}


def in_words(row: Any) -> str:
    """A kind or a hierarchy in the reader's language."""
    return str(row.label_en if (get_language() or "").startswith("en") and row.label_en else row.label)


def unit_name(row: Any) -> str:
    """A name of a unit in the reader's language, where the unit has an English one."""
    return str(row.name_en if (get_language() or "").startswith("en") and row.name_en else row.name)


def choices(labels: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(code.value if isinstance(code, StrEnum) else code, label) for code, label in labels.items()]
