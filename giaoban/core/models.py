"""Abstract bases shared by the rooms: a secrecy class on every record, validity in days, a version."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core import secrecy
from giaoban.core.dates import OPEN

M_co = TypeVar("M_co", bound=models.Model, covariant=True)

SECRECY_LABELS = {
    secrecy.Secrecy.NORMAL: gettext_lazy("Thường"),
    secrecy.Secrecy.SECRET: gettext_lazy("Mật"),
    secrecy.Secrecy.TOP_SECRET: gettext_lazy("Tối mật"),
    secrecy.Secrecy.UTMOST: gettext_lazy("Tuyệt mật"),
}


def require_zone(value: str) -> None:
    """Refuse a secrecy class that this installation may not hold."""
    secrecy.check(
        value,
        settings.GIAOBAN_ZONE,
        message=_(
            "Mạng kết nối không được lưu tài liệu độ mật “%(class)s”. Chỉ ghi số, ngày và nơi giữ bản giấy."
        )
        % {"class": SECRECY_LABELS[secrecy.Secrecy(value)]},
        rule=_("Vùng mạng được ấn định khi cài đặt; bí mật nhà nước chỉ lưu trên mạng LAN độc lập."),
    )


class Classified(models.Model):
    """Every record says how secret it is; saving refuses a class that the zone may not hold."""

    secrecy = models.CharField(
        gettext_lazy("độ mật"),
        max_length=12,
        choices=[(c.value, label) for c, label in SECRECY_LABELS.items()],
        default=secrecy.Secrecy.NORMAL.value,
    )

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        require_zone(self.secrecy)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DatedQuerySet(models.QuerySet[M_co]):
    """Rows with a half-open validity [starts, ends)."""

    def on(self, day: date) -> Self:
        return self.filter(starts__lte=day, ends__gt=day)


class Dated(models.Model):
    """A fact that holds from `starts` (included) to `ends` (excluded); OPEN while it still holds."""

    starts = models.DateField(gettext_lazy("từ ngày"))
    ends = models.DateField(gettext_lazy("đến ngày"), default=OPEN)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Counts its changes, so that a form opened on an older version is told so instead of overwriting."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
