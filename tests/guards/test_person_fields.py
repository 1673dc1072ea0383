"""Every text, file and score field about a person stands in docs/persons.md; a new one fails.

Persons are `people.Person`, `accounts.User`, what points at one, however far, and those named below.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from giaoban.people.models import Person

REGISTER = Path(__file__).resolve().parents[2] / "docs/persons.md"
# they hold names or sentences about persons without pointing at one
NAMED = {
    "notices.Contact",
    "notices.OutboxMessage",
    "search.SearchEntry",
    "search.SavedSearch",
    "conferences.Participant",
}
# single fields that name somebody, of records that are about something else
NAMING_FIELDS = {
    "conferences.Conference.chair",
    "conferences.Conference.chair_post",
    "conferences.Conference.recorder",
    "conferences.AgendaItem.presenter",
    "conferences.ConnectionPoint.operator",
    "conferences.ConnectionPoint.contact",
    "conferences.Invitation.reason",
    "conferences.Speech.topic",
    "conferences.Speech.speaker",
    "conferences.Speech.speaker_post",
    "web.ReadText.text",
    "web.ReadText.marks",
}
ROOTS = {"people.Person", "accounts.User"}
OF_THE_RECORD = {"version", "secrecy"}  # of every record, not of the person
KEPT = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.IntegerField,
    models.FloatField,
    models.DecimalField,
    models.DurationField,
)
LINE = re.compile(r"^\| (\w+\.\w+\.\w+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def of_persons(known: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """The models about persons among `known`: roots, named ones, and whatever points at one of them."""
    everything = list(known)
    found = {model._meta.label for model in everything} & (ROOTS | NAMED)
    grown = True
    while grown:
        more = {
            model._meta.label
            for model in everything
            for field in model._meta.fields
            if field.is_relation and field.related_model._meta.label in found - NAMED
        }
        grown = bool(more - found)
        found |= more
    return [model for model in everything if model._meta.label in found]


def fields_about_persons(known: Iterable[type[models.Model]]) -> set[str]:
    everything = list(known)
    single = {
        f"{model._meta.label}.{field.name}" for model in everything for field in model._meta.fields
    } & NAMING_FIELDS
    return single | {
        f"{model._meta.label}.{field.name}"
        for model in of_persons(everything)
        for field in model._meta.fields
        if isinstance(field, KEPT)
        and not isinstance(field, models.AutoField)
        and not field.is_relation
        and field.name not in OF_THE_RECORD
    }


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("giaoban.")]


def listed() -> set[str]:
    return {match[0] for match in LINE.findall(REGISTER.read_text(encoding="utf-8"))}


def test_every_field_about_a_person_is_in_the_register_and_none_is_left_over():
    assert fields_about_persons(ours()) == listed()


def test_a_field_that_names_somebody_still_exists():
    held = {f"{model._meta.label}.{field.name}" for model in ours() for field in model._meta.fields}
    assert NAMING_FIELDS - held == set()


def test_every_line_of_the_register_is_filled():
    text = REGISTER.read_text(encoding="utf-8").partition("## The register of fields")[2]
    rows = [line for line in text.splitlines() if re.match(r"\| \w+\.\w+\.\w+ ", line)]
    assert [row for row in rows if not LINE.match(row)] == []
    assert len(rows) == len(listed())


@isolate_apps("giaoban.people")
def test_a_new_field_or_a_model_that_points_at_a_person_is_seen():
    """Control: what somebody adds in passing is found, at one and at two steps from the person."""

    class Opinion(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE)
        said = models.TextField()

        class Meta:
            app_label = "people"

        def __str__(self) -> str:
            return self.said

    class Mark(models.Model):
        opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE)
        score = models.PositiveSmallIntegerField()

        class Meta:
            app_label = "people"

        def __str__(self) -> str:
            return str(self.score)

    seen = fields_about_persons([*ours(), Opinion, Mark])
    assert seen - listed() == {"people.Opinion.said", "people.Mark.score"}
