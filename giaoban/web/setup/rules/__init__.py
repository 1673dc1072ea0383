"""Checking the sheets of Thiết lập before anything is written: units, persons with their posts, contacts.

Pure: cells and what the house already holds go in, a verdict for each row comes out. A sheet with one row in
error writes nothing (design §4: nothing half written), and the same sheet twice adds nothing.
"""

from giaoban.web.setup.rules.contacts import ContactBounds, KnownContact, NewContact, check_contacts
from giaoban.web.setup.rules.people import Holding, KnownPerson, NewPost, PeopleBounds, check_people
from giaoban.web.setup.rules.rows import (
    Checked,
    Fault,
    Finder,
    KnownUnit,
    Line,
    Problem,
    Sheet,
    Unreadable,
    Verdict,
    fingerprint,
    tally,
)
from giaoban.web.setup.rules.states import ITEMS, Facts, Item, State, first_open, state_of
from giaoban.web.setup.rules.units import NewUnitRow, check_decision, check_units, in_order

__all__ = [
    "ITEMS",
    "Checked",
    "ContactBounds",
    "Facts",
    "Fault",
    "Finder",
    "Holding",
    "Item",
    "KnownContact",
    "KnownPerson",
    "KnownUnit",
    "Line",
    "NewContact",
    "NewPost",
    "NewUnitRow",
    "PeopleBounds",
    "Problem",
    "Sheet",
    "State",
    "Unreadable",
    "Verdict",
    "check_contacts",
    "check_decision",
    "check_people",
    "check_units",
    "fingerprint",
    "first_open",
    "in_order",
    "state_of",
    "tally",
]
