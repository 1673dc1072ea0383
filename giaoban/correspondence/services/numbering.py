"""Books of numbers: terms, series, and the next number of one, without gaps or doubles.

A number is taken in the transaction of what it is for: the row of the series is locked until that commits, so
the next one waits, and a transaction that fails leaves no gap. What was given is never changed or deleted.
"""

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, today, vi
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.correspondence import queries
from giaoban.correspondence.labels import NUMBER_LABELS
from giaoban.correspondence.models import Book, Number, Series, Term
from giaoban.correspondence.rules import REASON_LIMIT, NumberState, Permission
from giaoban.correspondence.rules.series import (
    ARRIVING,
    CODE_LIMIT,
    CONGRESS,
    SymbolParts,
    format_symbol,
)
from giaoban.correspondence.services.work import name_of
from giaoban.organisations.models import Unit
from giaoban.reader.catalogue import doc_type

LARGEST = 99_999
_CODE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TERM = re.compile(r"[1-9]\d{3}(?:-[1-9]\d{3})?")


@transaction.atomic
def declare_term(*, actor: Actor, unit_id: int, code: str, starts: date, source: str = "") -> Term:
    """Say from which day a unit numbers by a new term: the one before ends that day."""
    _require_manage(actor, unit_id)
    list(Term.objects.filter(unit_id=unit_id).select_for_update())
    wanted = clean(code)
    if not _TERM.fullmatch(wanted) or "-" not in wanted:
        raise Refusal(
            "correspondence.term_code", _("Ghi nhiệm kỳ theo hai năm, ví dụ 2025-2030."), field="code"
        )
    held = list(Term.objects.filter(unit_id=unit_id).order_by("starts"))
    if any(term.code == wanted for term in held):
        raise Refusal(
            "correspondence.term_known", _("Nhiệm kỳ %(code)s đã được ghi.") % {"code": wanted}, field="code"
        )
    if held and starts <= held[-1].starts:
        raise Refusal(
            "correspondence.term_order",
            _("Nhiệm kỳ mới phải bắt đầu sau ngày %(day)s của nhiệm kỳ %(code)s.")
            % {"day": vi(held[-1].starts), "code": held[-1].code},
            field="starts",
        )
    if held:
        held[-1].ends = starts
        held[-1].save(update_fields=["ends"])
    term = Term.objects.create(
        unit_id=unit_id, code=wanted, starts=starts, ends=OPEN, source=clean(source)[:300]
    )
    audit.record(
        actor,
        "correspondence.declare_term",
        term,
        unit_id=unit_id,
        changes={"code": [held[-1].code if held else None, wanted], "starts": [None, starts.isoformat()]},
    )
    return term


@transaction.atomic
def open_series(
    *,
    actor: Actor,
    unit_id: int,
    type: str,  # noqa: A002  the field's name
    on: date | None = None,
    first: int | None = None,
    code: str = "",
    style: str = "",
) -> Series:
    """Keep a unit's numbers of a type in this house from `first` on; with its own code in symbols, if given.

    A unit that comes here in mid-term begins behind its last number on paper. Without `first` a series that
    runs stays as it is, a new one begins at 1.
    """
    _require_manage(actor, unit_id)
    if first is not None and not 1 <= first <= LARGEST:
        raise Refusal(
            "correspondence.first",
            _("Số bắt đầu phải từ 1 đến %(most)s.") % {"most": vi_number(LARGEST)},
            field="first",
        )
    if type not in (ARRIVING, CONGRESS) and doc_type(type) is None:
        raise Refusal("correspondence.type", _("Chưa chọn thể loại văn bản."), field="type")
    day = on or today()
    book = keep_book(actor, unit_id, code=code, style=style)
    term = str(day.year) if type == ARRIVING else queries.term_on(unit_id, day, style=book.style)
    series = _series(unit_id, type, term)
    before = series.first
    if first is not None and first != series.first:
        if series.last >= series.first:
            raise Refusal(
                "correspondence.series_begun",
                _("Quyển số này đã lấy đến số %(last)s nên không đổi được số bắt đầu.")
                % {"last": series.last},
                field="first",
                rule=_("Số văn bản liên tục trong nhiệm kỳ; số đã lấy không lấy lại."),
            )
        series.first, series.last = first, first - 1
        series.save(update_fields=["first", "last"])
    audit.record(
        actor,
        "correspondence.open_series",
        series,
        unit_id=unit_id,
        changes={"first": [before, series.first], "code": [None, book.code]},
    )
    return series


def keep_book(actor: Actor, unit_id: int, *, code: str = "", style: str = "") -> Book:
    """The book of a unit, made when it has none; a code given anew holds for later symbols."""
    own = clean(code)
    if own and (len(own) > CODE_LIMIT or not _CODE.fullmatch(own)):
        raise Refusal("correspondence.code", _("Ký hiệu cơ quan chỉ gồm chữ, ví dụ BTCTU."), field="code")
    if style not in ("", "party", "state"):
        raise Refusal("correspondence.style", _("Chưa chọn cách viết số, ký hiệu."), field="style")
    book = Book.objects.filter(unit_id=unit_id).first()
    if book is None:
        known = queries.code_of(unit_id)
        if not own and not known.code:
            raise Refusal(
                "correspondence.code_missing",
                _("Chưa có ký hiệu của %(unit)s. Mở quyển số và ghi ký hiệu của cơ quan.")
                % {"unit": name_of(unit_id)},
                field="code",
                rule=_("Số, ký hiệu gồm số thứ tự, tên viết tắt thể loại và tên viết tắt cơ quan ban hành."),
            )
        facts = {
            "code": own or known.code,
            "style": style or known.style,
            "opened_on": today(),
            "recorded_by": actor.actor_id,
        }
        return Book.objects.get_or_create(unit_id=unit_id, defaults=facts)[0]
    if (own or book.code, style or book.style) != (book.code, book.style):
        book.code, book.style = own or book.code, style or book.style
        book.save(update_fields=["code", "style"])
    return book


