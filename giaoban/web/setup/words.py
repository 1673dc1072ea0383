"""Words of the sheets: columns with their hints, verdicts, and a sentence for each thing that may be wrong.

Headers are found in both languages, so that a sheet filled in one is read in the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from giaoban.core.dates import OPEN, last_day, vi
from giaoban.core.text import canonical
from giaoban.web.setup.rules import Fault, Problem, Sheet, Verdict


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `listed` names the list that its cells are chosen from; `day` cells hold a day."""

    key: str
    title: Any
    hint: Any
    width: int = 18
    needed: bool = False
    day: bool = False
    listed: str = ""


_DAY = gettext_lazy("Viết ngày/tháng/năm, ví dụ 01/7/2025.")
_UNIT = gettext_lazy("Mã hoặc tên đơn vị đã có. Tên trùng nhau thì ghi mã.")

COLUMNS: Mapping[Sheet, tuple[Column, ...]] = {
    Sheet.UNITS: (
        Column(
            "code",
            gettext_lazy("Mã đơn vị"),
            gettext_lazy("Chữ thường không dấu, số và gạch nối. Để trống thì mã được tạo từ tên."),
            22,
        ),
        Column(
            "name",
            gettext_lazy("Tên đơn vị"),
            gettext_lazy("Tên đầy đủ, ví dụ “Đảng ủy xã Thụy Trường”."),
            42,
            needed=True,
        ),
        Column("short_name", gettext_lazy("Tên ngắn"), gettext_lazy("Tên dùng trong bảng hẹp."), 22),
        Column("name_en", gettext_lazy("Tên tiếng Anh"), gettext_lazy("Hiện khi xem bằng tiếng Anh."), 26),
        Column(
            "kind",
            gettext_lazy("Loại đơn vị"),
            gettext_lazy("Chọn trong danh sách của ô."),
            38,
            needed=True,
            listed="kinds",
        ),
        Column(
            "parent",
            gettext_lazy("Đơn vị cấp trên"),
            gettext_lazy("Mã hoặc tên đơn vị đã có, hoặc của một dòng khác trong bảng; thứ tự dòng tùy ý."),
            38,
            needed=True,
        ),
        Column("established_on", gettext_lazy("Ngày thành lập"), _DAY, 16, day=True),
    ),
    Sheet.PEOPLE: (
        Column(
            "full_name", gettext_lazy("Họ và tên"), gettext_lazy("Đủ họ, tên đệm và tên."), 28, needed=True
        ),
        Column(
            "birth_year",
            gettext_lazy("Năm sinh"),
            gettext_lazy("Bốn chữ số; để phân biệt người trùng tên."),
            11,
        ),
        Column("unit", gettext_lazy("Đơn vị"), _UNIT, 36, needed=True, listed="units"),
        Column("title", gettext_lazy("Chức danh"), gettext_lazy("Như quyết định ghi."), 32, needed=True),
        Column(
            "kind",
            gettext_lazy("Loại chức danh"),
            gettext_lazy("Chọn trong danh sách; để trống là “Chức danh khác”."),
            26,
            listed="posts",
        ),
        Column("starts", gettext_lazy("Từ ngày"), _DAY, 14, needed=True, day=True),
        Column(
            "ends",
            gettext_lazy("Đến ngày"),
            gettext_lazy("Ngày cuối cùng giữ chức; để trống là đến nay."),
            14,
            day=True,
        ),
        Column("decision", gettext_lazy("Số quyết định"), gettext_lazy("Ví dụ 123-QĐ/TU."), 20),
        Column("decided_on", gettext_lazy("Ngày quyết định"), _DAY, 16, day=True),
        Column(
            "public",
            gettext_lazy("Đã công bố"),
            gettext_lazy("“có” hoặc “không”; để trống là có. Mạng kết nối chỉ nhận chức danh đã công bố."),
            12,
            listed="yes_no",
        ),
        Column("source", gettext_lazy("Nguồn"), gettext_lazy("Văn bản hoặc nơi lấy thông tin."), 26),
    ),
    Sheet.CONTACTS: (
        Column("unit", gettext_lazy("Đơn vị"), _UNIT, 36, needed=True, listed="units"),
        Column(
            "field",
            gettext_lazy("Lĩnh vực"),
            gettext_lazy("Chọn trong danh sách; để trống là đầu mối chung."),
            34,
            listed="fields",
        ),
        Column("name", gettext_lazy("Họ và tên"), gettext_lazy("Đủ họ, tên đệm và tên."), 28, needed=True),
        Column("title", gettext_lazy("Chức danh"), gettext_lazy("Chức danh ở đơn vị."), 26),
        Column(
            "telephone",
            gettext_lazy("Điện thoại"),
            gettext_lazy("Số công vụ, ô để kiểu Text cho còn số 0 ở đầu. Cần điện thoại hoặc thư điện tử."),
            18,
        ),
        Column("email", gettext_lazy("Thư điện tử"), gettext_lazy("Hộp thư công vụ."), 28),
        Column(
            "starts",
            gettext_lazy("Từ ngày"),
            gettext_lazy("Ngày bắt đầu làm đầu mối; để trống là hôm nay."),
            14,
            day=True,
        ),
    ),
}
# The lines above the table of units: the paper behind the whole list.
DECISION = (
    Column(
        "number", gettext_lazy("Số, ký hiệu quyết định"), gettext_lazy("Để trống khi chỉ ghi sổ ban đầu.")
    ),
    Column("decided_on", gettext_lazy("Ngày ký"), _DAY, day=True),
    Column(
        "effective_on",
        gettext_lazy("Hiệu lực từ"),
        gettext_lazy("Bắt buộc. Ngày đầu tiên danh sách này đúng."),
        needed=True,
        day=True,
    ),
    Column("source", gettext_lazy("Nguồn"), gettext_lazy("Văn bản hoặc nơi lấy danh sách.")),
)
TITLES = {
    Sheet.UNITS: gettext_lazy("Danh sách đơn vị"),
    Sheet.PEOPLE: gettext_lazy("Danh sách cán bộ và chức danh"),
    Sheet.CONTACTS: gettext_lazy("Danh bạ đầu mối"),
}
VERDICTS = {
    Verdict.NEW: ("doing", gettext_lazy("sẽ ghi mới")),
    Verdict.REPLACE: ("back", gettext_lazy("sẽ thay đầu mối cũ")),
    Verdict.SAME: ("done", gettext_lazy("đã có, giữ nguyên")),
    Verdict.ERROR: ("late", gettext_lazy("có lỗi")),
}
NUMBER = gettext_lazy("STT")
EXAMPLE = gettext_lazy("ví dụ")
ERROR_COLUMN = gettext_lazy("Lỗi")
YES, NO = gettext_lazy("có"), gettext_lazy("không")

