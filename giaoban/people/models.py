"""Persons and the posts they held, from day to day; a correction keeps the row it corrects.

Every field about a person stands in docs/persons.md with its purpose, rule, readers and retention
(`daily.md` §8); a new one fails the guard test until it is written there.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.core.constraints import one_at_a_time, ordered
from giaoban.core.models import Classified, Dated, DatedQuerySet, Versioned
from giaoban.organisations.models import Unit
from giaoban.people.rules import Confidence, PostKind

POST_LABELS = {
    PostKind.SECRETARY: _("Bí thư"),
    PostKind.DEPUTY_SECRETARY: _("Phó Bí thư"),
    PostKind.BOARD_MEMBER: _("Ủy viên Ban Thường vụ"),
    PostKind.COMMITTEE_MEMBER: _("Cấp ủy viên"),
    PostKind.HEAD: _("Trưởng ban, người đứng đầu"),
    PostKind.DEPUTY_HEAD: _("Phó Trưởng ban, cấp phó"),
    PostKind.DEPARTMENT_HEAD: _("Trưởng phòng"),
    PostKind.DEPUTY_DEPARTMENT_HEAD: _("Phó Trưởng phòng"),
    PostKind.STAFF: _("Chuyên viên"),
    PostKind.OTHER: _("Chức danh khác"),
}
CONFIDENCE_LABELS = {Confidence.VERIFIED: _("đã kiểm chứng"), Confidence.UNVERIFIED: _("chưa kiểm chứng")}


class Person(Classified, Versioned):
    """A person as an organisation directory knows one: a name and the posts held."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    surname = models.CharField(_("họ"), max_length=40, editable=False)
    middle = models.CharField(_("tên đệm"), max_length=80, editable=False)
    given = models.CharField(_("tên"), max_length=40, editable=False)
    sort_key = models.CharField(max_length=700, editable=False, db_collation="C")
    folded = models.CharField(max_length=240, editable=False, db_index=True)
    name_key = models.CharField(max_length=240, editable=False, db_index=True)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    generated = models.BooleanField(_("dữ liệu minh họa"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.full_name


class Post(Classified, Dated, Versioned):
    """A title in a unit from day to day. `current` is False once a correction took its place.

    `public`: the post was announced, its decision is issued; only such posts are shown to everybody.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("đơn vị"))
    title = models.CharField(_("chức danh"), max_length=200)
    title_key = models.CharField(max_length=240, editable=False)
    kind = models.CharField(
        _("loại chức danh"), max_length=24, choices=[(k.value, label) for k, label in POST_LABELS.items()]
    )
    public = models.BooleanField(_("đã công bố"), default=True)
    decision = models.CharField(_("số, ký hiệu quyết định"), max_length=120, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    end_decision = models.CharField(_("quyết định thôi giữ chức"), max_length=120, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    confidence = models.CharField(
        _("độ tin cậy"),
        max_length=12,
        choices=[(c.value, label) for c, label in CONFIDENCE_LABELS.items()],
        default=Confidence.UNVERIFIED.value,
    )
    current = models.BooleanField(default=True, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    objects = DatedQuerySet["Post"].as_manager()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            ordered("post_days_in_order"),
            one_at_a_time(
                "post_one_at_a_time", "person_id", "unit_id", texts=("title_key",), condition=Q(current=True)
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts", "ends"], name="post_unit")]

    def __str__(self) -> str:
        return self.title


class Correction(models.Model):
    """Why a row about a post was replaced, by whom and when; both rows stay readable."""

    wrong = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="corrected_by")
    right = models.OneToOneField(Post, on_delete=models.CASCADE, null=True, related_name="corrects")
    reason = models.CharField(_("lý do đính chính"), max_length=500)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason
