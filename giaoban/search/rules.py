"""Words of a text and of a question, before PostgreSQL sees them.

PostgreSQL's own parser mangles "96-QĐ/TW", so codes are split here; a word of the question with an accent is
looked for with its accents, one without in the folded words. Queries use the configuration "simple".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giaoban.core.text import canonical, fold

LONGEST_WORD = 100
MOST_WORDS = 32
_WORD = re.compile(r"[^\W_]+")


def split_words(key: str) -> list[str]:
    """The runs of letters and digits of a key of core.text.

    >>> split_words(canonical("Quy định số 96-QĐ/TW, ngày 02/02/2023"))
    ['quy', 'định', 'số', '96', 'qđ', 'tw', 'ngày', '02', '02', '2023']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(key)]


def exact_words(text: str) -> str:
    """The words of a text with their accents, for the exact column.

    >>> exact_words("Quy định 96-QĐ/TW; UỶ BAN")
    'quy định 96 qđ tw ủy ban'
    """
    return " ".join(split_words(canonical(text)))


def folded_words(text: str) -> str:
    """The words of a text without accents, for the folded column.

    >>> folded_words("Quy định 96-QĐ/TW; UỶ BAN")
    'quy dinh 96 qd tw uy ban'
    """
    return " ".join(split_words(fold(text)))


@dataclass(frozen=True, slots=True)
class Question:
    """`exact` and `folded` are words that must all stand in their columns; `phrase` is all of it, folded."""

    exact: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    phrase: str = ""

    def __bool__(self) -> bool:
        return bool(self.exact or self.folded)


def parse(text: str) -> Question:
    """Each word to the column where it is to be found.

    >>> parse("hoà binh 96-QĐ/TW")
    Question(exact=('hòa', 'qđ'), folded=('binh', '96', 'tw'), phrase='hoa binh 96 qd tw')
    >>> bool(parse(" ?! "))
    False
    """
    words = split_words(canonical(text))[:MOST_WORDS]
    plain = [fold(word) for word in words]
    return Question(
        exact=tuple(dict.fromkeys(word for word, bare in zip(words, plain, strict=True) if word != bare)),
        folded=tuple(dict.fromkeys(word for word, bare in zip(words, plain, strict=True) if word == bare)),
        phrase=" ".join(word for bare in plain for word in split_words(bare)),
    )


def tsquery(words: Sequence[str], *, prefix: bool = False) -> str:
    """A string for to_tsquery('simple', …): every word, the last one as a beginning when `prefix`.

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
    """A string for to_tsquery('simple', …): the words side by side.

    >>> phrase_query(["thai", "binh"])
    "'thai' <-> 'binh'"
    """
    return " <-> ".join(f"'{word}'" for given in words for word in split_words(given))
