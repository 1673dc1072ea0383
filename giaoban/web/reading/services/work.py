"""A text turned into work: its document, tasks and conference, in one step through the rooms' own doors."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.conferences.services import create_conference, record_held_conference
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives.services import register_document
from giaoban.tasks.services import Origin, create_programme
from giaoban.web.models import ReadText
from giaoban.web.reading import queries
from giaoban.web.reading.rules.facts import ConferenceWork, Work

KIND = "web.read_text"
DOCUMENT, PROGRAMME, CONFERENCE = "document", "programme", "conference"


@transaction.atomic
def turn_into_work(*, actor: Actor, text_id: int, work: Work, url: str = "") -> ReadText:
    """Write the ticked parts, or nothing: a refusal of any room undoes the others.

    The field of a refusal begins with its part: "document_symbol", "programme_title", "conference_day".
    """
    text = queries.get_text(actor, text_id, lock=True)
    _refuse_again(text, work)
    before = made_of(text)
    if work.document is not None:
        with _part(DOCUMENT):
            made = register_document(
                actor=actor,
                registered_in=work.document.registered_in,
                facts=work.document.facts,
                confirmed=work.document.confirmed,
            )
        text.made_document = made.pk
    if work.programme is not None:
        with _part(PROGRAMME):
            programme = create_programme(
                actor=actor,
                unit_id=work.programme.unit_id,
                period=work.programme.period,
                title=work.programme.title,
                document_id=text.made_document,
                origin=Origin(KIND, text.pk, text.title, url),
                tasks=work.programme.tasks,
                secrecy=text.secrecy,
            )
        text.made_programme = programme.pk
    if work.conference is not None:
        with _part(CONFERENCE):
            text.made_conference = _conference(actor, work.conference)
    text.version += 1
    text.save(update_fields=["made_document", "made_programme", "made_conference", "version"])
    changes = {name: [before[name], made_id] for name, made_id in made_of(text).items()}
    audit.record(actor, "web.turn_into_work", text, unit_id=text.unit_id, changes=changes)
    return text


def try_work(*, actor: Actor, text_id: int, work: Work, url: str = "") -> None:
    """Everything that `turn_into_work` would do, undone again: what a preview may promise."""
    with transaction.atomic():
        turn_into_work(actor=actor, text_id=text_id, work=work, url=url)
        transaction.set_rollback(True)


def _conference(actor: Actor, part: ConferenceWork) -> int:
    """What was held is recorded as over, what is to come is prepared."""
    if part.facts.starts_at > now():
        made = create_conference(
            actor=actor,
            unit_id=part.unit_id,
            host_id=part.host_id,
            facts=part.facts,
            member_ids=part.member_ids,
        )
    else:
        made = record_held_conference(
            actor=actor,
            unit_id=part.unit_id,
            host_id=part.host_id,
            facts=part.facts,
            member_ids=part.member_ids,
            delegates=part.delegates,
        )
    return made.pk


def made_of(text: ReadText) -> dict[str, int | None]:
    """What was made of a text, by its part."""
    return {
        DOCUMENT: text.made_document,
        PROGRAMME: text.made_programme,
        CONFERENCE: text.made_conference,
    }


def _refuse_again(text: ReadText, work: Work) -> None:
    asked = {DOCUMENT: work.document, PROGRAMME: work.programme, CONFERENCE: work.conference}
    if not any(asked.values()):
        raise Refusal("web.no_part", _("Chọn ít nhất một việc để lập từ văn bản này."))
    made = made_of(text)
    if any(made[part] is not None for part, wanted in asked.items() if wanted is not None):
        raise already()


def already() -> Refusal:
    return Refusal(
        "web.made_already",
        _("Đã lập từ văn bản này rồi; mở bản đã lập thay vì lập lần nữa."),
        rule=_("Mỗi việc được lập một lần từ một văn bản."),
    )


@contextmanager
def _part(name: str) -> Iterator[None]:
    """Whatever a room refuses is told at the part's own fields; what it hides stays hidden."""
    try:
        yield
    except Refusal as refusal:
        refusal.field = f"{name}_{refusal.field}" if refusal.field else f"{name}_on"
        raise
    except Hidden as unknown:
        raise Hidden(name) from unknown
