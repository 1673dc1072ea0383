"""Words of the screen for states, moves and labels of tasks (`daily.md` §7); codes stand in rules."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from giaoban.tasks.rules import ExtensionState, Kind, Label, ProgrammeState, State, Word

WORDS: Mapping[str, Any] = {
    Word.LATE: _("quá hạn"),
    Word.BACK: _("trả lại để hoàn thiện"),
    Word.SOON: _("sắp đến hạn"),
    Word.TODO: _("chưa triển khai"),
    Word.DOING: _("đang thực hiện"),
    Word.NO_DUE: _("không thời hạn"),
    Word.WAITING: _("chờ xác nhận"),
    Word.DONE: _("đã hoàn thành"),
    Word.DONE_LATE: _("hoàn thành quá hạn"),
    Word.SUSPENDED: _("tạm dừng"),
    Word.CANCELLED: _("đã hủy"),
}
SHAPES = {
    Word.LATE: "late",
    Word.BACK: "back",
    Word.SOON: "soon",
    Word.TODO: "todo",
    Word.DOING: "doing",
    Word.NO_DUE: "todo",
    Word.WAITING: "doing",
    Word.DONE: "done",
    Word.DONE_LATE: "done",
    Word.SUSPENDED: "todo",
    Word.CANCELLED: "todo",
}
STATE_LABELS: Mapping[str, Any] = {
    State.NEW: _("chưa tiếp nhận"),
    State.ACKNOWLEDGED: _("đã tiếp nhận"),
    State.IN_PROGRESS: _("đang thực hiện"),
    State.REPORTED_DONE: _("chờ xác nhận"),
    State.RETURNED: _("trả lại để hoàn thiện"),
    State.CLOSED: _("đã hoàn thành"),
    State.SUSPENDED: _("tạm dừng"),
    State.CANCELLED: _("đã hủy"),
}
KIND_LABELS: Mapping[str, Any] = {
    Kind.ONE_OFF: _("Có thời hạn, làm một lần"),
    Kind.RECURRING: _("Thường xuyên, định kỳ"),
    Kind.NO_DEADLINE: _("Không thời hạn"),
}
PROGRAMME_LABELS: Mapping[str, Any] = {
    ProgrammeState.DRAFT: _("đang soạn"),
    ProgrammeState.ISSUED: _("đã giao"),
    ProgrammeState.CLOSED: _("đã kết thúc"),
}
PROGRAMME_SHAPES = {
    ProgrammeState.DRAFT: "todo",
    ProgrammeState.ISSUED: "doing",
    ProgrammeState.CLOSED: "done",
}
EXTENSION_LABELS: Mapping[str, Any] = {
    ExtensionState.ASKED: _("chờ duyệt gia hạn"),
    ExtensionState.GRANTED: _("đã duyệt gia hạn"),
    ExtensionState.REFUSED: _("không duyệt gia hạn"),
}
# what the button says, and what the timeline says afterwards
MOVE_LABELS: Mapping[str, Any] = {
    "acknowledge": _("Tiếp nhận"),
    "start": _("Bắt đầu thực hiện"),
    "report_progress": _("Cập nhật tiến độ"),
    "report_done": _("Báo cáo hoàn thành"),
    "accept": _("Xác nhận hoàn thành"),
    "return": _("Trả lại để hoàn thiện"),
    "suspend": _("Tạm dừng"),
    "resume": _("Tiếp tục thực hiện"),
    "cancel": _("Hủy nhiệm vụ"),
}
PAST_LABELS: Mapping[str, Any] = {
    "assign": _("Giao nhiệm vụ"),
    "acknowledge": _("Đã tiếp nhận"),
    "start": _("Bắt đầu thực hiện"),
    "report_progress": _("Cập nhật tiến độ"),
    "report_done": _("Báo cáo hoàn thành"),
    "accept": _("Đã xác nhận hoàn thành"),
    "return": _("Trả lại để hoàn thiện"),
    "suspend": _("Tạm dừng"),
    "resume": _("Giao tiếp tục thực hiện"),
    "cancel": _("Đã hủy"),
    "ask_extension": _("Xin gia hạn"),
    "extend": _("Đã gia hạn"),
    "refuse_extension": _("Không duyệt gia hạn"),
    "pass_on": _("Chuyển sang đơn vị kế thừa"),
}


def in_words(label: Label) -> str:
    """The label with its days: "quá hạn 3 ngày"."""
    word = str(WORDS[label.word])
    if not label.days:
        return word
    days = ngettext("%(count)s ngày", "%(count)s ngày", label.days) % {"count": label.days}
    return gettext("%(word)s %(days)s") % {"word": word, "days": days}


def legend(shown: Iterable[str]) -> list[tuple[str, Any]]:
    """Shapes and words of what is shown, in the order in which they want attention."""
    found = set(shown)
    return [(SHAPES[Word(word)], text) for word, text in WORDS.items() if word in found]
