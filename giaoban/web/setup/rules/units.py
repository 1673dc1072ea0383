"""The sheet of units: rows in any order, parents in the file or in the house, codes made from names.

Units come in as they stand on the first day the house knows them (ghi sổ ban đầu); what happens to them later
is a decision with its own form (cycle.md R5.6).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from giaoban.core.text import canonical, slug
from giaoban.web.setup.rules.rows import (
    Checked,
    Fault,
    Finder,
    KnownUnit,
    Line,
    Problem,
    Verdict,
    code_in,
    unit_problem,
)

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LENGTHS = {"code": 80, "name": 300, "short_name": 120, "name_en": 300}
MADE_CODE = 60
NEEDED = ("name", "kind", "parent")


@dataclass(frozen=True, slots=True)
class NewUnitRow:
    """A unit to write; `parent` is the id of a unit of the house or the code of a unit of this sheet."""

    code: str
    kind: str
    name: str
    short_name: str
    name_en: str
    parent: int | str
    established_on: date | None = None


@dataclass(slots=True, eq=False)
class _Row:
    """A row under way. `parent` is an id or another row; `existing` the unit of the house that it repeats."""

    line: Line
    code: str
    kind: str
    problems: list[Problem]
    notes: list[Problem] = field(default_factory=list)
    established_on: date | None = None
    parent: "int | _Row | None" = None
    existing: KnownUnit | None = None
    done: bool = False

    @property
    def name(self) -> str:
        return self.line.text("name")

    @property
    def key(self) -> str:
        return canonical(self.name)


def check_decision(line: Line) -> tuple[Problem, ...]:
    """The lines above the table: from which day the units hold is needed, the paper may be unknown.

    >>> [(p.column, p.fault.value) for p in check_decision(Line(2, {"number": "12-QĐ/TU"}))]
    [('effective_on', 'missing')]
    >>> check_decision(Line(2, {"effective_on": date(2018, 1, 1)}))
    ()
    """
    problems: list[Problem] = []
    for column in ("effective_on", "decided_on"):
        line.day(column, problems)
    line.need(["effective_on"], problems)
    line.fit({"number": 200, "source": 300}, problems)
    return tuple(problems)


def check_units(
    lines: Sequence[Line], *, kinds: Mapping[str, str], finder: Finder, taken: Collection[str], on: date
) -> list[Checked[NewUnitRow]]:
    """Verdicts in the order of the sheet.

    `kinds` maps duplicate keys of labels and codes to codes of kinds; `taken` are all codes in use on or
    after `on`, of units that the actor may not see too.

    >>> house = Finder([KnownUnit(1, "thai-binh", "Tỉnh ủy Thái Bình", "p", None, date(2018, 1, 1))])
    >>> sheet = [Line(8, {"name": "Chi bộ 1", "kind": "x", "parent": "Đảng ủy xã Hoà"}),
    ...          Line(9, {"name": "Đảng ủy xã Hòa", "kind": "x", "parent": "thai-binh"}),
    ...          Line(10, {"name": "Chi bộ 2", "kind": "x", "parent": "Đảng ủy xã Hảo"})]
    >>> rows = check_units(sheet, kinds={"x": "cell"}, finder=house, taken={"thai-binh"}, on=date(2018, 1, 1))
    >>> [(row.verdict.value, row.plan and (row.plan.code, row.plan.parent)) for row in rows[:2]]
    [('new', ('chi-bo-1', 'dang-uy-xa-hoa')), ('new', ('dang-uy-xa-hoa', 1))]
    >>> rows[2].problems
    (Problem(column='parent', fault=<Fault.UNIT_UNKNOWN: 'unit_unknown'>, values={'text': 'Đảng ủy xã Hảo'}),)
    """
    check = _Check(lines, kinds, finder, frozenset(taken), on)
    return check.verdicts()


class _Check:
    def __init__(
        self, lines: Sequence[Line], kinds: Mapping[str, str], finder: Finder, taken: frozenset[str], on: date
    ) -> None:
        self.finder, self.taken, self.on = finder, taken, on
        self.code_of = {unit.id: unit.code for unit in finder.by_code.values()}
        self.rows = [self._read(line, kinds) for line in lines]
        self.by_code: dict[str, _Row] = {}
        self.by_name: dict[str, list[_Row]] = {}
        for row in self.rows:
            self.by_name.setdefault(row.key, []).append(row)
            if not row.code:
                continue
            if first := self.by_code.get(row.code):
                row.problems.append(Problem("code", Fault.DOUBLE, {"row": str(first.line.row)}))
            else:
                self.by_code[row.code] = row

    def _read(self, line: Line, kinds: Mapping[str, str]) -> _Row:
        problems: list[Problem] = []
        line.need(NEEDED, problems)
        line.fit(LENGTHS, problems)
        code = line.text("code").lower()
        if code and not CODE.fullmatch(code):
            values = {"text": code, "example": slug(code) or slug(line.text("name"))}
            problems.append(Problem("code", Fault.CODE_SHAPE, values))
        return _Row(
            line=line,
            code=code,
            kind=line.choose("kind", kinds, problems),
            established_on=line.day("established_on", problems),
            problems=problems,
        )

    def verdicts(self) -> list[Checked[NewUnitRow]]:
        for row in self.rows:
            self._settle(row)
        self._doubles()
        self._give_codes()
        return [self._verdict(row) for row in self.rows]

    # --- parents ---------------------------------------------------------------------------------------

    def _settle(self, start: _Row) -> None:
        """Find the parent of a row, before it those of the rows it hangs from: no recursion, any depth."""
        way: list[_Row] = [start]
        while way:
            row = way[-1]
            above = None if row.done else self._rows_named(row)
            waiting = next((other for other in above or () if not other.done), None)
            if waiting is None:
                if not row.done:
                    self._place(row)
                way.pop()
            elif waiting in way:
                self._cycle(way[way.index(waiting) :])
            else:
                way.append(waiting)

    def _cycle(self, ring: Sequence[_Row]) -> None:
        numbers = ", ".join(str(row.line.row) for row in ring)
        for row in ring:
            row.problems.append(Problem("parent", Fault.CYCLE, {"rows": numbers}))
            row.done = True

    def _rows_named(self, row: _Row) -> list[_Row]:
        text = row.line.text("parent")
        if not text:
            return []
        if (found := self.by_code.get(code_in(text))) is not None:
            return [found]
        if code_in(text) in self.finder.by_code:
            return []
        rows = self.by_name.get(canonical(text), [])
        if row in rows and self.finder.find(text):
            return [other for other in rows if other is not row]  # named like its superior of the house
        return rows

    def _place(self, row: _Row) -> None:
        """The parent, and whether the row repeats a unit of the house."""
        row.done = True
        text = row.line.text("parent")
        named = self._rows_named(row)
        standing = {other.existing.id for other in named if other.existing}
        units = [unit for unit in self.finder.find(text) if unit.id not in standing] if text else []
        if code_in(text) in self.by_code:
            units = []
        fresh = [other for other in named if other.existing is None]
        kept = [other.existing for other in named if other.existing]
        candidates = len(units) + len(fresh) + len({unit.id for unit in kept})
        if candidates > 1:
            codes = [unit.code for unit in (*units, *kept)] + [other.code for other in fresh if other.code]
            values = {"text": text, "count": str(candidates), "codes": ", ".join(codes[:3]) or "–"}
            row.problems.append(Problem("parent", Fault.UNIT_SEVERAL, values))
        elif fresh:
            row.parent = fresh[0]
        elif text:
            self._under(row, text, [*units, *kept][:1])
        self._recognise(row)

    def _under(self, row: _Row, text: str, units: Sequence[KnownUnit]) -> None:
        if problem := unit_problem("parent", text, units):
            # A row that stands already is left as it is, so it needs no right above it.
            own = self.finder.by_code.get(row.code)
            if not (problem.fault is Fault.UNIT_OUTSIDE and own and own.parent_id == units[0].id):
                row.problems.append(problem)
                return
        if units[0].starts > self.on:
            values = {"text": text, "day": units[0].starts.isoformat()}
            row.problems.append(Problem("parent", Fault.UNIT_NOT_YET, values))
        row.parent = units[0].id

    def _recognise(self, row: _Row) -> None:
        if row.code:
            row.existing = self.finder.by_code.get(row.code)
            if row.existing is None and row.code in self.taken:
                row.problems.append(Problem("code", Fault.CODE_TAKEN, {"text": row.code}))
        else:
            parent_id = row.parent if isinstance(row.parent, int) else None
            same = [unit for unit in self.finder.by_name.get(row.key, ()) if unit.parent_id == parent_id]
            row.existing = same[0] if same and parent_id is not None else None
        if row.existing is not None:
            self._compare(row, row.existing)

    def _compare(self, row: _Row, unit: KnownUnit) -> None:
        """A row with the code of another unit is an error; one that differs a little is left, and said so."""
        same_name = canonical(unit.name) == row.key
        same_parent = not isinstance(row.parent, _Row) and row.parent == unit.parent_id
        if not same_name and not same_parent:
            row.problems.append(Problem("code", Fault.CODE_OTHER, {"text": row.code, "name": unit.name}))
        elif not same_name:
            row.notes.append(Problem("name", Fault.DIFFERS, {"kept": unit.name}))
        elif not same_parent:
            row.notes.append(Problem("parent", Fault.DIFFERS, {"kept": row.line.text("name")}))
        elif row.kind and row.kind != unit.kind:
            row.notes.append(Problem("kind", Fault.DIFFERS, {"kept": unit.kind}))

    # --- the sheet as a whole --------------------------------------------------------------------------

    def _doubles(self) -> None:
        seen: dict[tuple[str, int], _Row] = {}
        for row in self.rows:
            if not row.key or row.parent is None:
                continue
            place = row.parent if isinstance(row.parent, int) else -row.parent.line.row
            first = seen.setdefault((row.key, place), row)
            if first is not row and not any(problem.fault is Fault.DOUBLE for problem in row.problems):
                row.problems.append(Problem("name", Fault.DOUBLE, {"row": str(first.line.row)}))

    def _give_codes(self) -> None:
        """Codes for rows without one: from the name, else with the parent's code, else with a number."""
        used = {*self.taken, *self.by_code}
        for row in self._parents_first():
            if row.existing is not None:
                row.code = row.existing.code
            elif not row.code and row.name:
                row.code = _free(row.name, self._parent_code(row), used)
                used.add(row.code)

    def _parent_code(self, row: _Row) -> str:
        if isinstance(row.parent, _Row):
            return row.parent.code
        return self.code_of.get(row.parent or 0, "")

    def _parents_first(self) -> Iterable[_Row]:
        given: set[int] = set()
        for start in self.rows:
            way: list[_Row] = []
            row: int | _Row | None = start
            while isinstance(row, _Row) and id(row) not in given:
                given.add(id(row))
                way.append(row)
                row = row.parent
            yield from reversed(way)

    def _verdict(self, row: _Row) -> Checked[NewUnitRow]:
        problems, notes = tuple(row.problems), tuple(row.notes)
        if problems or row.parent is None:
            return Checked(row.line, Verdict.ERROR, problems, notes)
        if row.existing is not None:
            return Checked(row.line, Verdict.SAME, (), notes, existing=row.existing.id)
        text = row.line.text
        parent = row.parent.code if isinstance(row.parent, _Row) else row.parent
        plan = NewUnitRow(
            row.code, row.kind, row.name, text("short_name"), text("name_en"), parent, row.established_on
        )
        return Checked(row.line, Verdict.NEW, (), notes, plan)


def _free(name: str, parent_code: str, used: Collection[str]) -> str:
    base = slug(name)[:MADE_CODE].strip("-") or "don-vi"
    if base not in used:
        return base
    longer = f"{base[:50].strip('-')}-{parent_code}"[:70].strip("-")
    number, code = 2, longer
    while code in used:
        code = f"{longer}-{number}"
        number += 1
    return code


def in_order(plans: Iterable[NewUnitRow]) -> list[NewUnitRow]:
    """The same units, each after its parent.

    >>> child = NewUnitRow("b", "cell", "B", "", "", "a")
    >>> [plan.code for plan in in_order([child, NewUnitRow("a", "cell", "A", "", "", 1)])]
    ['a', 'b']
    """
    by_code = {plan.code: plan for plan in plans}
    given: dict[str, NewUnitRow] = {}
    for start in by_code.values():
        way: list[NewUnitRow] = []
        plan: NewUnitRow | None = start
        while plan is not None and plan.code not in given and plan not in way:
            way.append(plan)
            plan = by_code.get(plan.parent) if isinstance(plan.parent, str) else None
        given.update((plan.code, plan) for plan in reversed(way))
    return list(given.values())
