"""Why a file is refused, in words that say what to do next."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

_NAMES = {
    "xlsx": "Excel (.xlsx)",
    "docx": "Word (.docx)",
    "pdf": "PDF",
    "png": "PNG",
    "jpg": "JPEG",
    "txt": ".txt",
    "html": ".html",
    "p7s": ".p7s",
}


def kind_name(kind: str) -> str:
    return _NAMES.get(kind, kind)


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a code of core.quarantine; an unknown code gets the sentence of a broken file."""
    sentences = {
        "empty": _("Tệp rỗng: không có nội dung nào. Chọn lại tệp."),
        "too_big": _("Tệp lớn hơn %(limit)s MB. Chia nhỏ hoặc nén ảnh trong tệp rồi gửi lại."),
        "name": _("Tên tệp có ký tự ẩn, đường dẫn hoặc dài quá. Đổi tên tệp rồi gửi lại."),
        "extension": _("Tên tệp không khớp với nội dung: nội dung là %(kind_name)s. Kiểm tra lại tệp gốc."),
        "type.not_allowed": _("Chỗ này không nhận tệp %(kind_name)s. Chỉ nhận: %(allowed)s."),
        "type.unknown": _("Không nhận ra loại tệp. Chỉ nhận: %(allowed)s."),
        "type.legacy": _(
            "Tệp Word, Excel kiểu cũ (.doc, .xls) hoặc có mật khẩu. Lưu lại dạng .docx, .xlsx không mật khẩu."
        ),
        "type.archive": _("Đây là tệp nén, không phải tệp Word hay Excel. Giải nén rồi gửi từng tệp."),
        "text.markup": _(
            "Tệp chứa mã trang mạng hoặc lệnh, không phải văn bản thường. Lưu lại dạng văn bản."
        ),
        "text.too_long": _(
            "Văn bản dài hơn %(limit)s triệu ký tự, quá mức đọc trong một lần. Tách thành nhiều tệp rồi gửi."
        ),
        "text.empty": _("Tệp không có chữ nào để đọc. Chọn lại tệp."),
        "pdf.scanned": _(
            "Bản quét, không có lớp chữ: chỉ có hình của trang. Nhận dạng chữ (OCR) hoặc gửi tệp Word."
        ),
        "signature.broken": _("Tệp chữ ký số không trọn vẹn. Lấy lại tệp .p7s từ phần mềm ký rồi gửi."),
        "virus": _("Tệp chứa mẫu của phần mềm độc hại. Không nhận tệp này; báo người phụ trách công nghệ."),
        "archive.broken": _("Tệp hỏng hoặc đã bị ghép thêm nội dung. Mở bằng Word, Excel, lưu lại rồi gửi."),
        "archive.too_many": _(
            "Tệp chứa hơn %(limit)s phần bên trong. Mở ra, bỏ bớt hình ảnh, lưu lại rồi gửi."
        ),
        "archive.too_large": _(
            "Nội dung tệp khi mở ra lớn hơn mức cho phép. Bỏ bớt hình ảnh, dữ liệu thừa rồi gửi."
        ),
        "archive.ratio": _("Tệp nén quá mức bình thường (hơn %(limit)s lần). Mở ra, lưu lại rồi gửi."),
        "archive.encrypted": _("Tệp có mật khẩu hoặc bị mã hóa. Bỏ mật khẩu, lưu lại rồi gửi."),
        "archive.duplicate": _("Tệp có hai phần cùng tên bên trong. Mở bằng Word, Excel, lưu lại rồi gửi."),
        "archive.overlap": _(
            "Tệp có các phần chồng lên nhau bên trong. Mở bằng Word, Excel, lưu lại rồi gửi."
        ),
        "archive.nested": _("Tệp chứa tệp khác bên trong. Bỏ tệp nhúng, gửi riêng từng tệp."),
        "archive.path": _("Tệp có phần mang tên nguy hiểm bên trong. Mở bằng Word, Excel, lưu lại rồi gửi."),
        "archive.link": _("Tệp chứa liên kết tới tệp của máy khác bên trong. Lưu lại rồi gửi."),
        "archive.method": _("Tệp nén theo cách không đọc được. Mở bằng Word, Excel, lưu lại rồi gửi."),
        "office.macro": _("Tệp có macro (lệnh tự chạy). Lưu lại dạng .docx, .xlsx không có macro rồi gửi."),
        "office.object": _("Tệp có đối tượng nhúng (OLE, ActiveX). Thay bằng hình hoặc chữ rồi gửi."),
        "office.outside": _("Tệp lấy nội dung từ nơi khác (liên kết ngoài). Ngắt liên kết, lưu lại rồi gửi."),
        "office.command": _("Tệp có trường hoặc công thức gọi lệnh. Thay bằng giá trị rồi gửi."),
        "office.dtd": _("Tệp có khai báo mà Word, Excel không bao giờ ghi. Mở ra, lưu lại rồi gửi."),
        "office.broken": _(
            "Tệp hỏng: có phần bên trong không đọc được. Mở bằng Word, Excel, lưu lại rồi gửi."
        ),
        "image.broken": _("Ảnh hỏng hoặc thiếu. Mở ra, lưu lại rồi gửi."),
        "image.too_large": _("Ảnh quá lớn (%(width)s × %(height)s điểm). Thu nhỏ rồi gửi."),
        "image.trailing": _("Tệp có nội dung lạ ghép ở cuối. Mở ra, lưu lại rồi gửi."),
        "pdf.broken": _("Tệp PDF hỏng hoặc thiếu đoạn cuối. Xuất lại PDF rồi gửi."),
        "pdf.encrypted": _("Tệp PDF có mật khẩu. Bỏ mật khẩu rồi gửi."),
        "pdf.active": _("Tệp PDF có lệnh tự chạy hoặc tệp nhúng. In lại ra PDF rồi gửi."),
        "sheet.too_large": _(
            "Bảng tính quá rộng: tối đa %(rows)s dòng, %(columns)s cột. Xóa các ô thừa ở xa rồi gửi."
        ),
        "too_complex": _(
            "Tệp quá phức tạp, không đọc được trong giới hạn an toàn. Chia nhỏ, lưu lại rồi gửi."
        ),
        "busy": _("Đang có nhiều tệp được kiểm tra cùng lúc. Thử lại sau một phút."),
    }
    facts = {
        "limit": "",
        "kind_name": "",
        "allowed": "",
        "width": "",
        "height": "",
        "rows": "",
        "columns": "",
        **facts,
    }
    return sentences.get(code, sentences["archive.broken"]) % facts
