"""The road of a hồ sơ trình up to its decision: open, correct, draft, submit, decide, withdraw."""

from datetime import date
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Refusal
from giaoban.core.text import clean
from giaoban.correspondence import queries
from giaoban.correspondence.labels import ORGAN_LABELS, STATE_LABELS
from giaoban.correspondence.models import Dossier, Draft
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.correspondence.rules import (
    DECIDING,
    EDITABLE,
    DossierFacts,
    Move,
    Organ,
    Permission,
    State,
    submitted_to,
    submitting,
)
from giaoban.correspondence.services.digests import digest_of
from giaoban.correspondence.services.facts import checked
from giaoban.correspondence.services.rounds import end_rounds
from giaoban.correspondence.services.work import (
    check_day,
    check_move,
    check_version,
    fetch,
    keep_step,
    note_of,
    require_side,
    save,
    shortened,
    tell_deciders,
    tell_drafters,
)
from giaoban.documents import plain
from giaoban.documents.blocks import Paper
from giaoban.files import services as files

DRAFT_KINDS = ("docx",)


@transaction.atomic
def open_dossier(*, actor: Actor, unit_id: int, facts: DossierFacts) -> Dossier:
    """Begin a paper: what, for whom to issue, on what subject; keep the first step, record."""
    queries.require(actor, Permission.DRAFT, unit_id)
    values, joint, recipients = checked(actor, unit_id, facts)
    subject = facts.subject
    if subject is not None:
        values |= {
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "subject_label": clean(subject.label)[:300],
            "subject_url": subject.url,
        }
    dossier = Dossier(
        unit_id=unit_id,
        opened_on=today(),
        state=State.DRAFTING.value,
        recorded_by=actor.actor_id,
        **values,
    )
    _save_new(dossier)
    dossier.joint_with.set(joint)
    dossier.recipients.set(recipients)
    keep_step(actor, dossier, Move.OPEN, on=today())
    audit.record(
        actor,
        "correspondence.open",
        dossier,
        unit_id=unit_id,
        changes={"type": [None, dossier.type], "issuer": [None, dossier.issuer_id]},
    )
    return dossier


@transaction.atomic
def correct_dossier(
    *, actor: Actor, dossier_id: int, facts: DossierFacts, version: int | None = None
) -> Dossier:
    """Write the facts of a dossier anew while it is with its own body; its subject stays."""
    dossier = _own(actor, dossier_id, version)
    values, joint, recipients = checked(actor, dossier.unit_id, facts, dossier)
    sets = {"joint_with": joint, "recipients": recipients}
    before = {name: sorted(getattr(dossier, name).values_list("pk", flat=True)) for name in sets}
    changes = save(dossier, **values)
    for name, ids in sets.items():
        getattr(dossier, name).set(ids)
        if before[name] != sorted(ids):
            changes[name] = [before[name], sorted(ids)]
    changes.pop("folded", None)
    audit.record(actor, "correspondence.correct", dossier, unit_id=dossier.unit_id, changes=changes)
    return dossier


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    dossier_id: int,
    paper: Paper | None = None,
    file: BinaryIO | None = None,
    name: str = "",
    note: str = "",
    version: int | None = None,
) -> Draft:
    """Keep the next "Dự thảo lần n": a paper of the house, or a Word file (`file` under `name`)."""
    dossier = _own(actor, dossier_id, version)
    said = note_of(note, 500)
    last = dossier.drafts.order_by("-number").values_list("number", flat=True).first() or 0
    facts: dict[str, Any] = {"number": last + 1, "note": said, "made_by": actor.actor_id}
    if paper is not None and file is None:
        values = plain.dump(paper)
        facts |= {"paper": values, "sha256": digest_of(values)}
    elif file is not None and paper is None:
        stored = files.upload(
            actor=actor,
            kind=DOSSIER,
            object_id=dossier.pk,
            unit_id=dossier.unit_id,
            source=file,
            name=name,
            secrecy=dossier.secrecy,
            allowed=DRAFT_KINDS,
        )
        facts |= {"file": stored, "sha256": stored.sha256}
    else:
        raise Refusal(
            "correspondence.draft_missing",
            _("Chưa có nội dung dự thảo: soạn theo mẫu hoặc tải lên một tệp Word."),
            field="file",
        )
    draft = Draft.objects.create(dossier=dossier, made_label=actor.actor_label, **facts)
    save(dossier)
    audit.record(
        actor,
        "correspondence.draft",
        dossier,
        unit_id=dossier.unit_id,
        changes={"draft": [last or None, draft.number], "sha256": [None, draft.sha256]},
        note=said,
    )
    return draft


