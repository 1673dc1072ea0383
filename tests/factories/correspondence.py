"""Hồ sơ trình, numbers and issues for tests, written straight into the tables."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from giaoban.core.dates import ZONE, now
from giaoban.core.text import fold
from giaoban.correspondence.models import (
    Arrival,
    Book,
    Delivery,
    Dossier,
    Draft,
    Edition,
    Issue,
    Number,
    Series,
    Step,
)
from giaoban.correspondence.rules import SUBMITS, Move, Organ, State, submitted_to
from giaoban.correspondence.rules.codes import new_code
from giaoban.correspondence.rules.series import ARRIVING, SymbolParts, format_symbol
from giaoban.correspondence.services.digests import digest_of
from giaoban.documents import plain
from giaoban.documents.blocks import Heading, Letterhead, Paper, Paragraph, Signature
from giaoban.organisations.models import Unit
from giaoban.reader.symbols import symbol_key
from tests.factories.directives import make_document

OPENED, SUBMITTED, APPROVED, ISSUED = (date(2019, 9, day) for day in (2, 9, 11, 13))
MADE = datetime(2019, 9, 2, 8, 0, tzinfo=ZONE)
ABOUT = "Kế hoạch sắp xếp tổ chức bộ máy năm 2019"


def make_paper(about: str = ABOUT, *words: str, **facts: Any) -> Paper:
    """A paper that passes the checks before issuing."""
    body = words or ("Ban Tổ chức Tỉnh ủy ban hành kế hoạch như sau.", "Các đơn vị tổ chức thực hiện.")
    values: dict[str, Any] = {
        "letterhead": Letterhead("Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        "number": "",
        "place": "Thái Bình",
        "day": None,
        "type_name": "Kế hoạch",
        "about": about,
        "created": MADE,
        "blocks": (
            Heading("I- Mục đích", key="muc-dich"),
            *(Paragraph(text, key=f"doan-{number}") for number, text in enumerate(body, start=1)),
        ),
        "signature": Signature("", "Trưởng ban", "Trần Thị Bình"),
        "receivers": ("Ban Thường vụ Tỉnh ủy", "Lưu Ban Tổ chức Tỉnh ủy"),
        **facts,
    }
    return Paper(**values)


def make_dossier(
    unit: Unit,
    *,
    issuer: Unit | None = None,
    organ: str = Organ.HEAD,
    state: str = State.DRAFTING,
    about: str = ABOUT,
    recipients: Iterable[Unit] = (),
    paper: Paper | None = None,
    drafted: bool = True,
    **facts: Any,
) -> Dossier:
    """A dossier in this state with the steps that led there; with one draft unless `drafted` is False."""
    values: dict[str, Any] = {
        "type": "KH",
        "period": "2019-t09-9t",
        "opened_on": OPENED,
        "post": "Trưởng ban",
        "signer": "Trần Thị Bình",
        "place": "Thái Bình",
        "receivers": ["Ban Thường vụ Tỉnh ủy", "Lưu Ban Tổ chức Tỉnh ủy"],
        **facts,
    }
    made = Dossier.objects.create(
        unit=unit,
        issuer=issuer or unit,
        organ=str(organ),
        state=str(state),
        about=about,
        folded=fold(about),
        **values,
    )
    made.recipients.set(recipients)
    draft = make_draft(made, paper or make_paper(about)) if drafted else None
    for move, reached, on in _road(made):
        Step.objects.create(
            dossier=made, move=str(move), state=str(reached), on=on, draft=draft, recorded_label="Lê Thị Cúc"
        )
    return made


def make_draft(dossier: Dossier, paper: Paper | None = None, *, number: int | None = None) -> Draft:
    values = plain.dump(paper or make_paper(dossier.about))
    return Draft.objects.create(
        dossier=dossier,
        number=number or dossier.drafts.count() + 1,
        paper=values,
        sha256=digest_of(values),
        made_label="Lê Thị Cúc",
    )


def make_issue(
    dossier: Dossier,
    symbol: str = "01-KH/BTCTU",
    *,
    on: date = ISSUED,
    delivered: Iterable[Unit] = (),
    number: Number | None = None,
    **facts: Any,
) -> Issue:
    """Issue a dossier that was made in state ISSUED (or any: its state is set)."""
    dossier.state = State.ISSUED.value
    dossier.save(update_fields=["state"])
    draft = dossier.drafts.order_by("-number").first() or make_draft(dossier)
    units = list(delivered)
    document = make_document(
        dossier.issuer,
        symbol,
        issuer="Ban Tổ chức Tỉnh ủy Thái Bình",
        issued_on=on,
        summary=dossier.about,
        type=dossier.type,
        recipients=tuple(units),
    )
    edition = make_edition("correspondence.dossier", dossier.pk, dossier.unit, dossier.about)
    issue = Issue.objects.create(
        dossier=dossier,
        draft=draft,
        number=number,
        document=document,
        edition=edition,
        issued_on=on,
        sha256=edition.sha256,
        **facts,
    )
    Delivery.objects.bulk_create([Delivery(issue=issue, unit=unit, sent_at=now()) for unit in units])
    return issue


def make_edition(
    kind: str, object_id: int, unit: Unit, title: str = ABOUT, paper: Paper | None = None
) -> Edition:
    values = plain.dump(paper or make_paper(title))
    return Edition.objects.create(
        code=new_code(),
        kind=kind,
        object_id=object_id,
        unit=unit,
        title=title,
        paper=values,
        sha256=digest_of(values),
    )


def make_series(
    unit: Unit,
    type: str = "KH",  # noqa: A002  the field's name
    *,
    term: str = "2015-2020",
    numbers: int = 0,
    first: int = 1,
    code: str = "BTCTU",
) -> Series:
    """A series with its book and so many numbers taken, on one day."""
    Book.objects.get_or_create(unit=unit, defaults={"code": code, "opened_on": OPENED})
    last = first + numbers - 1
    series = Series.objects.create(unit=unit, type=type, term=term, first=first, last=last)
    parts = SymbolParts(type, code)
    Number.objects.bulk_create(
        Number(series=series, value=value, symbol=format_symbol(value, parts), taken_on=OPENED, about=ABOUT)
        for value in range(first, last + 1)
    )
    return series


def make_arrival(unit: Unit, symbol: str = "123-CV/BTCTW", **facts: Any) -> Arrival:
    """A line of the book of papers that arrived, with the next number of its year."""
    series, _made = Series.objects.get_or_create(unit=unit, type=ARRIVING, term="2019")
    series.last += 1
    series.save(update_fields=["last"])
    number = Number.objects.create(
        series=series, value=series.last, symbol=f"{series.last:02d}", taken_on=OPENED
    )
    values: dict[str, Any] = {
        "arrived_on": OPENED,
        "issuer": "Ban Tổ chức Trung ương",
        "type": "CV",
        "issued_on": OPENED,
        "summary": "Đề nghị báo cáo quý III",
        **facts,
    }
    return Arrival.objects.create(
        unit=unit,
        number=number,
        symbol=symbol,
        symbol_key=symbol_key(symbol),
        folded=fold(f"{symbol} {values['summary']}"),
        **values,
    )


def _road(dossier: Dossier) -> Sequence[tuple[str, str, date]]:
    """The steps to the dossier's state by the shortest way."""
    decided = submitted_to(dossier.organ)
    begun = [(Move.OPEN, State.DRAFTING, OPENED)]
    laid = [*begun, (SUBMITS[decided], decided, SUBMITTED)]
    passed = [*laid, (Move.APPROVE, State.APPROVED, APPROVED)]
    state = State(dossier.state)
    return {
        State.DRAFTING: begun,
        State.CONSULTING: [*begun, (Move.CONSULT, State.CONSULTING, OPENED)],
        State.APPROVED: passed,
        State.RETURNED: [*laid, (Move.RETURN, State.RETURNED, APPROVED)],
        State.ISSUED: [*passed, (Move.ISSUE, State.ISSUED, ISSUED)],
        State.WITHDRAWN: [*begun, (Move.WITHDRAW, State.WITHDRAWN, SUBMITTED)],
    }.get(state) or [*begun, (SUBMITS[state], state, SUBMITTED)]
