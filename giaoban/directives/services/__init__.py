"""Writing the register: register, correct, relate, address, attach a file. One door each.

Every door checks that the actor may write in the register that holds the entry, the zone, duplicates and
relations, then records.
"""

from collections.abc import Collection, Iterable
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.accounts.access import roles_of
from giaoban.accounts.rules import Role
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.directives import attachments, queries, search
from giaoban.directives.models import Correction, Document, Relation
from giaoban.directives.rules import (
    DocumentFacts,
    Permission,
    folded_words,
    level_of,
    symbol_key,
    term_of,
)
from giaoban.directives.services import checks
from giaoban.directives.services.dissemination import disseminate
from giaoban.files import services as files
from giaoban.files.models import StoredFile
from giaoban.notices.services import tell
from giaoban.organisations.models import Unit
from giaoban.periods import rules as periods

__all__ = [
    "DocumentFacts",
    "address",
    "attach",
    "correct_document",
    "detach",
    "disseminate",
    "find_duplicate",
    "register_document",
    "relate",
    "unrelate",
]

READERS = tuple(
    role.value for role in (Role.CLERK, Role.COMPILER, Role.HEAD, Role.DEPUTY_HEAD, Role.CELL_SECRETARY)
)
_WRITTEN = (
    "type",
    "number",
    "symbol",
    "issuer",
    "unit_id",
    "issued_on",
    "summary",
    "secrecy",
    "public",
    "source",
    "confidence",
    "holder",
    "plenum",
    "plenum_term",
    "congress",
)


@transaction.atomic
def register_document(
    *, actor: Actor, registered_in: int, facts: DocumentFacts, confirmed: bool = False
) -> Document:
    """Enter a document in a unit's register: read the symbol, refuse a duplicate, relate, address, record.

    `confirmed` writes a relation to a document that was replaced by then.
    """
    _require_register(actor, registered_in)
    facts = checks.normalised(facts, registered_in)
    checks.check(actor, facts, registered_in)
    _refuse_duplicate(actor, facts)
    document = Document(registered_in_id=registered_in, recorded_by=actor.actor_id)
    _fill(document, facts)
    _save(document)
    related = [
        _relate(actor, document, queries.get_document(actor, target_id), kind, confirmed=confirmed)
        for kind, target_id in facts.relations
    ]
    recipients = checks.check_recipients(actor, facts.recipient_ids)
    document.recipients.set(recipients)
    search.reindex([document.pk])
    _tell(document, recipients)
    written = _facts(document) | {
        "recipients": sorted(recipients),
        "relations": [[row.kind, row.target_id] for row in related],
    }
    audit.record(actor, "directives.register", document, unit_id=registered_in, changes=written)
    return document


@transaction.atomic
def correct_document(
    *,
    actor: Actor,
    document_id: int,
    facts: DocumentFacts,
    reason: str,
    version: int,
) -> Document:
    """Write an entry as it should have been; what it said stays readable with the reason, who and when.

    Relations are kept as they are and must fit the corrected day; recipients become those of `facts`.
    """
    document = _get_for_change(actor, document_id)
    if document.version != version:
        raise Conflict(
            "directives.changed_meanwhile",
            _("%(label)s vừa được người khác đính chính. Hãy xem lại rồi ghi tiếp.")
            % {"label": document.label},
            rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
        )
    why = checks.reason(reason)
    facts = checks.normalised(facts, document.registered_in_id)
    checks.check(actor, facts, document.registered_in_id)
    _refuse_duplicate(actor, facts, own=document.pk)
    before = _whole(document)
    _fill(document, facts)
    document.version += 1
    for relation in _relations(document):
        source = document if relation.source_id == document.pk else relation.source
        target = document if relation.target_id == document.pk else relation.target
        checks.check_relation(actor, source, target, relation.kind, confirmed=True)
    if document.stub and files_held(document):
        raise Refusal(
            "directives.stub_files",
            _("Hãy gỡ tệp đính kèm trước khi ghi là tài liệu mật."),
            field="holder",
            rule=_(
                "Tài liệu mật chỉ ghi số, ngày, cơ quan ban hành và nơi giữ bản giấy; không ghi nội dung."
            ),
        )
    _save(document)
    held = set(before["recipients"])
    recipients = checks.check_recipients(actor, facts.recipient_ids)
    document.recipients.set(recipients)
    after = _whole(document)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    Correction.objects.create(
        document=document,
        before={name: old for name, (old, _new) in changes.items()},
        reason=why,
        recorded_by=actor.actor_id,
        recorded_label=actor.actor_label,
    )
    search.reindex([document.pk])
    _tell(document, recipients - held)
    audit.record(
        actor,
        "directives.correct",
        document,
        unit_id=document.registered_in_id,
        changes=changes,
        note=why,
    )
    return document


