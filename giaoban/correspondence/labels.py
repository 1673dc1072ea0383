"""Words of correspondence as staff write them."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.numbers import vi_number
from giaoban.correspondence.rules import Arrived, Manner, Move, NumberState, Organ, State, Verdict
from giaoban.correspondence.rules.arriving import Standing, Urgency
from giaoban.correspondence.rules.road import Stage

ORGAN_LABELS: dict[str, Any] = {
    Organ.COMMITTEE: _("Ban Chấp hành"),
    Organ.STANDING_BOARD: _("Ban Thường vụ"),
    Organ.STANDING_OFFICE: _("Thường trực cấp ủy"),
    Organ.CONGRESS: _("Đại hội"),
    Organ.CELL: _("Chi bộ"),
    Organ.HEAD: _("Thủ trưởng cơ quan"),
}
STATE_LABELS: dict[str, Any] = {
    State.DRAFTING: _("đang soạn thảo"),
    State.CONSULTING: _("đang lấy ý kiến"),
    State.WITH_HEAD: _("trình lãnh đạo cơ quan"),
    State.WITH_STANDING_OFFICE: _("trình Thường trực"),
    State.WITH_STANDING_BOARD: _("trình Ban Thường vụ"),
    State.WITH_COMMITTEE: _("trình Ban Chấp hành"),
    State.APPROVED: _("đã thông qua, chờ ban hành"),
    State.RETURNED: _("yêu cầu hoàn thiện"),
    State.ISSUED: _("đã ban hành"),
    State.WITHDRAWN: _("đã rút"),
}
STATE_SHAPES = {
    State.DRAFTING: "doing",
    State.CONSULTING: "doing",
    State.WITH_HEAD: "soon",
    State.WITH_STANDING_OFFICE: "soon",
    State.WITH_STANDING_BOARD: "soon",
    State.WITH_COMMITTEE: "soon",
    State.APPROVED: "soon",
    State.RETURNED: "back",
    State.ISSUED: "done",
    State.WITHDRAWN: "back",
}
STAGE_LABELS = {
    Stage.DRAFTING: _("Soạn thảo"),
    Stage.CONSULTING: _("Lấy ý kiến"),
    Stage.WITH_HEAD: _("Trình lãnh đạo cơ quan"),
    Stage.WITH_STANDING_OFFICE: _("Trình Thường trực"),
    Stage.WITH_STANDING_BOARD: _("Trình Ban Thường vụ"),
    Stage.WITH_COMMITTEE: _("Trình Ban Chấp hành"),
    Stage.ISSUING: _("Ban hành"),
}
DUE_LABELS = {"late": _("quá hạn"), "soon": _("sắp đến hạn")}
MOVE_LABELS: dict[str, Any] = {
    Move.OPEN: _("Mở hồ sơ"),
    Move.CONSULT: _("Lấy ý kiến"),
    Move.SETTLE: _("Kết thúc lấy ý kiến"),
    Move.SUBMIT_HEAD: _("Trình lãnh đạo cơ quan"),
    Move.SUBMIT_STANDING_OFFICE: _("Trình Thường trực"),
    Move.SUBMIT_STANDING_BOARD: _("Trình Ban Thường vụ"),
    Move.SUBMIT_COMMITTEE: _("Trình Ban Chấp hành"),
    Move.APPROVE: _("Thông qua"),
    Move.RETURN: _("Yêu cầu hoàn thiện"),
    Move.WITHDRAW: _("Rút hồ sơ"),
    Move.ISSUE: _("Ban hành"),
    Move.RECALL: _("Thu hồi"),
    Move.REPLACE: _("Thay thế"),
}
# The same steps once they were taken, as the timeline tells them.
STEP_LABELS: dict[str, Any] = {
    Move.OPEN: _("Lập hồ sơ"),
    Move.CONSULT: _("Đã gửi lấy ý kiến"),
    Move.SETTLE: _("Đã kết thúc lấy ý kiến"),
    Move.SUBMIT_HEAD: _("Đã trình lãnh đạo cơ quan"),
    Move.SUBMIT_STANDING_OFFICE: _("Đã trình Thường trực"),
    Move.SUBMIT_STANDING_BOARD: _("Đã trình Ban Thường vụ"),
    Move.SUBMIT_COMMITTEE: _("Đã trình Ban Chấp hành"),
    Move.APPROVE: _("Đã thông qua"),
    Move.RETURN: _("Trả lại để hoàn thiện"),
    Move.WITHDRAW: _("Đã rút hồ sơ"),
    Move.ISSUE: _("Đã ban hành"),
    Move.RECALL: _("Đã thu hồi"),
    Move.REPLACE: _("Đã có văn bản thay thế"),
}
MANNER_LABELS = {
    Manner.LETTER: _("công văn lấy ý kiến"),
    Manner.FORM: _("phiếu lấy ý kiến"),
}
VERDICT_LABELS = {
    Verdict.AGREED: _("thống nhất"),
    Verdict.AGREED_WITH_POINTS: _("thống nhất, có góp ý"),
    Verdict.NOT_AGREED: _("chưa thống nhất"),
    Verdict.NO_OPINION: _("không có ý kiến"),
}
NUMBER_LABELS = {NumberState.TAKEN: _("đã lấy"), NumberState.CANCELLED: _("đã hủy")}
ARRIVED_LABELS = {
    Arrived.ENTERED: _("chờ bút phê"),
    Arrived.GIVEN: _("đã giao xử lý"),
    Arrived.SETTLED: _("đã giải quyết"),
}
STANDING_LABELS = {
    Standing.WAITING: _("chờ bút phê"),
    Standing.GIVEN: _("đã giao xử lý"),
    Standing.SOON: _("sắp đến hạn"),
    Standing.LATE: _("quá hạn"),
    Standing.SETTLED: _("đã giải quyết"),
}
NAMED = 5  # places in one sentence
URGENCY_LABELS = {
    Urgency.NONE: _("thường"),
    Urgency.URGENT: _("khẩn"),
    Urgency.MOST_URGENT: _("thượng khẩn"),
    Urgency.EXPRESS: _("hỏa tốc"),
}


def places(numbers: Collection[str]) -> str:
    """Where two wordings differ, the first places in words; without a number it is the opening."""
    told = [number for number in numbers if number]
    named = ", ".join(told[:NAMED]) + ("…" if len(told) > NAMED else "")
    opening = [gettext("phần mở đầu")] if "" in numbers else []
    return ", ".join([*opening, *([gettext("đoạn %(numbers)s") % {"numbers": named}] if told else [])])


def late_words(days: int) -> str:
    return gettext("quá hạn %(n)s ngày") % {"n": vi_number(days)}
