"""A template and its values become a paper; what is missing is said all at once.

Pieces of a body: {"h": words, "level": 1..3}, {"p": words, "lead": words,
"verbatim": true}, {"dots": lines to write on},
{"rows": field, "do": pieces}, {"when": field, "do": pieces}, {"grounds": field}, {"blocks": field},
{"table": field, "columns": [[title, name, width, true for numbers or "center"]]}. In words,
{name} stands for a field; inside rows also for a column, {n} for the number of the row. A heading "N- …"
takes the number behind the last part. Among receivers {rows_last} is the number of the last of these rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from giaoban.core.dates import vi
from giaoban.core.refusals import Refusal
from giaoban.correspondence.papers.model import Field, FieldKind, Head, Template
from giaoban.documents.blocks import (
    Block,
    Column,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Run,
    Signature,
    Style,
    Table,
)
from giaoban.documents.layout import layout_on
from giaoban.documents.words import ended

ROMAN = ("I- ", "II- ", "III- ", "IV- ", "V- ", "VI- ", "VII- ", "VIII- ", "IX- ", "X- ")
PART = re.compile(r"^[IVX]+- ")
NEXT = "N- "
DOTS = "…" * 32  # across a page of every layout
NAME = re.compile(r"\{([a-z][a-z_0-9]*)\}")
UNKNOWN = "……"
ENDINGS = tuple(".!?…:;")

Values = Mapping[str, Any]


def fill(found: Template, values: Values, head: Head, *, style: Style = "party", gaps: bool = False) -> Paper:
    """The paper of these values.

    Without `gaps` a required field that is empty is refused; with them it is printed as dots, for a draft.
    A name that the template does not have is the caller's error.
    """
    unknown = sorted(set(values) - {one.name for one in found.fields})
    if unknown:
        raise ValueError(f"{found.code} has no field {', '.join(unknown)}")
    missing = [one for one in found.fields if one.required and empty(values.get(one.name))]
    if missing and not gaps:
        raise Refusal(
            "correspondence.fields_missing",
            f"Mẫu “{found.label}” còn thiếu: {', '.join(one.label for one in missing)}.",
            field=missing[0].name,
        )
    said = {one.name: _said(one, values.get(one.name)) for one in found.fields}
    blocks = list(_pieces(found.body, values, said, style))
    if any(one.kind is FieldKind.BLOCKS for one in found.fields):
        blocks = continued(blocks)
    else:
        blocks = numbered(blocks, gaps=gaps)
    signature, beside = _signatures(found, said, head)
    return Paper(
        letterhead=Letterhead(head.superior, head.issuer),
        number=head.number,
        place=head.place,
        day=head.day,
        type_name=found.type_name,
        about=_words(found.about, said),
        created=head.created,
        blocks=ended(blocks, layout_on(head.day or head.created.date(), style)),
        addressee=_words(found.addressee, said),
        signature=signature,
        beside=beside,
        receivers=head.receivers or receivers(found, values),
        numbered=found.numbered or bool(head.number),
        title=" ".join(part for part in (found.label, _words(found.about, said)) if part),
        mark=head.mark,
        style=style,
        secrecy=head.secrecy,
        urgency=head.urgency,
        limit=head.limit,
        code=head.code,
        addressed=found.addressed,
    )


def empty(value: Any) -> bool:
    """Nothing, blanks only, or no rows; 0 is a number."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], (), {})


def _said(field: Field, value: Any) -> str:
    if empty(value) or field.kind in (FieldKind.ROWS, FieldKind.BLOCKS):
        return ""
    return printed(value)


def printed(value: Any) -> str:
    return vi(value) if isinstance(value, date) else str(value).strip()


def _words(pattern: str, said: Mapping[str, str]) -> str:
    return NAME.sub(lambda found: said.get(found[1], "") or UNKNOWN, pattern)


def numbered(blocks: Sequence[Block], *, gaps: bool = False) -> list[Block]:
    """Parts keep their order when one of them has nothing to say; a part alone has no number, but in a draft
    with gaps, where others may come.

    >>> [one.text for one in numbered([Heading("II- NHIỆM VỤ"), Heading("III- TỔ CHỨC THỰC HIỆN")])]
    ['I- NHIỆM VỤ', 'II- TỔ CHỨC THỰC HIỆN']
    >>> numbered([Heading("II- NHIỆM VỤ"), Paragraph("Một.")])[0].text
    'NHIỆM VỤ'
    """
    parts = [one for one in blocks if isinstance(one, Heading) and PART.match(one.text)]
    numbers = iter(ROMAN if len(parts) > 1 or gaps else ("",))
    return [replace(one, text=PART.sub(next(numbers), one.text)) if one in parts else one for one in blocks]


