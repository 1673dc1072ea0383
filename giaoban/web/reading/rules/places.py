"""Where words that somebody typed stand in a text: accents, dashes, blanks, or lines may differ."""

import re
from datetime import time

from giaoban.reader.normal import normalise

MOST = 20
_CLOCK = re.compile(r"(?<!\d)(?P<hour>[01]?\d|2[0-3]) ?(?:gio|h|g)(?: ?(?P<minute>[0-5]\d))?(?: ?phut)?,? ")
_PARTS_OF_A_DAY = re.compile(r"(?<![a-z])(?:sang|chieu|toi)(?= )")
_USUAL = {"sang": time(8), "chieu": time(14), "toi": time(19)}
_BEFORE = 40


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


def hour_told(text: str, at: int) -> time | None:
    """The hour that a text tells before the day of a meeting: the clock, else the part of the day.

    >>> hour_told("Sáng ngày 27/9/2019", 10), hour_told("Chiều 30/9", 6), hour_told("Ngày 30/9", 5)
    (datetime.time(8, 0), datetime.time(14, 0), None)
    >>> hour_told("Vào hồi 13 giờ 30 phút, chiều 27/9", 30), hour_told("8h ngày 27/9", 8)
    (datetime.time(13, 30), datetime.time(8, 0))
    """
    before = normalise(text[max(0, at - _BEFORE) : at]).folded.rpartition("\n")[2]
    clocks = list(_CLOCK.finditer(before))
    if clocks:
        return time(int(clocks[-1]["hour"]), int(clocks[-1]["minute"] or 0))
    parts = _PARTS_OF_A_DAY.findall(before)
    return _USUAL[parts[-1]] if parts else None
