"""A report as a Word paper in the Party's layout with its data form as an annex, and as a workbook.

Both say unit, period, source, coverage and the units that are missing; a draft says that it is one. They are
papers of the unit, so they speak Vietnamese whatever the reader's language.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import override

from giaoban.core.dates import vi
from giaoban.core.numbers import vi_number
from giaoban.core.text import slug
from giaoban.correspondence.papers import Head
from giaoban.correspondence.services import Written
from giaoban.documents import xlsx
from giaoban.documents.blocks import (
    Annex,
    Block,
    Column,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from giaoban.documents.blocks import Cell as Value
from giaoban.periods.rules import Period
from giaoban.reporting.labels import PART_LABELS, moment
from giaoban.reporting.queries.places import town_of
from giaoban.reporting.queries.printed import Printed, differing, names_of, why_not
from giaoban.reporting.rules.cells import Cell, CellPart, IndicatorKind, Row
from giaoban.reporting.rules.rollup import ratio

REPORT, TEMPLATE = "Báo cáo", "consolidated_report"


def file_name(found: Printed, ending: str) -> str:
    """A name of plain letters: unit, period, version; safe on every machine."""
    which = f"v{found.version}" if found.version else "du-thao"
    return f"bao-cao-{slug(found.place.code)}-{slug(found.obligation.round.period)}-{which}.{ending}"


# --- Word ------------------------------------------------------------------------------------------------


def written(found: Printed, kind: str) -> Written:
    """For the unit's own Word template, which knows no place behind the signature: the annex follows the
    sections. Its code is that of the version printed."""
    whole = paper_of(found)
    values = {
        "subject": whole.about,
        "to": found.receiver,
        "body": [*whole.blocks, *(block for annex in whole.annexes for block in _under(annex))],
    }
    head = Head(
        superior=found.superior,
        issuer=issuer_of(found),
        number=whole.number,
        place=whole.place,
        day=whole.day,
        created=whole.created,
        signature=whole.signature,
        receivers=whole.receivers,
        mark=whole.mark,
    )
    return Written(kind, found.obligation.pk, found.obligation.unit_id, TEMPLATE, values, head)


def _under(annex: Annex) -> Iterable[Block]:
    yield Heading(f"{annex.title}: {annex.about}", 1)
    yield from annex.blocks


def about_of(title: str) -> str:
    """The trích yếu: the type stands over it already."""
    about = title.removeprefix(REPORT).strip() or title
    return about[0].upper() + about[1:]


def paper_of(found: Printed) -> Paper:
    """The report as a paper, its data form as an annex."""
    title = found.obligation.round.title
    return Paper(
        letterhead=Letterhead(found.superior, issuer_of(found)),
        number=found.number or "……-BC/……",
        place=town_of(found.obligation, found.place),
        day=found.day,
        type_name=REPORT,
        about=about_of(title),
        created=found.moment,
        blocks=list(_body(found)),
        annexes=[_annex(found)],
        addressee=found.receiver,
        signature=Signature("", "", found.signer),
        receivers=["Như trên", "Lưu."] if found.receiver else ["Lưu."],
        title=f"{title}, {found.place.name}",
        mark="" if found.check else "Dự thảo",
        code=found.check,
    )


def issuer_of(found: Printed) -> str:
    """Under its superior a body does not say its superior's name again."""
    short = found.issuer.removesuffix(found.superior).strip(" ,") if found.superior else ""
    return short or found.issuer


def _body(found: Printed) -> Iterable[Block]:
    for section, passages in found.sections:
        yield Heading(f"{section.number}- {section.title}", 1)
        if not passages:
            yield Paragraph("Không có nội dung.", italic=True)
        for passage in passages:
            yield Paragraph(passage.text)


