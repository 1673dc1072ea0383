"""Workbooks as officers fill them, and the posting of a form with its key."""

import io
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNIT_COLUMNS = ("STT", "Mã đơn vị", "Tên đơn vị *", "Loại đơn vị *", "Đơn vị cấp trên *", "Ngày thành lập")
PEOPLE_COLUMNS = ("Họ và tên *", "Năm sinh", "Đơn vị *", "Chức danh *", "Từ ngày *", "Đã công bố")
CONTACT_COLUMNS = ("Đơn vị *", "Lĩnh vực", "Họ và tên *", "Điện thoại", "Thư điện tử", "Từ ngày")
DECISION = {"Hiệu lực từ": "01/01/2019", "Số, ký hiệu quyết định": "12-QĐ/TU", "Ngày ký": "20/12/2018"}


def book(
    columns: Iterable[str], rows: Iterable[Iterable[Any]], decision: Mapping[str, str] | None = None
) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet()
        down = 0
        for label, value in (decision or {}).items():
            page.write_row(down, 0, [label, "", value])
            down += 1
        page.write_row(down + 1, 0, list(columns))
        for at, row in enumerate(rows, start=down + 2):
            page.write_row(at, 0, list(row))
    return buffer.getvalue()


def units_book(*rows: tuple[str, str, str, str], decision: Mapping[str, str] = DECISION) -> bytes:
    """Rows of (code, name, kind, parent)."""
    return book(UNIT_COLUMNS, [(at, *row, "") for at, row in enumerate(rows, start=1)], decision)


def upload(content: bytes, name: str = "bang.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=XLSX)


def send(browser: Client, path: str, content: bytes, name: str = "bang.xlsx") -> HttpResponse:
    """The upload form, filled and sent."""
    return browser.post(path, {"file": upload(content, name), "once": uuid.uuid4().hex})


def soup_of(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def confirm(browser: Client, path: str, promise: str = "", once: str = "") -> HttpResponse:
    """The confirmation of a preview, with the promise that stands on its page."""
    if not promise:
        field = soup_of(browser.get(path)).select_one("input[name=promise]")
        promise = field["value"] if field else ""
    return browser.post(f"{path}ghi/", {"promise": promise, "once": once or uuid.uuid4().hex})
