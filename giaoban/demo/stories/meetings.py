"""A conference through the doors of its room: made, invited, held, concluded, its tasks given.

What was said is not stored: a speech is a topic and its minutes. A conclusion whose text gives no number is
issued by the house without one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from giaoban.conferences import services as conferences
from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.rules import (
    ConferenceFacts,
    IssueFacts,
    ItemFacts,
    ItemKind,
    Leads,
    ParagraphPlan,
    SpeechFacts,
    template_for,
)
from giaoban.core.actors import Actor
from giaoban.demo.stories.stage import HOUSE, Stage, moment
from giaoban.directives import services as directives
from giaoban.tasks.models import Programme

MINUTE = timedelta(minutes=1)


@dataclass
class Meeting:
    """One conference of a chapter; `by` runs it, in the name of its host."""

    stage: Stage
    by: Actor
    conference: Conference

    @classmethod
    def make(
        cls,
        stage: Stage,
        when: str,
        *,
        by: Actor,
        unit_id: int,
        host_id: int,
        kind: str,
        mode: str,
        chair_post: str,
        documents: Sequence[int] = (),
        awards: tuple[int, str] | None = None,
        members: Sequence[int] | None = None,
    ) -> "Meeting":
        """The conference with the agenda of its kind; documents are grounded, awards counted."""
        facts = ConferenceFacts(
            kind=kind,
            period=stage.facts["period"],
            title=stage.facts["title"],
            starts_at=moment(stage.facts["conference"]),
            place=stage.facts["place"],
            mode=mode,
            chair_post=chair_post,
        )
        wanted = (_item(item, documents, awards) for item in template_for(kind).items)
        items = [item for item in wanted if item is not None]
        with stage.at(when):
            made = conferences.create_conference(
                actor=by, unit_id=unit_id, host_id=host_id, facts=facts, items=items, member_ids=members
            )
        meeting = cls(stage, by, made)
        meeting._ground(when, documents)
        return meeting

    def _ground(self, when: str, documents: Sequence[int]) -> None:
        """The documents of the grounding item: papers are added to an item after it stands."""
        if not documents:
            return
        item = self.conference.items.get(kind=ItemKind.GROUNDING)
        facts = ItemFacts(item.kind, item.title, item.minutes, document_ids=tuple(documents))
        with self.stage.at(when):
            conferences.change_item(
                actor=self.by, conference_id=self.conference.pk, item_id=item.pk, facts=facts
            )

    # --- before --------------------------------------------------------------------------------------------

    def invite(self, when: str) -> None:
        with self.stage.at(when):
            conferences.invite(
                actor=self.by, conference_id=self.conference.pk, text="Giấy mời (nội dung minh họa)"
            )

    def add_point(self, when: str, unit_id: int, name: str) -> None:
        """The host's own delegates sit in the main hall, but report, speak and are given tasks as well."""
        with self.stage.at(when):
            conferences.add_point(actor=self.by, conference_id=self.conference.pk, unit_id=unit_id, name=name)

    def accept(self, when: datetime, unit_id: int, *, by: Actor = HOUSE) -> None:
        with self.stage.at(when):
            conferences.answer_invitation(
                actor=by, conference_id=self.conference.pk, point_id=self.point(unit_id), accept=True
            )

    def ready(self, when: datetime, unit_id: int, *, by: Actor = HOUSE) -> None:
        """Line, picture and sound were tried and are right."""
        with self.stage.at(when):
            conferences.check_point(
                actor=by,
                conference_id=self.conference.pk,
                point_id=self.point(unit_id),
                line=True,
                picture=True,
                sound=True,
            )

    def speech(self, when: str, unit_id: int, topic: str, *, post: str = "", by: Actor = HOUSE) -> int:
        with self.stage.at(when):
            speech = conferences.register_speech(
                actor=by,
                conference_id=self.conference.pk,
                point_id=self.point(unit_id),
                facts=SpeechFacts(topic=topic, speaker_post=post),
            )
        return speech.pk

    def point(self, unit_id: int) -> int:
        points = self.conference.points.filter(unit_id=unit_id, host=False)
        return points.values_list("pk", flat=True)[0]

    def points(self) -> list[int]:
        """Units of the points, the main hall left out."""
        rows = self.conference.points.filter(host=False).order_by("order", "pk")
        return list(rows.values_list("unit_id", flat=True))

    # --- while it is held --------------------------------------------------------------------------------

    def heads(self, when: datetime, unit_id: int, convened: int, present: int) -> None:
        with self.stage.at(when):
            conferences.set_heads(
                actor=HOUSE,
                conference_id=self.conference.pk,
                point_id=self.point(unit_id),
                convened=convened,
                present=present,
            )

    def hold(self, speeches: Sequence[int]) -> None:
        """Open, go through the agenda, give the floor to each speech in its item, close."""
        now = moment(self.stage.facts["conference"])
        self._move("open", now)
        for item in self.conference.items.order_by("order"):
            with self.stage.at(now):
                conferences.start_item(actor=self.by, conference_id=self.conference.pk, item_id=item.pk)
            if item.kind == ItemKind.SPEECH:
                self._give_floor(now, speeches)
            now += item.minutes * MINUTE
        self._move("close", now)

    def _move(self, move: str, when: datetime) -> None:
        with self.stage.at(when):
            conferences.move_conference(actor=self.by, conference_id=self.conference.pk, move=move)

    def _give_floor(self, begins: datetime, speeches: Sequence[int]) -> None:
        now = begins
        for speech_id in speeches:
            for step, later in (("queue", 0), ("call", 1), ("finish", 8)):
                with self.stage.at(now + later * MINUTE):
                    conferences.move_speech(
                        actor=self.by, conference_id=self.conference.pk, speech_id=speech_id, move=step
                    )
            now += 9 * MINUTE

    # --- afterwards --------------------------------------------------------------------------------------

    def conclude(
        self,
        paragraphs: Sequence[str],
        *,
        opening: str = "",
        basis: Sequence[int] = (),
        cites: Sequence[int] = (),
    ) -> Conclusion:
        """The paragraphs, then the paper: registered without a number, related to what it carries out."""
        day = date.fromisoformat(self.stage.facts["conclusion_on"])
        with self.stage.at(f"{day}T08:00"):
            conferences.save_heading(
                actor=self.by,
                conference_id=self.conference.pk,
                title=self.stage.facts["conclusion"]["summary"],
                opening=opening,
                version=0,
            )
            for text in paragraphs:
                conferences.add_paragraph(actor=self.by, conference_id=self.conference.pk, text=text)
        with self.stage.at(f"{day}T15:00"):
            drafted = Conclusion.objects.get(conference=self.conference)
            issued = conferences.issue_conclusion(
                actor=HOUSE,
                conference_id=self.conference.pk,
                facts=IssueFacts(type="KL", symbol="", issued_on=day, public=True),
                version=drafted.version,
            )
            told = [("implements", one) for one in basis] + [("cites", one) for one in cites]
            for kind, document_id in told:
                directives.relate(
                    actor=HOUSE, source_id=issued.document_id or 0, target_id=document_id, kind=kind
                )
        return issued

    def give_tasks(self, tasks: Sequence[dict[str, Any]], *, lead_kind: str = "") -> Programme:
        """One task for each paragraph, as the review page plans them, then all of them in one act."""
        concluded = Conclusion.objects.get(conference=self.conference)
        due = date.fromisoformat(self.stage.facts["due"])
        leads = Leads.KIND if lead_kind else Leads.ALL
        rows = [
            ParagraphPlan(
                paragraph_id=paragraph.pk,
                task=True,
                leads=leads.value,
                lead_kind=lead_kind,
                due=due,
                product=task.get("product", ""),
                field=task.get("field", ""),
                indicator=task.get("indicator", ""),
            )
            for paragraph, task in zip(concluded.paragraphs.order_by("position"), tasks, strict=True)
        ]
        day = self.stage.facts["conclusion_on"]
        with self.stage.at(f"{day}T16:00"):
            planned = conferences.plan_tasks(
                actor=self.by,
                conference_id=self.conference.pk,
                rows=rows,
                next_period=self.stage.facts["next_period"],
                version=concluded.version,
            )
            return conferences.assign_tasks(
                actor=self.by, conference_id=self.conference.pk, version=planned.version
            )


def _item(item: ItemFacts, documents: Sequence[int], awards: tuple[int, str] | None) -> ItemFacts | None:
    """The item as this conference has it; nothing is grounded or awarded that no text says."""
    if item.kind == ItemKind.GROUNDING and not documents:
        return None
    if item.kind != ItemKind.AWARD:
        return item
    if awards is None:
        return None
    return ItemFacts(item.kind, item.title, item.minutes, count=awards[0], counting_unit=awards[1])
