"""The mã đối chiếu at the foot of a page: three groups of four characters, none that is read as another."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: without I, L, O, U
LENGTH, GROUP = 12, 4
_READ_AS = str.maketrans("ILO", "110")


def new_code() -> str:
    """
    >>> len(new_code()), new_code()[4], new_code() != new_code()
    (14, '-', True)
    """
    return _grouped("".join(secrets.choice(ALPHABET) for _place in range(LENGTH)))


def read_code(typed: str) -> str:
    """As it is kept, from what was read off paper; empty when it is no code.

    >>> read_code(" 7k2m 9qxa 4ltf "), read_code("7K2M-9QXA-41TF"), read_code("7K2M"), read_code("U" * 12)
    ('7K2M-9QXA-41TF', '7K2M-9QXA-41TF', '', '')
    """
    plain = "".join(char for char in typed.upper() if char.isalnum()).translate(_READ_AS)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return ""
    return _grouped(plain)


def _grouped(plain: str) -> str:
    return "-".join(plain[place : place + GROUP] for place in range(0, LENGTH, GROUP))