def _annex(found: Printed) -> Annex:
    """The data form: one line a row, the running total or the stock beside what happened in the period."""
    form = found.obligation.round.form_version.form
    columns = [
        Column("STT", 0.5, numeric=True),
        Column("Chỉ tiêu", 3.4),
        Column("Đơn vị tính", 1),
        Column("Trong kỳ", 1.1, numeric=True),
        Column("Lũy kế, có đến cuối kỳ", 1.3, numeric=True),
    ]
    rows: list[Sequence[Value]] = []
    for number, row in enumerate(_rows(found), start=1):
        in_period, whole = _figures(found, row)
        rows.append((number, _said(found, row), row.counting_unit, in_period, whole))
    blocks: list[Block] = [Table(columns, rows, source=_source(found))]
    if found.missing:
        listed = "; ".join(f"{one.place.name} ({why_not(one)})" for one in found.missing)
        blocks.append(Paragraph(f"Chưa có trong số tổng hợp: {listed}.", italic=True))
    return Annex("Phụ lục", f"Biểu {form.code}. {form.name}", blocks=blocks)


def _rows(found: Printed) -> list[Row]:
    return list(dict.fromkeys(cell.row for cell in found.cells))


def _said(found: Printed, row: Row) -> str:
    names = names_of(found, row.code) if row.kind is IndicatorKind.CONDITION and found.below else []
    return f"{row.name}: {', '.join(names)}" if names else row.name


def _figures(found: Printed, row: Row) -> tuple[Value, Value]:
    """What stands in the two columns of figures; an empty cell is a figure that is missing."""

    def of(part: CellPart) -> int | None:
        return found.figures.get(f"{row.code}:{part}")

    if row.kind is IndicatorKind.FLOW:
        return of(CellPart.IN_PERIOD), of(CellPart.CUMULATIVE)
    if row.kind is IndicatorKind.STOCK:
        return None, of(CellPart.VALUE)
    first, second = (
        (CellPart.NUMERATOR, CellPart.DENOMINATOR)
        if row.kind is IndicatorKind.RATIO
        else (CellPart.COUNT, CellPart.BASE)
    )
    value, whole = of(first), of(second)
    if value is None or whole is None:
        return None, None
    pair = f"{vi_number(value)}/{vi_number(whole)}"
    share = ratio(value, whole)
    if row.kind is IndicatorKind.CONDITION or share is None:
        return None, pair
    return None, f"{vi_number(share, 2)} ({pair})"


def _source(found: Printed) -> str:
    of = found.obligation.round
    closed = f"{Period.parse(of.period).label('vi')}, chốt ngày {vi(of.cut_off)}."
    text = f"Nguồn: {found.place.name} báo cáo, {closed}"
    if found.below:
        coverage = f"{vi_number(len(found.included))}/{vi_number(found.asked)} đơn vị trực thuộc"
        text = f"Nguồn: {found.place.name} tổng hợp báo cáo đã thẩm tra của {coverage}, {closed}"
    return text + (" Số ước thực hiện." if found.estimate else "")


# --- workbook --------------------------------------------------------------------------------------------


def workbook(found: Printed, author: str) -> bytes:
    """The .xlsx: the form, what each unit gave, the passages with their sources, where it all comes from."""
    with override("vi"):
        sheets = [_form_sheet(found)]
        if found.below:
            sheets.append(_units_sheet(found))
        if found.below and found.draft:
            sheets.append(_differences_sheet(found))
        sheets.append(_passage_sheet(found))
        title = f"{found.obligation.round.title}, {found.place.name}"
        return xlsx.render(xlsx.Book(title, author, found.moment, sheets, _facts(found)))


def _form_sheet(found: Printed) -> xlsx.Sheet:
    past, year = found.history.previous, found.history.last_year
    columns = [
        xlsx.Column("Mã", 28),
        xlsx.Column("Chỉ tiêu", 46),
        xlsx.Column("Số liệu", 18),
        xlsx.Column("Đơn vị tính", 14),
        xlsx.Column("Kỳ này", 14, numeric=True),
        xlsx.Column("Số đơn vị có số", 12, numeric=True),
        xlsx.Column("Kỳ trước", 14, numeric=True),
        xlsx.Column("Cùng kỳ năm trước", 14, numeric=True),
    ]
    rows: list[Sequence[xlsx.Value]] = []
    for cell in found.cells:
        answered = sum((one.figures or {}).get(cell.key) is not None for one in found.included)
        rows.append(
            (
                cell.key,
                cell.row.name,
                _part(cell.part),
                cell.row.counting_unit,
                found.figures.get(cell.key),
                answered if found.below else None,
                past.figures.get(cell.key) if past else None,
                year.figures.get(cell.key) if year else None,
            )
        )
    return xlsx.Sheet("Biểu số liệu", columns, rows, heading=_heading(found), frozen=2)


