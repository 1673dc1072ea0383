"""Issuing: number, day, hash and exact version in one transaction; recall; replacing by a new paper.

What was issued is never changed (the database refuses it, too): later events are added beside it.
"""

import dataclasses
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Refusal
from giaoban.core.registries import announce
from giaoban.core.text import clean
from giaoban.correspondence import queries
from giaoban.correspondence.models import Dossier, Draft, Issue, Number
from giaoban.correspondence.queries.editions import ISSUE
from giaoban.correspondence.rules import (
    REASON_LIMIT,
    DossierFacts,
    IssueFacts,
    Move,
    Organ,
    Permission,
    State,
)
from giaoban.correspondence.rules.issuers import issuer_name
from giaoban.correspondence.rules.series import CONGRESS, SymbolParts, series_type
from giaoban.correspondence.services.deliveries import deliver
from giaoban.correspondence.services.digests import digest_of
from giaoban.correspondence.services.dossiers import open_dossier
from giaoban.correspondence.services.editions import keep_edition, keep_file
from giaoban.correspondence.services.facts import lines_to, units
from giaoban.correspondence.services.numbering import keep_book, take_number
from giaoban.correspondence.services.work import (
    check_day,
    fetch,
    keep_step,
    name_of,
    require_side,
    save,
    shortened,
    tell_drafters,
)
from giaoban.directives import attachments
from giaoban.directives import services as directives
from giaoban.directives.models import Document
from giaoban.directives.queries import may_register
from giaoban.directives.queries.base import offices_of
from giaoban.directives.rules import Confidence, DocumentFacts, RelationKind
from giaoban.directives.services import READERS, cleared
from giaoban.documents import plain
from giaoban.files import services as files
from giaoban.files.models import StoredFile
from giaoban.notices.services import tell
from giaoban.organisations.models import Unit
from giaoban.periods import rules as periods

SIGNED_KINDS = ("pdf", "p7s", "docx")


@transaction.atomic
def issue(*, actor: Actor, dossier_id: int, facts: IssueFacts, version: int | None = None) -> Issue:
    """Issue the approved draft: check, take the number, enter the document with its relations and signed
    copy, keep the exact version, send it, tell who waits for it, announce, record."""
    dossier = fetch(actor, dossier_id, Move.ISSUE, version=version)
    inside = queries.kept_here(dossier.issuer_id, by=dossier.unit_id)
    outside = _outside(dossier, facts, inside=inside)
    check_day(dossier, facts.on)
    _stop(actor, dossier, facts)
    recipients = _take_over(actor, dossier, facts)
    draft = queries.latest_draft(dossier)
    assert draft is not None  # noqa: S101  `_stop` refuses a dossier without one
    number = _take(actor, dossier, facts) if inside else None
    symbol = number.symbol if number else outside
    value = number.value if number else None
    document = _register(actor, dossier, symbol, facts.on, recipients, number=value)
    signed = _attach(actor, dossier, document, draft, facts)
    made = _write(actor, dossier, draft, document, number=number, signed=signed, issued_on=facts.on)
    deliver(made, recipients)
    changes = save(dossier, state=State.ISSUED.value)
    keep_step(actor, dossier, Move.ISSUE, on=facts.on, note=symbol, draft=draft)
    _mark_replaced(actor, dossier, facts.on, symbol)
    tell_drafters(
        "correspondence.issue",
        dossier,
        text=gettext_noop("“%(about)s” đã ban hành: %(symbol)s ngày %(day)s."),
        symbol=symbol,
        day=vi(facts.on),
    )
    announce(
        "correspondence.issued",
        kind=dossier.subject_kind,
        object_id=dossier.subject_id,
        issue_id=made.pk,
        symbol=symbol,
        on=facts.on,
        actor=actor,
    )
    changes |= {"symbol": [None, symbol], "sha256": [None, made.sha256]}
    audit.record(actor, "correspondence.issue", dossier, unit_id=dossier.issuer_id, changes=changes)
    return made


@transaction.atomic
def recall(*, actor: Actor, issue_id: int, on: date, reason: str) -> Issue:
    """Call an issued paper back: it stays readable with day and reason; units that got it are told."""
    found = queries.get_issue(actor, issue_id, lock=True)
    dossier = found.dossier
    require_side(actor, dossier, Permission.ISSUE)
    symbol = found.document.symbol
    if found.recalled_on is not None:
        raise Refusal(
            "correspondence.recalled",
            _("%(symbol)s đã thu hồi ngày %(day)s.") % {"symbol": symbol, "day": vi(found.recalled_on)},
        )
    why = clean(reason)
    if not why or len(why) > REASON_LIMIT:
        raise Refusal(
            "correspondence.recall_reason",
            _("Chưa ghi lý do thu hồi (không quá %(limit)s ký tự).") % {"limit": REASON_LIMIT},
            field="reason",
        )
    if not found.issued_on <= on <= today():
        raise Refusal(
            "correspondence.recall_day",
            _("Ngày thu hồi phải từ ngày ban hành %(day)s đến hôm nay.") % {"day": vi(found.issued_on)},
            field="on",
        )
    found.recalled_on, found.recall_reason = on, why
    found.save(update_fields=["recalled_on", "recall_reason"])
    keep_step(actor, dossier, Move.RECALL, on=on, note=why)
    _tell_recalled(found, why)
    audit.record(
        actor,
        "correspondence.recall",
        dossier,
        unit_id=dossier.issuer_id,
        changes={"recalled_on": [None, on.isoformat()]},
        note=why,
    )
    return found


