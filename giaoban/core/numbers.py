"""Numbers as Vietnamese papers write them: 1.234.567,5 with a real minus; read back from either style."""

from decimal import Decimal

_SWAP = str.maketrans(",.", ".,")


def vi_number(value: Decimal | int, places: int | None = None) -> str:
    """`places` fixes the decimals (half away from zero); without it nothing is rounded.

    >>> vi_number(1234567), vi_number(Decimal("1234.50")), vi_number(Decimal("92.065"), 2), vi_number(-7)
    ('1.234.567', '1.234,5', '92,07', '−7')
    >>> vi_number(Decimal("-0.001"), 2), vi_number(Decimal("1E+3"))
    ('0,00', '1.000')
    """
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    text = f"{abs(number):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("−" if number < 0 else "") + text.translate(_SWAP)


def read_number(text: str) -> Decimal:
    """A number typed in Vietnamese style; ValueError when it can be read in two ways or in none.

    >>> read_number("47.174"), read_number("35,34"), read_number(" −1.234,5 "), read_number("0,5")
    (Decimal('47174'), Decimal('35.34'), Decimal('-1234.5'), Decimal('0.5'))
    >>> read_number("12.5")
    Traceback (most recent call last):
    ValueError: 12.5
    """
    whole, comma, decimals = text.strip().replace("−", "-").partition(",")
    sign = "-" if whole.startswith("-") else ""
    groups = whole.removeprefix("-").split(".")
    grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]))
    parts = ["".join(groups), *([decimals] if comma else [])]
    if not grouped or not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError(text)
    return Decimal(sign + ".".join(parts))
