"""One pass over a text: each word of a type, or each symbol without one, opens a list of citations.

What stands at the right end of a list, or before it, belongs to all of the list that has none of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from giaoban.core.text import fold
from giaoban.reader.catalogue import doc_type
from giaoban.reader.citations import ahead, bodies, numbers, tails
from giaoban.reader.citations.model import LOCAL_CONGRESS, Draft, Form, Warn
from giaoban.reader.citations.words import (
    ABBREVIATED,
    ANCHOR,
    FOLLOWS_DOCUMENT,
    LEAD,
    NEVER_SHORT,
    TW,
    UNIT,
    WEAK,
    B,
    Z,
    spelled,
    type_words,
)
from giaoban.reader.dates import headed_on
from giaoban.reader.normal import Normal

_NEXT = re.compile(
    rf"(?:{Z}\(ve{B}[^()\n]{{1,90}}\))?{Z}(?:[,;]{Z}(?:va{B}|cung{B})?|va{Z}|hoac{B}|hay{B}|&{Z}|cung{B}|-{B})(?:cac{B})?(?P<so>so{Z}[:.]?{Z})?(?=\d)"
)
_BETWEEN = re.compile(
    rf"(?:{tails.TITLE}(?:{Z}\([^()\n]{{1,60}}\))?)?{Z}(?:[,;]{Z}(?:va{B}|cung{B})?|va{Z}|&{Z}|cung{B}|hoac{B})(?:cac{B}|\d{B})?"
)
_CENTRE = re.compile(rf"{B}{TW}(?:{B}so)?{B}(?=\d)")
_YEAR = re.compile(rf"{B}nam{B}(?:19|20)\d\d(?!\d)")
_TITLED = re.compile(r"[\"“”]")
_APART, _IN_ONE_GO = 420, 2
_MOST_SHORT, _GROUPS = 20, 1_000_000
_PROGRAMME = ("CTr", ("CT",))  # "Chương trình số 18-CT/TU"
_SIGNED_BY = {"CP": "Chính phủ", "QH": "Quốc hội", "UBTVQH": "Quốc hội"}
_PROVINCIAL = re.compile("(?:Tỉnh|Thành) ủy|Đảng bộ (?:tỉnh|thành phố)")
_PLENARY = {"NQ", "KL", "QĐi", "CT"}
_GROUNDS = {"L", "HP", "PL"}


def scan(normal: Normal) -> list[Draft]:
    """Every citation of the text as a draft, in order, with the attributes the text gives it.

    The number a paper bears itself, at its head, is none.
    """
    drafts = _of_others(list(_drafts(normal)))
    drafts = sorted([*drafts, *_called_short(normal, drafts)], key=lambda draft: draft.start)
    _share(normal, drafts)
    for draft in drafts:
        if draft.organ == "TW" and _of_a_province(normal, draft):
            draft.organ, draft.symbol = "TU", f"{draft.symbol.removesuffix('TW')}TU"
    return drafts


def _of_others(drafts: list[Draft]) -> list[Draft]:
    """Without the number of the paper itself: in its title and text, or anywhere on the page of its data.

    Another paper may bear the same number on another day.
    """
    headed = {draft.symbol: draft.date for draft in drafts if draft.own}
    listed = {draft.symbol for draft in drafts if draft.listed}

    def itself(draft: Draft) -> bool:
        if draft.own or draft.symbol in listed:
            return True
        return draft.symbol in headed and draft.date in {None, headed[draft.symbol]}

    return [draft for draft in drafts if not itself(draft)]


def _called_short(normal: Normal, drafts: list[Draft]) -> Iterator[Draft]:
    """ "Kế hoạch số 3088/KH-UBND (gọi tắt là Kế hoạch 3088)": a common word, its number told in full."""
    taken = {draft.start for draft in drafts}
    told = {
        (d.type, d.number): d
        for d in drafts
        if d.form is Form.FULL and d.type in WEAK and (d.number or 0) > 9
    }
    for group, ((code, number), full) in enumerate(list(told.items())[:_MOST_SHORT], start=_GROUPS):
        kind = doc_type(code)
        words = B.join(fold(kind.label).split()) if kind else ""
        pattern = re.compile(rf"(?<![a-z]){words}{B}(?:so{B})?0?{number}(?![\w/%-]|[.,]\d)")
        for match in pattern.finditer(normal.folded) if words else ():
            capital = normal.text[match.start()].isupper() and not UNIT.match(normal.folded, match.end())
            if not (capital or FOLLOWS_DOCUMENT.match(normal.folded, match.end())):
                continue
            if match.start() not in taken:
                short = Draft(match.start(), match.end(), code, Form.SHORT, group, number=number)
                short.state, short.read_to = full.state, match.end()
                yield short


def _of_a_province(normal: Normal, draft: Draft) -> bool:
    """ "13-NQ/TƯ" of a Tỉnh ủy: its TU with a stroke too many."""
    typed = normal.text[draft.start : draft.end].upper().replace(".", "")
    return typed.endswith("TƯ") and any(_PROVINCIAL.search(name) for name in draft.issuers)


def _drafts(normal: Normal) -> Iterator[Draft]:
    at, group = 0, 0
    while match := ANCHOR.search(normal.folded, at):
        group += 1
        found = _open(normal, match, group)
        yield from found
        at = max(found[-1].read_to if found else 0, match.end(), match.start() + 1)
        if not found and match.lastgroup in {"bare", "law"}:
            at = _past_digits(normal.folded, match.start())
        elif not found and match["word"] and not _word(normal, match):
            at = match.start() + 1  # the word of a type may stand inside


def _past_digits(folded: str, at: int) -> int:
    while at < len(folded) and folded[at].isdigit():
        at += 1
    return at


def _open(normal: Normal, match: re.Match[str], group: int) -> list[Draft]:
    if match["word"]:
        code = _word(normal, match)
    elif match["letters"]:
        typed = normal.text[match.start() : match.end()]
        glued = normal.folded[match.end()].isdigit() and typed.islower()
        code = (
            "" if glued or numbers.needs_capitals(match["letters"], typed) else ABBREVIATED[match["letters"]]
        )
    else:
        return _unworded(normal, match, group)
    if not code:
        return []
    found = _worded(normal, match, group, code) or _by_name(normal, match, group, code)
    return found or _of_the_centre(normal, match, group, code)


def _word(normal: Normal, match: re.Match[str]) -> str:
    start, end = match.span("word")
    squeezed = "".join(match["word"].split())
    code, _ = type_words()[squeezed]
    before = normal.text[start - 1 : start]
    if before.isalpha() and not (before.islower() and normal.text[start].isupper()):
        return ""
    typed = normal.text[start:end]
    return code if spelled(squeezed, typed) and not typed.lower().startswith("bố") else ""  # "công bố Luật"


def _worded(normal: Normal, match: re.Match[str], group: int, code: str) -> list[Draft]:
    lead = LEAD.match(normal.folded, match.end())
    if lead is None:
        return []
    capital = normal.text[match.start()].isupper()
    action = code == "CTr" and fold(match[0]).endswith("dong")
    first = _one(normal, lead.end(), code, numbered=bool(lead["so"]), capital=capital, action=action)
    if first is None:
        return []
    found = [_draft(normal, match.start(), first, group, code)]
    numbered = bool(lead["so"])
    while following := _NEXT.match(normal.folded, found[-1].read_to):
        numbered = numbered or bool(following["so"])
        begin = following.start("so") if following["so"] else following.end()
        item = _one(normal, following.end(), code, numbered=numbered, capital=capital, listed=True)
        if item is None:
            break
        own = code if not item.codes or code in item.codes else ""  # the word does not reach this far
        found.append(_draft(normal, begin, item, group, own))
    _complete(found)
    return found


def _one(
    normal: Normal,
    at: int,
    code: str,
    *,
    numbered: bool,
    capital: bool,
    listed: bool = False,
    action: bool = False,
) -> numbers.Number | None:
    if number := numbers.read_symbol_at(normal, at, worded=numbered or not listed):
        return number
    if number := numbers.read_partial(normal, at, code):
        return number
    number = numbers.read_bare(normal, at, code, numbered=numbered or listed, capital=capital)
    if listed and number is not None and (numbers.counted(normal, number.end) or number.number > 999):
        return None
    if number is None and not listed and code in WEAK and code not in NEVER_SHORT | {"VB"}:
        # "Đề án 06 của Chính phủ": an issuer or a date right behind makes it a document
        number = numbers.read_bare(normal, at, code, numbered=True, capital=capital)
        if number is not None:
            tail = tails.read_tail(normal, number.end)
            known = (
                tail.issuers
                or ((tail.date or tail.central) and (action or code != "CTr"))
                or (code == "ĐA" and capital and _is_known(normal, at, number))
            )
            number = number if known else None
    return number


def _is_known(normal: Normal, at: int, number: numbers.Number) -> bool:
    """ "Đề án 06", "Đề án 938" are known by the number alone, where nothing to count stands behind it."""
    digits = number.end - at
    return (digits > 2 or (digits == 2 and normal.folded[at] == "0")) and not (
        1900 <= number.number <= 2100 or numbers.counted(normal, number.end)
    )


def _draft(normal: Normal, start: int, number: numbers.Number, group: int, code: str) -> Draft:
    kind = _type(code, number)
    draft = Draft(
        start,
        number.end,
        kind,
        Form.FULL if number.organ and number.symbol else Form.SHORT,
        group,
        number=number.number,
        symbol=number.symbol,
        organ=number.organ,
        state=number.state,
        year=number.year,
    )
    draft.guessed = len(number.codes) > 1 and code not in number.codes
    if number.swapped:
        draft.warnings.append(Warn.SWAPPED)
    if code and number.codes and code not in {kind, "VB"}:
        draft.warnings.append(Warn.TYPE_DIFFERS)
    _take(draft, tails.read_tail(normal, number.end, offices=bool(number.symbol)))
    return draft


def _type(code: str, number: numbers.Number) -> str:
    """The word decides between types of the same letters; else the letters decide."""
    if not number.codes or code in number.codes or (code, number.codes) == _PROGRAMME:
        return code or (number.codes[0] if len(number.codes) == 1 else "")
    return number.codes[0]


def _take(draft: Draft, tail: tails.Tail) -> None:
    own = _SIGNED_BY.get(draft.organ.rstrip("0123456789"), "")
    if own and tail.issuers and not tail.issuers[0].endswith(own):
        tail = replace(tail, issuers=())  # who guides a decree or drafts a law is named behind it
    draft.date, draft.issuers, draft.central = tail.date, tail.issuers, tail.central
    draft.year, draft.day = tail.year or draft.year, tail.day
    draft.term = draft.term or tail.term
    draft.plenum = draft.plenum if draft.plenum is not None else tail.plenum
    draft.read_to = max(tail.end, draft.end)


def _complete(found: list[Draft]) -> None:
    """ "Nghị quyết số 18, 19-NQ/TW": numbers before the first symbol of a list share its ending."""
    whole = next((draft for draft in found if draft.form is Form.FULL and "-" in draft.symbol), None)
    if whole is None:
        return
    ending = whole.symbol[len(whole.symbol.split("-")[0]) :]
    for draft in found:
        if draft.form is Form.SHORT and not draft.state and not whole.state:
            draft.organ, draft.symbol = whole.organ, f"{draft.number:02d}{ending}"


def _unworded(normal: Normal, match: re.Match[str], group: int) -> list[Draft]:
    """A symbol without the word of its type: "(số 18-NQ/TW)"."""
    at = match.end()
    before = normal.folded[max(0, match.start() - 1) : match.start()]
    if before.isalnum():
        return []
    number = numbers.read_symbol_at(normal, at, worded=False)
    if number is None or not (number.codes or number.organ):
        return []
    word = ahead.word_of(normal, match.start(), number) if match["so"] else None
    found = [_draft(normal, word[0] if word else match.start(), number, group, word[1] if word else "")]
    found[0].bare = word is None
    if ahead.is_label(normal.folded, match.start()):
        found[0].own = found[0].listed = True
    elif match["so"] and ahead.begins_line(normal, match.start()):
        found[0].date = headed_on(normal, number.end)
        found[0].own = found[0].date is not None
    while following := _NEXT.match(normal.folded, found[-1].read_to):
        number = numbers.read_symbol_at(normal, following.end(), worded=False)
        if number is None:
            break
        begin = following.start("so") if following["so"] else following.end()
        found.append(_draft(normal, begin, number, group, ""))
    return found


def _of_the_centre(normal: Normal, match: re.Match[str], group: int, code: str) -> list[Draft]:
    """ "Nghị quyết Trung ương 39-NQ/TW": the body stands between the word and the symbol."""
    lead = _CENTRE.match(normal.folded, match.end())
    number = numbers.read_symbol_at(normal, lead.end(), worded=True) if lead else None
    return [_draft(normal, match.start(), number, group, code)] if number else []


def _by_name(normal: Normal, match: re.Match[str], group: int, code: str) -> list[Draft]:
    named: list[bodies.Named] = []
    form = Form.PLENUM
    if code in _PLENARY:
        named = bodies.read_plenum(normal, match.end())
    if not named and code == "NQ":
        named, form = bodies.read_congress(normal, match.end()), Form.CONGRESS
    if not named and code in _GROUNDS and not bodies.follows_another_word(normal.folded, match.start()):
        law = bodies.read_law(normal, match.end(), code=code)
        if law and law.number_at:
            number = numbers.read_symbol_at(normal, law.number_at, worded=True)
            return [_of_a_year(normal, _draft(normal, match.start(), number, group, code))] if number else []
        named, form = ([law] if law else []), Form.LAW
    found = [_named(match, one, group, code, form) for one in named]
    last = found[-1].end if found else 0
    of_a_year = (
        form is Form.LAW and normal.folded[last - 4 : last].isdigit()
    )  # a day behind it is not its own
    if found and not of_a_year:
        _take(found[-1], tails.read_tail(normal, last))
    return found


def _of_a_year(normal: Normal, law: Draft) -> Draft:
    """ "Luật Giao dịch điện tử số 20/2023/QH15 năm 2023": the year is of its name."""
    if year := _YEAR.match(normal.folded, law.end):
        law.end = year.end()
        law.read_to = max(law.read_to, law.end)
    return law


def _named(match: re.Match[str], one: bodies.Named, group: int, code: str, form: Form) -> Draft:
    draft = Draft(one.start or match.start(), one.end, code, form, group, plenum=one.plenum, term=one.term)
    draft.state = form is Form.LAW
    draft.organ = LOCAL_CONGRESS if one.local else ""
    draft.read_to = one.end
    return draft


def _together(folded: str, start: int, end: int) -> bool:
    return end - start < _APART and _BETWEEN.fullmatch(folded, start, end) is not None


def _share(normal: Normal, drafts: list[Draft]) -> None:
    """Give each citation of a list what stands at its right end, or before its first word."""
    chained = [
        left.group == right.group or _together(normal.folded, left.read_to, right.start)
        for left, right in pairwise(drafts)
    ]
    for at in reversed(range(len(chained))):
        if chained[at]:
            _from_right(normal, drafts[at], drafts[at + 1])
    for at, draft in enumerate(drafts):
        before = drafts[at - 1] if at and chained[at - 1] else None
        if draft.issuers or draft.central or draft.form not in {Form.FULL, Form.SHORT}:
            continue
        if before is None:
            found = _left(normal, draft)
            draft.issuers, draft.date = found.issuers, draft.date or found.date
            draft.day = draft.day or found.day
            draft.term, draft.plenum = draft.term or found.term, draft.plenum or found.plenum
            draft.left = bool(found.issuers)
            if not found.issuers:
                passive = tails.read_passive(normal, draft.read_to)
                draft.issuers, draft.date = passive.issuers, draft.date or passive.date
                if passive.issuers and draft.date is None:
                    draft.date = tails.read_day_before(normal, draft.start)
        elif before.left:
            draft.issuers, draft.left = before.issuers, True
            draft.date = draft.date or (before.date if before.type == draft.type else None)


def _left(normal: Normal, draft: Draft) -> tails.Tail:
    found, kind = tails.read_left(normal, draft.start), doc_type(draft.type)
    if found.issuers or found.date or kind is None:
        return found
    return tails.read_bracketed(normal, draft.start, kind.label)


def _from_right(normal: Normal, left: Draft, right: Draft) -> None:
    together = left.group == right.group
    if left.issuers or left.central or not _may_share(left, right):
        return
    if together or left.date is None or (left.date == right.date and left.type == right.type):
        left.issuers, left.central = right.issuers, right.central
        left.shared = right.shared or left.type != right.type
    if left.date is None and (together or _next_to(left, right)):
        left.date = right.date
    titled = _TITLED.search(normal.folded, left.read_to, right.start)  # "… về “…”; Nghị quyết 11 (khóa X)"
    if (left.date == right.date or left.type == right.type) and not titled:
        left.term = left.term or right.term


def _next_to(left: Draft, right: Draft) -> bool:
    """ "Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW ngày 25/10/2017": issued in one go."""
    if left.type != right.type or left.number is None or right.number is None or left.year:
        return False
    return left.organ == right.organ and 0 < right.number - left.number <= _IN_ONE_GO


def _may_share(left: Draft, right: Draft) -> bool:
    if Form.LAW in {left.form, right.form} or left.form is Form.PLENUM or right.form is Form.PLENUM:
        return False
    return left.state == right.state and (not left.organ or not right.organ or left.organ == right.organ)
