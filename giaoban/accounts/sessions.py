"""Sessions that know whose they are: listed and ended by their owner, ended at once with the account.

They end after 30 idle minutes and 12 hours at the most (OWASP ASVS 7.3, rules.py), whatever the cookie says.
"""

import hashlib
import time
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.http import HttpRequest

from giaoban.accounts import rules

STARTED, SEEN, AGENT = "started", "seen", "agent"


# Written out, because every page asks this.
_STORED = "SELECT session_data FROM accounts_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_STORED, [self.session_key, datetime.now(UTC)])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        stored: dict[str, Any] = self.decode(row[0])
        return stored

    @classmethod
    def get_model_class(cls) -> Any:
        from giaoban.accounts.models import Session  # noqa: PLC0415  settings name this module before apps load

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.started_at, row.seen_at = _moment(data.get(STARTED)), _moment(data.get(SEEN))
        row.agent = data.get(AGENT, "")
        return row


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def touch(request: HttpRequest, now: float) -> None:
    """Note that the session is in use; written once a minute at most, so that reading pages stays reading."""
    session: SessionBase = request.session
    if STARTED not in session:
        session[STARTED] = now
        session[AGENT] = request.headers.get("User-Agent", "")[:200]
    if now - session.get(SEEN, 0) >= rules.SEEN_EVERY_SECONDS:
        session[SEEN] = now


def is_over(session: SessionBase, now: float) -> bool:
    return rules.session_over(session.get(STARTED, now), session.get(SEEN, now), now)


def mark(session_key: str) -> str:
    """How a page names a session: never by the key itself, which would open it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def row_is_over(row: Any) -> bool:
    """The same judgement on a row, for the list of sessions and for sweeping."""
    if row.started_at is None or row.seen_at is None:
        return False
    return rules.session_over(row.started_at.timestamp(), row.seen_at.timestamp(), time.time())


def device(agent: str) -> str:
    """Browser and system in two words, for the owner of the session.

    >>> device("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36")
    'Chrome, Windows'
    >>> device("")
    '—'
    """
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for sign, name in known if sign in agent), "") for known in (browsers, systems)]
    return ", ".join(name for name in found if name) or "—"
