"""The one e-mail a day: unread messages of a person, as sentences, within the hours that data allow.

Sent only where a mail server is configured. Queueing and sending are apart: a crash in between leaves a
queued digest, which the next run sends; the identifier of the mail is fixed, so that a repeat is recognised.
"""

import json
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from giaoban.core.dates import ZONE, vi
from giaoban.notices.models import Digest, Notice
from giaoban.notices.queries import sentence
from giaoban.notices.rules import Delivery, DigestState, delivery_on, may_send

DATA = Path(__file__).with_name("data") / "delivery.json"
SILENT_BACKENDS = ("console.EmailBackend", "dummy.EmailBackend")
LINES = 30


@lru_cache(maxsize=1)
def rules() -> tuple[Delivery, ...]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))["rules"]
    return tuple(
        Delivery(
            date.fromisoformat(row["starts"]),
            time.fromisoformat(row["send_from"]),
            time.fromisoformat(row["quiet_from"]),
            time.fromisoformat(row["quiet_until"]),
            row["source"],
        )
        for row in rows
    )


def configured() -> bool:
    return not settings.EMAIL_BACKEND.endswith(SILENT_BACKENDS)


def run(at: datetime) -> int:
    """Queue today's digests and send what is queued; how many left the house."""
    local = at.astimezone(ZONE)
    if not configured() or not may_send(delivery_on(rules(), local.date()), local):
        return 0
    queue(local.date())
    return send_queued()


@transaction.atomic
def queue(day: date) -> int:
    """One digest for each person with unread messages not yet in a digest; one a day at most."""
    waiting = Notice.objects.filter(
        digest__isnull=True, read_at__isnull=True, user__is_active=True, user__email__gt=""
    ).exclude(user__in=Digest.objects.filter(day=day).values("user"))
    user_ids = sorted(set(waiting.values_list("user_id", flat=True)))
    made = Digest.objects.bulk_create([Digest(user_id=user_id, day=day) for user_id in user_ids])
    for digest in made:
        Notice.objects.filter(user_id=digest.user_id, digest__isnull=True, read_at__isnull=True).update(
            digest=digest
        )
    return len(made)


def send_queued() -> int:
    sent = 0
    for digest_id in (
        Digest.objects.filter(state=DigestState.QUEUED).order_by("pk").values_list("pk", flat=True)
    ):
        sent += _send(digest_id)
    return sent


@transaction.atomic
def _send(digest_id: int) -> int:
    queued = Digest.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    digest = queued.filter(pk=digest_id, state=DigestState.QUEUED).first()
    if digest is None:  # another worker has it
        return 0
    with override("vi"):
        _mail(digest).send()
    digest.state, digest.sent_at = DigestState.SENT.value, datetime.now(ZONE)
    digest.save(update_fields=["state", "sent_at"])
    return 1


def _mail(digest: Digest) -> EmailMessage:
    notices = list(digest.notices.select_related("message").order_by("pk"))
    count = len(notices)
    lines = [f"- {sentence(notice.message)}" for notice in notices[:LINES]]
    if count > LINES:
        lines.append(_("… và %(count)s thông báo khác.") % {"count": count - LINES})
    head = ngettext("Có %(count)s thông báo chưa đọc:", "Có %(count)s thông báo chưa đọc:", count) % {
        "count": count
    }
    foot = _("Đăng nhập hệ thống Giao Ban, mục Thông báo, để xem và xử lý.")
    return EmailMessage(
        subject=_("Giao Ban: thông báo ngày %(day)s") % {"day": vi(digest.day)},
        body="\n".join([head, "", *lines, "", foot]),
        to=[digest.user.email],
        headers={
            "Message-ID": f"<digest-{digest.pk}-{digest.day:%Y%m%d}@giaoban>",
            "Auto-Submitted": "auto-generated",
        },
    )
