"""Doors of the organisation: one for each kind of decision (cycle.md R5.6), the phòng, and the preview.

Each runs in one transaction: lock, rights on the effective day, checks, units and names, places and closure,
what other rooms do, search, audit entry.
"""

from giaoban.organisations.services.beginning import establish_unit, establish_units, reestablish_unit
from giaoban.organisations.services.departments import add_department, end_department, rename_department
from giaoban.organisations.services.ending import dissolve_unit, merge_units, split_unit
from giaoban.organisations.services.moving import join_group, leave_group, rename_unit, transfer_unit
from giaoban.organisations.services.previews import Line, Preview, preview
from giaoban.organisations.services.work import Outcome

__all__ = [
    "Line",
    "Outcome",
    "Preview",
    "add_department",
    "dissolve_unit",
    "end_department",
    "establish_unit",
    "establish_units",
    "join_group",
    "leave_group",
    "merge_units",
    "preview",
    "reestablish_unit",
    "rename_department",
    "rename_unit",
    "split_unit",
    "transfer_unit",
]