def take_number(
    *,
    actor: Actor,
    unit_id: int,
    type: str,  # noqa: A002
    on: date,
    symbol_parts: SymbolParts,
    about: str = "",
    series_type: str = "",
    style: str = "",
) -> Number:
    """The next number of a unit's series, inside the caller's transaction, which has asked for the right.

    `series_type` names the series when it is not that of the type (papers of a congress).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction of what it is for")
    wanted = series_type or type
    term = str(on.year) if wanted == ARRIVING else queries.term_on(unit_id, on, style=style)
    series = _series(unit_id, wanted, term)
    series.last += 1
    series.save(update_fields=["last"])
    return Number.objects.create(
        series=series,
        value=series.last,
        symbol=format_symbol(series.last, symbol_parts),
        taken_on=on,
        about=clean(about)[:1000],
        recorded_by=actor.actor_id,
    )


@transaction.atomic
def give_number(
    *,
    actor: Actor,
    unit_id: int,
    type: str,  # noqa: A002
    on: date,
    about: str,
) -> Number:
    """A number for a paper that was made and kept outside this house, so that the book stays whole."""
    queries.require(actor, Permission.ISSUE, unit_id)
    if doc_type(type) is None:
        raise Refusal("correspondence.type", _("Chưa chọn thể loại văn bản."), field="type")
    if not any(char.isalpha() for char in about):
        raise Refusal("correspondence.about_missing", _("Chưa ghi trích yếu nội dung."), field="about")
    if on > today():
        raise Refusal(
            "correspondence.future",
            _("Ngày %(day)s chưa đến; chỉ ghi việc đã diễn ra.") % {"day": vi(on)},
            field="on",
        )
    book = keep_book(actor, unit_id)
    parts = SymbolParts(type, book.code, book.style)  # type: ignore[arg-type]
    number = take_number(actor=actor, unit_id=unit_id, type=type, on=on, symbol_parts=parts, about=about)
    audit.record(
        actor,
        "correspondence.give_number",
        number,
        unit_id=unit_id,
        changes={"symbol": [None, number.symbol]},
    )
    return number


@transaction.atomic
def cancel_number(*, actor: Actor, number_id: int, reason: str) -> Number:
    """A number that went to nothing or to a paper that was recalled: it stays in the book with its reason."""
    number = queries.get_number(actor, number_id, lock=True)
    permission = Permission.RECEIVE if number.series.type == ARRIVING else Permission.ISSUE
    queries.require(actor, permission, number.series.unit_id)
    if number.state == NumberState.CANCELLED:
        raise Refusal(
            "correspondence.cancelled",
            _("Số %(symbol)s %(state)s.")
            % {"symbol": number.symbol, "state": NUMBER_LABELS[NumberState.CANCELLED]},
        )
    why = clean(reason)
    if not why or len(why) > REASON_LIMIT:
        raise Refusal(
            "correspondence.cancel_reason",
            _("Chưa ghi lý do hủy số (không quá %(limit)s ký tự).") % {"limit": REASON_LIMIT},
            field="reason",
            rule=_("Số đã hủy vẫn nằm trong quyển số, kèm lý do; không lấy lại cho văn bản khác."),
        )
    issue = getattr(number, "issue", None)
    if issue is not None and issue.recalled_on is None:
        raise Refusal(
            "correspondence.number_issued",
            _("%(symbol)s đã ban hành. Thu hồi văn bản trước khi hủy số.") % {"symbol": number.symbol},
        )
    number.state, number.reason = NumberState.CANCELLED.value, why
    number.save(update_fields=["state", "reason"])
    audit.record(
        actor,
        "correspondence.cancel_number",
        number,
        unit_id=number.series.unit_id,
        changes={"state": [NumberState.TAKEN.value, number.state]},
        note=why,
    )
    return number


def _series(unit_id: int, type: str, term: str) -> Series:  # noqa: A002
    """The row of the series, locked until the transaction ends; made by the first who asks."""
    known = Series.objects.select_for_update().filter(unit_id=unit_id, type=type, term=term)
    if (series := known.first()) is not None:
        return series
    Series.objects.bulk_create([Series(unit_id=unit_id, type=type, term=term)], ignore_conflicts=True)
    return known.get()


def _require_manage(actor: Actor, unit_id: int) -> None:
    """Who manages the books of the unit, above it or there: numbers of others are no secret to administer."""
    if not Unit.objects.filter(pk=unit_id).exists() or not actor.can(Permission.MANAGE, unit_id):
        raise Hidden(Permission.MANAGE)
