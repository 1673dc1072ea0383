"""Which fields of the rooms feed the index: a closed list, and none of what a person said, voted or thinks.

The fields are read from the `search.py` of every room. A new one fails here until somebody decides that it
may be found by everybody whom the room lets read the record (daily.md §8: minutes, speeches, remarks, ballots
and notes never are).
"""

import ast
import re
from pathlib import Path

import pytest

from giaoban.core.registries import findables

ROOT = Path(__file__).resolve().parents[2] / "giaoban"
# of which model each name in a search.py is an instance
MODELS = {
    "organisations": {
        "name": "UnitName",
        "unit": "Unit",
        "row": "Placement",
        "place": "Placement",
        "p": "Placement",
    },
    "people": {"post": "Post", "posts": "Post"},
    "directives": {"entry": "Document"},
    "tasks": {"task": "Task", "programme": "Programme", "origin": "Document", "one": "Programme"},
    "reporting": {"row": "Submission", "obligation": "Obligation"},
    "recommendations": {"r": "Recommendation", "one": "Recommendation"},
    "conferences": {"one": "Conference"},
}
# model fields whose words are found
FED = {
    "organisations.UnitName.name", "organisations.UnitName.short_name", "organisations.Unit.code",
    "organisations.Kind.label",
    "people.Person.full_name", "people.Post.title",
    "directives.Document.type", "directives.Document.symbol", "directives.Document.summary",
    "directives.Document.issuer", "directives.Document.issued_on", "directives.Document.plenum_term",
    "tasks.Task.number", "tasks.Task.wording", "tasks.Task.product", "tasks.Programme.title",
    "reporting.Round.title", "reporting.Submission.document_number", "reporting.Passage.text",
    "recommendations.Recommendation.text",
    "conferences.Conference.title", "conferences.Conference.place", "conferences.Conference.starts_at",
    "conferences.Conclusion.title", "conferences.Conclusion.opening",
    "conferences.Paragraph.number", "conferences.Paragraph.text",
}  # fmt: skip
# what no room may hand over, by field and by model
FORBIDDEN = re.compile(
    r"\.(minutes|topic|speaker\w*|note|notes|remark\w*|ballot\w*|vote\w*|comment\w*|recorder|chair\w*|presenter|"
    r"reason|answer|explanations|signer|operator|contact|phone|email|said|opinion|birth_year)$"
)
NEVER = {
    "Speech", "Participant", "Invitation", "AgendaItem", "ConferenceEvent", "Remark", "Move", "Adjustment",
    "Draft", "Progress", "Step", "Correction", "Contact", "OutboxMessage", "Notice", "Entry", "Session",
    "User", "StoredFile", "Ballot", "Minute",
}  # fmt: skip


def sources() -> dict[str, str]:
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*/search.py"))}


def attributes(room: str, source: str) -> set[str]:
    """Every `name.attribute` of a record that a search.py reads, named by its model."""
    known = MODELS.get(room, {})
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            found.add(f"{room}.{known[node.value.id]}.{node.attr}")
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in {"values_list", "values"}:
            found |= {
                f"{room}.*.{argument.value}"
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            }
    return found


def models(source: str) -> set[str]:
    """Models that a search.py imports."""
    return {
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".models")
        for alias in node.names
    }


def faults(found: dict[str, str]) -> list[str]:
    wrong = []
    for room, source in found.items():
        wrong += [f"{room}: {field}" for field in sorted(attributes(room, source)) if FORBIDDEN.search(field)]
        wrong += [f"{room}: {name}" for name in sorted(models(source) & NEVER)]
    return wrong


def fields_exist() -> list[str]:
    from django.apps import apps

    held = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
    }
    return sorted(FED - held)


def test_no_room_hands_over_what_somebody_said_voted_or_thinks():
    assert faults(sources()) == []
    assert [field for field in sorted(FED) if FORBIDDEN.search(field)] == []


def test_every_field_that_feeds_the_index_exists_and_every_room_with_findables_is_read():
    assert fields_exist() == []
    rooms = {findable.documents.__module__.split(".")[1] for findable in findables}
    assert rooms == set(sources()) == set(MODELS)


@pytest.mark.parametrize("room", sorted(MODELS))
def test_words_come_only_from_listed_fields(room):
    """Text fields that a search.py reads stand in FED; keys, days, codes and states are no words."""
    from django.apps import apps
    from django.db import models as fields

    text = (fields.CharField, fields.TextField, fields.JSONField)
    told = set()
    for name in attributes(room, sources()[room]):
        _room, model, field = name.split(".")
        owners = [m for m in apps.get_app_config(room).get_models() if model in {"*", m.__name__}]
        for owner in owners:
            held = {one.name: one for one in owner._meta.fields}
            one = held.get(field)
            if isinstance(one, text) and not one.choices and field not in {"period", "folded", "secrecy"}:
                told.add(f"{room}.{owner.__name__}.{field}")
    either = {f"{room}.{field.split('.')[2]}" for field in FED if field.startswith(f"{room}.")}
    assert {f"{room}.{one.split('.')[2]}" for one in told} - either == set()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def d(one):\n    yield one.minutes", "conferences: conferences.Conference.minutes"),
        ("def d(one):\n    yield one.chair", "conferences: conferences.Conference.chair"),
        ("x = y.values_list('pk', 'topic')", "conferences: conferences.*.topic"),
        ("from giaoban.conferences.models import Speech", "conferences: Speech"),
    ],
)
def test_a_field_of_minutes_speeches_or_remarks_is_seen(source, fault):
    """Control: what somebody adds in passing fails."""
    assert faults({"conferences": source}) == [fault]
