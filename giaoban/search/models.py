"""The index: one row for each findable thing, with its words as typed and its words folded.

Only what its room declares is here (`search.py` of each app); what a person said or thinks never is.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from giaoban.core.models import Classified, Dated
from giaoban.core.secrecy import Secrecy

CONFIG = "simple"  # of text search, named in every query: initdb may pick another one


class SearchEntry(Classified, Dated):
    """What a reader may find, from when to when; `public` rows are for everybody who is signed in.

    `exact` keeps the words with their accents, `folded` without: an accent in the question counts.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=400)
    body = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=500)
    sort_key = models.CharField(max_length=600, db_collation="C")
    public = models.BooleanField(default=False)
    exact = SearchVectorField()
    folded = SearchVectorField()

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
            GinIndex(fields=["exact"], name="search_exact"),
            GinIndex(fields=["folded"], name="search_folded"),
            models.Index(fields=["unit_id", "kind"], name="search_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
