"""The papers of a period's file, in the order of its mục lục, and the bytes that go into the package.

Everything is made from what was sent, issued or registered; drafts are no papers.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from giaoban.conferences.exports import conclusion_paper
from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.rules import ENDED_STATES
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, vi
from giaoban.core.text import slug
from giaoban.correspondence.services import print_paper
from giaoban.directives.models import Document
from giaoban.documents import docx, xlsx
from giaoban.documents.blocks import Paper
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from giaoban.organisations.coordinates import Coordinates
from giaoban.reporting import exports as reports
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries.printed import printed
from giaoban.reporting.services import print_report
from giaoban.tasks.models import Programme
from giaoban.web.queries.facts import Facts, Meeting
from giaoban.web.queries.rows import TITLES
from giaoban.web.queries.sheets import Entry, attendance_paper
from giaoban.web.queries.steps import SENT
from giaoban.web.rules import Step

Keep = Callable[[Paper], bytes]
DOCUMENT_FILES = "directives.document"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper: under which step it lies, how it is named, and how its bytes are made."""

    step: Step
    number: str
    day: date | None
    summary: str
    file: str
    make: Callable[[], bytes]

    @property
    def step_title(self) -> str:
        return str(TITLES[self.step])


def papers(actor: Actor, at: Coordinates, facts: Facts, *, keep: Keep = docx.render) -> list[Leaf]:
    """What the file holds now, the earlier steps first. `keep` prints sheets of the file itself."""
    own, meeting = facts.own, facts.meeting
    found: list[Leaf] = []
    if own is not None and own.round.request is not None:
        found += document_leaves(Step.REQUEST, own.round.request)
    if own is not None and own.state in SENT:
        found += report_leaves(actor, at, own)
    if meeting is not None and meeting.conference.state in ENDED_STATES:
        found.append(attendance_leaf(at, meeting, keep))
        conclusion = meeting.conclusion
        if conclusion is not None and conclusion.document is not None:
            found += conclusion_leaves(actor, meeting.conference, conclusion, conclusion.document)
    if facts.handed.programme is not None:
        found.append(programme_leaf(at, facts.handed.programme))
    return found


def document_leaves(step: Step, document: Document) -> list[Leaf]:
    """A registered document: its attached files, else a sheet that says what the register knows of it."""
    stored = list(StoredFile.objects.filter(kind=DOCUMENT_FILES, object_id=document.pk))
    facts = (document.symbol or document.type_label, document.issued_on, document.summary)
    return [Leaf(step, *facts, safe_name(one.name), path_of(one.key).read_bytes) for one in stored]


def report_leaves(actor: Actor, at: Coordinates, own: Obligation) -> list[Leaf]:
    """The report as sent: the paper, and its data form with what each unit gave."""
    if own.current is None:
        return []
    number, day = own.current.document_number, own.current.document_date
    sent = printed(actor, own, at.unit_id, number=own.current.number)
    form = _("Biểu số liệu: %(title)s") % {"title": own.round.title}
    return [
        Leaf(
            Step.SIGN,
            number,
            day,
            own.round.title,
            reports.file_name(sent, "docx"),
            lambda: print_report(actor=actor, found=sent),
        ),
        Leaf(
            Step.CONSOLIDATE,
            number,
            day,
            form,
            reports.file_name(sent, "xlsx"),
            lambda: reports.workbook(sent, sent.issuer),
        ),
    ]


def attendance_leaf(at: Coordinates, meeting: Meeting, keep: Keep) -> Leaf:
    held = meeting.conference
    summary = _("Chương trình và có mặt: %(title)s") % {"title": held.title}
    return Leaf(
        Step.CONFERENCE,
        "",
        held.day,
        summary,
        "chuong-trinh-co-mat.docx",
        lambda: keep(attendance_paper(at, held, summary)),
    )


def conclusion_leaves(
    actor: Actor, conference: Conference, conclusion: Conclusion, document: Document
) -> list[Leaf]:
    """The conclusion as issued; with the signed copy when one was attached to its entry."""
    made = Leaf(
        Step.CONCLUDE,
        document.symbol,
        document.issued_on,
        document.summary,
        "ket-luan.docx",
        lambda: print_paper(actor=actor, written=conclusion_paper(conference, conclusion), form="docx"),
    )
    return [made, *document_leaves(Step.CONCLUDE, document)]


def programme_leaf(at: Coordinates, programme: Programme) -> Leaf:
    def make() -> bytes:
        tasks = programme.tasks.all()
        rows = [(task.number, task.wording, task.due, task.product) for task in tasks]
        sheet = xlsx.Sheet(
            _("Nhiệm vụ"),
            (
                xlsx.Column(_("Số"), 8),
                xlsx.Column(_("Nội dung nhiệm vụ"), 70),
                xlsx.Column(_("Thời hạn"), 12),
                xlsx.Column(_("Sản phẩm"), 30),
            ),
            rows,
            heading=(programme.title,),
        )
        made = programme.created_at.astimezone(ZONE)
        facts = (
            (_("Chương trình"), programme.title),
            (_("Đơn vị giao"), at.unit_name),
            (_("Kỳ"), at.period.label()),
            (_("Nguồn"), _("Nhiệm vụ trong Giao Ban")),
            (_("Thời điểm"), f"{made:%H:%M} {vi(made.date())}"),
        )
        return xlsx.render(xlsx.Book(programme.title, at.unit_name, programme.created_at, (sheet,), facts))

    return Leaf(Step.ASSIGN, "", programme.issued_on, programme.title, "chuong-trinh-nhiem-vu.xlsx", make)


def entries(leaves: Sequence[Leaf]) -> list[Entry]:
    """What the mục lục says of them."""
    return [(leaf.number, leaf.day, leaf.summary, leaf.step_title) for leaf in leaves]


def safe_name(name: str) -> str:
    """A file name for a package: no path, no control sign, its ending kept.

    >>> safe_name("../Báo cáo 9 tháng.docx"), safe_name("=x.pdf")
    ('bao-cao-9-thang.docx', 'x.pdf')
    """
    stem, dot, ending = name.rpartition(".")
    clean = re.sub(r"[^a-z0-9]", "", ending.lower())
    return f"{slug(stem if dot else name)[:80] or 'tep'}{'.' + clean if dot and clean else ''}"
