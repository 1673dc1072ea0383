"""A unit's own Word template for a shipped one: the file to begin with, its check, its use.

The names of fields are the template's; the head has names of its own. Names in capitals print capitals.
"""

import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import docx as python_docx
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.refusals import Refusal
from giaoban.correspondence.papers.filling import NAME, NEXT, closed, dotted, empty, printed, receivers
from giaoban.correspondence.papers.model import Field, FieldKind, Head, Template
from giaoban.documents import apart, docx, plain
from giaoban.documents.blocks import Block, Column, Heading, Letterhead, Paper, Paragraph, Signature, Table
from giaoban.documents.layout import layout_on
from giaoban.documents.text import place_and_day
from giaoban.documents.words import symbol

RECEIVERS = ("{%p for row in receivers %}", "{{ row.text }}", "{%p endfor %}")
PLACE, DAY = "Hà Nội", date(2029, 12, 30)
PARAGRAPH = "\a"  # docxtpl begins a paragraph here
HEAD = {
    "SUPERIOR": gettext_lazy("Cơ quan cấp trên (in hoa)"),
    "ISSUER": gettext_lazy("Cơ quan ban hành (in hoa)"),
    "symbol": gettext_lazy("Số, ký hiệu"),
    "place_day": gettext_lazy("Địa danh, ngày tháng năm"),
    "AUTHORITY": gettext_lazy("Thẩm quyền ký (in hoa)"),
    "POST": gettext_lazy("Chức vụ người ký (in hoa)"),
    "signer": gettext_lazy("Người ký"),
    "mark": gettext_lazy("Dự thảo lần n"),
    "code": gettext_lazy("Mã đối chiếu"),
}
SIGNED: Mapping[int, Callable[[Template], Signature | None]] = {
    0: lambda _found: None,
    1: lambda _found: Signature("{{ AUTHORITY }}", "{{ POST }}", "{{ signer }}"),
    2: lambda found: Signature("", found.post, "{{ chair }}"),
}


def names(found: Template) -> dict[str, tuple[str, ...]]:
    """Every name a Word template may use here, with the columns of rows."""
    own = {
        one.name: tuple(name for name, _label in one.columns)
        for one in found.fields
        if one.kind is not FieldKind.BLOCKS
    }
    return {**dict.fromkeys(HEAD, ()), "receivers": ("text",), **own}


def bodies(found: Template) -> tuple[str, ...]:
    return tuple(one.name for one in found.fields if one.kind is FieldKind.BLOCKS)


def check(found: Template, data: bytes) -> list[str]:
    """Sentences on what stands in the way of using this file; empty when it can be used."""
    try:
        answer = apart.check(data, names=names(found), bodies=bodies(found))
    except apart.ApartError:
        return [_("Không đọc được mẫu này trong giới hạn cho phép; hãy lưu lại bằng Word rồi nạp lại.")]
    said = [_sentence(**problem) for problem in answer["problems"]]
    unused = [one.label for one in found.fields if one.required and one.name not in answer["used"]]
    if unused and not said:
        said.append(_("Mẫu chưa dùng các trường bắt buộc: %(names)s.") % {"names": ", ".join(unused)})
    return said


def _sentence(*, code: str, what: str) -> str:
    return {
        "syntax": _("Thẻ trong mẫu viết sai: %(what)s."),
        "name": _("Không có trường tên “%(what)s” trong mẫu này."),
        "tag": _("Thẻ “%(what)s” không được dùng trong mẫu."),
    }[code] % {"what": what}


def render(found: Template, data: bytes, values: Mapping[str, Any], head: Head) -> bytes:
    """The .docx of these values in the unit's own form."""
    try:
        return apart.render(data, **_orders(found, values, head))
    except apart.ApartError as failed:
        raise Refusal(
            "correspondence.template_failed",
            _("Mẫu Word riêng của đơn vị không dựng được văn bản này; hãy kiểm tra lại mẫu."),
        ) from failed


def filled(found: Template, values: Mapping[str, Any], head: Head) -> dict[str, Any]:
    """What such a paper says, as plain values: the same give the same paper in the same Word file."""
    orders = _orders(found, values, replace(head, code=""))
    bodies_ = {name: [plain.dump_block(one) for one in blocks] for name, blocks in orders["bodies"].items()}
    return {**orders["values"], "bodies": bodies_, "layout": layout_on(orders["on"]).code}


def _orders(found: Template, values: Mapping[str, Any], head: Head) -> dict[str, Any]:
    signature = head.signature or Signature("", "", "")
    said: dict[str, Any] = {
        "SUPERIOR": head.superior.upper(),
        "ISSUER": head.issuer.upper(),
        "symbol": symbol(head.number),
        "place_day": place_and_day(head.place, head.day, year=head.created.year),
        "AUTHORITY": signature.authority.upper(),
        "POST": signature.post.upper(),
        "signer": signature.name,
        "mark": head.mark,
        "code": head.code,
        "receivers": [{"text": one} for one in (head.receivers or receivers(found, values))],
    }
    for field in found.fields:
        value = values.get(field.name)
        if field.kind is FieldKind.ROWS:
            said[field.name] = [
                {name: "" if empty(row.get(name)) else printed(row[name]) for name, _label in field.columns}
                for row in value or ()
            ]
        elif field.kind is not FieldKind.BLOCKS:
            said[field.name] = "" if empty(value) else _said(field, value)
    return {
        "values": said,
        "bodies": {name: list(values.get(name) or ()) for name in bodies(found)},
        "on": head.day or head.created.date(),
        "code": head.code,
    }


