"""Template tags of the house, loaded everywhere as builtins: icons, statuses, numbers and days as staff write
them, the hidden key that makes a repeated POST harmless, and addresses that keep unit and period.

Numbers and days keep the Vietnamese style (1.234,5; 03/9/2019) in both languages: they go into papers.
"""

import re
import uuid
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

import giaoban
from giaoban.core import dates, numbers
from giaoban.core.secrecy import Zone
from giaoban.core.text import shortened

register = template.Library()

SHAPES = {"todo": "○", "doing": "◐", "soon": "◔", "done": "●", "late": "▲", "back": "↩"}
ONCE_FIELD = "once"


@lru_cache(maxsize=256)
def _icon(name: str) -> str:
    path = settings.GIAOBAN_ICONS / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        return ""
    drawing = re.sub(r"<!--.*?-->|</?svg[^>]*>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    drawing = " ".join(drawing.split())
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" '
        'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        f"{drawing}</svg>"
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line drawing of the fetched package, hidden from readers; nothing when the package is missing."""
    return mark_safe(_icon(name))  # noqa: S308 (a file of the fetched package, its name checked)


@register.simple_tag
def shape(kind: str) -> SafeString:
    """The shape alone; the word must stand beside it or be given as `vh` text."""
    return format_html('<i class="sh {}" aria-hidden="true">{}</i>', kind, SHAPES[kind])


@register.simple_tag
def status(kind: str, word: str | Promise) -> SafeString:
    """Colour, shape and word together; `kind` is one of SHAPES."""
    return format_html('<span class="st {}">{}<span>{}</span></span>', kind, shape(kind), word)


@register.filter
def shorten(text: Any, most: int) -> str:
    """Cut behind a whole word; where it is a link, its title says all of it."""
    return shortened(str(text), most)


@register.filter
def vi_number(value: Any, digits: int | None = None) -> str:
    """A number in Vietnamese style; `digits` fixes the decimals, an empty value is a dash.

    >>> vi_number(1234567), vi_number(92.0635, 2), vi_number(None)
    ('1.234.567', '92,06', '–')
    """
    if value is None or value == "":
        return "–"
    return numbers.vi_number(value if isinstance(value, Decimal) else Decimal(str(value)), digits)


@register.filter
def vi_date(value: date | datetime | None) -> str:
    """A day as staff write it; a moment with its hour in Viet Nam; "đến nay" for the open end."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        moment = value.astimezone(dates.ZONE) if value.tzinfo else value
        return _("%(time)s ngày %(day)s") % {"time": f"{moment:%H:%M}", "day": dates.vi(moment.date())}
    return _("đến nay") if value == dates.OPEN else dates.vi(value)


@register.filter
def last_day(ends: date | None) -> str:
    """The last day that counts of an interval whose end is excluded."""
    if ends is None:
        return "–"
    day = dates.last_day(ends)
    return _("đến nay") if day is None else dates.vi(day)


@register.simple_tag
def once() -> SafeString:
    """The hidden key of a POST: the same key sent twice is answered once."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE_FIELD, uuid.uuid4().hex)


@register.simple_tag(takes_context=True)
def url_here(context: Context, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page of the cycle with the unit and period of the bar; "" on pages without them."""
    shell = context.get("shell")
    if not (shell and shell.unit and shell.period):
        return ""
    if args:
        return reverse(name, args=[shell.unit.code, shell.period.code, *args])
    return reverse(name, kwargs={"unit_code": shell.unit.code, "period_code": shell.period.code, **kwargs})


@register.simple_tag
def zone_label() -> str:
    if Zone.INDEPENDENT.value == settings.GIAOBAN_ZONE:
        return _("Mạng LAN độc lập")
    return _("Mạng kết nối: không nhập tài liệu mật")


@register.simple_tag
def demo_mark() -> str:
    """What every page says of an installation that holds invented data; empty elsewhere."""
    if settings.GIAOBAN_MARK != "demo":
        return ""
    return _("Dữ liệu minh họa, hôm nay là %(day)s") % {"day": dates.vi(dates.today())}


@register.simple_tag
def house_version() -> str:
    return giaoban.__version__


@register.simple_tag
def now_here() -> datetime:
    return dates.now()


@register.filter
def page_numbers(page: Any) -> list[int | str]:
    """Numbers to offer under a register: the ends, the neighbours of the present page, "…" for the rest."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def counted(page: Any) -> dict[str, int]:
    """First and last row shown and the number of all rows."""
    return {"first": page.start_index(), "last": page.end_index(), "all": page.paginator.count}


@register.filter
def field_errors(form: Any) -> list[tuple[str, str]]:
    """(id of the field or "", message) in the order of the fields, for the error summary."""
    if not form:
        return []
    found = [("", str(message)) for message in form.non_field_errors()]
    for bound in form.hidden_fields():
        found += [("", str(message)) for message in bound.errors]
    for bound in form.visible_fields():
        target = bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)
        found += [(target, str(message)) for message in bound.errors]
    return found
