"""The signed copy that comes after issuing, a scan or a signature file, and the one in place of a wrong one.

The issue itself never changes (the database refuses it): each copy is a row beside it, and stays.
"""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.correspondence import queries
from giaoban.correspondence.models import SignedCopy
from giaoban.correspondence.rules import REASON_LIMIT
from giaoban.correspondence.services.issuing import SIGNED_KINDS
from giaoban.correspondence.services.work import tell_drafters
from giaoban.directives import attachments
from giaoban.files import services as files
from giaoban.files.models import StoredFile

REPLACED = "correspondence.signed"  # a copy that another took the place of, kept with its issue


@transaction.atomic
def attach_signed(
    *, actor: Actor, issue_id: int, file: BinaryIO, name: str, reason: str = "", over: int | None = None
) -> SignedCopy:
    """Inspect and keep the file with the document, take the one it replaces from its readers' list, keep the
    row, tell who drafted, record.

    `over` is the copy that the page showed (its file), None when there was none: a second person who attaches
    at the same moment meets a refusal. `reason` is asked for when there was one.
    """
    issue = queries.get_issue(actor, issue_id, lock=True)
    if not queries.may_attach(actor, issue):
        raise Hidden("issue")
    before = next(iter(queries.signed_copies(issue)), None)
    _check_over(issue.document.symbol, before.file if before else None, over)
    why = clean(reason)
    if before is not None and (not why or len(why) > REASON_LIMIT):
        raise Refusal(
            "correspondence.signed_reason",
            _("Chưa ghi vì sao thay bản đã ký (không quá %(limit)s ký tự).") % {"limit": REASON_LIMIT},
            field="reason",
            rule=_("Bản bị thay vẫn được giữ; nơi nhận phải biết vì sao có bản khác."),
        )
    stored = files.upload(
        actor=actor,
        kind=attachments.KIND,
        object_id=issue.document_id,
        unit_id=issue.document.registered_in_id,
        source=file,
        name=name,
        secrecy=issue.dossier.secrecy,
        allowed=SIGNED_KINDS,
    )
    if before is not None:
        if stored.sha256 == before.file.sha256:
            raise Refusal(
                "correspondence.signed_same",
                _("Tệp này giống hệt bản đang giữ; không có gì để thay."),
                field="file",
            )
        files.hand_over(actor=actor, stored=before.file, kind=REPLACED, object_id=issue.pk)
    copy = SignedCopy.objects.create(
        issue=issue,
        file=stored,
        reason=why if before is not None else "",
        attached_by=actor.actor_id,
        attached_label=actor.actor_label,
    )
    tell_drafters(
        "correspondence.attach_signed",
        issue.dossier,
        text=gettext_noop("Đã gắn bản đã ký của %(symbol)s, “%(about)s”.")
        if before is None
        else gettext_noop("Đã thay bản đã ký của %(symbol)s, “%(about)s”: %(reason)s"),
        symbol=issue.document.symbol,
        reason=copy.reason,
    )
    audit.record(
        actor,
        "correspondence.attach_signed",
        issue.dossier,
        unit_id=issue.dossier.issuer_id,
        changes={"signed": [before.file.sha256 if before else None, stored.sha256]},
        note=copy.reason,
    )
    return copy


def _check_over(symbol: str, held: StoredFile | None, over: int | None) -> None:
    if (held.pk if held else None) != over:
        raise Refusal(
            "correspondence.signed_meanwhile",
            _("Bản đã ký của %(symbol)s vừa được người khác gắn hoặc thay. Mở lại trang để xem bản đang giữ.")
            % {"symbol": symbol},
            rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
        )
