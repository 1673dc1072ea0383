"""Vietnamese text: one spelling is stored, every spelling is found, 500 names stand in hand-made order."""

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.text import (
    canonical,
    clean,
    fold,
    nfc,
    person_sort_key,
    place_tones,
    slug,
    sort_key,
    split_name,
    tidy_name,
)

NAMES = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()
# Written by hand, letter by letter: what the code under test never sees.
TABLE = (
    "aàảãáạ ăằẳẵắặ âầẩẫấậ b c d đ eèẻẽéẹ êềểễếệ g h iìỉĩíị k l m n oòỏõóọ ôồổỗốộ ơờởỡớợ p q r s t "
    "uùủũúụ ưừửữứự v x yỳỷỹýỵ"
)
PLACE = {c: (letter, tone) for letter, group in enumerate(TABLE.split()) for tone, c in enumerate(group)}


def by_hand(name: str) -> tuple[object, ...]:
    """Given name, surname, middle names; each syllable by its letters, then by its tone."""

    def syllable(word: str) -> tuple[list[int], list[int]]:
        places = [PLACE[c] for c in word.lower()]
        return [letter for letter, _tone in places], [tone for _letter, tone in places if tone]

    surname, *middle, given = name.split()
    return syllable(given), syllable(surname), [syllable(word) for word in middle]


def moved(name: str) -> str:
    """The other placement of the tone in open oa, oe, uy (not after q)."""
    pairs = ["òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ỏe oẻ", "õe oẽ", "ọe oẹ"]
    pairs += ["ùy uỳ", "úy uý", "ủy uỷ", "ũy uỹ", "ụy uỵ"]
    words = name.split(" ")
    for pair in pairs:
        old, new = pair.split()
        words = [w[:-2] + new if w.endswith(old) and w[-3:-2].lower() != "q" else w for w in words]
    return " ".join(words)


SPELLINGS = {
    "composed": lambda name: name,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "letters of an old code page": lambda name: "".join(
        unicodedata.normalize("NFC", unicodedata.normalize("NFD", c)[:2])
        + unicodedata.normalize("NFD", c)[2:]
        for c in name
    ),
    "tone moved": moved,
    "Icelandic letter": lambda name: name.replace("Đ", "Ð").replace("đ", "ð"),
    "African letter": lambda name: name.replace("Đ", "Ɖ").replace("đ", "ɖ"),
    "doubled and hard spaces": lambda name: "  " + name.replace(" ", " \u00a0 "),
    "invisible signs": lambda name: "\ufeff" + "\u200b".join(name),
    "Cyrillic letters": lambda name: name.translate(str.maketrans("aceopxyHTAB", "асеорхуНТАВ")),
    "capitals": str.upper,
}
STORED_ALIKE = set(SPELLINGS) - {"tone moved", "Cyrillic letters", "capitals"}


def test_the_hand_list_is_in_the_order_of_the_table_and_has_500_names() -> None:
    assert (len(NAMES), len(set(NAMES))) == (500, 500)
    assert sorted(NAMES, key=by_hand) == NAMES


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_500_names_sort_as_in_the_hand_list_in_every_spelling(spelling: str) -> None:
    respelled = {SPELLINGS[spelling](name): name for name in NAMES}
    shuffled = list(respelled)
    random.Random(33).shuffle(shuffled)  # noqa: S311 (a repeatable test)
    # COLLATE "C" compares bytes; so does this.
    found = sorted(shuffled, key=lambda name: person_sort_key(name).encode())
    assert [respelled[name] for name in found] == NAMES


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_name_is_stored_and_found_as_the_same(spelling: str) -> None:
    for name in NAMES:
        other = SPELLINGS[spelling](name)
        assert fold(other) == fold(name)
        assert canonical(other) == canonical(name)
        assert unicodedata.is_normalized("NFC", clean(other))
        if spelling in STORED_ALIKE:
            assert clean(other) == name


def test_names_that_differ_by_an_accent_are_different_people() -> None:
    keys = [canonical(name) for name in NAMES]
    assert len(set(keys)) == len(NAMES)
    assert len({fold(name) for name in NAMES}) < len(NAMES)
    assert [canonical(w) == canonical("hòa") for w in ("hoà", "hỏa", "hóa", "hoa")] == [
        True,
        False,
        False,
        False,
    ]


TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(
        alphabet="aăâeêioôơuưyđĐÐɖ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323 \u200b\u00a0qngh",
        max_size=25,
    ),
)


@settings(max_examples=600)
@given(text=TEXTS)
def test_cleaning_and_keys_are_stable(text: str) -> None:
    for key in (clean, fold, canonical):
        assert key(key(text)) == key(text)
    paragraph = clean(text, multiline=True)
    assert clean(paragraph, multiline=True) == paragraph
    assert unicodedata.is_normalized("NFC", clean(text))
    for key in (fold, canonical, sort_key, person_sort_key, slug):
        assert key(text) == key(clean(text)) == key(unicodedata.normalize("NFD", text))
        key(text).encode()


