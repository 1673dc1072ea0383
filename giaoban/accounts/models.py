"""Accounts, their grants, and who is in charge of which field and area (`daily.md` §3).

A user is a login, not a person's file; a person may exist without one.
"""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from giaoban.accounts import access
from giaoban.accounts.labels import FIELD_LABELS, ROLE_LABELS, SCOPE_LABELS, choices
from giaoban.accounts.rules import Scope
from giaoban.core.constraints import one_at_a_time, ordered
from giaoban.core.models import Dated, DatedQuerySet
from giaoban.core.text import fold, person_sort_key
from giaoban.organisations.models import Department, Hierarchy, Unit


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """A login. It fulfils the Actor protocol through `accounts.access`."""

    username = models.CharField(_("tên đăng nhập"), max_length=100, unique=True)
    display_name = models.CharField(_("tên hiển thị"), max_length=200)
    email = models.EmailField(_("thư điện tử"), blank=True)
    sort_key = models.CharField(max_length=600, editable=False, default="", db_collation="C")
    folded = models.CharField(max_length=310, editable=False, default="")
    is_active = models.BooleanField(_("đang dùng"), default=True)
    must_change_password = models.BooleanField(default=False)
    generated = models.BooleanField(_("tài khoản minh họa"), default=False)
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    def fill_keys(self) -> None:
        self.sort_key = person_sort_key(self.display_name or self.username)[:600]
        self.folded = fold(f"{self.display_name} {self.username}")[:310]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        if (fields := kwargs.get("update_fields")) is not None and "display_name" in fields:
            kwargs["update_fields"] = {*fields, "sort_key", "folded"}
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def actor_id(self) -> int | None:
        return self.pk

    @property
    def actor_label(self) -> str:
        return str(self)

    def can(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> bool:
        return access.can(self, permission, unit_id, on=on)

    def require(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> None:
        access.require(self, permission, unit_id, on=on)

    def unit_ids(self, permission: str, *, on: date | None = None) -> QuerySet[Any, int]:
        return access.unit_ids(self, permission, on=on)

    def explain(self, permission: str, unit_id: int, *, on: date | None = None) -> list[access.Reason]:
        return access.explain(self, permission, unit_id, on=on)


class Grant(Dated):
    """user × role × unit × (self | subtree) × hierarchy × validity."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=30, choices=choices(ROLE_LABELS))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    scope = models.CharField(
        _("phạm vi"), max_length=8, choices=choices(SCOPE_LABELS), default=Scope.SUBTREE.value
    )
    hierarchy = models.ForeignKey(Hierarchy, on_delete=models.PROTECT)
    given_by = models.BigIntegerField(null=True)

    objects = DatedQuerySet["Grant"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [ordered("grant_days_in_order")]
        indexes = [models.Index(fields=["unit", "role"], name="grant_unit")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Responsibility(Dated):
    """Who inside a unit follows which field and area: inboxes and default assignees come from it.

    An empty field or area stands for the rest: what no other line names. One follower a line at a time.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="responsibilities")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="responsibilities")
    field = models.CharField(_("lĩnh vực"), max_length=20, choices=choices(FIELD_LABELS), blank=True)
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DatedQuerySet["Responsibility"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            ordered("responsibility_days_in_order"),
            one_at_a_time(
                "responsibility_one_follower",
                "unit_id",
                "area_id",
                texts=("field",),
                condition=Q(area__isnull=False),
            ),
            one_at_a_time(
                "responsibility_one_for_the_rest", "unit_id", texts=("field",), condition=Q(area__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_field_display() or _('Mọi lĩnh vực còn lại')}"


class Activation(models.Model):
    """A one-time code that lets a new or locked-out person set a password; only its hash is kept.

    `batch` groups the slips of one act, so that they can be printed together while they still can be made.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="activations")
    digest = models.CharField(max_length=64, unique=True)
    batch = models.UUIDField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.BigIntegerField(null=True)
    created_by_label = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.user)


class Session(AbstractBaseSession):
    """An open sign-in. Its owner sees and ends it; nobody else reads it, and it is deleted when it ends."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from giaoban.accounts.sessions import SessionStore  # noqa: PLC0415  the store needs this model

        return SessionStore


class Attempt(models.Model):
    """A failed try at a door (sign-in, activation); `key` is a hash of who and from where, never the name."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "at"], name="attempt_key"),
            models.Index(fields=["at"], name="attempt_age"),
        ]

    def __str__(self) -> str:
        return self.key[:8]
