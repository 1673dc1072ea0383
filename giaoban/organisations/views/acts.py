"""From a form to its door: which door, with which facts, on which units; and the words around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.forms import Choice
from giaoban.organisations import queries, services
from giaoban.organisations.forms import decisions as forms
from giaoban.organisations.forms.children import ChildrenForm
from giaoban.organisations.forms.paper import DecisionForm
from giaoban.organisations.models import Unit
from giaoban.organisations.placements import days
from giaoban.organisations.queries import UnitRow
from giaoban.organisations.queries.decisions import DecisionRow
from giaoban.organisations.queries.ever import row_near, stands_in
from giaoban.organisations.rules import PARTY, ChangeKind, Decision
from giaoban.organisations.views.common import Here


@dataclass(frozen=True)
class Act:
    """A door and its facts; `subjects` are the units whose versions the preview was made on."""

    door: Callable[..., services.Outcome]
    decision: Decision
    more: Mapping[str, Any]
    subjects: Sequence[int] = field(default_factory=tuple)

    @property
    def facts(self) -> dict[str, Any]:
        return {"decision": self.decision, **self.more}

    def versions(self, expected: Mapping[int, int]) -> dict[str, Any]:
        """Doors that begin a unit where none was have nothing that could have changed meanwhile."""
        return {"expected_versions": expected} if self.subjects else {}


def act_of(form: DecisionForm, unit_id: int, shared: ChildrenForm | None) -> Act:
    return ACTS[form.kind](form, unit_id, {} if shared is None else shared.mapping())


def _establish(form: forms.EstablishForm, _unit_id: int, _children: Mapping[int, str]) -> Act:
    return Act(services.establish_unit, form.decision(), {"new": form.new_unit()})


def _reestablish(form: forms.ReestablishForm, unit_id: int, _children: Mapping[int, str]) -> Act:
    parent = form.cleaned_data.get("parent")
    facts = {"unit_id": unit_id, "parent_id": parent.unit_id if parent else None, **_names(form)}
    return Act(services.reestablish_unit, form.decision(), facts)


def _merge(form: forms.MergeForm, _unit_id: int, _children: Mapping[int, str]) -> Act:
    ids, into = form.unit_ids(), form.into()
    subjects = [*ids, into] if isinstance(into, int) else ids
    return Act(services.merge_units, form.decision(), {"unit_ids": ids, "into": into}, subjects)


def _split(form: forms.SplitForm, unit_id: int, children: Mapping[int, str]) -> Act:
    facts = {"unit_id": unit_id, "into": form.new_units(), "shares": form.shares(), "children_to": children}
    return Act(services.split_unit, form.decision(), facts, [unit_id])


def _transfer(form: forms.TransferForm, unit_id: int, _children: Mapping[int, str]) -> Act:
    """In the Party line a transfer; a unit also joins a cluster, moves to another, or leaves."""
    data, decision = form.cleaned_data, form.decision()
    facts = {"unit_id": unit_id, "hierarchy": data["line"]}
    if data["parent"] is None:
        return Act(services.leave_group, decision, facts, [unit_id])
    facts |= {"parent_id": data["parent"].unit_id, "lead": data["lead"]}
    placed = data["line"] == PARTY or stands_in(unit_id, data["line"], decision.effective_on)
    door = services.transfer_unit if placed else services.join_group
    return Act(door, decision, facts, [unit_id])


def _rename(form: forms.RenameForm, unit_id: int, _children: Mapping[int, str]) -> Act:
    return Act(services.rename_unit, form.decision(), {"unit_id": unit_id, **_names(form)}, [unit_id])


def _dissolve(form: forms.DissolveForm, unit_id: int, children: Mapping[int, str]) -> Act:
    facts = {
        "unit_id": unit_id,
        "children_to": {child: int(to) for child, to in children.items()},
        "with_children": form.cleaned_data["with_children"],
        "successors": form.heir_ids(),
    }
    return Act(services.dissolve_unit, form.decision(), facts, [unit_id])


def _names(form: DecisionForm) -> dict[str, str]:
    return {key: form.cleaned_data[key] for key in ("name", "short_name", "name_en")}


ACTS: Mapping[ChangeKind, Callable[[Any, int, Mapping[int, str]], Act]] = {
    ChangeKind.ESTABLISH: _establish,
    ChangeKind.REESTABLISH: _reestablish,
    ChangeKind.MERGE: _merge,
    ChangeKind.SPLIT: _split,
    ChangeKind.TRANSFER: _transfer,
    ChangeKind.RENAME: _rename,
    ChangeKind.DISSOLVE: _dissolve,
}


def targets(form: DecisionForm, unit: UnitRow) -> list[Choice] | None:
    """Where children may go, or nothing when the kind of decision does not ask."""
    if isinstance(form, forms.SplitForm):
        return [(new.code, new.name) for new in form.new_units()]
    if isinstance(form, forms.DissolveForm) and not form.cleaned_data["with_children"]:
        found = [(str(heir.unit_id), heir.name) for heir in form.heirs()]
        if unit.parent_id is not None and str(unit.parent_id) not in dict(found):
            found.append((str(unit.parent_id), unit.parent_name))
        return found
    return None


def children_of(actor: Actor, unit_id: int, on: date) -> list[UnitRow]:
    return queries.children(actor, unit_id, on)


def hints(unit: UnitRow) -> dict[ChangeKind, str]:
    """What each kind of decision does, in one sentence."""
    name = {"unit": unit.name}
    return {
        ChangeKind.ESTABLISH: _("Thêm một đơn vị mới trực thuộc %(unit)s.") % name,
        ChangeKind.MERGE: _(
            "%(unit)s cùng đơn vị khác kết thúc; một đơn vị kế thừa, đơn vị trực thuộc chuyển theo."
        )
        % name,
        ChangeKind.SPLIT: _(
            "%(unit)s kết thúc; hai hay nhiều đơn vị mới bắt đầu và chia nhau đơn vị trực thuộc."
        )
        % name,
        ChangeKind.TRANSFER: _(
            "%(unit)s cùng mọi đơn vị trực thuộc chuyển sang cấp trên khác, giữ nguyên tên và mã."
        )
        % name,
        ChangeKind.RENAME: _("%(unit)s mang tên khác từ ngày hiệu lực; tên cũ còn nguyên ở các kỳ trước.")
        % name,
        ChangeKind.DISSOLVE: _(
            "%(unit)s kết thúc hoạt động; đơn vị trực thuộc chuyển về nơi khác hoặc cùng kết thúc."
        )
        % name,
        ChangeKind.REESTABLISH: _("%(unit)s đã kết thúc nay hoạt động trở lại, nối tiếp lịch sử cũ.") % name,
    }


def in_short(row: DecisionRow, most: int = 6) -> str:
    """Who becomes whom: "A + B → C"; only the units themselves when nothing ends or nothing begins."""
    listed = row.units[:most]
    ended = [unit.name for unit in listed if unit.mark == "ends"]
    others = [unit.name for unit in listed if unit.mark != "ends"]
    left, right = " + ".join(ended), ", ".join(others)
    text = f"{left} → {right}" if left and right else left or right
    more = row.more + len(row.units) - len(listed)
    return _("%(units)s và %(count)s đơn vị khác") % {"units": text, "count": more} if more else text


def standing(act: Act, at: Here) -> list[tuple[str, str]]:
    """What the units of the decision are now: name, superior, life."""
    rows = [
        row_near(at.actor, unit, act.decision.effective_on)
        for unit in Unit.objects.filter(pk__in=act.subjects)
    ]
    return [
        (
            row.name,
            ", ".join(part for part in (row.parent_name, row.kind_label, days(row.starts, row.ends)) if part),
        )
        for row in rows
    ]


def typed(form: DecisionForm) -> list[tuple[str, str]]:
    """What was typed, label by label, without what was left empty."""
    shown = []
    for bound in form.visible_fields():
        value = bound.value()
        words = value[1] or bound.field.widget.label_of(value[0]) if isinstance(value, tuple) else value
        choices = dict(getattr(bound.field, "choices", []))
        if words not in {None, "", False}:
            shown.append((str(bound.label), str(choices.get(words, _("có") if words is True else words))))
    return shown
