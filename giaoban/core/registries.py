"""What higher rooms hang into lower pages: filled in each app's `ready()`, read by the lower room.

Permissions, navigation, panels of a record page, impact of a succession, findable records.
A registry keeps its entries in registration order and refuses a second entry under the same code.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar


class Coded(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=Coded)


class Registry(Generic[T]):
    """Entries by code.

    >>> rooms: Registry[Permission] = Registry()
    >>> rooms.add(Permission("tasks.view", "Xem nhiệm vụ")).code
    'tasks.view'
    >>> rooms.add(Permission("tasks.view", "Xem"))
    Traceback (most recent call last):
    ValueError: tasks.view is registered twice
    """

    def __init__(self) -> None:
        self._entries: dict[str, T] = {}

    def add(self, entry: T) -> T:
        if entry.code in self._entries:
            raise ValueError(f"{entry.code} is registered twice")
        self._entries[entry.code] = entry
        return entry

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __getitem__(self, code: str) -> T:
        return self._entries[code]

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def get(self, code: str) -> T | None:
        return self._entries.get(code)


@dataclass(frozen=True, slots=True)
class Permission:
    """`implies` lists weaker permissions that come with this one (consolidate ⊃ review ⊃ view);
    `roles` are the role codes that hold it by default; `label` is a lazy Vietnamese string.
    A permission that only `reads` also opens the archive of the unit's predecessors."""

    code: str
    label: Any
    implies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What waits in a room, as two querysets that the shell counts in one query with those of other rooms:
    when some are hot (late, going on now), their number is shown instead, marked."""

    waiting: Any
    hot: Any = None


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A line of the left navigation, shown when the actor holds `permission` on the unit in the bar.

    `group` is "cycle", "rooms", "lookup" or "house"; `url_name` takes unit and period codes unless `plain`;
    `count(actor, unit_id, on)` gives a Tally or None.
    """

    code: str
    label: Any
    group: str
    url_name: str
    permission: str
    order: int = 100
    plain: bool = False
    count: Callable[[Any, int, date], Tally | None] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A block that a higher room adds to a record page; `render(request, subject, on)` gives safe HTML."""

    code: str
    subject: str
    title: Any
    permission: str
    render: Callable[[Any, Any, date], str]
    order: int = 100
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """What a succession does in one room: a sentence with its count, and whether it stops the change."""

    text: str
    count: int = 0
    blocking: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """Each room previews and applies what a succession changes for it.

    `preview(change)` returns lines; `apply(change, actor)` runs inside the door's transaction. `change` is a
    plain value (organisations.rules.Plan): kind, effective day, ids that end and ids that begin.
    """

    code: str
    preview: Callable[[Any], Sequence[ImpactLine]]
    apply: Callable[..., None]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of record that the search index knows; `documents(ids)` yields index entries, all when None.

    `permission` opens entries that are not public, on their unit; empty: only public entries are ever found.
    With `lines` it also opens those of the committee over which the reader's own unit works, when it is held
    at home.
    """

    code: str
    label: Any
    documents: Callable[[Sequence[int] | None], Iterator[Any]]
    permission: str = ""
    lines: bool = False


@dataclass(frozen=True, slots=True)
class FileGuard:
    """Who may read the files of a kind of record, and who may add one: the record's own room answers."""

    code: str
    may_read: Callable[[Any, int], bool]
    may_add: Callable[[Any, int], bool] | None = None


@dataclass(frozen=True, slots=True)
class ListGuard:
    """Who may open a printed list of a unit again: `may_read(actor, unit_id, on, secrecy)`, `on` the day
    whose tree was asked when it was printed, `secrecy` the highest class in it."""

    code: str
    may_read: Callable[[Any, int, date, str], bool]


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """What a record says about itself to a hồ sơ trình: whose it is, how it is called, where it lies."""

    unit_id: int
    label: str
    url: str
    type: str = ""
    period: str = ""
    about: str = ""
    field: str = ""
    secrecy: str = "normal"


@dataclass(frozen=True, slots=True)
class PaperSource:
    """A kind of record that becomes a paper: `paper_of(actor, id)` gives it as documents.Paper, `subject_of`
    what it is. Both raise Hidden for whoever may not read the record. Where a room prints codes of its own on
    its papers, `by_code(actor, typed)` gives the address of that very version, or nothing.

    Where the record has words of its own, `differing(id, paper)` gives the numbers of its parts that the
    paper says otherwise ("" for what stands before them); such a paper is not issued. `too_early(id)` is a
    sentence that says what the record must come to before its paper goes out, or nothing."""

    code: str
    label: Any
    paper_of: Callable[[Any, int], Any]
    subject_of: Callable[[Any, int], PaperSubject]
    by_code: Callable[[Any, str], str] | None = None
    differing: Callable[[int, Any], Sequence[str]] | None = None
    too_early: Callable[[int], str] | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event of a lower room that others may act on in the same transaction."""

    code: str
    listeners: list[Callable[..., None]] = field(default_factory=list)


permissions: Registry[Permission] = Registry()
navigation: Registry[NavEntry] = Registry()
panels: Registry[Panel] = Registry()
impacts: Registry[Impact] = Registry()
findables: Registry[Findable] = Registry()
file_guards: Registry[FileGuard] = Registry()
list_guards: Registry[ListGuard] = Registry()
paper_sources: Registry[PaperSource] = Registry()
announcements: Registry[Announcement] = Registry()


def announce(code: str, **facts: Any) -> None:
    """Tell whoever listens, inside the caller's transaction."""
    for listener in announcements[code].listeners:
        listener(**facts)
