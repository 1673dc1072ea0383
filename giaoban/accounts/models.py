"""Accounts, what they may do where, and who is in charge of which field and area.

A user is a login, not a person's file; a person may exist without one.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.rules import Field, Role, Scope
from giaoban.core.models import Dated, DatedQuerySet
from giaoban.organisations.models import Department, Hierarchy, Unit

ROLE_LABELS = {
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
SCOPE_LABELS = {Scope.SELF: _("Chỉ đơn vị này"), Scope.SUBTREE: _("Đơn vị này và các đơn vị trực thuộc")}
FIELD_LABELS = {
    Field.LEADERSHIP: _("Lãnh đạo, chỉ đạo và tham mưu"),
    Field.APPARATUS: _("Tổ chức bộ máy, biên chế"),
    Field.CADRES: _("Công tác cán bộ"),
    Field.GRASSROOTS: _("Tổ chức cơ sở đảng và đảng viên"),
    Field.PROTECTION: _("Bảo vệ chính trị nội bộ"),
    Field.TRAINING: _("Đào tạo, bồi dưỡng"),
    Field.INSPECTION: _("Kiểm tra, giám sát"),
    Field.SECTOR: _("Xây dựng ngành, thi đua, khen thưởng"),
}


def choices(labels: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(code.value, label) for code, label in labels.items()]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """A login. It fulfils the Actor protocol through `accounts.access`."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    display_name = models.CharField(_("tên hiển thị"), max_length=200)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    must_change_password = models.BooleanField(default=False)
    generated = models.BooleanField(_("tài khoản minh họa"), default=False)
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def actor_id(self) -> int | None:
        return self.pk

    @property
    def actor_label(self) -> str:
        return str(self)


class Grant(Dated):
    """user × role × unit × (self | subtree) × hierarchy × validity."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=30, choices=choices(ROLE_LABELS))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    scope = models.CharField(_("phạm vi"), max_length=8, choices=choices(SCOPE_LABELS), default=Scope.SUBTREE.value)
    hierarchy = models.ForeignKey(Hierarchy, on_delete=models.PROTECT)
    given_by = models.BigIntegerField(null=True)

    objects = DatedQuerySet["Grant"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="grant_days_in_order")]
        indexes = [models.Index(fields=["unit", "role"], name="grant_unit")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"


class Responsibility(Dated):
    """Who inside a unit follows which field of work and which area: inboxes and default assignees come from it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="responsibilities")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="responsibilities")
    field = models.CharField(_("lĩnh vực"), max_length=20, choices=choices(FIELD_LABELS), blank=True)
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DatedQuerySet["Responsibility"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="responsibility_days_in_order")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.field} {self.area_id}"


class Activation(models.Model):
    """A one-time code that lets a new or locked-out person set a password; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="activations")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}"
