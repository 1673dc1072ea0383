"""Numbers in the style of papers, written and read back; days of both languages in one style."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.numbers import read_number, vi_number


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12)
)
def test_what_is_written_is_read_back(number: Decimal) -> None:
    assert read_number(vi_number(number)) == number
    assert read_number(vi_number(number, 3)) == number


@pytest.mark.parametrize(
    "text", ["", "12.5", "1.23.456", "1,2,3", "abc", "1.234,", "1..234", "--1", "1e3", "٣", "1,٣", "NaN"]
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_number(text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_write_days_and_numbers_alike_in_both_languages(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2019, 9, 3)) == "03/09/2019"
        assert (
            formats.number_format(Decimal("1234567.5"), decimal_pos=1, force_grouping=True) == "1.234.567,5"
        )
        assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
