"""Approving and sending: the draft becomes a version that never changes, chained by hash to the one before.

Above the leaves the figures are those of the accepted reports below, and these count as consolidated from
then on. Each recommendation of the last part goes up by itself.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.core.actors import Actor, System
from giaoban.core.dates import now, today, vi
from giaoban.core.refusals import Refusal
from giaoban.core.text import clean
from giaoban.organisations.models import Placement
from giaoban.organisations.queries import line_of
from giaoban.organisations.rules import PARTY
from giaoban.recommendations import services as recommendations
from giaoban.recommendations.rules import Origin
from giaoban.reporting import permissions, search
from giaoban.reporting.labels import sentence
from giaoban.reporting.models import Derivation, Obligation, Passage, SectionKind, Submission
from giaoban.reporting.queries import texts
from giaoban.reporting.rules.sealing import NUMBER_LIMIT, SIGNER_LIMIT, digest
from giaoban.reporting.services import checking, moves


@transaction.atomic
def send(
    *,
    actor: Actor,
    obligation_id: int,
    version: int,
    document_number: str,
    document_date: date | None,
    signer: str,
    on_behalf: bool = False,
) -> Submission:
    """Freeze the draft as the next version and send it to the direct superior.

    Refused while an error stands, a warning lacks its explanation, a required section is empty, number, date
    or signer are missing, or who submitted it would approve it. The round's own unit sends to nobody: its
    report is final once signed.
    """
    obligation, transition = moves.prepare(
        actor, obligation_id=obligation_id, move="send", version=version, on_behalf=on_behalf
    )
    paper = _paper(document_number, document_date, signer)
    _refuse_same_person(actor, obligation, on_behalf=on_behalf)
    # held before they are added up: what is sent is exactly what counts as consolidated
    below = list(
        Obligation.objects.select_for_update()
        .filter(round_id=obligation.round_id, receiver_id=obligation.unit_id)
        .order_by("pk")
    )
    found = checking.require_complete(obligation)
    submission = _freeze(actor, obligation, found, paper, on_behalf=on_behalf)
    obligation.current = submission
    _judge(obligation, submission)
    moves.finish(actor, obligation, transition, on_behalf=on_behalf)
    if found.now.consolidated is not None:
        included = {part.obligation_id for part in found.now.consolidated.included}
        moves.steps(actor, [one for one in below if one.pk in included], "consolidate")
    if obligation.receiver_id is None:
        obligation.accepted = submission
        moves.step(actor, obligation, "accept")
    _recommend(actor, obligation, on_behalf=on_behalf)
    search.reindex([submission.pk])
    return submission


def _paper(number: str, day: date | None, signer: str) -> dict[str, Any]:
    said, name = clean(number), clean(signer)
    rule = _("Báo cáo gửi đi mang số, ngày và người ký như bản giấy.")
    if not said or len(said) > NUMBER_LIMIT:
        raise Refusal(
            "reporting.number_missing", _("Chưa ghi số, ký hiệu."), field="document_number", rule=rule
        )
    if day is None:
        raise Refusal("reporting.date_missing", _("Chưa ghi ngày văn bản."), field="document_date", rule=rule)
    if day > today():
        raise Refusal(
            "reporting.date_future",
            _("Ngày văn bản %(day)s chưa đến; hôm nay là %(today)s.")
            % {"day": vi(day), "today": vi(today())},
            field="document_date",
            rule=_("Văn bản đề ngày ký, không đề ngày sau đó."),
        )
    if not name or len(name) > SIGNER_LIMIT:
        raise Refusal("reporting.signer_missing", _("Chưa ghi người ký."), field="signer", rule=rule)
    return {"document_number": said, "document_date": day, "signer": name}


def _refuse_same_person(actor: Actor, obligation: Obligation, *, on_behalf: bool) -> None:
    if not on_behalf and permissions.same_hand(actor, obligation):
        raise Refusal(
            "reporting.same_person",
            _("Đồng chí đã trình báo cáo này nên không tự duyệt. Người duyệt phải là người khác."),
            rule=_("Người soạn và người duyệt là hai người, trừ chi bộ và đơn vị chỉ có một cán bộ."),
        )


def _freeze(
    actor: Actor,
    obligation: Obligation,
    found: checking.Standing,
    paper: dict[str, Any],
    *,
    on_behalf: bool,
) -> Submission:
    draft = found.draft
    last = obligation.submissions.order_by("-number").first()
    drafted = list(
        Passage.objects.filter(obligation=obligation, submission=None)
        .select_related("section")
        .order_by("section__position", "position", "pk")
    )
    with override("vi"):  # what is kept speaks the language of the paper
        warnings = [
            {
                "cell": finding.cell,
                "code": finding.code.value,
                "text": sentence(finding),
                "explanation": draft.explanations.get(finding.cell, "") if draft else "",
            }
            for finding in found.findings
        ]
        warnings += texts.differing(found.now.cells, found.now.figures, drafted)
    submission = Submission(
        obligation=obligation,
        number=last.number + 1 if last else 1,
        figures=[found.now.figures[cell.key] for cell in found.now.cells],
        explanations=draft.explanations if draft else {},
        none=draft.none if draft else [],
        names=found.now.names,
        included=found.now.consolidated.record() if found.now.consolidated else {},
        warnings=warnings,
        estimate=draft.estimate if draft else False,
        on_behalf=on_behalf,
        sent_at=now(),
        sent_by=actor.actor_id,
        sent_label=actor.actor_label[:200],
        previous_hash=last.hash if last else "",
        **paper,
    )
    submission.hash = digest(sealed_facts(submission, drafted))
    submission.save()
    _copy(submission, drafted)
    return submission


def sealed_facts(submission: Submission, passages: list[Passage]) -> dict[str, Any]:
    """Everything that the hash of a version covers, as plain values."""
    obligation = submission.obligation
    return {
        "round": obligation.round_id,
        "unit": obligation.unit_id,
        "number": submission.number,
        "figures": list(submission.figures),
        "explanations": submission.explanations,
        "none": submission.none,
        "names": {code: [list(pair) for pair in named] for code, named in submission.names.items()},
        "included": submission.included,
        "estimate": submission.estimate,
        "document": [
            submission.document_number,
            submission.document_date.isoformat() if submission.document_date else "",
            submission.signer,
        ],
        "on_behalf": submission.on_behalf,
        "passages": [[p.section.number, p.field, p.text] for p in passages],
        "previous": submission.previous_hash,
    }


def is_intact(submission: Submission) -> bool:
    """Whether the stored version still gives the hash it was sealed with."""
    passages = submission.passages.select_related("section").order_by("section__position", "position", "pk")
    return digest(sealed_facts(submission, list(passages))) == submission.hash


def _copy(submission: Submission, drafted: list[Passage]) -> None:
    """The passages of the draft into the version, each with the passages of units it came from."""
    copies = Passage.objects.bulk_create(
        Passage(
            obligation_id=passage.obligation_id,
            submission=submission,
            section=passage.section,
            position=at,
            text=passage.text,
            field=passage.field,
            origin_kind=passage.origin_kind,
            origin_id=passage.origin_id,
            origin_label=passage.origin_label,
            origin_url=passage.origin_url,
        )
        for at, passage in enumerate(drafted, start=1)
    )
    target = {passage.pk: copy for passage, copy in zip(drafted, copies, strict=True)}
    Derivation.objects.bulk_create(
        Derivation(target=target[source.target_id], source_id=source.source_id, how=source.how)
        for source in Derivation.objects.filter(target__in=drafted)
    )


def _judge(obligation: Obligation, submission: Submission) -> None:
    """On time is judged at the first sending; a return does not make it late, unless its deadline was missed
    (cycle.md R1.3.3)."""
    answered_late = obligation.return_due is not None and submission.sent_at > obligation.return_due
    if obligation.first_sent_at is None or answered_late:
        obligation.first_sent_at = submission.sent_at
    obligation.return_due = None


def _recommend(actor: Actor, obligation: Obligation, *, on_behalf: bool) -> None:
    """Each passage of the recommendations goes to the superior as a record of its own, once."""
    addressee = obligation.receiver_id
    if obligation.round.regime.hierarchy != PARTY:
        above = Placement.objects.on(obligation.round.cut_off).filter(
            hierarchy__code=PARTY, unit_id=line_of(obligation.unit_id, obligation.round.cut_off)
        )
        addressee = above.values_list("parent_id", flat=True).first()
    if addressee is None:
        return
    sender = System(actor.actor_label) if on_behalf or actor.actor_id is None else actor
    asked = Passage.objects.filter(
        obligation=obligation, submission=None, section__kind=SectionKind.RECOMMENDATION
    )
    for passage in asked:
        recommendations.send(
            actor=sender,
            unit_id=obligation.unit_id,
            addressee_id=addressee,
            period=obligation.round.period,
            text=passage.text,
            field=passage.field,
            # of the draft, which stays through all versions: sent again it is the same recommendation
            origin=Origin(
                "reporting.passage",
                passage.pk,
                f"{obligation.round.title}, mục {passage.section.number}",
                reverse(
                    "reporting:report", args=[obligation.unit.code, obligation.round.period, obligation.pk]
                ),
            ),
        )