def _tell_recalled(issue: Issue, reason: str) -> None:
    """Whoever was told that it came: who reads for the units that got it, and their commissions."""
    units = set(issue.deliveries.values_list("unit_id", flat=True))
    if not units:
        return
    at = (issue.dossier.issuer.code, periods.current(today()).code)
    tell(
        "correspondence.recall",
        text=gettext_noop("%(unit)s thu hồi %(symbol)s: %(reason)s"),
        params={
            "unit": name_of(issue.dossier.issuer_id),
            "symbol": issue.document.symbol,
            "reason": reason,
        },
        url=reverse("directives:document", args=[*at, issue.document_id]),
        unit_ids=units | offices_of(units, today()),
        roles=cleared(READERS, issue.document.secrecy),
        unit_id=issue.dossier.issuer_id,
    )


@transaction.atomic
def replace(*, actor: Actor, issue_id: int, facts: DossierFacts | None = None) -> Dossier:
    """Begin the paper that takes its place: a new dossier whose relation marks the old one when issued.

    Without `facts` everything is as it was, the units that got it among it.
    """
    found = queries.get_issue(actor, issue_id)
    old = found.dossier
    given = facts or DossierFacts(
        type=old.type,
        about=old.about,
        organ=old.organ,
        issuer_id=old.issuer_id,
        joint_with=tuple(old.joint_with.values_list("pk", flat=True)),
        field=old.field,
        template=old.template,
        secrecy=old.secrecy,
        place=old.place,
        addressee=old.addressee,
        authority=old.authority,
        post=old.post,
        signer=old.signer,
        receivers=tuple(old.receivers),
        recipient_ids=tuple(found.deliveries.values_list("unit_id", flat=True)),
    )
    mark = (RelationKind.REPLACES.value, found.document_id)
    relations = (*(one for one in given.relations if tuple(one) != mark), mark)
    return open_dossier(
        actor=actor, unit_id=old.unit_id, facts=dataclasses.replace(given, relations=relations)
    )


# --- what issuing consists of ----------------------------------------------------------------------------


def _outside(dossier: Dossier, facts: IssueFacts, *, inside: bool) -> str:
    """The number given outside this house: needed there, refused where the books are kept here."""
    symbol = clean(facts.outside_symbol)
    if inside and symbol:
        raise Refusal(
            "correspondence.number_inside",
            _("Số của %(unit)s được lấy trong hệ thống khi ban hành; không ghi số ngoài.")
            % {"unit": name_of(dossier.issuer_id)},
            field="outside_symbol",
            rule=_("Một quyển số cho mỗi cơ quan, thể loại và nhiệm kỳ; số liên tục, không trùng."),
        )
    if not inside and not any(char.isdigit() for char in symbol):
        raise Refusal(
            "correspondence.number_outside",
            _("Chưa ghi số, ký hiệu mà %(unit)s đã cấp.") % {"unit": name_of(dossier.issuer_id)},
            field="outside_symbol",
            rule=_("Cơ quan ban hành không dùng hệ thống này thì ghi lại số đã cấp ngoài hệ thống."),
        )
    return symbol


def _stop(actor: Actor, dossier: Dossier, facts: IssueFacts) -> None:
    """The first finding that must be mended; the page has shown them all."""
    for finding in queries.before_issue(actor, dossier, facts):
        if finding.level == "stop":
            raise Refusal(
                f"correspondence.{finding.code}",
                finding.text,
                field=finding.field,
                rule=finding.rule,
                source=finding.source,
            )


def _take_over(actor: Actor, dossier: Dossier, facts: IssueFacts) -> list[int]:
    """What the page of issuing says of receivers stands in the dossier from now on."""
    if facts.receivers is not None:
        save(dossier, receivers=lines_to(facts.receivers))
    if facts.recipient_ids is not None:
        dossier.recipients.set(units(actor, facts.recipient_ids, "recipients"))
    return list(dossier.recipients.order_by("pk").values_list("pk", flat=True))