def _said(field: Field, value: Any) -> str:
    """Each line of a text is a paragraph of its own."""
    if field.kind is not FieldKind.TEXT:
        return printed(value)
    return PARAGRAPH.join(closed(line.strip()) for line in printed(value).splitlines() if line.strip())


def starter(found: Template, head: Head) -> bytes:
    """A Word file to begin with: the shipped form with its tags, to be changed in Word and handed in."""
    paper = Paper(
        letterhead=Letterhead("{{ SUPERIOR }}", "{{ ISSUER }}"),
        number="{{ symbol }}",
        place=PLACE,
        day=DAY,
        type_name=found.type_name,
        about=_tagged(found.about),
        created=head.created,
        blocks=[block for piece in _with_columns(found) for block in _tags(piece)],
        addressee=_tagged(found.addressee),
        addressed=found.addressed,
        signature=SIGNED[found.signatures](found),
        beside=Signature("", found.beside, "{{ recorder }}") if found.signatures == 2 else None,
        receivers=RECEIVERS if found.signatures == 1 else (),
        title=found.label,
        numbered=found.numbered,
        mark="{{ mark }}",
        code="{{ code }}",
    )
    return _with_day(docx.render(paper))


def _with_day(data: bytes) -> bytes:
    """Place and day are laid out as usual ones, then their tag takes their place."""
    document = python_docx.Document(io.BytesIO(data))
    for row in document.tables[0].rows:
        for run in (run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs):
            if run.text == place_and_day(PLACE, DAY):
                run.text = "{{ place_day }}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with_columns(found: Template) -> Iterator[Mapping[str, Any]]:
    """The pieces of the body, those of rows knowing their columns."""
    for piece in found.body:
        yield _columned(found, piece)


def _columned(found: Template, piece: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = {"do": [_columned(found, one) for one in piece["do"]]} if "do" in piece else {}
    columns = {"columns": found.field(piece["rows"]).columns} if "rows" in piece else {}
    return {**piece, **inner, **columns}


def _tags(piece: Mapping[str, Any], columns: Collection[str] = ()) -> Iterator[Block]:
    """A piece of the body as it is written in a Word template."""
    if "h" in piece:
        yield Heading(_tagged(piece["h"], columns).removeprefix(NEXT), piece.get("level", 1))
    elif "dots" in piece:
        yield dotted(piece["dots"])
    elif "p" in piece:
        form = {name: piece[name] for name in ("bold", "italic", "align", "indent") if name in piece}
        lead = f"{_tagged(piece['lead'], columns)} " if "lead" in piece else ""
        alone = NAME.fullmatch(piece["p"])
        words = piece["p"] if form or alone or piece.get("verbatim") else closed(piece["p"])
        yield Paragraph(lead + _tagged(words, columns), **form)
    elif "when" in piece:
        yield Paragraph(f"{{%p if {piece['when']} %}}")
        for one in piece["do"]:
            yield from _tags(one)
        yield Paragraph("{%p endif %}")
    elif "rows" in piece:
        yield Paragraph(f"{{%p for row in {piece['rows']} %}}")
        inside = [*(name for name, _label in piece["columns"]), "n"]
        for one in piece["do"]:
            yield from _tags(one, inside)
        yield Paragraph("{%p endfor %}")
    elif "grounds" in piece:
        yield from (
            Paragraph(f"{{%p for row in {piece['grounds']} %}}"),
            Paragraph("- {{ row.text }};"),
            Paragraph("{%p endfor %}"),
        )
    elif "table" in piece:
        yield _table(piece)
    else:
        yield Paragraph(f"{{{{ {piece['blocks']} }}}}")


def _table(piece: Mapping[str, Any]) -> Table:
    names = [name for _title, name, _width, _numeric in piece["columns"]]
    rest = [""] * (len(names) - 1)
    return Table(
        [Column(title, width) for title, _name, width, _numeric in piece["columns"]],
        [
            [f"{{%tr for row in {piece['table']} %}}", *rest],
            [_tag(name, names) for name in names],
            ["{%tr endfor %}", *rest],
        ],
    )


def _tagged(words: str, columns: Collection[str] = ()) -> str:
    return NAME.sub(lambda found: _tag(found[1], columns), words)


def _tag(name: str, columns: Collection[str]) -> str:
    if name in columns:
        name = "loop.index" if name == "n" else f"row.{name}"
    return f"{{{{ {name} }}}}"