@transaction.atomic
def relate(
    *,
    actor: Actor,
    source_id: int,
    target_id: int,
    kind: str,
    note: str = "",
    confirmed: bool = False,
) -> Relation:
    """Say that one document implements, amends, replaces or cites another; once for each pair and kind."""
    list(Document.objects.filter(pk__in=(source_id, target_id)).order_by("pk").select_for_update())
    source = _get_for_change(actor, source_id)
    target = queries.get_document(actor, target_id)
    relation = _relate(actor, source, target, kind, note=note, confirmed=confirmed)
    search.reindex([target.pk])
    audit.record(
        actor,
        "directives.relate",
        source,
        unit_id=source.registered_in_id,
        changes={kind: [None, target.pk]},
        note=relation.note,
    )
    return relation


@transaction.atomic
def unrelate(*, actor: Actor, relation_id: int) -> Document:
    """Take back a relation that was entered by mistake; the trail keeps what it said."""
    relation = Relation.objects.filter(pk=relation_id).select_related("target").first()
    if relation is None:
        raise Hidden("relation")
    source = _get_for_change(actor, relation.source_id)
    queries.get_document(actor, relation.target_id)
    changes = {relation.kind: [relation.target_id, None]}
    target_id = relation.target_id
    relation.delete()
    search.reindex([target_id])
    audit.record(actor, "directives.unrelate", source, unit_id=source.registered_in_id, changes=changes)
    return source


@transaction.atomic
def address(*, actor: Actor, document_id: int, unit_ids: Iterable[int]) -> Document:
    """Add units that the document is sent to: from now on their staff see it, and they are told."""
    document = _get_for_change(actor, document_id)
    if document.stub:
        raise Refusal(
            "directives.stub_recipients",
            _("Tài liệu mật không ghi nơi nhận."),
            field="recipients",
            rule=_(
                "Tài liệu mật chỉ ghi số, ngày, cơ quan ban hành và nơi giữ bản giấy; không ghi nội dung."
            ),
        )
    held = set(document.recipients.values_list("pk", flat=True))
    added = checks.check_recipients(actor, list(unit_ids)) - held
    if not added:
        raise Refusal(
            "directives.already_addressed",
            _("Các đơn vị này đã có trong nơi nhận của %(label)s.") % {"label": document.label},
            field="recipients",
        )
    document.recipients.add(*added)
    _tell(document, added)
    audit.record(
        actor,
        "directives.address",
        document,
        unit_id=document.registered_in_id,
        changes={"recipients": [sorted(held), sorted(held | added)]},
    )
    return document


@transaction.atomic
def attach(*, actor: Actor, document_id: int, source: BinaryIO, name: str) -> StoredFile:
    """Keep a file with the document, in the document's own secrecy class."""
    document = _get_for_change(actor, document_id)
    return files.upload(
        actor=actor,
        kind=attachments.KIND,
        object_id=document.pk,
        unit_id=document.registered_in_id,
        source=source,
        name=name,
        secrecy=document.secrecy,
    )


@transaction.atomic
def detach(*, actor: Actor, document_id: int, file_id: int) -> None:
    """Take a file away from the document; another record's file is unknown here."""
    document = _get_for_change(actor, document_id)
    if not files_held(document).filter(pk=file_id).exists():
        raise Hidden("file")
    files.remove(actor=actor, file_id=file_id)