def _take(actor: Actor, dossier: Dossier, facts: IssueFacts) -> Number:
    """The next number of the issuing unit; joint papers take the lead's, with the letters of all."""
    book = keep_book(actor, dossier.issuer_id)
    parts = SymbolParts(
        dossier.type,
        CONGRESS if dossier.organ == Organ.CONGRESS else book.code,
        "state" if book.style == "state" else "party",
        joint=tuple(_code(unit) for unit in dossier.joint_with.order_by("pk")),
        department=clean(facts.department_code),
    )
    return take_number(
        actor=actor,
        unit_id=dossier.issuer_id,
        type=dossier.type,
        on=facts.on,
        symbol_parts=parts,
        about=dossier.about,
        series_type=series_type(dossier.type, dossier.organ),
        style=book.style,
    )


def _code(unit: Unit) -> str:
    book = queries.book_of(unit.pk)
    code = book.code if book else queries.code_of(unit.pk).code
    if not code:
        raise Refusal(
            "correspondence.code_missing",
            _("Chưa có ký hiệu của %(unit)s. Mở quyển số và ghi ký hiệu của cơ quan.")
            % {"unit": name_of(unit.pk)},
            field="joint_with",
        )
    return code


def _register(
    actor: Actor, dossier: Dossier, symbol: str, on: date, recipients: list[int], *, number: int | None
) -> Document:
    """Enter it in the register of documents through that room's own door, not published."""
    home = dossier.issuer_id if may_register(actor, dossier.issuer_id) else dossier.unit_id
    name = issuer_name(dossier.issuer.kind_id, dossier.organ, name_of(dossier.issuer_id))
    facts = DocumentFacts(
        issued_on=on,
        summary=dossier.about,
        symbol=symbol,
        number=number,
        type=dossier.type,
        issuer=name,
        unit_id=dossier.issuer_id,
        secrecy=dossier.secrecy,
        public=False,
        recipient_ids=tuple(recipients),
        source=_("Ban hành trên hệ thống"),
        confidence=Confidence.VERIFIED.value,
        relations=tuple((kind, target) for kind, target in dossier.relations),
    )
    return directives.register_document(actor=actor, registered_in=home, facts=facts, confirmed=True)


def _attach(
    actor: Actor, dossier: Dossier, document: Document, draft: Draft, facts: IssueFacts
) -> StoredFile | None:
    """The signed copy lies with the document; a draft that is not ours cannot go out without it."""
    if facts.signed is None:
        if draft.paper is None:
            raise Refusal(
                "correspondence.signed_missing",
                _("Dự thảo là tệp Word ngoài mẫu: đính kèm bản đã ký (PDF, tệp ký số hoặc Word)."),
                field="signed",
                rule=_("Mỗi văn bản ban hành giữ đúng một bản chính xác."),
            )
        return None
    return files.upload(
        actor=actor,
        kind=attachments.KIND,
        object_id=document.pk,
        unit_id=document.registered_in_id,
        source=facts.signed,
        name=facts.signed_name,
        secrecy=dossier.secrecy,
        allowed=SIGNED_KINDS,
    )


def _write(actor: Actor, dossier: Dossier, draft: Draft, document: Document, **facts: Any) -> Issue:
    """The issue with its exact version, which points back to it: its key is taken first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('correspondence_issue', 'id'))")
        key = cursor.fetchone()[0]
    symbol, on = document.symbol, facts["issued_on"]
    paper = queries.final_paper(dossier, draft, symbol=symbol, on=on)
    about: dict[str, Any] = {
        "kind": ISSUE,
        "object_id": key,
        "unit_id": dossier.issuer_id,
        "title": f"{document.type_label} {symbol}: {dossier.about}"[:1000],
        "secrecy": dossier.secrecy,
    }
    if paper is not None:
        values = plain.dump(paper)
        edition = keep_edition(actor=actor, paper=paper, **about)
    else:
        signed: StoredFile = facts["signed"]
        values = {"file": signed.sha256}
        edition = keep_file(actor=actor, file=signed, **about)
    return Issue.objects.create(
        pk=key,
        dossier=dossier,
        draft=draft,
        document=document,
        edition=edition,
        sha256=digest_of(values, number=symbol, day=on.isoformat()),
        recorded_by=actor.actor_id,
        **facts,
    )


def _mark_replaced(actor: Actor, dossier: Dossier, on: date, symbol: str) -> None:
    """What was issued here and is now replaced says so on its own road."""
    targets = [target for kind, target in dossier.relations if kind == RelationKind.REPLACES]
    for old in Issue.objects.filter(document_id__in=targets).select_related("dossier").order_by("pk"):
        keep_step(actor, old.dossier, Move.REPLACE, on=on, note=f"{symbol}: {shortened(dossier.about)}")
