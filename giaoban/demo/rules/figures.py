"""Invented figures of the form GB-01 that hold together: nothing above its whole, nothing below zero.

Sizes are those of the kind of unit (5.2 million members in 290 thousand cells, reporting.md §4); no figure is
of a real body.
"""

from random import Random

# Members of one unit: from, to.
MEMBERS = {"province": (38_000, 140_000), "body": (900, 4_000), "cell": (14, 46)}


def figures(chance: Random, size: str, *, whole: bool, restructured: bool) -> dict[str, int]:
    """One unit's cells by key; `whole` when the period is all of the year so far.

    >>> made = figures(Random(1), "cell", whole=False, restructured=True)
    >>> made["MEM.IDLINK:numerator"] <= made["MEM.IDLINK:denominator"] == made["MEM.TOTAL:value"]
    True
    >>> all(made[f"{row}:in_period"] <= made[f"{row}:cumulative"] for row in FLOWS), len(made)
    (True, 19)
    """
    low, high = MEMBERS[size]
    members = chance.randint(low, high)
    grassroots = 0 if size == "cell" else max(1, members // 110)
    made = {
        "ORG.TCCSD:value": grassroots,
        "ORG.CELL:value": 1 if size == "cell" else grassroots * 5,
        "MEM.TOTAL:value": members,
        "MEM.IDLINK:numerator": members - chance.randint(0, members // 12),
        "MEM.IDLINK:denominator": members,
        "APP.QUOTA:value": 0 if size == "cell" else members // 40,
        "APP.RESTRUCTURED:count": int(restructured),
    }
    for row, share in FLOWS.items():
        most = max(1, round(members * share))
        year = chance.randint(0, most) if size == "cell" else chance.randint(most // 2, most)
        made[f"{row}:cumulative"] = year
        made[f"{row}:in_period"] = year if whole else chance.randint(0, year // 3)
    if size == "cell":
        made |= {f"{row}:{part}": 0 for row in ("APP.UNIT",) for part in ("in_period", "cumulative")}
    return made


def later(chance: Random, before: dict[str, int], *, odd: bool = False) -> dict[str, int]:
    """The same unit some months on: running totals go on, members grow by no more than were admitted.

    An `odd` unit has grown by more, which the checks of the form notice.

    >>> first = figures(Random(1), "cell", whole=False, restructured=False)
    >>> second = later(Random(2), first)
    >>> second["MEM.TOTAL:value"] - first["MEM.TOTAL:value"] <= second["MEM.NEW:in_period"]
    True
    >>> all(second[f"{row}:cumulative"] >= first[f"{row}:cumulative"] for row in FLOWS)
    True
    """
    made = dict(before)
    for row in FLOWS:
        until = before[f"{row}:cumulative"]
        more = chance.randint(0, max(1, until // 2)) if until else 0
        made[f"{row}:in_period"] = chance.randint(0, more)
        made[f"{row}:cumulative"] = until + more
    grown = chance.randint(0, made["MEM.NEW:in_period"]) + (9 if odd else 0)
    for key in ("MEM.TOTAL:value", "MEM.IDLINK:numerator", "MEM.IDLINK:denominator"):
        made[key] += grown
    return made


# How often something happens to one member in a year, at most.
FLOWS = {
    "MEM.NEW": 0.04,
    "MEM.OFFICIAL": 0.04,
    "APP.UNIT": 0.0006,
    "CAD.PLAN": 0.012,
    "CAD.APPT": 0.004,
    "CAD.TRAIN": 0.03,
}