FAULTS = {
    Fault.MISSING: gettext_lazy("Chưa ghi “%(column)s”."),
    Fault.TOO_LONG: gettext_lazy("“%(column)s” dài quá %(limit)s ký tự."),
    Fault.NOT_A_DAY: gettext_lazy("“%(text)s” không phải là ngày. Viết như 01/7/2025."),
    Fault.NOT_IN_LIST: gettext_lazy("“%(text)s” không có trong danh sách “%(column)s”."),
    Fault.CODE_SHAPE: gettext_lazy(
        "Mã “%(text)s” chưa đúng: chỉ chữ thường không dấu, số và gạch nối, ví dụ “%(example)s”."
    ),
    Fault.CODE_TAKEN: gettext_lazy("Mã “%(text)s” đang thuộc một đơn vị khác. Chọn mã khác."),
    Fault.CODE_OTHER: gettext_lazy(
        "Mã “%(text)s” đang là của “%(name)s”. Chọn mã khác, hoặc sửa tên và cấp trên."
    ),
    Fault.UNIT_UNKNOWN: gettext_lazy("Không có đơn vị “%(text)s” trong bảng này và trong hệ thống."),
    Fault.UNIT_SEVERAL: gettext_lazy("Có %(count)s đơn vị tên “%(text)s”. Ghi mã thay cho tên: %(codes)s."),
    Fault.UNIT_OUTSIDE: gettext_lazy("“%(text)s” không thuộc phạm vi quản trị của đồng chí."),
    Fault.UNIT_NOT_YET: gettext_lazy("“%(text)s” chỉ có từ ngày %(day)s, sau ngày hiệu lực của danh sách."),
    Fault.CYCLE: gettext_lazy("Các dòng %(rows)s là cấp trên của nhau thành vòng."),
    Fault.DOUBLE: gettext_lazy("Trùng với dòng %(row)s."),
    Fault.YEAR: gettext_lazy("Năm sinh phải từ %(first)s đến %(last)s."),
    Fault.ENDS_FIRST: gettext_lazy("Ngày kết thúc đứng trước ngày bắt đầu."),
    Fault.POST_CLASH: gettext_lazy(
        "Người này đã giữ chức danh này ở đơn vị này từ %(first)s đến %(ends)s. Nếu sai, hãy đính chính."
    ),
    Fault.NOT_PUBLISHED: gettext_lazy(
        "Chưa công bố hoặc chưa đến ngày ký: mạng kết nối chỉ giữ chức danh đã công bố."
    ),
    Fault.PHONE_NUMBER: gettext_lazy(
        "“%(text)s” chưa phải số điện thoại. Để ô kiểu Text rồi gõ lại, vì Excel bỏ mất số 0 ở đầu."
    ),
    Fault.EMAIL: gettext_lazy("“%(text)s” chưa đúng dạng thư điện tử."),
    Fault.NAMESAKE: gettext_lazy(
        "Có %(count)s người khác cùng tên; nếu là một người, ghi năm sinh như nhau."
    ),
    Fault.REPLACES: gettext_lazy("Thay cho %(name)s."),
    Fault.DIFFERS: gettext_lazy("Trong hệ thống ghi khác (%(kept)s); dòng này không sửa đơn vị đã có."),
    Fault.LATER_CONTACT: gettext_lazy("Đã có đầu mối mới hơn từ ngày %(day)s: %(name)s."),
}


def title_of(sheet: Sheet, key: str) -> str:
    return next((str(column.title) for column in (*COLUMNS[sheet], *DECISION) if column.key == key), key)


def sentence(sheet: Sheet, problem: Problem) -> str:
    """The problem as its reader sees it, days as staff write them."""
    values = {name: _shown(name, value) for name, value in problem.values.items()}
    return str(FAULTS[problem.fault]) % {"column": title_of(sheet, problem.column), **values}


def _shown(name: str, value: str) -> str:
    if name not in {"day", "first", "ends"} or len(value) != 10:
        return value
    day = date.fromisoformat(value)
    if name != "ends":
        return vi(day)
    last = last_day(day)
    return _("nay") if last is None or day == OPEN else vi(last)


def header_key(text: str) -> str:
    """The duplicate key of a header, without the star of needed columns."""
    return canonical(text.replace("*", " ").rstrip(" :"))


def in_every_language(text: Any) -> set[str]:
    found = set()
    for language in ("vi", "en"):
        with override(language):
            found.add(header_key(str(text)))
    return found
