"""Vietnamese text: what is stored, what is searched, what counts as the same, and in which order it stands.

Unicode's NFC unifies neither hòa/hoà nor Đ/Ð/Ɖ, so every edge of the house passes text through `clean`,
and search, duplicate checks and lists each have their own key. Pure functions, also used by data loaders.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "canonical",
    "clean",
    "fold",
    "nfc",
    "person_sort_key",
    "place_tones",
    "slug",
    "sort_key",
    "split_name",
    "tidy_name",
]

# --- one spelling at the edge --------------------------------------------------------------------------

_STROKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u2028": "\n", "\u2029": "\n"})
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters without ink, used to fake another name
# Some keyboards store the tone before the hat: é + circumflex instead of ế.
_HATS = "\u0302\u0306\u031b"
_MARKS = re.compile(f"[\u0300\u0301\u0303\u0309{_HATS}]{{2,}}")
_STROKED_D = re.compile("([Dd])[\u0335\u0336]")
_DROPPED = {"Cc", "Cf", "Cs"}


def clean(text: str, *, multiline: bool = False) -> str:
    r"""Text as it is kept: NFC, Đ in one spelling, nothing invisible, single spaces.

    With `multiline` the line ends, tabs and doubled spaces of a paragraph stay.

    >>> clean("  Ðặng\u00a0Thị \u200b Hoa\u0300 ")
    'Đặng Thị Hoà'
    >>> clean("dòng một\r\n\tdòng  hai\x00", multiline=True)
    'dòng một\n\tdòng  hai'
    >>> clean("Hue\u0301\u0302") == "Huế"
    True
    """
    if text.isascii() and text.isprintable():
        return text.strip() if multiline else " ".join(text.split())
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_STROKES)
    text = "".join(_visible(c) for c in text)
    text = _MARKS.sub(_hats_first, unicodedata.normalize("NFD", text))
    text = _STROKED_D.sub(lambda m: "Đ" if m[1] == "D" else "đ", text)
    text = unicodedata.normalize("NFC", text).translate(_STROKES)
    return text.strip() if multiline else " ".join(text.split())


def _hats_first(marks: re.Match[str]) -> str:
    return "".join(sorted(marks[0], key=lambda mark: mark not in _HATS))


def nfc(text: str) -> str:
    """Only composed, nothing removed: for passwords, where every space counts."""
    return unicodedata.normalize("NFC", text)


def _visible(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _BLANKS:
        return " "
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    return "" if category in _DROPPED else char


# --- letters that only look Latin ----------------------------------------------------------------------

# Mapped for keys only, never in what is stored: a pasted Cyrillic "о" must not make a second Hoà.
_CYRILLIC = dict(zip("авекмнорстухіѕјһԁԛԝё", "abekmhopctyxisjhdqwe", strict=True))
_GREEK = dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True))
_LOOK_ALIKES = {
    **_CYRILLIC,
    **_GREEK,
    **{k.upper(): v.upper() for k, v in (_CYRILLIC | _GREEK).items()},
    "Һ": "H",
    "ı": "i",
    "ɑ": "a",
    "ɡ": "g",
    "ƀ": "b",
    "Ƀ": "B",
}
_LATIN = str.maketrans(_LOOK_ALIKES)

# --- tones ---------------------------------------------------------------------------------------------

_HUYEN, _HOI, _NGA, _SAC, _NANG = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES = {_HUYEN: "2", _HOI: "3", _NGA: "4", _SAC: "5", _NANG: "6"}  # dictionary order; 1 is ngang
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY]+")
_MARKED = "ăâêôơưĂÂÊÔƠƯ"


@lru_cache(maxsize=20_000)
def _toneless(word: str) -> tuple[str, str]:
    """The letters without tones (NFC), and the tones met, in order."""
    plain = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in plain if c in _TONES)
    if not tones:
        return word, ""
    return unicodedata.normalize("NFC", "".join(c for c in plain if c not in _TONES)), tones


@lru_cache(maxsize=20_000)
def _place(word: str) -> str:
    letters, tones = _toneless(word)
    if len(tones) != 1:
        return word
    # the u of qu and the i of gi belong to the consonant when a vowel follows
    start = 2 if letters[:2].lower() in {"qu", "gi"} and _VOWELS.match(letters, 2) else 0
    clusters = list(_VOWELS.finditer(letters, start))
    if len(clusters) != 1:  # not one Vietnamese syllable: left as typed
        return word
    first, end = clusters[0].span()
    marked = [i for i in range(first, end) if letters[i] in _MARKED]
    if marked:
        at = marked[-1]  # ươ carries its tone on the ơ
    elif end < len(letters):
        at = end - 1
    else:
        at = first + (1 if end - first > 2 else 0)
    return unicodedata.normalize("NFC", letters[: at + 1] + tones + letters[at + 1 :])


def place_tones(text: str) -> str:
    """Each syllable with its tone where older books put it: òa, óe, úy; after q the u is no vowel.

    >>> place_tones("Uỷ ban hoà giải, quý khách, thuở khoẻ, khuỷu, qúy, hòan")
    'Ủy ban hòa giải, quý khách, thuở khỏe, khuỷu, quý, hoàn'
    """
    return _WORD.sub(lambda m: _place(m[0]), text)


# --- keys ----------------------------------------------------------------------------------------------


def canonical(text: str) -> str:
    """The key under which two spellings are the same text: accents count, their placement and case do not.

    >>> canonical("UỶ BAN  Hoà Bình") == canonical("Ủy ban Hòa Bình")
    True
    >>> canonical("hòa") == canonical("hỏa")
    False
    >>> canonical("Hо") == canonical("ho")  # the first one is written with a Cyrillic letter
    True
    """
    text = unicodedata.normalize("NFKC", clean(text)).translate(_LATIN).lower()
    return clean(place_tones(clean(text)))


def fold(text: str) -> str:
    """What a search without accents compares: lower case, no tone, no hat, đ as d.

    >>> fold("Đảng uỷ Nguyễn Thị Hoà")
    'dang uy nguyen thi hoa'
    >>> fold("ÐẢNG ỦY NGUYỄN THỊ HÒA") == fold("Đảng uỷ Nguyễn Thị Hoà")
    True
    """
    text = unicodedata.normalize("NFKD", clean(text)).translate(_LATIN).lower()
    text = unicodedata.normalize("NFKD", text).translate(_LATIN)
    text = "".join(c for c in text if unicodedata.category(c) != "Mn")
    return " ".join(text.replace("đ", "d").split())


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + i if i < 26 else ord("a") + i - 26) for i, letter in enumerate(_ALPHABET)}
_TOKEN = re.compile(r"\d+|[^\W\d_]+")


def sort_key(text: str) -> str:
    """A string whose byte order (COLLATE "C") is the order of a Vietnamese dictionary.

    Syllable by syllable: first the letters (a ă â b c d đ e ê …), then the tone (ngang, huyền, hỏi, ngã, sắc,
    nặng), then the next syllable. Numbers stand before letters and by value: Chi bộ 2 before Chi bộ 10.

    >>> sorted(["Ân", "Ăn", "Ạn", "An", "Ãn", "Án", "Ản", "Àn"], key=sort_key)
    ['An', 'Àn', 'Ản', 'Ãn', 'Án', 'Ạn', 'Ăn', 'Ân']
    >>> sorted(["Đắk Lắk", "Dak", "Cần Thơ", "Cà Mau", "Cao Bằng", "Chi bộ 10", "Chi bộ 2"], key=sort_key)
    ['Cà Mau', 'Cao Bằng', 'Cần Thơ', 'Chi bộ 2', 'Chi bộ 10', 'Dak', 'Đắk Lắk']
    """
    return "".join(_token_key(token) for token in _TOKEN.findall(canonical(text)))


@lru_cache(maxsize=20_000)
def _token_key(token: str) -> str:
    if token[0].isdigit():
        number = str(int(token)) if token.isdecimal() else token
        return f"{len(number):02d}{number}!"
    letters, tones = _toneless(token)
    return "".join(map(_rank, letters)) + "!" + ("".join(_TONES[t] for t in tones) or "1")


def _rank(letter: str) -> str:
    if letter in _RANK:
        return _RANK[letter]
    bare = unicodedata.normalize("NFKD", letter)[0]  # ĕ, č and ŏ of the highland languages stand with e, c, o
    return _RANK.get(bare, f"~{ord(letter):06x}")


# --- names of people -----------------------------------------------------------------------------------


def tidy_name(full_name: str) -> str:
    """A name as its bearer writes it: only cleaned, capitals are theirs.

    >>> tidy_name(" Nguyễn  Văn\u200b a ")
    'Nguyễn Văn a'
    """
    return clean(full_name)


def split_name(full_name: str) -> tuple[str, str, str]:
    """Surname, middle names, given name; a single word is a given name.

    >>> split_name("Nguyễn Thị Minh Khai"), split_name("Lê Lợi"), split_name("Hoa")
    (('Nguyễn', 'Thị Minh', 'Khai'), ('Lê', '', 'Lợi'), ('', '', 'Hoa'))
    """
    words = clean(full_name).split(" ")
    if len(words) == 1:
        return "", "", words[0]
    return words[0], " ".join(words[1:-1]), words[-1]


def person_sort_key(full_name: str) -> str:
    """Lists of people stand by given name, then surname, then middle names.

    >>> sorted(["Trần Văn Hòa", "Lê Thị Hoa", "Lê Hòa", "Đỗ Hoa", "Phạm Ân", "Vũ An"], key=person_sort_key)
    ['Vũ An', 'Phạm Ân', 'Đỗ Hoa', 'Lê Thị Hoa', 'Lê Hòa', 'Trần Văn Hòa']
    """
    surname, middle, given = split_name(full_name)
    return f"{sort_key(given)} {sort_key(surname)} {sort_key(middle)}"


def slug(text: str) -> str:
    """An ASCII code for addresses.

    >>> slug("Đảng bộ xã Hoà Bình (2025)"), slug("Bà Rịa – Vũng Tàu")
    ('dang-bo-xa-hoa-binh-2025', 'ba-ria-vung-tau')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def shortened(text: str, most: int) -> str:
    """At most so many signs on one line, cut behind a part of a sentence, else behind a whole word.

    >>> shortened("Giao Phòng Tổ chức  đảng viên", 29), shortened("Giao Phòng Tổ chức đảng viên", 20)
    ('Giao Phòng Tổ chức đảng viên', 'Giao Phòng Tổ chức…')
    >>> shortened("Phòng Tổng hợp chủ trì, trình trước hạn", 30), shortened("a" * 9, 5)
    ('Phòng Tổng hợp chủ trì…', 'aaaa…')
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    words = line[:most].rpartition(" ")[0] or line[: most - 1]
    part = max(words.rfind(mark) for mark in (". ", "; ", ", ", ": "))
    return (words[:part] if part >= most * 0.6 else words).rstrip(" ,;:.–-") + "…"
