"""Writing down a conference that was already held, from a paper that tells of it."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.conferences.models import Conference
from giaoban.conferences.rules import ConferenceFacts, PointState, State
from giaoban.conferences.services.attendance import add_delegate
from giaoban.conferences.services.common import emit
from giaoban.conferences.services.conferences import create_conference
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Refusal


@transaction.atomic
def record_held_conference(
    *,
    actor: Actor,
    unit_id: int,
    host_id: int,
    facts: ConferenceFacts,
    member_ids: Iterable[int] = (),
    delegates: Sequence[tuple[str, str]] = (),
) -> Conference:
    """A conference that is over: no agenda, no invitations; its conclusion is the next step.

    `delegates` are (name, post) of the main hall, lines of this conference only.
    """
    if facts.starts_at > now():
        raise Refusal(
            "conferences.not_yet_held",
            _("Ngày họp chưa đến nên chưa ghi được là hội nghị đã họp."),
            field="day",
            rule=_("Hội nghị sắp họp thì lập hội nghị để chuẩn bị chương trình và giấy mời."),
        )
    conference = create_conference(
        actor=actor, unit_id=unit_id, host_id=host_id, facts=facts, member_ids=member_ids
    )
    conference.state = State.CLOSED
    conference.opened_at = conference.closed_at = facts.starts_at
    conference.save(update_fields=["state", "opened_at", "closed_at"])
    conference.points.update(state=PointState.READY)  # named because they took part
    emit(conference, "conference.record_held")
    main = conference.points.get(host=True)
    for name, post in delegates:
        add_delegate(
            actor=actor,
            conference_id=conference.pk,
            point_id=main.pk,
            name=name,
            post=post,
            reason=_("Ghi theo văn bản nói về hội nghị."),
        )
    audit.record(actor, "conferences.record_held", conference, unit_id=unit_id)
    return conference
