"""Issuing: number, day, hash and exact version in one transaction; recall; replacing by a new paper.

What was issued is never changed (the database refuses it, too): later events are added beside it.
"""

from datetime import date

from django.db import transaction

from giaoban.core.actors import Actor
from giaoban.correspondence.models import Dossier, Issue
from giaoban.correspondence.rules import (
    DossierFacts,
    IssueFacts,
)

SIGNED_KINDS = ("pdf", "p7s", "docx")


@transaction.atomic
def issue(*, actor: Actor, dossier_id: int, facts: IssueFacts, version: int | None = None) -> Issue:
    """Issue the approved draft: check, take the number, keep the exact version, enter it in the register of
    documents with its relations, send it, tell who waits for it, announce, record."""
    raise NotImplementedError


@transaction.atomic
def recall(*, actor: Actor, issue_id: int, on: date, reason: str) -> Issue:
    """Call an issued paper back: it stays readable with day and reason; units that got it are told."""
    raise NotImplementedError


@transaction.atomic
def replace(*, actor: Actor, issue_id: int, facts: DossierFacts | None = None) -> Dossier:
    """Begin the paper that takes its place: a new dossier whose relation marks the old one when issued."""
    raise NotImplementedError
