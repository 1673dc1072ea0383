"""The first morning of an installation as a list: what is set up, what is begun, what comes next."""

from dataclasses import dataclass
from enum import StrEnum


class Item(StrEnum):
    ZONE = "zone"
    UNIT = "unit"
    STRUCTURE = "structure"
    PEOPLE = "people"
    CONTACTS = "contacts"
    ACCOUNTS = "accounts"
    FIELDS = "fields"
    RULES = "rules"


class State(StrEnum):
    """`DONE` everything counted is there, `BEGUN` some of it, `TODO` none; `NONE` nothing to count yet."""

    DONE = "done"
    BEGUN = "begun"
    TODO = "todo"
    NONE = "none"


ITEMS = tuple(Item)


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of one unit's set-up: `children` are units directly below it, `fields` those with an officer,
    `loose` the rules in force that nobody has verified.
    """

    below: int = 0
    children: int = 0
    people: int = 0
    contacts: int = 0
    accounts: int = 0
    activated: int = 0
    logins: int = 0
    fields: int = 0
    all_fields: int = 0
    packs: int = 0
    loose: int = 0


def state_of(item: Item, facts: Facts) -> State:
    """Where one line stands; zone and unit are written by `giaoban init` itself.

    >>> facts = Facts(below=3, children=3, accounts=3, logins=4, activated=3, all_fields=8)
    >>> [state_of(item, facts).value for item in (Item.STRUCTURE, Item.PEOPLE, Item.ACCOUNTS, Item.FIELDS)]
    ['done', 'todo', 'begun', 'todo']
    """
    given = part(facts.accounts, facts.children)
    waiting = given is State.DONE and facts.activated < facts.logins
    return {
        Item.ZONE: State.DONE,
        Item.UNIT: State.DONE,
        Item.STRUCTURE: part(facts.below, 1),
        Item.PEOPLE: part(facts.people, 1),
        Item.CONTACTS: part(facts.contacts, facts.children),
        Item.ACCOUNTS: State.BEGUN if waiting else given,
        Item.FIELDS: part(facts.fields, facts.all_fields),
        Item.RULES: part(facts.packs, 1),
    }[item]


def part(some: int, of_all: int) -> State:
    """A share as a state.

    >>> [part(*pair).value for pair in ((0, 0), (0, 3), (1, 3), (3, 3))]
    ['none', 'todo', 'begun', 'done']
    """
    if of_all == 0:
        return State.NONE
    if some == 0:
        return State.TODO
    return State.DONE if some >= of_all else State.BEGUN


def first_open(facts: Facts) -> Item | None:
    """The line to work on now: the first that can be worked on and is not done.

    >>> first_open(Facts()), first_open(Facts(below=1, children=1, people=1, packs=1))
    (<Item.STRUCTURE: 'structure'>, <Item.CONTACTS: 'contacts'>)
    """
    return next((item for item in ITEMS if state_of(item, facts) in (State.TODO, State.BEGUN)), None)
