"""Putting a period's file away: its mục lục, one package of all its papers, and what was in it."""

import hashlib
import io
import zipfile
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.accounts.queries import acts_for
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, now, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence.services import Made, print_made
from giaoban.documents.blocks import Paper
from giaoban.files import services as files
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import lines_of
from giaoban.web.models import ClosedFile
from giaoban.web.queries.facts import facts_of
from giaoban.web.queries.papers import Leaf, entries, papers
from giaoban.web.queries.sheets import contents_paper
from giaoban.web.queries.steps import SENT
from giaoban.web.rules import Permission

KIND = "web.closed_file"
ZIP = "application/zip"
EPOCH = (1980, 1, 1, 0, 0, 0)


@transaction.atomic
def close_file(*, actor: Actor, at: Coordinates) -> ClosedFile:
    """Close the Hồ sơ kỳ: list its papers, pack them with the mục lục, keep the package, leave a trace.

    Needs a report that was sent; a file is closed once.
    """
    lines = lines_of(at.unit_id, at.on)
    unit_id = lines[-1]
    actor.require(Permission.CLOSE_FILE, unit_id, on=at.on)
    if not acts_for(actor, unit_id, at.on):
        raise Hidden("file")
    Unit.objects.select_for_update().get(pk=unit_id)  # two who close at once: the second finds it closed
    known = ClosedFile.objects.filter(unit_id=unit_id, period=at.period.code).first()
    if known is not None:
        raise already(known)
    facts = facts_of(at, lines)
    if facts.own is None or facts.own.state not in SENT:
        raise Refusal(
            "web.file_not_ready",
            _("Chưa lưu được hồ sơ: báo cáo của kỳ này chưa gửi. Hãy duyệt và gửi báo cáo trước."),
            rule=_(
                "Hồ sơ kỳ chỉ lưu văn bản đã gửi, đã ban hành hoặc đã vào sổ; dự thảo không phải văn bản."
            ),
        )
    moment, key = now(), _next_key()

    def keep(paper: Paper) -> bytes:
        return print_made(actor=actor, made=Made(KIND, key, unit_id, paper), form="docx")

    with override("vi"):
        leaves = papers(actor, at, facts, keep=keep)
    names = numbered(leaves)
    made = [(name, leaf.make()) for name, leaf in zip(names, leaves, strict=True)]
    package = pack([("00-muc-luc-ho-so.docx", keep(contents_paper(at, entries(leaves), moment))), *made])
    closed = ClosedFile.objects.create(
        pk=key,
        unit_id=unit_id,
        period=at.period.code,
        contents=[entry(leaf, name, data) for leaf, (name, data) in zip(leaves, made, strict=True)],
        sha256=hashlib.sha256(package).hexdigest(),
        closed_at=moment,
        closed_by=actor.actor_id,
        closed_label=actor.actor_label,
    )
    files.keep(
        actor=actor,
        kind=KIND,
        object_id=closed.pk,
        unit_id=unit_id,
        data=package,
        name=f"ho-so-{at.code}-{at.period.code}.zip",
        media_type=ZIP,
    )
    changes = {"papers": len(leaves), "sha256": closed.sha256}
    audit.record(actor, "web.close_file", closed, unit_id=unit_id, changes=changes)
    return closed


def _next_key() -> int:
    """Taken first: the sheets of the file are kept as versions of it before its contents are known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('web_closedfile', 'id'))")
        return int(cursor.fetchone()[0])


def already(closed: ClosedFile) -> Refusal:
    return Refusal(
        "web.file_closed",
        _("Hồ sơ kỳ này đã lưu ngày %(day)s, do %(who)s lập.")
        % {"day": vi(closed.closed_at.astimezone(ZONE).date()), "who": closed.closed_label},
        rule=_("Mỗi hồ sơ kỳ lưu một lần."),
    )


def numbered(leaves: Sequence[Leaf]) -> list[str]:
    """File names in the package, in the order of the mục lục: 01-…, 02-…"""
    return [f"{n:02d}-{leaf.file}" for n, leaf in enumerate(leaves, start=1)]


def entry(leaf: Leaf, name: str, data: bytes) -> dict[str, str]:
    return {
        "step": leaf.step.value,
        "number": leaf.number,
        "day": leaf.day.isoformat() if leaf.day else "",
        "summary": leaf.summary,
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def pack(members: Sequence[tuple[str, bytes]]) -> bytes:
    """One .zip whose bytes depend on its members alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return buffer.getvalue()
