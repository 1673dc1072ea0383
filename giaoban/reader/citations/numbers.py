"""The number of a document: its whole symbol in every shape met, or the bare number of a short citation."""

import re
from dataclasses import dataclass
from functools import cache

from giaoban.core.text import fold
from giaoban.reader.catalogue import doc_type, issuers, party_organ
from giaoban.reader.citations.words import (
    BROKEN,
    CAPITALS_ONLY,
    FOLLOWS_DOCUMENT,
    NEVER_SHORT,
    SHARE,
    STATE_ONLY,
    TW,
    UNIT,
    VERBS,
    WEAK,
    B,
    Z,
    letters_of,
)
from giaoban.reader.normal import Normal

_NUMBER = r"(\d{1,6})[a-e]?"
_ORGAN = r"t\.\s?[uw](?![a-z])|[a-z][a-z0-9]{0,15}(?:[.&-][a-z0-9]{1,16}){0,6}"
_JOINT = {
    "ttlt",
    "nqlt",
    "qclt",
    "khlt",
    "hdlt",
    "ctlt",
}  # of several issuers, some of them broken by a blank
_BROKEN_ORGAN = re.compile(r" ([A-ZĐ]{2,5}(?:-[A-ZĐ]{2,12}){1,3})(?![\w-])")
_SYMBOL = re.compile(
    rf"{_NUMBER}(?:{Z}/{Z}((?:19|20)\d\d))?({Z}[-/.]{{1,2}}{Z}|{Z})([a-z]{{1,6}})"
    rf"({Z}[-/]{{1,2}}{Z}|\.(?=(?:ttg|cp|ubnd|hdnd)(?![a-z]))|{B})({_ORGAN})"
)
_LAW = re.compile(
    rf"(\d{{1,6}}){Z}/{Z}(\d{{4}}){Z}[/-]{Z}((?:ubtv)?qh\d{{0,2}})(?![a-z0-9])"
    rf"|(?P<number>\d{{1,6}}){Z}/{Z}(?P<organ>ubtvqh\d{{1,2}})(?![a-z0-9])"
)
_WITHOUT_LETTERS = re.compile(
    rf"{_NUMBER}{Z}[-/]{{1,2}}{Z}(t\.\s?[uw](?![a-z])|[a-z]{{2,8}}(?:&[a-z]{{1,4}})?)(?![a-z0-9/-])"
)
_WITHOUT_ORGAN = re.compile(rf"{_NUMBER}{Z}-?{Z}([a-z]{{2,4}})(?![\w/-])")
_WITH_LETTERS = re.compile(rf"(\d{{1,6}}){Z}/{Z}((?:19|20)\d\d){Z}/{Z}([a-z]{{2,4}})(?![\w/-])")
_HYPHEN_LOST = re.compile(
    rf"{_NUMBER}{Z}/{Z}(?:((?:19|20)\d\d){Z}/{Z})?(nd|nq|qd|tt|ct)(cp|ttg|vpcp|ubnd|hdnd)(?![\w/-])"
)
_WITH_YEAR = re.compile(rf"(\d{{1,6}}){Z}/{Z}((?:19|20)\d\d)(?![\d/])")
_ITEM = re.compile(r"[.)](?=\s)")  # "và quyết định" above "1. Phạm vi"
_YEARS = range(1900, 2101)
_OF_OFFICES = {"TTr", "CV", "BC", "TB", "VB", "KH", "HD", "QĐ", "CTr", "GM"}
_OF_PARTY = {"NQ", "CT", "KL", "QĐi", "QĐ", "HD", "TB"}
_BY_PARTY = re.compile(rf"{Z}(?:cua|do){B}(?:bo{B}chinh{B}tri|ban{B}bi{B}thu|ban{B}chap{B}hanh|bch|{TW})")
_BARE = re.compile(r"(\d{1,4})(?:[a-e](?=[ ,;:.)/]))?(?!\w)")
_OFTEN = {"CP", "TTG", "UBND", "HĐND", "HDND"}
_YEARLY = {"NQ", "QĐ", "CT"}
_GLUED = re.compile(r"(?:cua|ngay|ve|khoa|nam|nham|va|do|tai)\w*$")
_VOWEL = re.compile(r"[aeiouy]")
_ACCENTED = re.compile(r"[^\W\dA-Za-zĐđƯưÔôÂâ]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read. `codes`: types the letters may stand for, none when there are no letters."""

    end: int
    number: int
    symbol: str = ""
    codes: tuple[str, ...] = ()
    organ: str = ""
    state: bool = False
    swapped: bool = False
    year: int | None = None


def read_symbol_at(normal: Normal, at: int, *, worded: bool) -> Number | None:
    """The symbol that begins here; `worded`: a word of a type stands before it, so rarer letters are taken.

    >>> from giaoban.reader.normal import normalise
    >>> read = lambda text: read_symbol_at(normalise(text), 0, worded=False)
    >>> [read(t).symbol for t in ("16 – HD/BTCTW", "205/QĐ-TW", "18-nq/t.ư", "1211/2016/UBTVQH13")]
    ['16-HD/BTCTW', '205-QĐ/TW', '18-NQ/TW', '1211/2016/UBTVQH13']
    >>> read("100 - 200 ha/xã") is None, read("47/2018/nđ-cp").symbol, read("09 KH/ĐU").symbol
    (True, '47/2018/NĐ-CP', '09-KH/ĐU')
    """
    folded = normal.folded
    if match := _LAW.match(folded, at):
        typed, organ = match[1] or match["number"], (match[3] or match["organ"]).upper()
        codes = ("PL", "NQ") if organ.startswith("U") else ("L", "NQ")
        symbol = "/".join(part for part in (typed, match[2], organ) if part)
        return Number(match.end(), int(typed), symbol, codes, organ, state=True)
    match = _SYMBOL.match(folded, at)
    if match and (number := _whole(normal, match, worded=worded)):
        return number
    return _hyphen_lost(normal, at) or _without_organ(normal, at)


def _hyphen_lost(normal: Normal, at: int) -> Number | None:
    """ "61/2018/NĐCP": of an office of the state, as pages that drop hyphens have it."""
    match = _HYPHEN_LOST.match(normal.folded, at)
    if match is None:
        return None
    kinds = letters_of(normal.text[match.start(3) : match.end(3)], state=True)
    head, organ = "".join(normal.text[at : match.end(3)].split()), _state_organ(match[4])
    return Number(match.end(), int(match[1]), f"{head}-{organ}", kinds, organ, state=True)


def _without_organ(normal: Normal, at: int) -> Number | None:
    """ "117/2008/QĐ": of older days, who signed is told beside it."""
    match = _WITH_LETTERS.match(normal.folded, at)
    kinds = letters_of(normal.text[match.start(3) : match.end(3)], state=True) if match else ()
    if match is None or not kinds:
        return None
    symbol = "".join(normal.text[at : match.end()].split())
    return Number(match.end(), int(match[1]), symbol, kinds, state=True)


def _whole(normal: Normal, match: re.Match[str], *, worded: bool) -> Number | None:
    typed = match[0][: match.start(3) - match.start()].split("/")[0].strip()
    year, before, after = match[2], match[3].strip(), match[5].strip().replace(".", "-")
    letters, organ, end = _parts(normal, match)
    ours = _party(organ)
    state = not ours and (bool(year) or (before == "/" and after[:1] == "-"))
    slash = "/" if fold(letters) in _JOINT and after[:1] == "/" else "-"
    codes = letters_of(letters, state=state) or letters_of(letters, state=not state)
    if not (before and after):
        if (
            not codes
            or not (ours or organ.upper() in _OFTEN or (worded and after == "/" and _coded(organ)))
            or not _coded(normal.text[match.start(4) : end])
        ):
            return None
        state = not ours and not organ.upper().startswith("TW")
        before, after = ("-", "/") if not state else ("/", "-")
    elif not ours and (len(organ) < 2 or not _coded(organ)):
        return None
    elif not codes and not ours:
        if not (worded or fold(letters) in _issuer_letters()) or before != "/" or year:
            return None
        codes = () if worded else ("CV",)
    first = doc_type(codes[0]) if codes else None
    shown = first.symbol if first and fold(first.symbol) == fold(letters) else _capitals(letters)
    name = ours or _state_organ(organ)
    if ours:
        symbol = f"{typed}-{shown}/{name}"
    elif state:
        symbol = f"{typed}{f'/{year}' if year else ''}/{shown}{slash}{name}"
    else:
        symbol = f"{typed}{before[:1]}{shown}{after[:1]}{name}"
    swapped = bool(ours) and before == "/" and after[:1] == "-"
    return Number(end, int(match[1]), symbol, codes, name, state=state, swapped=swapped)


def _parts(normal: Normal, match: re.Match[str]) -> tuple[str, str, int]:
    """Letters and issuer as typed; a word glued behind the issuer ("TWcủa") is cut off."""
    start, end = match.span(6)
    glued = _GLUED.search(normal.folded, start + 2, end)
    if glued and not party_organ(normal.text[start:end]):
        whole = normal.text[start : glued.start()]
        end = glued.start() if whole.isupper() or party_organ(whole) else end
    letters = normal.text[match.start(4) : match.end(4)]
    if fold(letters) in _JOINT and (more := _BROKEN_ORGAN.match(normal.text, end)):
        end = more.end()
    return letters, "".join(normal.text[start:end].split()), end


def _party(organ: str) -> str:
    """The Party body of an issuer's letters, with its office if any: "BTCTW-TC"."""
    head, dash, office = organ.partition("-")
    party = party_organ(head) if dash else party_organ(organ)
    return f"{party}-{office.upper()}" if party and dash else party


def _coded(typed: str) -> bool:
    """Whether this is an abbreviation and no word: no accented vowel in it."""
    return not _ACCENTED.search(typed)


def _capitals(letters: str) -> str:
    known = {"cthd": "CTHĐ", "ctrhd": "CTrHĐ", "qdi": "QĐi"}.get(fold(letters))
    return known or (letters.upper() if letters.islower() or letters.isupper() else letters)


@cache
def _issuer_letters() -> dict[str, str]:
    return {fold(row.organ): row.organ for row in issuers()} | {"hdnd": "HĐND"}


def _state_organ(typed: str) -> str:
    known = _issuer_letters()
    return "-".join(known.get(fold(part), _capitals(part)) for part in typed.split("-"))


def read_partial(normal: Normal, at: int, code: str) -> Number | None:
    """After the word of a type: "08/TU", "05-CT", "09/2019"."""
    folded = normal.folded
    if match := _WITH_YEAR.match(folded, at):
        if code in _OF_PARTY and _BY_PARTY.match(folded, match.end()):
            return Number(match.end(), int(match[1]), "", (code,), year=int(match[2]))
        if code not in STATE_ONLY and (code not in _YEARLY or int(match[1]) <= 12):
            return None  # a month and its year
        symbol = f"{match[1]}/{match[2]}/NĐ-CP" if code == "NĐ" else ""
        return Number(match.end(), int(match[1]), symbol, (code,), "CP" if symbol else "", state=True)
    if match := _WITHOUT_ORGAN.match(folded, at):
        typed = normal.text[match.start(2) : match.end(2)]
        if code in letters_of(typed, state=False) and _coded(typed):
            return Number(match.end(), int(match[1]), "", (code,))
    if (match := _WITHOUT_LETTERS.match(folded, at)) and (number := _of_office(normal, match, code)):
        return number
    return None


def _of_office(normal: Normal, match: re.Match[str], code: str) -> Number | None:
    """ "08/TU" of the Party, "126/SKHĐT" of an office that writes no letters for the type."""
    kind, typed = doc_type(code), normal.text[match.start(2) : match.end(2)]
    if not _coded(typed):
        return None
    letters = kind.symbol if kind else code
    organ = party_organ("".join(typed.split()))
    if not organ and letters and fold(typed).startswith(fold(letters)):  # "41/TTTW"
        organ = party_organ(typed[len(letters) :])
    if organ:
        return Number(match.end(), int(match[1]), f"{match[1]}-{letters}/{organ}", (code,), organ)
    named = fold(typed) in _issuer_letters() and (typed[:2].isupper() or typed.islower())
    if named or (code in _OF_OFFICES and _spelt(typed)):
        typed = _capitals(typed)
        return Number(match.end(), int(match[1]), f"{match[1]}/{typed}", (code,), typed, state=True)
    return None


def _spelt(typed: str) -> bool:
    """Letters spoken one by one: capitals, or small letters without a vowel."""
    if typed.islower():
        return not _VOWEL.search(fold(typed))
    return typed[:1].isupper() and typed[1:3].isupper()


def read_bare(normal: Normal, at: int, code: str, *, numbered: bool, capital: bool) -> Number | None:
    """The number of a short citation; `numbered`: "số" stands before it, `capital`: the word has a capital.

    >>> from giaoban.reader.normal import normalise
    >>> def read(text, code="NQ"):
    ...     return read_bare(normalise(text), 0, code, numbered=False, capital=False)
    >>> read("18 của").number, read("3 nhiệm vụ"), read("100%"), read("5 người", "QĐ"), read("12 về", "KH")
    (18, None, None, None, None)
    """
    folded = normal.folded
    match = _BARE.match(folded, at)
    if match is None or code in NEVER_SHORT:
        return None
    number, end = int(match[1]), match.end()
    if (
        number == 0
        or BROKEN.match(folded, end)
        or (
            len(match[1]) == 4
            and not numbered
            and not (
                capital
                and code in {"NQ", "QĐ"}
                and number not in _YEARS
                and FOLLOWS_DOCUMENT.match(folded, end)
            )
        )
    ):
        return None
    if "\n" in folded[max(0, at - 3) : at] and not numbered and _ITEM.match(folded, end):
        return None
    if folded[end : end + 1] == "," and SHARE.match(folded, end + 1):
        return None
    careful = code in WEAK or not numbered
    everyday = code in WEAK or (code in VERBS and not capital and not FOLLOWS_DOCUMENT.match(folded, end))
    if (careful and counted(normal, end)) or (everyday and not numbered):
        return None
    return Number(end, number)


def counted(normal: Normal, at: int) -> bool:
    """Whether a thing to count follows: in a list "18 và 5 đơn vị" ends the list."""
    unit = UNIT.match(normal.folded, at)
    words = normal.text[slice(*unit.span())] if unit else ""
    return bool(words) and "\n\n" not in words and words.split()[0].lower() not in {"còn", "không"}


def needs_capitals(letters: str, typed: str) -> bool:
    return letters in CAPITALS_ONLY and not typed.isupper() and typed not in {"CTr", "TTr"}
