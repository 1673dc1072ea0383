"""What is findable of a unit: each of its names, from its first day on, in force until it is called otherwise
or ends; a secret unit only for who may know it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Announcement, Findable, announcements, findables
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Placement, UnitName
from giaoban.organisations.placements import names_of
from giaoban.organisations.rules import PARTY, Permission
from giaoban.search import services
from giaoban.search.services import Document

KIND = "unit"
BATCH = 2000


def documents(unit_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each name; its body is the kind and the superior on the first day of the name."""
    names = UnitName.objects.select_related("unit__kind").order_by("pk")
    if unit_ids is not None:
        names = names.filter(unit_id__in=unit_ids)
    found = names.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        superiors = _superiors(batch)
        for name in batch:
            unit = name.unit
            yield Document(
                kind=KIND,
                object_id=unit.pk,
                unit_id=unit.pk,
                title=name.name,
                body=", ".join(
                    filter(None, [unit.kind.label, name.short_name, unit.code, superiors.get(name.pk)])
                ),
                url=f"/{unit.code}/{{then}}/to-chuc/{unit.code}/",
                starts=name.starts,
                lapses=name.ends,
                secrecy=unit.secrecy,
                public=unit.secrecy == Secrecy.NORMAL,
            )


def _superiors(names: Sequence[UnitName]) -> dict[int, str]:
    """Name row → what the superior was called then; secret superiors are left out."""
    places: dict[int, list[Placement]] = {}
    rows = Placement.objects.filter(
        hierarchy__code=PARTY,
        unit_id__in={name.unit_id for name in names},
        parent__secrecy=Secrecy.NORMAL.value,
    )
    for row in rows:
        places.setdefault(row.unit_id, []).append(row)
    wanted: dict[date, dict[int, int]] = {}
    for name in names:
        place = next((p for p in places.get(name.unit_id, []) if p.starts <= name.starts < p.ends), None)
        if place is not None and place.parent_id is not None:
            wanted.setdefault(name.starts, {})[name.pk] = place.parent_id
    found: dict[int, str] = {}
    for day, parents in wanted.items():
        called = names_of(set(parents.values()), day)
        found.update({pk: called[parent] for pk, parent in parents.items()})
    return found


def reindex(unit_ids: Iterable[int]) -> None:
    """Bring the index in line with these units, inside the caller's transaction."""
    ids = list(unit_ids)
    services.forget(KIND, ids)
    services.index(documents(ids))


findables.add(Findable(KIND, _("Đơn vị"), documents, permission=Permission.VIEW_SECRET))
announcements.add(Announcement("organisations.changed", [reindex]))
