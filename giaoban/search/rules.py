"""Words of a text and of a question, before PostgreSQL sees them.

PostgreSQL's own parser mangles "96-QĐ/TW", so words and codes are split here and the vector is written as a
literal: the words without accents, those with an accent as typed, symbols glued ("18nqtw", "nq18"), and marks
of the entry that no word can be mistaken for. A word of the question with an accent is looked for as typed.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from giaoban.core.text import canonical, fold

T = TypeVar("T")
LONGEST_WORD = 100
MOST_WORDS = 32
LAST_PLACE, MOST_PLACES = 16_000, 200  # what a tsvector can hold is a little more
_WORD = re.compile(r"[^\W_]+")
_SYMBOL = re.compile(
    r"(?<![a-z0-9])0*(?P<number>\d{1,6})(?P<rest>(?:/\d{4})?(?:\s?[-‐‑–—/]\s?[a-z]{1,10}\d{0,2}){1,3})(?![a-z])"
)
_LETTERS = re.compile(r"[a-z]+\d*")
_GLUED = re.compile(
    r"0*(?P<number>\d{1,6})(?P<letters>[a-z][a-z0-9]*)|(?P<type>[a-z]{1,10})0*(?P<of>\d{1,6})"
)
_CENTRE = re.compile(r"(\d\s?[-‐‑–—/ ]\s?[a-zđ]{1,5}\s?[-‐‑–—/ ]\s?)t\.?ư(?![^\W_])", re.IGNORECASE)
_NUMBER_OF = re.compile(r"(?<![^\W_])s[ốo]\s*:?\s*(?=\d)", re.IGNORECASE)


def split_words(key: str) -> list[str]:
    """The runs of letters and digits of a key of core.text.

    >>> split_words(canonical("Quy định số 96-QĐ/TW, ngày 02/02/2023"))
    ['quy', 'định', 'số', '96', 'qđ', 'tw', 'ngày', '02', '02', '2023']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(key)]


def exact_words(text: str) -> str:
    """The words of a text with their accents.

    >>> exact_words("Quy định 96-QĐ/TW; UỶ BAN")
    'quy định 96 qđ tw ủy ban'
    """
    return " ".join(split_words(canonical(text)))


def folded_words(text: str) -> str:
    """The words of a text without accents.

    >>> folded_words("Quy định 96-QĐ/TW; UỶ BAN")
    'quy dinh 96 qd tw uy ban'
    """
    return " ".join(split_words(fold(text)))


@lru_cache(maxsize=50_000)
def bare(word: str) -> tuple[str, ...]:
    """A canonical word without its accents: one word, unless folding takes it apart.

    >>> bare("đảng"), bare("18")
    (('dang',), ('18',))
    """
    return tuple(split_words(fold(word)))


def symbols(text: str) -> list[str]:
    """The symbols of a text as one word each way that staff type them without a blank.

    >>> symbols("Nghị quyết số 08-NQ/TW và 47/2018/NĐ-CP")
    ['8nqtw', '8nq', 'nq8', '472018ndcp', '472018nd', 'nd47']
    >>> symbols("ngày 02/02/2023, 4/11 đơn vị")
    []
    """
    found = []
    for match in _SYMBOL.finditer(fold(centred(text))):
        letters = _LETTERS.findall(match["rest"])
        year = "".join(re.findall(r"/(\d{4})", match["rest"][:5]))
        head = match["number"] + year
        found += [head + "".join(letters), head + letters[0], letters[0] + match["number"]]
    return list(dict.fromkeys(found))


def centred(text: str) -> str:
    """The Centre in one spelling inside a symbol: 18-NQ/T.Ư is 18-NQ/TW.

    >>> centred("số 18-NQ/T.Ư của Trung ương"), centred("thứ tư")
    ('số 18-NQ/tw của Trung ương', 'thứ tư')
    """
    return _CENTRE.sub(r"\1tw", text)


# --- what stands in the index ----------------------------------------------------------------------------


