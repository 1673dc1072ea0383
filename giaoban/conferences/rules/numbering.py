"""Numbers of the paragraphs of a conclusion: "1", "1.1", "2"; a paragraph moves with what stands under it."""

from collections.abc import Sequence


def numbers(levels: Sequence[int]) -> tuple[str, ...]:
    """The number of each paragraph from its level (1 or 2); what has nothing above it is of level 1.

    >>> numbers([1, 2, 2, 1, 2])
    ('1', '1.1', '1.2', '2', '2.1')
    >>> numbers([2, 2, 1]), numbers([])
    (('1', '1.1', '2'), ())
    """
    found, upper, lower = [], 0, 0
    for level in levels:
        if level == 1 or upper == 0:
            upper, lower = upper + 1, 0
            found.append(str(upper))
        else:
            lower += 1
            found.append(f"{upper}.{lower}")
    return tuple(found)


def block(levels: Sequence[int], at: int) -> range:
    """The paragraph at `at` and those that belong under it.

    >>> block([1, 2, 2, 1], 0), block([1, 2, 2, 1], 1), block([1, 2, 2, 1], 3)
    (range(0, 3), range(1, 2), range(3, 4))
    """
    end = at + 1
    if levels[at] == 1:
        while end < len(levels) and levels[end] > 1:
            end += 1
    return range(at, end)


def moved(levels: Sequence[int], at: int, *, down: bool) -> tuple[int, ...]:
    """The new order (as old places) when a paragraph changes place with its neighbour of the same level.

    >>> moved([1, 2, 1, 2], 2, down=False), moved([1, 2, 1, 2], 0, down=True)
    ((2, 3, 0, 1), (2, 3, 0, 1))
    >>> moved([1, 2, 2], 1, down=True), moved([1, 2, 1], 1, down=True), moved([1, 1], 0, down=False)
    ((0, 2, 1), (0, 1, 2), (0, 1))
    """
    order = tuple(range(len(levels)))
    mine = block(levels, at)
    if down:
        if mine.stop >= len(levels) or levels[mine.stop] != levels[at]:
            return order
        other = block(levels, mine.stop)
        return (*order[: mine.start], *other, *mine, *order[other.stop :])
    before = [place for place in range(mine.start) if levels[place] == levels[at]]
    if not before or (mine.start > 0 and any(levels[p] < levels[at] for p in range(before[-1], mine.start))):
        return order
    other = block(levels, before[-1])
    return (*order[: other.start], *mine, *other, *order[mine.stop :])
