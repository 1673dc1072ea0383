"""The trail: untouched it verifies; edited, deleted, inserted, reordered, cut off, rewritten it does not."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.types.json import Jsonb

from giaoban.audit import sealing
from giaoban.audit.models import Entry, Root, Seal
from giaoban.audit.sealing import Fault, Problem
from giaoban.audit.services import record
from giaoban.config import embedded
from giaoban.core.actors import System
from tests import database

TAMPERINGS = 260
Owner = psycopg.Connection
EDITS = [
    ("actor_id", 7),
    ("actor_label", "Người khác"),
    ("action", "units.merge"),
    ("kind", "people.person"),
    ("object_id", 99),
    ("label", "khác"),
    ("unit_id", 77),
    ("note", "sửa"),
    ("changes", Jsonb({"a": [1, 2]})),
]
COPY = """
    INSERT INTO audit_entry
        (id, at, actor_id, actor_label, action, kind, object_id, label, unit_id, changes, note)
    SELECT %s, at - %s::interval, actor_id, actor_label, 'units.dissolve', kind, object_id, label, unit_id,
        changes, note FROM audit_entry WHERE id = %s
"""


def as_owner() -> Owner:
    name = str(connection.settings_dict["NAME"])
    return psycopg.connect(database.url(embedded.OWNER, name), autocommit=True)


def write(count: int) -> None:
    for number in range(count):
        record(
            System(f"Người {number}"),
            f"units.rename_{number % 3}",
            unit_id=number % 5,
            changes={"name": ["cũ", f"Đảng bộ {number}"], "n": [number, number + 0.5]},
            note="Quyết định số 12-QĐ/TU" if number % 2 else "",
        )


@pytest.fixture
def owner(transactional_db: None) -> Iterator[Owner]:
    with as_owner() as connected:
        yield connected


@pytest.fixture
def chain(owner: Owner, tmp_path: Path) -> Path:
    """Thirty entries sealed in three runs, a root published inside and outside after each."""
    roots = tmp_path / "roots.jsonl"
    for _ in range(3):
        write(10)
        sealing.publish("sổ giấy", file=roots)
    for table in ("entry", "seal", "root"):
        owner.execute(f"CREATE TABLE kept_{table} AS TABLE audit_{table}")
    return roots


def restore(owner: Owner) -> None:
    for table in ("entry", "seal", "root"):
        owner.execute(f"TRUNCATE audit_{table}")
        owner.execute(f"INSERT INTO audit_{table} SELECT * FROM kept_{table}")  # noqa: S608


# --- what a superuser might do; each returns False when it changed nothing ---


def edit(owner: Owner, dice: random.Random) -> None:
    entry = dice.randint(1, 30)
    column, value = dice.choice(EDITS)
    owner.execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [value, ident(owner, entry)])  # noqa: S608


def backdate(owner: Owner, dice: random.Random) -> None:
    owner.execute(
        "UPDATE audit_entry SET at = at - %s WHERE id = %s",
        [timedelta(microseconds=dice.choice([1, 10**6, 10**11])), ident(owner, dice.randint(1, 30))],
    )


def edit_with_its_digest(owner: Owner, dice: random.Random) -> None:
    entry = ident(owner, dice.randint(1, 30))
    owner.execute("UPDATE audit_entry SET note = 'sửa khéo' WHERE id = %s", [entry])
    canonical = owner.execute(
        f"SELECT {sealing.CANONICAL} FROM audit_entry e WHERE e.id = %s",  # noqa: S608
        [entry],
    ).fetchone()[0]
    owner.execute(
        "UPDATE audit_seal SET digest = %s WHERE entry_id = %s", [sealing.digest_of(canonical), entry]
    )


def delete(owner: Owner, dice: random.Random) -> None:
    owner.execute("DELETE FROM audit_entry WHERE id = %s", [ident(owner, dice.randint(1, 30))])


def delete_with_its_seal(owner: Owner, dice: random.Random) -> None:
    entry = ident(owner, dice.randint(1, 29))
    owner.execute("DELETE FROM audit_entry WHERE id = %s", [entry])
    owner.execute("DELETE FROM audit_seal WHERE entry_id = %s", [entry])
    if dice.random() < 0.5:  # and close the gap
        owner.execute("UPDATE audit_seal SET position = -(position - 1) WHERE entry_id > %s", [entry])
        owner.execute("UPDATE audit_seal SET position = -position WHERE position < 0")


def insert_between(owner: Owner, dice: random.Random) -> None:
    """A forged act with a forged seal; the later positions move up."""
    at = dice.randint(1, 30)
    owner.execute("UPDATE audit_seal SET position = -(position + 1) WHERE position >= %s", [at])
    owner.execute("UPDATE audit_seal SET position = -position WHERE position < 0")
    owner.execute(COPY, [ident(owner, at) + 1000, "0", ident(owner, at)])
    owner.execute(
        "INSERT INTO audit_seal SELECT %s, %s, sealed_at, digest, root FROM kept_seal WHERE position = %s",
        [at, ident(owner, at) + 1000, at],
    )


def insert_into_the_past(owner: Owner, dice: random.Random) -> None:
    """An act that claims to be two hours old, left for the sealer to find, or not yet sealed."""
    model = ident(owner, dice.randint(1, 30))
    owner.execute(COPY, [model + dice.choice([1000, -1000]), "2 hours", model])
    if dice.random() < 0.5:
        sealing.seal()


def swap(owner: Owner, dice: random.Random) -> None:
    one, two = (ident(owner, n) for n in dice.sample(range(1, 31), 2))
    what = dice.choice(["entries", "seals"])
    if what == "entries":
        owner.execute("UPDATE audit_entry SET id = -%s WHERE id = %s", [one, one])
        owner.execute("UPDATE audit_entry SET id = %s WHERE id = %s", [one, two])
        owner.execute("UPDATE audit_entry SET id = %s WHERE id = -%s", [two, one])
    else:
        owner.execute("UPDATE audit_seal SET entry_id = -%s WHERE entry_id = %s", [one, one])
        owner.execute("UPDATE audit_seal SET entry_id = %s WHERE entry_id = %s", [one, two])
        owner.execute("UPDATE audit_seal SET entry_id = %s WHERE entry_id = -%s", [two, one])


def truncate(owner: Owner, dice: random.Random) -> None:
    """Cut off the end, also with the roots kept beside it: an old copy put back looks like this."""
    last = dice.randint(0, 29)
    owner.execute(
        "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE position > %s)", [last]
    )
    owner.execute("DELETE FROM audit_seal WHERE position > %s", [last])
    if dice.random() < 0.5:
        owner.execute("DELETE FROM audit_root WHERE position > %s", [last])


def rewrite(owner: Owner, dice: random.Random) -> None:
    """Everything sealed anew after an edit, roots of the database included."""
    edit(owner, dice)
    position, root = 0, sealing.GENESIS
    rows = owner.execute(
        f"SELECT s.position, (extract(epoch FROM s.sealed_at) * 1000000)::bigint, {sealing.CANONICAL}"  # noqa: S608
        " FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.position"
    ).fetchall()
    for position, sealed_at, canonical in rows:
        digest = sealing.digest_of(canonical)
        root = sealing.root_of(position, sealed_at, root, digest)
        owner.execute(
            "UPDATE audit_seal SET digest = %s, root = %s WHERE position = %s", [digest, root, position]
        )
        owner.execute("UPDATE audit_root SET root = %s WHERE position = %s", [root, position])


def touch_the_time_of_sealing(owner: Owner, dice: random.Random) -> None:
    owner.execute(
        "UPDATE audit_seal SET sealed_at = sealed_at - %s WHERE position = %s",
        [timedelta(seconds=dice.choice([1, 7200])), dice.randint(1, 30)],
    )


def ident(owner: Owner, number: int) -> int:
    """The id of the entry that was sealed as `number`."""
    found = owner.execute("SELECT entry_id FROM kept_seal WHERE position = %s", [number]).fetchone()
    assert found is not None
    return int(found[0])


KINDS: list[Callable[[Owner, random.Random], None]] = [
    edit,
    backdate,
    edit_with_its_digest,
    delete,
    delete_with_its_seal,
    insert_between,
    insert_into_the_past,
    swap,
    truncate,
    rewrite,
    touch_the_time_of_sealing,
]


def test_every_tampering_is_found_and_the_untouched_trail_is_whole(owner: Owner, chain: Path) -> None:
    dice = random.Random(20190930)  # noqa: S311 (a repeatable test)
    published = sealing.read_roots(chain)
    assert sealing.verify(published) == []
    missed = []
    for number in range(TAMPERINGS):
        tamper = KINDS[number % len(KINDS)]
        tamper(owner, dice)
        if not sealing.verify(published):
            missed.append((number, tamper.__name__))
        restore(owner)
    assert missed == []
    assert sealing.verify(published) == []


def test_a_chain_written_anew_is_found_only_by_the_roots_kept_outside(owner: Owner, chain: Path) -> None:
    rewrite(owner, random.Random(1))  # noqa: S311
    assert sealing.verify() == []
    assert {p.fault for p in sealing.verify(sealing.read_roots(chain))} == {Fault.REWRITTEN}


def test_each_kind_of_tampering_is_named(owner: Owner, chain: Path) -> None:
    fifth = ident(owner, 5)
    owner.execute("UPDATE audit_entry SET note = 'sửa' WHERE id = %s", [fifth])
    assert sealing.verify() == [Problem(Fault.EDITED, 5, fifth)]
    restore(owner)
    owner.execute("DELETE FROM audit_entry WHERE id = %s", [fifth])
    assert sealing.verify() == [Problem(Fault.DELETED, 5, fifth)]
    restore(owner)
    owner.execute("DELETE FROM audit_seal WHERE position = 5")
    owner.execute("DELETE FROM audit_entry WHERE id = %s", [fifth])
    assert sealing.verify() == [Problem(Fault.MISSING, 5)]
    restore(owner)
    owner.execute("DELETE FROM audit_seal WHERE position > 29")
    owner.execute("DELETE FROM audit_entry WHERE id = %s", [ident(owner, 30)])
    assert sealing.verify() == [Problem(Fault.TRUNCATED, 30, None, "sổ giấy")]


@pytest.mark.django_db
def test_the_sealer_seals_each_entry_once_in_order_of_its_number() -> None:
    write(7)
    assert [sealing.seal(batch=3), sealing.seal(batch=3)] == [7, 0]
    seals = list(Seal.objects.values_list("position", "entry_id"))
    assert seals == list(enumerate(Entry.objects.values_list("id", flat=True), start=seals[0][0]))
    assert sealing.verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_second_sealer_leaves_the_work_to_the_first(owner: Owner) -> None:
    write(3)
    with as_owner() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [sealing.LOCK])
        assert sealing.seal() == 0
        other.execute("SELECT pg_advisory_unlock(%s)", [sealing.LOCK])
    assert sealing.seal() == 3


@pytest.mark.django_db(transaction=True)
def test_an_act_that_was_long_under_way_is_no_tampering(owner: Owner) -> None:
    """A lower number that commits after a higher one was sealed, half an hour later."""
    write(2)
    low, high = Entry.objects.values_list("id", flat=True)
    owner.execute("UPDATE audit_entry SET id = id + 5 WHERE id = %s", [high])
    owner.execute("UPDATE audit_entry SET id = %s WHERE id = %s", [high + 9, low])
    sealing.seal()
    owner.execute(COPY, [low, "30 minutes", high + 5])
    assert (sealing.seal(), sealing.verify()) == (1, [])


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_root"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_may_add_to_the_trail_and_never_change_it(table: str, statement: str) -> None:
    write(1)
    sealing.publish("thử")
    before = (Entry.objects.count(), Seal.objects.count(), Root.objects.count())
    column = "position" if table == "audit_seal" else "id"
    sql = statement.replace("id = id", f"{column} = {column}").format(table)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(sql)
    assert (Entry.objects.count(), Seal.objects.count(), Root.objects.count()) == before == (1, 1, 1)


@pytest.mark.django_db
def test_nothing_is_published_while_nothing_was_sealed() -> None:
    assert sealing.publish("thử") is None
    assert Root.objects.count() == 0


def test_a_broken_line_of_a_roots_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "roots.jsonl"
    file.write_text('{"position": 3, "root": "ab", "place": "sổ"}\n\n{"position": 4}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=":3: no published root"):
        sealing.read_roots(file)
    file.write_text('{"position": 3, "root": "ab", "place": "sổ"}\n', encoding="utf-8")
    assert sealing.read_roots(file) == [sealing.PublishedRoot(3, "ab", "sổ")]