def vector(title: str, body: str, *, marks: Iterable[str] = (), unnamed: Collection[str] = ()) -> str:
    """The words of an entry as a literal of type tsvector; those of the title weigh more.

    Names in `unnamed` are left out: an entry that is not public is not found by whom it mentions.

    >>> vector("Hoà 08", "Hòa giải")
    "'08':2A '8':2A '_08' '_8' '_hoa' 'giai':5 'giải':5 'hoa':1A,4 'hoa_8' 'hòa':1A,4"
    >>> vector("", "Lê Hoa nói", unnamed=["Lê Hoa"], marks=["=task"])
    "'=task' 'noi':4 'nói':4"
    """
    hidden = [name for name in (tuple(split_words(canonical(given))) for given in unnamed) if name]
    places: dict[str, list[str]] = {mark: [] for mark in marks}
    at = 0
    before = ""
    for text, weight in ((title, "A"), (body, "")):
        words = _without(split_words(canonical(centred(text))), hidden)
        for word in words:
            at += 1
            if word is None:
                continue
            place = f"{min(at, LAST_PLACE)}{weight}"
            for form in dict.fromkeys((word, *(form for one in bare(word) for form in _forms(one)))):
                taken = places.setdefault(form, [])
                if at < LAST_PLACE and len(taken) < MOST_PLACES:
                    taken.append(place)
            if weight:
                for form in bare(word):
                    places.update({f"_{same}": [] for same in _forms(form)})
                    if before:
                        places[f"{before}_{_short(form)}"] = []
                    before = _short(form)
        at += 1  # no phrase runs from the title into the body
        places.update({form: [] for form in symbols(text) if form not in places})
    return " ".join(
        f"'{form}':{','.join(taken)}" if taken else f"'{form}'" for form, taken in sorted(places.items())
    )


def _forms(word: str) -> tuple[str, ...]:
    """A number is found with and without its zeros."""
    if word[0] == "0" and word.isascii() and word.isdigit():
        return word, word.lstrip("0") or "0"
    return (word,)


def _without(words: list[str], hidden: Sequence[tuple[str, ...]]) -> list[str | None]:
    """The words with None in the place of each of the hidden runs."""
    left: list[str | None] = list(words)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in hidden:
        by_first.setdefault(name[0], []).append(name)
    for start, word in enumerate(words) if by_first else ():
        for name in by_first.get(word, ()):
            if tuple(words[start : start + len(name)]) == name:
                left[start : start + len(name)] = [None] * len(name)
    return left


def reach(kind: str, *, public: bool) -> str:
    """The mark by which an entry of a kind is found in the index: one for what everybody may read, one for
    the rest. It makes a search quick; who may read is said by the columns.

    >>> reach("unit", public=True), reach("task", public=False)
    ('=unit+', '=task')
    """
    return f"={kind}+" if public else f"={kind}"


def open_to(unit_id: int) -> str:
    """The mark of a unit to which an entry that is not public is open, its own or another.

    >>> open_to(17)
    '@17'
    """
    return f"@{unit_id}"


