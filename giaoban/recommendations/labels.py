"""Words of the screen for the upward road (`daily.md` §5); codes stand in rules."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.recommendations.rules import Label, Move, Outcome, State

STATE_LABELS: Mapping[str, Any] = {
    State.SENT: _("đã gửi"),
    State.RECEIVED: _("đã tiếp nhận"),
    State.FORWARDED: _("đã chuyển xử lý"),
    State.ANSWERED: _("đã trả lời"),
    State.UNDERSTOOD: _("đã rõ"),
    State.UNCLEAR: _("chưa rõ"),
    State.WITHDRAWN: _("đã rút"),
}
OUTCOME_LABELS: Mapping[str, Any] = {
    Outcome.APPROVED: _("chấp thuận"),
    Outcome.EXPLAINED: _("giải đáp"),
    Outcome.NOT_CONSIDERED: _("chưa xem xét"),
}
DUE_LABELS: Mapping[str, Any] = {
    "soon": _("sắp đến hạn"),
    "late": _("quá hạn"),
    "on_time": _("trả lời đúng hạn"),
    "answered_late": _("trả lời quá hạn"),
}
MOVE_LABELS: Mapping[str, Any] = {
    Move.SEND: _("Gửi kiến nghị"),
    Move.RECEIVE: _("Tiếp nhận"),
    Move.FORWARD: _("Chuyển xử lý"),
    Move.ANSWER: _("Trả lời"),
    Move.UNDERSTAND: _("Đã rõ"),
    Move.UNCLEAR: _("Chưa rõ"),
    Move.WITHDRAW: _("Rút kiến nghị"),
    Move.FOLLOW: _("Chuyển sang đơn vị kế thừa"),
}


def state_mark(label: Label) -> tuple[str, Any]:
    return label.kind, STATE_LABELS[label.word]


def due_mark(label: Label | None) -> tuple[str, Any] | None:
    return None if label is None else (label.kind, DUE_LABELS[label.word])