def continued(blocks: Sequence[Block]) -> list[Block]:
    """What the template adds to a body of numbered parts is a part of it.

    >>> body = [Heading("I- Tình hình"), Heading("II- Nhiệm vụ"), Heading("N- KIẾN NGHỊ")]
    >>> continued(body)[-1].text, continued(body[2:])[0].text
    ('III- KIẾN NGHỊ', 'KIẾN NGHỊ')
    """
    parts = [one for one in blocks if isinstance(one, Heading) and PART.match(one.text)]
    number = dict(enumerate(ROMAN)).get(len(parts), "") if parts else ""
    return [
        replace(one, text=number + one.text.removeprefix(NEXT))
        if isinstance(one, Heading) and one.text.startswith(NEXT)
        else one
        for one in blocks
    ]


def receivers(found: Template, values: Values) -> tuple[str, ...]:
    """Those that the template names."""
    last = {f"{one.name}_last": str(len(values.get(one.name) or ())) for one in found.fields if one.columns}
    return tuple(_words(line, last) for line in found.receivers)


def _pieces(
    pieces: Sequence[Mapping[str, Any]], values: Values, said: Mapping[str, str], style: Style
) -> Iterator[Block]:
    for piece in pieces:
        if "h" in piece:
            yield Heading(_words(piece["h"], said), piece.get("level", 1))
        elif "p" in piece or "dots" in piece:
            yield from _paragraphs(piece, said)
        elif "when" in piece:
            if not empty(values.get(piece["when"])):
                yield from _pieces(piece["do"], values, said, style)
        elif "rows" in piece:
            for number, row in enumerate(values.get(piece["rows"]) or (), start=1):
                inside = {**said, **{name: printed(v) for name, v in row.items() if not empty(v)}}
                yield from _pieces(piece["do"], values, {**inside, "n": str(number)}, style)
        elif "grounds" in piece:
            yield from _grounds(values.get(piece["grounds"]) or (), style)
        elif "table" in piece:
            yield _table(piece, values.get(piece["table"]) or ())
        else:
            yield from values.get(piece["blocks"]) or ()


def _grounds(rows: Sequence[Mapping[str, Any]], style: Style) -> Iterator[Paragraph]:
    """A semicolon behind each ground. Party papers: upright, behind a dash, a comma behind the last, as in
    399-QĐ/TW; State papers: in italics, a point behind the last (30/2020/NĐ-CP, Phụ lục I, II.6a)."""
    texts = [printed(row["text"]).rstrip(".;, ") for row in rows if not empty(row.get("text"))]
    state = style == "state"
    for number, text in enumerate(texts, start=1):
        end = ";" if number < len(texts) else "." if state else ","
        yield Paragraph(f"{text}{end}", italic=True) if state else Paragraph(f"- {text}{end}")


def _paragraphs(piece: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[Paragraph]:
    """One paragraph, or one for each line of the field that stands alone in it, behind a bold `lead`."""
    if "dots" in piece:
        yield dotted(piece["dots"])
        return
    form = {name: piece[name] for name in ("bold", "italic", "align", "indent") if name in piece}
    lead = _words(piece.get("lead", ""), said)
    for line in _words(piece["p"], said).splitlines():
        if not line.strip():
            continue
        text = line.strip() if form or piece.get("verbatim") else closed(line.strip())
        yield Paragraph(text, **form) if not lead else Paragraph(runs=(Run(f"{lead} ", bold=True), Run(text)))


def dotted(lines: int) -> Paragraph:
    """Lines to write on by hand, which stay together."""
    return Paragraph("\n".join([DOTS] * lines), align="left", indent=False)


def closed(text: str) -> str:
    """A sentence ends with its point; a line that leads on keeps its colon."""
    return text if text.endswith(ENDINGS) else f"{text}."


def _table(piece: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Table:
    """`n` numbers the rows; numbers are kept as numbers."""
    named = [(title, name, width, form) for title, name, width, form in piece["columns"]]
    cells = [
        [number if name == "n" else _cell(row.get(name)) for _title, name, _width, _form in named]
        for number, row in enumerate(rows, start=1)
    ]
    return Table(
        [Column(title, width, form is True, centred=form == "center") for title, _name, width, form in named],
        cells,
        empty=piece.get("empty", "Không có."),
        wide=piece.get("wide", False),
    )


def _cell(value: Any) -> Any:
    return value if isinstance(value, int) else ("" if empty(value) else printed(value))


def _signatures(
    found: Template, said: Mapping[str, str], head: Head
) -> tuple[Signature | None, Signature | None]:
    """One at the right; two where a recorder signs at the left and the chair at the right."""
    if found.signatures == 0:
        return None, None
    if found.signatures == 1:
        return head.signature, None
    return Signature("", found.post, said["chair"]), Signature("", found.beside, said["recorder"])


def sample(found: Template) -> dict[str, Any]:
    """Values made of the examples, to show the form; a body gets a heading and a paragraph."""
    return {one.name: _example(one) for one in found.fields}


def _example(field: Field) -> Any:
    if field.kind is FieldKind.BLOCKS:
        return [Heading("I- Tình hình và kết quả", 1), Paragraph("Nội dung minh họa của một mục.")]
    return date.fromisoformat(field.example) if field.kind is FieldKind.DAY else field.example