# --- a question ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """`exact` and `folded` are words that must all stand in the entry; `phrase` is all of it, folded; `glued`
    are symbols typed without a blank, as (whole, parts)."""

    exact: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    phrase: str = ""
    glued: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.exact or self.folded or self.glued)

    @property
    def wanted(self) -> str:
        """What must stand in an entry, as a literal of type tsquery."""
        parts = [tsquery([*self.exact, *self.folded])] if self.exact or self.folded else []
        parts += [f"('{whole}' | {tsquery(pieces)})" for whole, *pieces in self.glued]
        return " & ".join(parts)

    @property
    def titled(self) -> str:
        """The same within the title: its marks imply the words without accents.

        >>> parse("tỉnh ủy nq18").titled
        "'tinh_uy' & 'uy_nq18' & 'tỉnh' & 'ủy' & ('nq18' | 'nq' & '18')"
        """
        words = Question(self.exact, (), self.phrase, self.glued).wanted
        return " & ".join(part for part in (self.in_title, words) if part)

    @property
    def side_by_side(self) -> str:
        return phrase_query(self.phrase.split())

    @property
    def in_title(self) -> str:
        """Entries whose title holds the words, side by side when there are several.

        >>> parse("Thái Bình").in_title, parse("hoa").in_title
        ("'thai_binh'", "'_hoa'")
        """
        words = self.phrase.split()
        pairs = [f"{one}_{two}" for one, two in pairwise(words)]
        return " & ".join(f"'{form}'" for form in dict.fromkeys(pairs or [f"_{word}" for word in words]))


def parse(text: str) -> Question:
    """Each word as it is to be looked for; "số" before a number says nothing, zeros before it neither.

    >>> parse("hoà binh 96-QĐ/TW")
    Question(exact=('hòa', 'qđ'), folded=('binh', '96', 'tw'), phrase='hoa binh 96 qd tw', glued=())
    >>> parse("số 08 NQ/T.Ư"), parse("18nqtw").glued, parse("NQ18").glued
    (Question(exact=(), folded=('8', 'nq', 'tw'), phrase='8 nq tw', glued=()), (('18nqtw', '18', 'nqtw'),), \
(('nq18', 'nq', '18'),))
    >>> bool(parse(" ?! "))
    False
    """
    words = split_words(canonical(centred(_NUMBER_OF.sub(" ", canonical(text)))))[:MOST_WORDS]
    exact: list[str] = []
    folded: list[str] = []
    phrase: list[str] = []
    glued: list[tuple[str, ...]] = []
    for word in words:
        plain = bare(word)
        typed = [_short(one) for one in plain]
        phrase += typed
        joined = _GLUED.fullmatch("".join(plain))
        if joined is not None:
            pieces = (
                (joined["number"], joined["letters"]) if joined["number"] else (joined["type"], joined["of"])
            )
            glued.append(("".join(pieces), *pieces))
        elif plain == (word,):
            folded += typed
        else:
            exact.append(word)
    return Question(_once(exact), _once(folded), " ".join(phrase), _once(glued))


def _once(items: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _short(word: str) -> str:
    return _forms(word)[-1]


def tsquery(words: Sequence[str], *, prefix: bool = False) -> str:
    """Every word, the last one as a beginning when `prefix`; a literal of type tsquery.

    Words hold letters and digits only (`split_words`), so nothing in them can be an operator.

    >>> tsquery(["thái", "bì"], prefix=True)
    "'thái' & 'bì':*"
    >>> tsquery(["a' | 'b"])
    "'a' & 'b'"
    """
    found = [word for given in words for word in split_words(given)]
    quoted = [f"'{word}'" for word in found]
    if prefix and quoted:
        quoted[-1] += ":*"
    return " & ".join(quoted)


def phrase_query(words: Sequence[str]) -> str:
    """The words side by side, as a literal of type tsquery.

    >>> phrase_query(["thai", "binh"])
    "'thai' <-> 'binh'"
    """
    return " <-> ".join(f"'{word}'" for given in words for word in split_words(given))


# --- names that a private text mentions ---------------------------------------------------------------

_HONORIFIC = r"(?:[Đđ]ồng chí|[Đđ]/c|[Đđ]/[Cc]|ĐỒNG CHÍ|[Ôô]ng|[Bb]à)"
_SYLLABLE = r"(?:(?=[^\W\d_])\w+)"
_ADDRESSED = re.compile(rf"{_HONORIFIC}\s+(?P<name>{_SYLLABLE}(?:\s{_SYLLABLE}){{0,5}})")
LONGEST_NAME = 6


def addressed(text: str) -> list[str]:
    """Names after đồng chí, ông, bà: capitalised words up to the first that is not.

    >>> addressed("Đồng chí Lê Thị Hoa báo cáo; ông Vũ An, bà con")
    ['Lê Thị Hoa', 'Vũ An']
    """
    found = []
    for match in _ADDRESSED.finditer(text):
        words: list[str] = []
        for word in match["name"].split():
            if not word[0].isupper():
                break
            words.append(word)
        if words:
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def name_runs(text: str, most: int = 2000) -> list[str]:
    """Every run of two to six capitalised words: what a register of persons may know as somebody's name.

    >>> name_runs("Trưởng ban Lê Thị Hoa nói")
    ['Lê Thị', 'Lê Thị Hoa', 'Thị Hoa']
    >>> name_runs("Lê Thị Hoa, Vũ An, Đỗ Bình", most=2)
    ['Lê Thị', 'Lê Thị Hoa']
    """
    found: dict[str, None] = {}
    run: list[str] = []

    def close() -> None:
        for start in range(len(run) - 1):
            for end in range(start + 2, min(len(run), start + LONGEST_NAME) + 1):
                found[" ".join(run[start:end])] = None
        run.clear()

    end = 0
    for match in _WORD.finditer(text):
        if run and text[end : match.start()].strip(" \u00a0"):
            close()
        if match[0][0].isupper():
            run.append(match[0])
        else:
            close()
        end = match.end()
        if len(found) >= most:
            break
    close()
    return list(found)[:most]