def find_duplicate(actor: Actor, facts: DocumentFacts, registered_in: int | None = None) -> Document | None:
    """The entry that the actor may see of the same document, for a page that links to it."""
    facts = checks.normalised(facts, registered_in)
    found = queries.visible_to(actor).filter(identity=facts.identity)
    return found.order_by("-public", "pk").first()


# --- what the doors share ------------------------------------------------------------------------------


def files_held(document: Document) -> Any:
    return StoredFile.objects.filter(kind=attachments.KIND, object_id=document.pk)


def _require_register(actor: Actor, unit_id: int) -> None:
    if not queries.may_register(actor, unit_id):
        raise Hidden(Permission.REGISTER)


def _get_for_change(actor: Actor, document_id: int) -> Document:
    document = queries.get_document(actor, document_id, lock=True)
    _require_register(actor, document.registered_in_id)
    return document


def _refuse_duplicate(actor: Actor, facts: DocumentFacts, own: int = 0) -> None:
    """Of entries the actor may see; what another unit keeps for itself cannot be told from nothing."""
    same = queries.visible_to(actor).filter(identity=facts.identity).exclude(pk=own)
    found = same.order_by("-public", "pk").first()
    if found is not None:
        raise checks.duplicate(found)


def _fill(document: Document, facts: DocumentFacts) -> None:
    for name in _WRITTEN:
        setattr(document, name, getattr(facts, name))
    document.symbol_key = symbol_key(facts.symbol)
    document.level = level_of(symbol=facts.symbol, issuer=facts.issuer).value
    document.identity = facts.identity
    document.term = term_of(facts.issued_on, symbol=facts.symbol, issuer=facts.issuer)
    document.folded = folded_words(facts)


def _save(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as race:  # the same document entered by somebody else in this moment
        if "document_published_once" not in str(race) and "document_once_in_register" not in str(race):
            raise
        raise checks.duplicate(document) from race


def _relate(
    actor: Actor, source: Document, target: Document, kind: str, *, note: str = "", confirmed: bool
) -> Relation:
    checks.check_relation(actor, source, target, kind, confirmed=confirmed)
    relation, made = Relation.objects.get_or_create(
        source=source,
        target=target,
        kind=kind,
        defaults={"note": clean(note)[:300], "recorded_by": actor.actor_id},
    )
    if not made:
        raise Refusal(
            "directives.related",
            _("Quan hệ này với %(label)s đã được ghi.") % {"label": target.label},
            field="target",
        )
    return relation


def _relations(document: Document) -> list[Relation]:
    rows = document.outgoing.select_related("source", "target")
    return [*rows, *document.incoming.select_related("source", "target")]


def _tell(document: Document, unit_ids: Collection[int]) -> None:
    """Who reads for the units that now receive the document, and their commissions; what a classed one is of
    is told to nobody, that it came only to who may open it."""
    if not unit_ids:
        return
    ordinary = document.secrecy == Secrecy.NORMAL
    period = periods.current(today())
    with translation.override("vi"):  # what a message names is named in one language
        label = document.label
    code = Unit.objects.values_list("code", flat=True).get(pk=document.registered_in_id)
    tell(
        "directives.address",
        text=gettext_noop("Văn bản mới: %(label)s, %(summary)s")
        if ordinary
        else gettext_noop("Văn bản mật mới: %(label)s"),
        params={"label": label, **({"summary": document.summary} if ordinary else {})},
        url=reverse("directives:document", args=[code, period.code, document.pk]),
        unit_ids=set(unit_ids) | queries.offices_of(unit_ids, today()),
        roles=cleared(READERS, document.secrecy),
        unit_id=document.registered_in_id,
    )


def cleared(roles: Collection[str], secrecy: str) -> frozenset[str]:
    """Those of the roles that may open a paper of this class."""
    every = frozenset(map(str, roles))
    return every if secrecy == Secrecy.NORMAL else every & roles_of(Permission.VIEW_SECRET.value)


def _facts(document: Document) -> dict[str, Any]:
    return {name: _plain(getattr(document, name)) for name in _WRITTEN}


def _whole(document: Document) -> dict[str, Any]:
    recipients = document.recipients.order_by("pk").values_list("pk", flat=True)
    return _facts(document) | {"recipients": list(recipients)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
