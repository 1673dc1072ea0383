"""Words of the screen for moves, buckets, levels of unit and findings of the checks; codes stand in rules."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from giaoban.core.dates import ZONE, vi
from giaoban.core.numbers import vi_number
from giaoban.reporting.rules import Bucket, CellPart
from giaoban.reporting.rules.checks import Fault, Finding
from giaoban.reporting.rules.taking import Why
from giaoban.reporting.rules.workbooks import Slip

MOVE_LABELS = {
    "begin": gettext_lazy("bắt đầu soạn"),
    "submit": gettext_lazy("trình duyệt"),
    "reject": gettext_lazy("trả lại phòng"),
    "send": gettext_lazy("duyệt và gửi"),
    "withdraw": gettext_lazy("xin rút để sửa"),
    "resume": gettext_lazy("hoàn thiện tiếp"),
    "receive": gettext_lazy("tiếp nhận"),
    "accept": gettext_lazy("thẩm tra xong"),
    "return": gettext_lazy("trả lại để hoàn thiện"),
    "consolidate": gettext_lazy("đưa vào tổng hợp"),
    "release": gettext_lazy("đưa ra khỏi tổng hợp"),
    "lock": gettext_lazy("khóa số liệu"),
    "excuse": gettext_lazy("ghi không phải báo cáo"),
    "require": gettext_lazy("yêu cầu báo cáo lại"),
}
BUCKET_LABELS = {
    Bucket.ON_TIME: gettext_lazy("đúng hạn"),
    Bucket.LATE: gettext_lazy("gửi chậm"),
    Bucket.WAITING: gettext_lazy("đã gửi, chờ thẩm tra"),
    Bucket.RETURNED: gettext_lazy("trả lại để hoàn thiện"),
    Bucket.NOT_SENT: gettext_lazy("chưa gửi"),
    Bucket.NOT_REQUIRED: gettext_lazy("không phải báo cáo"),
}
BUCKET_SHAPES = {
    Bucket.ON_TIME: "done",
    Bucket.LATE: "late",
    Bucket.WAITING: "doing",
    Bucket.RETURNED: "back",
    Bucket.NOT_SENT: "todo",
    Bucket.NOT_REQUIRED: "todo",
}
LEVEL_LABELS = {
    "centre": gettext_lazy("cấp Trung ương"),
    "province": gettext_lazy("cấp tỉnh"),
    "district": gettext_lazy("cấp huyện"),
    "commune": gettext_lazy("cấp xã"),
    "grassroots": gettext_lazy("cơ sở"),
    "cell": gettext_lazy("chi bộ"),
    "other": gettext_lazy("đơn vị khác"),
}
PART_LABELS = {
    CellPart.VALUE: gettext_lazy("có đến cuối kỳ"),
    CellPart.IN_PERIOD: gettext_lazy("trong kỳ"),
    CellPart.CUMULATIVE: gettext_lazy("lũy kế"),
    CellPart.NUMERATOR: gettext_lazy("tử số"),
    CellPart.DENOMINATOR: gettext_lazy("mẫu số"),
    CellPart.COUNT: gettext_lazy("đã hoàn thành"),
    CellPart.BASE: gettext_lazy("trên tổng số"),
}


def in_words(row: Any, field: str = "name") -> str:
    """A name of the form's data in the reader's language, where it has an English one."""
    english = getattr(row, f"{field}_en", "")
    return str(english if (get_language() or "vi").startswith("en") and english else getattr(row, field))


def moment(when: datetime) -> str:
    """A moment as it stands in a sentence: "17:00 ngày 25/9/2019"."""
    here = when.astimezone(ZONE)
    return _("%(time)s ngày %(day)s") % {"time": f"{here:%H:%M}", "day": vi(here.date())}


_FELL = gettext_lazy(
    "Giảm %(percent)s%% so với kỳ trước (%(before)s), vượt ngưỡng %(limit)s%%. Cần giải trình."
)
_ROSE = gettext_lazy(
    "Tăng %(percent)s%% so với kỳ trước (%(before)s), vượt ngưỡng %(limit)s%%. Cần giải trình."
)
_SENTENCES = {
    Fault.MISSING: gettext_lazy("Chưa có số liệu. Nếu không phát sinh, ghi 0 hoặc bấm “Không phát sinh”."),
    Fault.NEGATIVE: gettext_lazy("Số liệu không được âm (%(value)s)."),
    Fault.TOO_LARGE: gettext_lazy("Số liệu quá lớn (%(value)s); lớn nhất là %(limit)s."),
    Fault.ABOVE_CUMULATIVE: gettext_lazy("Trong kỳ (%(value)s) lớn hơn lũy kế (%(cumulative)s)."),
    Fault.CUMULATIVE_FELL: gettext_lazy(
        "Lũy kế (%(cumulative)s) nhỏ hơn lũy kế đã báo cáo kỳ trước trong năm (%(before)s)."
    ),
    Fault.SAME_AS_CUMULATIVE: gettext_lazy(
        "Trong kỳ (%(value)s) bằng lũy kế. Số trong kỳ phải là phần phát sinh của riêng kỳ này; "
        "kỳ trước trong năm đã báo lũy kế %(before)s."
    ),
    Fault.WHOLE_DIFFERS: gettext_lazy(
        "Kỳ này tính từ đầu năm nên lũy kế (%(cumulative)s) phải bằng trong kỳ (%(value)s)."
    ),
    Fault.ABOVE_DENOMINATOR: gettext_lazy("Tử số (%(value)s) lớn hơn mẫu số (%(base)s)."),
    Fault.ABOVE_BASE: gettext_lazy("Số đơn vị thỏa điều kiện (%(value)s) lớn hơn tổng số đơn vị (%(base)s)."),
    Fault.BALANCE: gettext_lazy(
        "Tăng %(grown)s so với kỳ trước (%(before)s), nhiều hơn số phát sinh trong kỳ (%(inflow)s). "
        "Cần giải trình."
    ),
}


def sentence(finding: Finding) -> str:
    """What a check found, as the line under the cell."""
    shown = {
        name: value if isinstance(value, str) else vi_number(value) for name, value in finding.facts.items()
    }
    if finding.code is not Fault.CHANGED:
        return str(_SENTENCES[finding.code]) % shown
    percent = Decimal(finding.facts["percent"])
    return str(_FELL if percent < 0 else _ROSE) % {**shown, "percent": vi_number(abs(percent), 2)}


_SLIPS = {
    Slip.NOT_A_NUMBER: gettext_lazy("Không đọc được “%(text)s”. Ghi số nguyên, ví dụ 1.234."),
    Slip.PERCENT: gettext_lazy(
        "“%(text)s” là tỷ lệ phần trăm; ô này ghi số đếm, tử số và mẫu số ghi riêng từng dòng."
    ),
    Slip.FRACTION: gettext_lazy(
        "“%(text)s” không phải số nguyên. Dấu chấm ngăn hàng nghìn, dấu phẩy là phần thập phân."
    ),
    Slip.NEGATIVE: gettext_lazy("Số liệu không được âm (%(text)s)."),
    Slip.TOO_LARGE: gettext_lazy("“%(text)s” quá lớn để là một số đếm."),
    Slip.A_DAY: gettext_lazy("Ô đang là ngày (%(day)s). Đổi định dạng ô thành số rồi ghi lại."),
    Slip.YES_OR_NO: gettext_lazy("Không đọc được “%(text)s”. Chỉ ghi “có” hoặc “chưa”."),
    Slip.TOO_LONG: gettext_lazy("Giải trình dài quá %(limit)s ký tự."),
    Slip.FORMULA: gettext_lazy(
        "Công thức chưa có kết quả trong tệp. Mở bằng Excel, lưu lại, hoặc thay bằng số rồi nạp lại."
    ),
    Slip.ERROR: gettext_lazy("Công thức đang báo lỗi. Thay bằng số rồi nạp lại."),
    Slip.MERGED: gettext_lazy("Ô bị gộp với ô khác (%(places)s) nên không biết số của ô nào. Bỏ gộp ô."),
    Slip.TWICE: gettext_lazy("Dòng hoặc cột này có hai lần trong tệp (%(places)s). Giữ lại một."),
    Slip.MOVED: gettext_lazy(
        "Dòng hoặc cột bị lệch với cột khóa ẩn, có thể do sắp xếp một phần bảng. Tải biểu mới rồi ghi lại."
    ),
}


def slip_sentence(slip: Slip, facts: Mapping[str, Any]) -> str:
    """What is wrong with a cell of a filled workbook, and what to do."""
    shown = {name: vi(value) if isinstance(value, date) else value for name, value in facts.items()}
    return str(_SLIPS[slip]) % shown


# Why a change made in Word is not taken by itself, or not at all.
WHY_KEPT = {
    Why.CLASH: gettext_lazy("Có người đã sửa đoạn này sau khi tải bản Word: cả hai lời ở trên, chọn một."),
    Why.UNSURE: gettext_lazy("Không chắc đoạn này đã đổi ở tệp hay ở dự thảo: xem kỹ rồi chọn."),
    Why.GOES: gettext_lazy("Lấy thì số liệu gắn với biểu trong đoạn này không còn."),
    Why.REMOVED: gettext_lazy("Đoạn này đã bị bỏ khỏi dự thảo sau khi tải bản Word; lấy thì thành đoạn mới."),
    Why.FIGURE: gettext_lazy(
        "Số gắn với biểu, không ghi từ Word. Sửa số ở biểu số liệu nếu số trong tệp mới đúng."
    ),
    Why.TITLE: gettext_lazy("Tên và thứ tự các mục theo đề cương của đợt báo cáo, không sửa ở đây."),
    Why.ANNEX: gettext_lazy("Phụ lục lập từ biểu số liệu, không ghi từ Word. Sửa số ở biểu số liệu."),
    Why.TABLE: gettext_lazy("Bảng mới không thành lời văn của báo cáo."),
    Why.OUTSIDE: gettext_lazy("Đứng ngoài các mục của báo cáo."),
}