@given(text=TEXTS)
def test_what_is_stored_shows_every_sign_it_has(text: str) -> None:
    assert not [c for c in clean(text) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert "  " not in clean(text)


@given(text=st.text(alphabet="aàảãáạăắâấbcdđeéêếghiíklmnoóôốơớpqrstuúưứvxyý ", max_size=30))
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii() is True
    assert fold(text).upper() == fold(text.upper()).upper()


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hoà", "hòa"), ("hòan", "hoàn"), ("thuỷ", "thủy"), ("qúy", "quý"), ("quý", "quý"), ("giá", "giá"),
        ("gía", "giá"), ("gì", "gì"), ("gịa", "giạ"), ("hứơu", "hướu"), ("muống", "muống"), ("mùa", "mùa"),
        ("khuýu", "khuýu"), ("ngoéo", "ngoéo"), ("khoái", "khoái"), ("thuở", "thuở"), ("quốc", "quốc"),
        ("UỶ", "ỦY"), ("Huế", "Huế"), ("tuý", "túy"), ("Knúl", "Knúl"), ("abé́", "abé́"),
    ],
)  # fmt: skip
def test_the_tone_stands_where_older_books_put_it(typed: str, placed: str) -> None:
    assert place_tones(unicodedata.normalize("NFC", typed)) == unicodedata.normalize("NFC", placed)


def test_numbers_in_titles_sort_by_value_before_letters() -> None:
    right = [
        "Chi bộ",
        "Chi bộ 1",
        "Chi bộ 2",
        "Chi bộ 10",
        "Chi bộ 10A",
        "Chi bộ An Hòa",
        "Chi bộ thôn 3",
        "Chi bộ thôn 12",
    ]
    assert sorted(random.Random(1).sample(right, len(right)), key=sort_key) == right  # noqa: S311


def test_provinces_stand_as_in_official_lists() -> None:
    right = [
        "An Giang",
        "Bà Rịa – Vũng Tàu",
        "Bạc Liêu",
        "Bắc Giang",
        "Bắc Kạn",
        "Bắc Ninh",
        "Bến Tre",
        "Bình Dương",
    ]
    right += [
        "Bình Định",
        "Bình Phước",
        "Bình Thuận",
        "Cà Mau",
        "Cao Bằng",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Đắk Nông",
    ]
    right += [
        "Điện Biên",
        "Đồng Nai",
        "Đồng Tháp",
        "Gia Lai",
        "Hà Giang",
        "Hà Nam",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Dương",
    ]
    right += [
        "Hải Phòng",
        "Hậu Giang",
        "Hòa Bình",
        "Hưng Yên",
        "Khánh Hòa",
        "Kiên Giang",
        "Kon Tum",
        "Lai Châu",
    ]
    right += ["Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận"]
    right += [
        "Phú Thọ",
        "Phú Yên",
        "Quảng Bình",
        "Quảng Nam",
        "Quảng Ngãi",
        "Quảng Ninh",
        "Quảng Trị",
        "Sóc Trăng",
    ]
    right += ["Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang"]
    right += ["TP. Hồ Chí Minh", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái"]
    assert len(right) == 63
    assert sorted(random.Random(63).sample(right, 63), key=sort_key) == right  # noqa: S311


def test_paragraphs_keep_their_lines_and_single_lines_lose_them() -> None:
    text = "Điều 1.  Ð\r\n\u2028\tHai\u200b\u202e\x07"
    assert clean(text, multiline=True) == "Điều 1.  Đ\n\n\tHai"
    assert clean(text) == "Điều 1. Đ Hai"
    assert clean("  abc  ", multiline=True) == "abc"
    assert clean("a\u3164b\u2800c") == "a b c"


def test_names_are_split_and_kept_as_their_bearer_writes_them() -> None:
    assert split_name(" Tôn Nữ  Thị Ninh ") == ("Tôn", "Nữ Thị", "Ninh")
    assert split_name("") == ("", "", "")
    assert tidy_name("y Brêc êban ") == "y Brêc êban"
    assert nfc("mật  khẩu\u200b ") == "mật  khẩu\u200b "


def test_letters_of_other_scripts_stand_last_and_do_not_break_a_key() -> None:
    assert sorted(["山", "Yên", "ĕ Đê", "Êa", "C' Čư"], key=sort_key) == ["C' Čư", "ĕ Đê", "Êa", "Yên", "山"]
    assert sort_key("½ ² ٣") == sort_key(unicodedata.normalize("NFD", "½ ² ٣"))
