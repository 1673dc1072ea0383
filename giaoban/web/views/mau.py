"""The pattern book: every component and archetype of the house with real long Vietnamese text.

Open to everybody who is signed in, whatever their grants; nothing here reads or writes data.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm
from giaoban.core.refusals import Conflict, Refusal
from giaoban.core.text import fold
from giaoban.web.views import mau_samples as samples

PIECES = {
    "ho-so-ky": gettext_lazy("Hồ sơ kỳ"),
    "danh-sach": gettext_lazy("Danh sách"),
    "ban-ghi": gettext_lazy("Trang hồ sơ"),
    "bieu-mau": gettext_lazy("Biểu mẫu"),
    "ma-tran": gettext_lazy("Ma trận"),
    "ban-tham-tra": gettext_lazy("Bàn thẩm tra"),
    "van-ban": gettext_lazy("Xem văn bản"),
    "trong": gettext_lazy("Hồ sơ kỳ khi chưa có gì"),
    "tu-choi": gettext_lazy("Từ chối"),
    "xung-dot": gettext_lazy("Hai người cùng sửa"),
}


def sample_shell(request: HttpRequest, current: str) -> dict[str, Any]:
    """A filled letterhead, so that the book shows the frame of the cycle without any data behind it."""
    book = reverse("mau")
    pieces = [
        _item(str(label), reverse("mau_piece", args=[code]), current=current == code)
        for code, label in PIECES.items()
    ]
    cycle = [
        _item(_("Văn bản chỉ đạo"), book + "#danh-sach", count=128),
        _item(_("Nhiệm vụ"), book + "#trang-thai", count=3, hot=True),
        _item(_("Báo cáo"), book + "#o-don-vi", count=7, hot=True),
        _item(_("Kiến nghị"), book + "#viec-cho", count=4),
    ]
    return {
        "sample": True,
        "unit": {"name": "Ban Tổ chức", "superior_name": "Tỉnh ủy Thái Bình", "code": "tb.btc"},
        "period": {"code": "2019-t09-9t", "label": "Tháng 9 và 9 tháng năm 2019"},
        "units": [("tb.btc", "Ban Tổ chức Tỉnh ủy Thái Bình", True), ("tb", "Tỉnh ủy Thái Bình", False)],
        "periods": [
            ("2019-q4", "Quý IV năm 2019", False),
            ("2019-t09-9t", "Tháng 9 và 9 tháng năm 2019", True),
        ],
        "nav": [
            {
                "label": _("Sổ mẫu"),
                "items": [_item(_("Các thành phần"), book, current=current == ""), *pieces],
            },
            {"label": _("Chu trình"), "items": cycle},
        ],
        "user_label": "Trần Thị Mẫu",
        "role_label": _("Chuyên viên tổng hợp"),
        "switch_url": request.path,
    }


def _item(
    label: str, url: str, *, current: bool = False, count: int | None = None, hot: bool = False
) -> dict[str, Any]:
    return {"label": label, "url": url, "current": current, "count": count, "hot": hot}


def find_units(text: str) -> list[tuple[str, str]]:
    wanted = fold(text)
    return [
        (name, f"Tỉnh ủy {name}") for name in samples.texts()["units"] if wanted in fold(f"Tỉnh ủy {name}")
    ]


class SampleForm(HouseForm):
    """One field of every kind, with the longest labels that the rooms have."""

    name = forms.CharField(
        label=gettext_lazy("Tên đầy đủ của đơn vị sau khi sắp xếp"),
        help_text=gettext_lazy(
            "Viết như trong quyết định, không viết tắt. Ví dụ: Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh."
        ),
        max_length=120,
    )
    unit = ComboboxField(
        label=gettext_lazy("Đơn vị cấp trên trực tiếp"),
        help_text=gettext_lazy("Gõ một phần tên, có dấu hoặc không dấu: “thai binh”."),
        find=find_units,
        get=lambda key: key if key in samples.texts()["units"] else None,
        label_of=lambda key: f"Tỉnh ủy {key}",
        url=lambda: reverse("mau_pick"),
    )
    starts = HouseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"), help_text=gettext_lazy("Ví dụ: 01/7/2025")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại quyết định"),
        choices=[
            ("merge", gettext_lazy("Hợp nhất, sáp nhập")),
            ("split", gettext_lazy("Chia, tách")),
            ("rename", gettext_lazy("Đổi tên")),
        ],
        widget=forms.RadioSelect,
    )
    members = forms.IntegerField(
        label=gettext_lazy("Số đảng viên"),
        min_value=0,
        required=False,
        widget=forms.TextInput({"class": "w-number", "inputmode": "numeric"}),
    )
    source = forms.CharField(label=gettext_lazy("Căn cứ"), widget=forms.Textarea({"rows": 3}), required=False)
    agreed = forms.BooleanField(
        label=gettext_lazy("Đã đối chiếu với bản gốc của quyết định"),
        help_text=gettext_lazy("Người đối chiếu được ghi vào lịch sử."),
    )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "shell": sample_shell(request, ""),
        "pieces": [(reverse("mau_piece", args=[code]), label) for code, label in PIECES.items()],
        "samples": samples.texts(),
        "tiles": samples.tiles(),
        "steps_line": [
            (_("Đã mở"), "past"),
            (_("Đang soạn"), "now"),
            (_("Chờ duyệt nội bộ"), ""),
            (_("Đã gửi"), ""),
            (_("Đã thẩm tra"), ""),
            (_("Đã tổng hợp"), ""),
        ],
        "one": samples.Lines(1)[:1],
        "crumbs": [(_("Hồ sơ kỳ"), "#"), (_("Báo cáo"), "#"), ("Huyện ủy Hưng Hà", "")],
        "page": Paginator(samples.Lines(10_000), 8).get_page(request.GET.get("trang")),
        **TWO_VALUES,
    }
    return render(request, "web/mau/index.html", context)


@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    found = find_units(request.GET.get("q", ""))[:12]
    return render(
        request,
        "core/parts/options.html",
        {"options": [(key, label, _("đảng bộ trực thuộc Trung ương")) for key, label in found]},
    )


@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, piece: str) -> HttpResponse:
    if piece not in PIECES:
        raise Http404
    context = {"shell": sample_shell(request, piece), "samples": samples.texts(), "title": PIECES[piece]}
    context |= CONTEXTS[piece](request)
    template, status = REFUSALS.get(piece, (f"web/mau/{piece}.html", 200))
    return render(request, template, context, status=status)


def register_page(request: HttpRequest) -> Any:
    """0, 1 or 10,000 rows, paged; the text narrows by name so that the filter can be tried."""
    count = {"0": 0, "1": 1}.get(request.GET.get("so_dong", ""), 10_000)
    lines: Any = samples.Lines(count)
    if wanted := fold(request.GET.get("q", "")):
        lines = [line for line in lines[:] if wanted in fold(line.name)]
    return Paginator(lines, 50).get_page(request.GET.get("trang"))


def desk(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("so", "1")
    at = min(max(int(asked) if asked.isdecimal() else 1, 1), len(samples.texts()["queue"]))
    queue = [
        {"label": label, "note": note, "kind": kind, "word": word, "url": f"?so={n}", "current": n == at}
        for n, (label, note, kind, word) in enumerate(samples.texts()["queue"], start=1)
    ]
    return {
        "queue": queue,
        "entry": queue[at - 1],
        "keys": [("T", _("thẩm tra xong")), ("H", _("hỏi lại")), ("R", _("trả lại")), ("↓", _("mục sau"))],
        "previous_url": f"?so={at - 1}" if at > 1 else "",
        "next_url": f"?so={at + 1}" if at < len(queue) else "",
    }


def form(request: HttpRequest) -> dict[str, Any]:
    return {"form": SampleForm(request.POST if request.method == "POST" else None)}


def paper(_request: HttpRequest) -> dict[str, Any]:
    return {"paper": {**samples.texts()["paper"], "body": render_to_string("web/mau/_body.html")}}


def record(_request: HttpRequest) -> dict[str, Any]:
    return {"crumbs": [(_("Tổ chức bộ máy"), "#"), (_("Đơn vị"), "#"), ("Tỉnh ủy Thái Bình", "")]}


def refused(_request: HttpRequest) -> dict[str, Any]:
    return {
        "refusal": Refusal(
            "sample",
            _("Không sáp nhập được: Huyện ủy Đông Quan đã giải thể ngày 17/6/1969."),
            rule=_("Đơn vị nhận còn hiệu lực vào ngày quyết định có hiệu lực."),
            source=_("hồ sơ đơn vị"),
        )
    }


def conflicting(_request: HttpRequest) -> dict[str, Any]:
    message = _("Đảng ủy xã Thụy Trường đã được sửa sau khi đồng chí mở trang.")
    return {"refusal": Conflict("sample", message), **TWO_VALUES}


TWO_VALUES = {
    "who": "Nguyễn Văn Mẫu",
    "when": "09:41",
    "theirs": [(gettext_lazy("Tên"), "Đảng ủy xã Thụy Trường"), (gettext_lazy("Từ ngày"), "01/7/2025")],
    "mine": [(gettext_lazy("Tên"), "Đảng ủy xã Thuỵ Trường"), (gettext_lazy("Từ ngày"), "15/7/2025")],
}
REFUSALS = {"tu-choi": ("422.html", 422), "xung-dot": ("409.html", 409)}
CONTEXTS: dict[str, Callable[[HttpRequest], dict[str, Any]]] = {
    "ho-so-ky": lambda _request: {"steps": samples.texts()["steps"]},
    "danh-sach": lambda request: {"page": register_page(request)},
    "ban-ghi": record,
    "bieu-mau": form,
    "ma-tran": lambda _request: {"matrix": samples.matrix(), "legend": samples.texts()["legend"]},
    "ban-tham-tra": desk,
    "van-ban": paper,
    "trong": lambda _request: {},
    "tu-choi": refused,
    "xung-dot": conflicting,
}
