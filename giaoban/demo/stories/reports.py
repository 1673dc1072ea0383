"""One report on its way through the doors of reporting: begun, written, put up, signed, taken in.

Whoever is not a player of the cast is the house itself, and then words and numbers say (minh họa).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giaoban.core.actors import Actor
from giaoban.demo.crowd.reports import HOURS, NUMBER, SIGNER, Line
from giaoban.demo.rules.figures import figures as invented
from giaoban.demo.stories.stage import HOUSE, Stage, facts_of
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.services.checking import standing_of
from giaoban.reporting.services.drafts import begin_report, save_cells
from giaoban.reporting.services.moves import RemarkFacts, move
from giaoban.reporting.services.passages import add_passage
from giaoban.reporting.services.reviewing import accept_report, open_arrival, return_report
from giaoban.reporting.services.sending import send

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who writes, signs and takes in; the house where no player does."""

    writer: Actor = HOUSE
    signer: Actor = HOUSE
    reviewer: Actor = HOUSE


@dataclass
class Reports:
    """The reports of one round; `sections` are those of its outline by kind."""

    stage: Stage
    round: Round
    sections: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.round.form_version.sections.order_by("-position").values_list("kind", "pk")
        self.sections = dict(rows)

    def of(self, unit_id: int) -> Obligation:
        return Obligation.objects.get(round=self.round, unit_id=unit_id)

    def below(self, unit_id: int) -> list[Obligation]:
        rows = Obligation.objects.filter(round=self.round, receiver_id=unit_id)
        return list(rows.order_by("unit__code"))

    def invent(self, size: str, *, whole: bool, restructured: bool = False) -> dict[str, int]:
        return invented(self.stage.chance, size, whole=whole, restructured=restructured)

    def words(self) -> dict[str, list[str]]:
        """A sentence for each required section, from the invented ones."""
        texts = facts_of("texts")
        kinds = ("result", "shortcoming", "next_task")
        return {kind: [self.stage.chance.choice(texts[kind])] for kind in kinds}

    # --- acts --------------------------------------------------------------------------------------------

    def write(
        self, unit_id: int, when: datetime, *, figures: Mapping[str, int], texts: Texts, by: Actor = HOUSE
    ) -> Obligation:
        """Begin the report and write cells and passages."""
        owed = self.of(unit_id)
        with self.stage.at(when):
            draft = begin_report(actor=by, obligation_id=owed.pk)
            if figures:
                save_cells(actor=by, obligation_id=owed.pk, version=draft.version, figures=figures)
            for kind, sentences in texts.items():
                for text in sentences:
                    add_passage(actor=by, obligation_id=owed.pk, section_id=self.sections[kind], text=text)
        return owed

    def explain(self, unit_id: int, when: datetime, text: str, *, by: Actor = HOUSE) -> None:
        """Every warning of the form gets its explanation, without which nothing is sent."""
        owed = self.of(unit_id)
        with self.stage.at(when):
            found = standing_of(owed)
            save_cells(
                actor=by,
                obligation_id=owed.pk,
                version=found.draft.version if found.draft else 1,
                figures={},
                explanations={finding.cell: text for finding in found.open},
            )

    def put_up(self, unit_id: int, when: datetime, *, by: Actor = HOUSE) -> None:
        owed = self.of(unit_id)
        with self.stage.at(when):
            move(actor=by, obligation_id=owed.pk, move="submit", version=owed.version)

    def sign(self, unit_id: int, when: datetime, *, by: Actor = HOUSE) -> None:
        owed = self.of(unit_id)
        with self.stage.at(when):
            send(
                actor=by,
                obligation_id=owed.pk,
                version=owed.version,
                document_number=NUMBER,
                document_date=when.date(),
                signer=SIGNER if by.actor_id is None else by.actor_label,
            )

    def by_door(self, line: Line, who: Hands, *, result: Sequence[str] = ()) -> None:
        """A unit of players, from the first cell to the desk of the superior or past it."""
        texts = {**line.texts, "result": result} if result else line.texts
        self.write(line.unit_id, line.sent - 5 * HOURS, figures=line.figures, texts=texts, by=who.writer)
        self.put_up(line.unit_id, line.sent - 2 * HOURS, by=who.writer)
        self.sign(line.unit_id, line.sent, by=who.signer)
        if line.taken_in is not None:
            self.accept(line.unit_id, line.taken_in, by=who.reviewer)

    def accept(self, unit_id: int, when: datetime, *, by: Actor = HOUSE) -> None:
        owed = self.of(unit_id)
        with self.stage.at(when):
            accept_report(actor=by, obligation_id=owed.pk, version=owed.version)

    def receive(self, unit_id: int, when: datetime, *, by: Actor = HOUSE) -> None:
        with self.stage.at(when):
            open_arrival(actor=by, obligation_id=self.of(unit_id).pk)

    def send_back(
        self, unit_id: int, when: datetime, *, cell: str, text: str, due: datetime, by: Actor = HOUSE
    ) -> None:
        owed = self.of(unit_id)
        with self.stage.at(when):
            return_report(
                actor=by,
                obligation_id=owed.pk,
                remarks=[RemarkFacts(text=text, cell=cell)],
                new_due=due,
                version=owed.version,
            )