def _part(part: CellPart) -> str:
    return str(PART_LABELS[part])


def _titled(cell: Cell) -> str:
    return cell.row.name if cell.part is CellPart.VALUE else f"{cell.row.name} ({_part(cell.part)})"


def _units_sheet(found: Printed) -> xlsx.Sheet:
    """A line for each unit directly below with its exact figures, the sum of those that are in at the end."""
    columns = [
        xlsx.Column("Đơn vị", 36),
        xlsx.Column("Tình trạng", 20),
        *(xlsx.Column(_titled(cell), 16, numeric=True) for cell in found.cells),
    ]
    rows: list[Sequence[xlsx.Value]] = [
        (
            one.place.name,
            "trong số tổng hợp" if one.figures is not None else why_not(one),
            *((one.figures or {}).get(cell.key) for cell in found.cells),
        )
        for one in found.below
    ]
    rows.append(("Số tổng hợp", "", *(found.figures.get(cell.key) for cell in found.cells)))
    return xlsx.Sheet("Theo đơn vị", columns, rows, totals=(len(rows) - 1,), frozen=1)


def _differences_sheet(found: Printed) -> xlsx.Sheet:
    columns = [
        xlsx.Column("Đơn vị", 36),
        xlsx.Column("Chỉ tiêu", 50),
        xlsx.Column("Đơn vị ký", 16, numeric=True),
        xlsx.Column("Sống từ cơ sở", 16, numeric=True),
        xlsx.Column("Lệch", 14, numeric=True),
        xlsx.Column("Nguyên nhân", 46),
    ]
    rows: list[Sequence[xlsx.Value]] = [
        (place.name, _titled(one.cell), one.signed, one.live, one.delta, why)
        for place, one, why in differing(found)
    ]
    return xlsx.Sheet("Đối chiếu", columns, rows, empty="Không ô nào lệch.")


def _passage_sheet(found: Printed) -> xlsx.Sheet:
    columns = [
        xlsx.Column("Mục", 8),
        xlsx.Column("Tên mục", 30),
        xlsx.Column("Nội dung", 100),
        xlsx.Column("Lĩnh vực", 22),
        xlsx.Column("Nguồn", 36),
    ]
    rows: list[Sequence[xlsx.Value]] = [
        (
            section.number,
            section.title,
            passage.text,
            passage.get_field_display(),
            ", ".join(found.sources.get(passage.pk, ())) or passage.origin_label,
        )
        for section, passages in found.sections
        for passage in passages
    ]
    return xlsx.Sheet("Lời văn", columns, rows, empty="Chưa có đoạn nào.")


def _heading(found: Printed) -> tuple[str, ...]:
    state = "" if found.check else "Dự thảo"
    return tuple(one for one in (found.obligation.round.title, found.place.name, state) if one)


def _facts(found: Printed) -> list[tuple[str, str]]:
    of = found.obligation.round
    form = of.form_version.form
    facts = [
        ("Biểu", f"{form.code}, {form.name}, phiên bản {of.form_version.number}"),
        ("Đơn vị báo cáo", found.place.name),
        ("Gửi", found.receiver or "không gửi lên cấp trên"),
        ("Kỳ", Period.parse(of.period).label("vi")),
        ("Ngày chốt số liệu", vi(of.cut_off)),
        ("Bản", f"bản đã gửi thứ {found.version}" if found.check else "dự thảo"),
        ("Thời điểm", moment(found.moment)),
        ("Số liệu", "ước thực hiện" if found.estimate else "chính thức"),
        ("Nguồn", _source(found)),
        ("Ô trống", "chưa có số liệu, không phải số 0"),
    ]
    if found.check:
        facts.append(("Mã đối chiếu", found.check))
    if found.below:
        listed = "; ".join(f"{one.place.name} ({why_not(one)})" for one in found.missing)
        facts.append(("Đơn vị chưa có", listed or "không"))
    return facts
