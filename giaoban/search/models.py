"""The index: one row for each findable thing, with its words as typed and without accents; saved searches.

Only what its room declares is here (`search.py` of each app); what a person said or thinks never is.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import OPEN, now
from giaoban.core.models import Classified, Dated
from giaoban.core.secrecy import Secrecy

CONFIG = "simple"  # of text search, where PostgreSQL asks for one: initdb may pick another

NAME, QUERY = 100, 1000


class SearchEntry(Classified, Dated):
    """What a reader may find, from when to when; `public` rows are for everybody who is signed in.

    `words` holds every word with its accents and without (`rules.vector`). `audience` are units to which a
    row is open beside its own `unit_id`. From `lapses` on the thing is found still, but no longer in force.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    audience = ArrayField(models.BigIntegerField(), default=list)
    title = models.CharField(max_length=400)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    sort_key = models.CharField(max_length=600, db_collation="C")
    public = models.BooleanField(default=False)
    period = models.CharField(max_length=20, blank=True)
    lapses = models.DateField(default=OPEN)
    words = SearchVectorField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="search_days_in_order"),
            models.CheckConstraint(
                condition=Q(public=False) | Q(secrecy=Secrecy.NORMAL.value),
                name="search_public_is_not_secret",
            ),
            models.UniqueConstraint(fields=["kind", "object_id", "starts"], name="search_once"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
            GinIndex(fields=["audience"], name="search_audience", fastupdate=False),
            models.Index(fields=["unit_id", "kind"], name="search_unit"),
            models.Index(fields=["kind", "-starts"], name="search_kind_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SavedSearch(models.Model):
    """What somebody looks for again, of that user alone: `query` is the part of the address after the
    question mark. `removed_at` is set while it can still be taken back."""

    user_id = models.BigIntegerField()
    name = models.CharField(_("tên"), max_length=NAME)
    query = models.CharField(max_length=QUERY)
    saved_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user_id", "query"], name="saved_search_once")]

    def __str__(self) -> str:  # the trail does not keep what somebody looks for
        return gettext("Tìm kiếm đã lưu")
