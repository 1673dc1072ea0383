"""Loading rule packs from their data files, and pinning a case to the version it started under."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor, System
from giaoban.core.dates import OPEN, vi
from giaoban.core.refusals import Refusal
from giaoban.regulations import queries, rules
from giaoban.regulations.models import Pin, RulePack, RuleVersion

DATA = Path(__file__).with_name("data")


def load_packs(folder: Path = DATA, *, actor: Actor | None = None) -> list[str]:
    """Bring the tables in line with the data files; what changed, as lines. Again, it changes nothing."""
    packs = [
        rules.load(path.read_text(encoding="utf-8"), name=path.name) for path in sorted(folder.glob("*.json"))
    ]
    with transaction.atomic():
        return [line for pack in packs for line in _load(pack, actor or System())]


def _load(pack: rules.RulePack, actor: Actor) -> Iterable[str]:
    row, _created = RulePack.objects.update_or_create(
        code=pack.code, defaults={"title": pack.title, "title_en": pack.title_en}
    )
    known = {version.starts: version for version in row.versions.select_for_update()}
    # an earlier version is closed before the one that follows it is written
    for version in sorted(pack.versions, key=lambda version: version.starts):
        line = _load_version(row, known.get(version.starts), version, actor)
        if line:
            yield f"{pack.code} {version.starts}: {line}"


def _load_version(pack: RulePack, known: RuleVersion | None, version: rules.RuleVersion, actor: Actor) -> str:
    if known is None:
        _refuse_overlap(pack, version)
        RuleVersion.objects.create(  # its own trace: digest and day of loading stay in the row
            pack=pack,
            basis=version.basis,
            source=version.source,
            confidence=version.confidence.value,
            starts=version.starts,
            ends=version.ends,
            params=version.params,
            digest=version.digest,
        )
        return "added"
    if known.digest == version.digest:
        return ""
    _refuse_rewriting(pack, known, version)
    before = [str(known.ends), known.source, known.confidence]
    known.ends, known.source = version.ends, version.source
    known.confidence, known.digest = version.confidence.value, version.digest
    known.save(update_fields=["ends", "source", "confidence", "digest"])
    after = [str(known.ends), known.source, known.confidence]
    audit.record(actor, "regulations.reassess", known, changes={"ends, source, confidence": [before, after]})
    return "reassessed"


def _refuse_rewriting(pack: RulePack, known: RuleVersion, version: rules.RuleVersion) -> None:
    """Cases are pinned, so rules stand: only an open end may be closed, and trust reassessed."""
    same = (known.basis, known.params) == (version.basis, dict(version.params))
    if same and known.ends in (OPEN, version.ends):
        return
    raise Refusal(
        "regulations.rewritten",
        _("Bộ quy tắc %(code)s: bản có hiệu lực từ %(day)s đã nạp, tệp dữ liệu nay ghi khác.")
        % {"code": pack.code, "day": vi(known.starts)},
        rule=_("Quy tắc đã dùng không được sửa lùi; quy định mới là một bản mới với ngày hiệu lực của nó."),
        source=version.basis,
    )


def _refuse_overlap(pack: RulePack, version: rules.RuleVersion) -> None:
    if pack.versions.filter(starts__lt=version.ends, ends__gt=version.starts).exists():
        raise Refusal(
            "regulations.overlap",
            _("Bộ quy tắc %(code)s: bản có hiệu lực từ %(day)s trùng ngày với bản đã nạp.")
            % {"code": pack.code, "day": vi(version.starts)},
            rule=_("Mỗi ngày chỉ có một bản quy tắc có hiệu lực."),
            source=version.basis,
        )


@transaction.atomic
def pin(kind: str, object_id: int, code: str, on: date) -> RuleVersion:
    """Tie a case to the version in force when it starts; a case that is tied keeps its version for good."""
    pinned = queries.pinned(kind, object_id, code)
    if pinned is not None:
        return pinned
    version = queries.in_force(code, on)
    if version is None:
        raise Refusal(
            "regulations.none_in_force",
            _("Ngày %(day)s chưa có quy định nào của bộ “%(code)s” có hiệu lực.")
            % {"day": vi(on), "code": code},
            rule=_("Hồ sơ được giải quyết theo quy định có hiệu lực khi hồ sơ bắt đầu."),
        )
    row, _created = Pin.objects.get_or_create(
        kind=kind, object_id=object_id, pack=version.pack, defaults={"version": version}
    )
    return row.version
