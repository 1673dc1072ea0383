"""What still stands between a report and its sending: figures, explanations, sections of the outline."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.core.refusals import Refusal
from giaoban.reporting.labels import PART_LABELS, in_words, sentence
from giaoban.reporting.models import Draft, Obligation, OutlineSection, Passage
from giaoban.reporting.queries import figures as queries
from giaoban.reporting.rules.cells import PARTS
from giaoban.reporting.rules.checks import Finding, Level, check, explained

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A report as it stands: its figures, what the checks found, sections that are still empty."""

    now: queries.Now
    draft: Draft | None
    findings: list[Finding]
    empty_sections: list[OutlineSection]

    @property
    def open(self) -> list[Finding]:
        """What stops the sending: errors, and warnings nobody has explained."""
        return explained(self.findings, self.draft.explanations if self.draft else {})

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.open if finding.level is Level.ERROR]


def standing_of(obligation: Obligation, history: queries.History | None = None) -> Standing:
    draft = Draft.objects.filter(obligation=obligation).first()
    now = queries.now_of(obligation, draft)
    past = history or queries.history_of(obligation)
    findings = check(now.cells, now.figures, past.earlier(partial=now.partial))
    return Standing(now, draft, findings, empty_sections(obligation))


def empty_sections(obligation: Obligation) -> list[OutlineSection]:
    """Required sections without a passage in the draft."""
    filled = Passage.objects.filter(obligation=obligation, submission=None).values("section_id")
    sections = obligation.round.form_version.sections.filter(required=True)
    return list(sections.exclude(pk__in=filled).order_by("position"))


def require_complete(obligation: Obligation) -> Standing:
    """The report as it stands, when nothing stops it; the refusal names what does, the first ones in full."""
    found = standing_of(obligation)
    if found.open:
        raise Refusal(
            "reporting.figures" if found.errors else "reporting.not_explained",
            _list_of(found.open, found.now),
            rule=_("Gửi được khi không còn lỗi số liệu; cảnh báo nào cũng phải có giải trình."),
        )
    if found.empty_sections:
        raise Refusal(
            "reporting.section_empty",
            _("Chưa có nội dung ở mục: %(sections)s.")
            % {"sections": "; ".join(f"{s.number}. {in_words(s, 'title')}" for s in found.empty_sections)},
            rule=_("Mục bắt buộc của đề cương phải có ít nhất một đoạn; không có gì thì ghi “Không có”."),
        )
    return found


def _list_of(findings: Sequence[Finding], now: queries.Now) -> str:
    cells = {cell.key: cell for cell in now.cells}
    lines = []
    for finding in findings[:SHOWN]:
        cell = cells[finding.cell]
        part = f" ({PART_LABELS[cell.part]})" if len(PARTS[cell.row.kind]) > 1 else ""
        lines.append(f"{cell.row.name}{part}: {sentence(finding)}")
    more = len(findings) - len(lines)
    if more > 0:
        lines.append(ngettext("và %(count)s ô khác.", "và %(count)s ô khác.", more) % {"count": more})
    return " ".join(lines)
