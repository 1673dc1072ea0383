"""Where words that somebody typed stand in a text: accents, dashes, blanks, or lines may differ."""

import re

from giaoban.reader.normal import normalise

MOST = 20


def locate(text: str, words: str) -> list[tuple[int, int]]:
    r"""Places in the original, the first twenty; those with the accents as typed when there are any.

    >>> text = "Nghị quyết số 18–NQ/TW;\nnghi  quyet so 18-NQ/TW"
    >>> [text[a:b] for a, b in locate(text, "Nghị quyết số 18-NQ/TW")]
    ['Nghị quyết số 18–NQ/TW']
    >>> [text[a:b] for a, b in locate(text, "quyet so 18-nq/tw")]
    ['quyết số 18–NQ/TW', 'quyet so 18-NQ/TW']
    >>> locate(text, "Kết luận"), locate(text, "  ")
    ([], [])
    """
    normal, wanted = normalise(text), normalise(words)
    for hay, needle in ((normal.text, wanted.text), (normal.folded, wanted.folded)):
        tokens = needle.split()
        if not tokens:
            return []
        pattern = re.compile(r"\s+".join(re.escape(token) for token in tokens))
        found = [
            normal.span(*match.span()) for _n, match in zip(range(MOST), pattern.finditer(hay), strict=False)
        ]
        if found:
            return found
    return []
