"""Words of the screen for conferences (daily.md §7); a status is its colour, its shape and its word."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.conferences.rules import (
    ConclusionState,
    InvitationState,
    ItemKind,
    Kind,
    Leads,
    Mode,
    PointState,
    SpeechState,
    State,
)

KIND_LABELS: Mapping[str, Any] = {
    Kind.MONTHLY: _("Giao ban tháng"),
    Kind.QUARTERLY: _("Giao ban quý"),
    Kind.HALF_YEAR: _("Giao ban 6 tháng"),
    Kind.NINE_MONTH: _("Giao ban 9 tháng"),
    Kind.ANNUAL: _("Tổng kết năm"),
    Kind.CLUSTER_REVIEW: _("Sơ kết, tổng kết cụm thi đua"),
}
MODE_LABELS: Mapping[str, Any] = {
    Mode.ONLINE: _("Trực tuyến"),
    Mode.HYBRID: _("Trực tiếp kết hợp trực tuyến"),
    Mode.ON_SITE: _("Trực tiếp"),
}
STATE_LABELS: Mapping[str, Any] = {
    State.DRAFT: _("đang chuẩn bị"),
    State.INVITED: _("đã mời"),
    State.OPEN: _("đang họp"),
    State.PAUSED: _("tạm nghỉ"),
    State.CLOSED: _("đã bế mạc"),
    State.CONCLUDED: _("đã có kết luận"),
    State.ARCHIVED: _("đã lưu hồ sơ"),
}
STATE_SHAPES = {
    State.DRAFT: "todo",
    State.INVITED: "soon",
    State.OPEN: "doing",
    State.PAUSED: "soon",
    State.CLOSED: "doing",
    State.CONCLUDED: "done",
    State.ARCHIVED: "done",
}
ITEM_LABELS: Mapping[str, Any] = {
    ItemKind.OPENING: _("Khai mạc"),
    ItemKind.REPORT: _("Báo cáo"),
    ItemKind.GROUNDING: _("Quán triệt văn bản"),
    ItemKind.SPEECH: _("Tham luận"),
    ItemKind.DISCUSSION: _("Trao đổi, giải đáp"),
    ItemKind.AWARD: _("Khen thưởng"),
    ItemKind.DIRECTION: _("Phát biểu chỉ đạo"),
    ItemKind.CONCLUSION: _("Kết luận"),
    ItemKind.BREAK: _("Giải lao"),
    ItemKind.CLOSING: _("Bế mạc"),
}
POINT_LABELS: Mapping[str, Any] = {
    PointState.NOT_READY: _("chưa sẵn sàng"),
    PointState.READY: _("sẵn sàng"),
    PointState.LOST: _("mất đường truyền"),
}
POINT_SHAPES = {PointState.NOT_READY: "todo", PointState.READY: "done", PointState.LOST: "late"}
INVITATION_LABELS: Mapping[str, Any] = {
    InvitationState.SENT: _("chưa trả lời"),
    InvitationState.ACCEPTED: _("nhận lời"),
    InvitationState.DECLINED: _("báo vắng"),
}
INVITATION_SHAPES = {
    InvitationState.SENT: "todo",
    InvitationState.ACCEPTED: "done",
    InvitationState.DECLINED: "back",
}
SPEECH_LABELS: Mapping[str, Any] = {
    SpeechState.REGISTERED: _("đã đăng ký"),
    SpeechState.SELECTED: _("đã chọn"),
    SpeechState.QUEUED: _("chờ mời"),
    SpeechState.SPEAKING: _("đang phát biểu"),
    SpeechState.PAUSED: _("tạm dừng"),
    SpeechState.DONE: _("đã phát biểu"),
    SpeechState.SKIPPED: _("không phát biểu"),
    SpeechState.IN_WRITING: _("gửi bằng văn bản"),
}
SPEECH_SHAPES = {
    SpeechState.REGISTERED: "todo",
    SpeechState.SELECTED: "soon",
    SpeechState.QUEUED: "soon",
    SpeechState.SPEAKING: "doing",
    SpeechState.PAUSED: "soon",
    SpeechState.DONE: "done",
    SpeechState.SKIPPED: "todo",
    SpeechState.IN_WRITING: "done",
}
CONCLUSION_LABELS: Mapping[str, Any] = {
    ConclusionState.DRAFT: _("dự thảo"),
    ConclusionState.ISSUED: _("đã ban hành"),
}
LEADS_LABELS: Mapping[str, Any] = {
    Leads.ALL: _("tất cả đơn vị dự họp"),
    Leads.KIND: _("theo loại đơn vị"),
    Leads.CHOSEN: _("đơn vị được chọn"),
}
MOVE_LABELS: Mapping[str, Any] = {
    "invite": _("Phát hành giấy mời"),
    "open": _("Khai mạc"),
    "pause": _("Tạm nghỉ"),
    "resume": _("Họp tiếp"),
    "close": _("Bế mạc"),
    "conclude": _("Ban hành kết luận"),
    "archive": _("Lưu hồ sơ"),
}
SPEECH_MOVE_LABELS: Mapping[str, Any] = {
    "select": _("Chọn"),
    "queue": _("Đưa vào hàng chờ"),
    "unqueue": _("Rút khỏi hàng chờ"),
    "call": _("Mời"),
    "pause": _("Tạm dừng"),
    "resume": _("Nói tiếp"),
    "extend": _("+ 1 phút"),
    "finish": _("Kết thúc"),
    "skip": _("Bỏ qua"),
    "write": _("Nhận bằng văn bản"),
    "withdraw": _("Rút đăng ký"),
}
EVENT_LABELS: Mapping[str, Any] = {
    "conference.create": _("Lập hội nghị"),
    "conference.change": _("Sửa thông tin hội nghị"),
    "conference.record_held": _("Ghi hội nghị đã họp"),
    "conference.invite": _("Phát hành giấy mời tới %(count)s đơn vị"),
    "conference.open": _("Khai mạc"),
    "conference.pause": _("Tạm nghỉ"),
    "conference.resume": _("Họp tiếp"),
    "conference.close": _("Bế mạc"),
    "conference.conclude": _("Ban hành kết luận %(symbol)s"),
    "conference.archive": _("Lưu hồ sơ hội nghị"),
    "agenda.change": _("Sửa chương trình"),
    "agenda.start": _("Bắt đầu: %(title)s"),
    "agenda.end": _("Xong: %(title)s"),
    "point.add": _("Thêm điểm cầu %(point)s"),
    "point.change": _("Sửa điểm cầu %(point)s"),
    "point.remove": _("Bỏ điểm cầu %(point)s"),
    "point.ready": _("Điểm cầu %(point)s sẵn sàng"),
    "point.not_ready": _("Điểm cầu %(point)s chưa sẵn sàng"),
    "point.lost": _("Điểm cầu %(point)s mất đường truyền"),
    "point.restored": _("Điểm cầu %(point)s nối lại đường truyền"),
    "point.attendance": _("Điểm cầu %(point)s: có mặt %(present)s/%(convened)s"),
    "invitation.accepted": _("%(point)s nhận lời dự họp"),
    "invitation.declined": _("%(point)s báo vắng"),
    "speech.register": _("%(point)s đăng ký phát biểu"),
    "speech.change": _("%(point)s sửa đăng ký phát biểu"),
    "speech.select": _("Chọn phát biểu của %(point)s"),
    "speech.queue": _("Đưa %(point)s vào hàng chờ"),
    "speech.unqueue": _("Rút %(point)s khỏi hàng chờ"),
    "speech.call": _("Mời %(point)s phát biểu"),
    "speech.pause": _("%(point)s tạm dừng phát biểu"),
    "speech.resume": _("%(point)s phát biểu tiếp"),
    "speech.extend": _("Thêm 1 phút cho %(point)s"),
    "speech.finish": _("%(point)s phát biểu xong"),
    "speech.skip": _("Bỏ qua phát biểu của %(point)s"),
    "speech.write": _("Nhận tham luận của %(point)s bằng văn bản"),
    "speech.withdraw": _("%(point)s rút đăng ký phát biểu"),
    "speech.reorder": _("Xếp lại hàng chờ phát biểu"),
    "conclusion.assign": _("Giao %(count)s nhiệm vụ kỳ tới"),
}
MISSING_LABELS: Mapping[str, Any] = {
    "agenda": _("chưa có chương trình"),
    "chair": _("chưa ghi người chủ trì"),
    "recorder": _("chưa ghi người ghi biên bản"),
    "place": _("chưa ghi địa điểm"),
    "points": _("chưa có điểm cầu"),
    "invitations": _("chưa phát hành giấy mời"),
}


def choices(labels: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(code.value if isinstance(code, StrEnum) else code, label) for code, label in labels.items()]
