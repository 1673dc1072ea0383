"""Append-only tables: who did what, the seals over it, the keys of requests already served.

The application role has no UPDATE, DELETE or TRUNCATE on entries, seals and roots (`giaoban migrate`).
"""

from django.db import models


class Entry(models.Model):
    """One act by one actor on one record, written in the same transaction as the act."""

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=300)
    unit_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["unit_id", "id"], name="audit_entry_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"


class Seal(models.Model):
    """Position and hash of one entry in the chain; `root` hashes everything up to here (sealing.py).

    Written by the one sealer in batches, because a chain lock inside every door would deadlock them.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.root[:16]}"


class Root(models.Model):
    """A root as it was published (printed, sent, exported): what makes truncation and rollback visible."""

    position = models.BigIntegerField()
    root = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)
    place = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.position} {self.root[:16]}"


class RequestKey(models.Model):
    """The key of a POST already served and where its answer led, so that a repeat changes nothing."""

    key = models.CharField(max_length=64)
    actor_id = models.BigIntegerField()
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="audit_request_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"


class Installation(models.Model):
    """Written once: the zone this house was set up in. A data folder never changes its zone."""

    zone = models.CharField(max_length=12)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_installation")]

    def __str__(self) -> str:
        return self.zone