@transaction.atomic
def submit(
    *,
    actor: Actor,
    dossier_id: int,
    organ: str,
    on: date,
    note: str = "",
    version: int | None = None,
) -> Dossier:
    """Lay the latest draft before an organ, at most before the one that issues; tell who decides, record."""
    dossier = queries.get_dossier(actor, dossier_id, lock=True)
    require_side(actor, dossier, Permission.DRAFT)
    move = submitting(organ, dossier.organ) if organ in set(Organ) else None
    if move is None:
        raise Refusal(
            "correspondence.organ",
            _("Văn bản này do %(organ)s ban hành; chọn nơi trình là cấp đó hoặc cấp xem xét trước.")
            % {"organ": ORGAN_LABELS[Organ(dossier.organ)]},
            field="organ",
        )
    target = check_move(dossier, move, version)
    draft = queries.latest_draft(dossier)
    if draft is None:
        raise Refusal(
            "correspondence.nothing_drafted",
            _("Hồ sơ chưa có dự thảo nào. Lưu dự thảo lần 1 trước khi trình."),
            rule=road_rule(),
        )
    check_day(dossier, on)
    said = note_of(note)
    changes = save(dossier, state=target)
    keep_step(actor, dossier, move, on=on, note=said, draft=draft)
    tell_deciders(
        "correspondence.submit",
        dossier,
        queries.side(dossier, Permission.DECIDE),
        text=gettext_noop("Hồ sơ trình “%(about)s” chờ cho ý kiến, trình ngày %(day)s."),
        day=vi(on),
    )
    audit.record(
        actor, f"correspondence.{move}", dossier, unit_id=dossier.unit_id, changes=changes, note=said
    )
    return dossier


def road_rule() -> str:
    return _("Trình phải có dự thảo; nơi quyết định biết mình xem bản nào.")


@transaction.atomic
def decide(
    *,
    actor: Actor,
    dossier_id: int,
    approve: bool,
    on: date,
    note: str = "",
    version: int | None = None,
) -> Dossier:
    """Record what the organ decided on the draft before it: passed, or to be completed with a reason."""
    move = Move.APPROVE if approve else Move.RETURN
    dossier = fetch(actor, dossier_id, move, version=version)
    if approve and dossier.state != submitted_to(dossier.organ):
        raise Refusal(
            "correspondence.not_there_yet",
            _("Hồ sơ %(state)s; văn bản do %(organ)s ban hành phải được trình đến cấp đó.")
            % {"state": STATE_LABELS[dossier.state], "organ": ORGAN_LABELS[Organ(dossier.organ)]},
            rule=_("Cấp nào ban hành thì cấp đó thông qua."),
        )
    said = note_of(note)
    if not approve and not said:
        raise Refusal(
            "correspondence.return_reason",
            _("Chưa ghi những điểm cần hoàn thiện."),
            field="note",
            rule=_("Hồ sơ trả lại phải nói rõ cần hoàn thiện điều gì."),
        )
    check_day(dossier, on)
    draft = queries.latest_draft(dossier)
    changes = save(dossier, state=(State.APPROVED if approve else State.RETURNED).value)
    keep_step(actor, dossier, move, on=on, note=said, draft=draft)
    tell_drafters(
        f"correspondence.{move}",
        dossier,
        text=gettext_noop("Hồ sơ trình “%(about)s” đã được thông qua ngày %(day)s.")
        if approve
        else gettext_noop("Hồ sơ trình “%(about)s” được yêu cầu hoàn thiện ngày %(day)s."),
        day=vi(on),
    )
    audit.record(
        actor, f"correspondence.{move}", dossier, unit_id=dossier.unit_id, changes=changes, note=said
    )
    return dossier


@transaction.atomic
def withdraw(
    *, actor: Actor, dossier_id: int, note: str, on: date | None = None, version: int | None = None
) -> Dossier:
    """The body that advises takes it back before it is issued, with the reason; its subject is free again,
    nobody is asked for an opinion on it any more."""
    dossier = fetch(actor, dossier_id, Move.WITHDRAW, version=version)
    said = note_of(note)
    if not said:
        raise Refusal("correspondence.withdraw_reason", _("Chưa ghi lý do rút hồ sơ."), field="note")
    day = on or today()
    check_day(dossier, day)
    laid = dossier.state in (*DECIDING, State.APPROVED)
    told = queries.side(dossier, Permission.DECIDE) if laid else ()
    changes = save(dossier, state=State.WITHDRAWN.value)
    end_rounds(dossier, day)
    keep_step(actor, dossier, Move.WITHDRAW, on=day, note=said)
    tell_deciders(
        "correspondence.withdraw",
        dossier,
        told,
        text=gettext_noop("Hồ sơ trình “%(about)s” đã được rút."),
    )
    audit.record(
        actor, "correspondence.withdraw", dossier, unit_id=dossier.unit_id, changes=changes, note=said
    )
    return dossier


def _own(actor: Actor, dossier_id: int, version: int | None) -> Dossier:
    """The dossier, locked, while its own body may still change it."""
    dossier = queries.get_dossier(actor, dossier_id, lock=True)
    require_side(actor, dossier, Permission.DRAFT)
    check_version(dossier, version)
    if dossier.state not in EDITABLE:
        raise Refusal(
            "correspondence.closed",
            _("Hồ sơ “%(about)s” %(state)s nên không sửa được nữa.")
            % {"about": shortened(dossier.about), "state": STATE_LABELS[dossier.state]},
            rule=_("Bản đã trình là bản được quyết định; muốn sửa thì yêu cầu hoàn thiện rồi trình lại."),
        )
    return dossier


def _save_new(dossier: Dossier) -> None:
    try:
        with transaction.atomic():
            dossier.save()
    except IntegrityError as race:  # only that of one dossier for one subject is asked for here
        raise Refusal(
            "correspondence.already_open",
            _("“%(subject)s” đã có hồ sơ trình. Hãy mở hồ sơ đó.") % {"subject": dossier.subject_label},
            rule=_("Mỗi văn bản của hệ thống có một hồ sơ trình; hồ sơ đã rút không tính."),
        ) from race
