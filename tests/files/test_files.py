"""Files: inspected, stored under a random name, given out under their record's rights, swept when lost."""

import hashlib
import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import transaction

from giaoban.audit.models import Entry
from giaoban.core.actors import Nobody
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.secrecy import Zone
from giaoban.files import jobs, queries, services
from giaoban.files.models import StoredFile
from tests.cast import sign_in

TEXT = "Báo cáo tháng 9\n".encode()


def put(room, *, actor=None, name="Báo cáo tháng 9.txt", data=TEXT, **facts) -> StoredFile:
    given = {"kind": "test", "object_id": 1, "unit_id": room.unit.pk, **facts}
    return services.upload(actor=actor or room.cast.clerk, source=io.BytesIO(data), name=name, **given)


def answer(client, stored) -> int:
    response = client.get(f"/tep/{stored.pk}/")
    if response.streaming:
        assert b"".join(response.streaming_content)  # read to its end, which closes the file
    return response.status_code


def on_disk() -> list[Path]:
    return sorted(path for path in Path(house.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_file_is_stored_under_a_random_name_with_its_facts(room):
    stored = put(room)
    assert (stored.name, stored.media_type, stored.size) == (
        "Báo cáo tháng 9.txt",
        "text/plain; charset=utf-8",
        len(TEXT),
    )
    assert stored.sha256 == hashlib.sha256(TEXT).hexdigest()
    (path,) = on_disk()
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{40}", str(path.relative_to(house.MEDIA_ROOT)))
    assert (path.name, path.read_bytes()) == (stored.key, TEXT)
    assert path.stat().st_mode & 0o777 == 0o600
    entry = Entry.objects.get()
    assert (entry.action, entry.object_id, entry.actor_id) == ("files.upload", stored.pk, room.cast.clerk.pk)


def test_the_same_bytes_twice_are_two_files(room):
    assert put(room).key != put(room).key
    assert len(on_disk()) == 2


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "a/b.txt", "a\\b.txt", "evil\u202etxt.exe", "no-ending", ".txt", "a\x00.txt"],
)
def test_a_name_never_leads_anywhere(room, name):
    with pytest.raises(Refusal) as refused:
        put(room, name=name)
    assert (refused.value.field, on_disk(), StoredFile.objects.count()) == ("file", [], 0)
    put(room)


@pytest.mark.parametrize("data", [b"", b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"\xff\xfe\xff"])
def test_what_the_inspection_refuses_is_not_stored(room, data):
    with pytest.raises(Refusal):
        put(room, data=data)
    assert (on_disk(), StoredFile.objects.count(), Entry.objects.count()) == ([], 0, 0)
    put(room)


def test_only_the_kinds_that_the_caller_allows_are_taken(room):
    with pytest.raises(Refusal):
        put(room, allowed=["xlsx"])
    assert put(room, allowed=["txt"]).media_type == "text/plain; charset=utf-8"


def test_the_records_room_decides_who_may_add(room):
    for actor in (room.cast.head, room.cast.other_officer, room.cast.administrator, Nobody()):
        with pytest.raises(Hidden):
            put(room, actor=actor)
    for facts in ({"object_id": 2}, {"object_id": 9}, {"kind": "no_such_kind"}, {"kind": "test_closed"}):
        with pytest.raises(Hidden):
            put(room, **facts)
    assert on_disk() == []
    put(room)


def test_the_connected_zone_takes_no_secret_file(room, settings):
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    with pytest.raises(Refusal) as refused:
        put(room, secrecy="secret")
    assert (refused.value.code, on_disk()) == ("secrecy.zone", [])
    settings.GIAOBAN_ZONE = Zone.INDEPENDENT.value
    assert put(room, secrecy="secret").secrecy == "secret"


def test_a_full_disk_is_told_and_leaves_nothing(room, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal) as refused:
        put(room)
    assert (refused.value.code, on_disk(), StoredFile.objects.count()) == ("files.disk", [], 0)
    monkeypatch.undo()
    put(room)


def test_a_download_is_an_attachment_that_runs_nothing(room):
    stored = put(room)
    response = sign_in(room.cast.head).get(f"/tep/{stored.pk}/")
    assert (response.status_code, b"".join(response.streaming_content)) == (200, TEXT)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]
    assert stored.key not in str(response.headers)


def test_who_may_download_is_asked_each_time(room):
    mine, theirs = (
        put(room),
        StoredFile.objects.create(
            kind="test",
            object_id=2,
            unit=room.unit,
            name="canary.txt",
            media_type="text/plain",
            size=1,
            sha256="",
            key="0" * 40,
        ),
    )
    unguarded = StoredFile.objects.create(
        kind="gone",
        object_id=1,
        unit=room.unit,
        name="canary.txt",
        media_type="text/plain",
        size=1,
        sha256="",
        key="1" * 40,
    )
    cast = room.cast

    assert [answer(sign_in(user), mine) for user in (cast.head, cast.clerk)] == [200, 200]
    others = (cast.officer, cast.other_officer, cast.administrator, cast.former, cast.commune_officer)
    assert [answer(sign_in(user), mine) for user in others] == [404] * 5
    assert [answer(sign_in(user), theirs) for user in (cast.head, cast.clerk)] == [404, 404]
    assert [answer(sign_in(user), unguarded) for user in (cast.head, cast.clerk)] == [404, 404]
    client = sign_in(cast.head)
    assert answer(client, mine) == 200
    room.readers[1].remove(cast.head.pk)  # revoked between two requests of one session
    assert answer(client, mine) == 404


def test_a_visitor_gets_no_file(room, client):
    stored = put(room)
    assert answer(client, stored) in (302, 404)
    assert answer(sign_in(room.cast.head), stored) == 200


def test_a_file_whose_bytes_are_lost_is_unknown(room):
    stored = put(room)
    on_disk()[0].unlink()
    assert answer(sign_in(room.cast.head), stored) == 404


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "z" * 40, "A" * 40, "0" * 39])
def test_a_key_that_is_none_of_ours_leads_nowhere(room, key):
    with pytest.raises(Hidden):
        services.path_of(key)
    assert services.path_of("0" * 40).name == "0" * 40


def test_the_files_of_a_record_are_listed_under_its_rights(room):
    stored = put(room)
    assert queries.files_of(room.cast.head, "test", 1) == [stored]
    assert queries.files_of(room.cast.officer, "test", 1) == ()
    assert queries.files_of(room.cast.head, "no_such_kind", 1) == ()


def test_a_file_is_removed_by_who_may_add_it(room):
    stored = put(room)
    for actor in (room.cast.head, room.cast.officer):
        with pytest.raises(Hidden):
            services.remove(actor=actor, file_id=stored.pk)
    services.remove(actor=room.cast.clerk, file_id=stored.pk)
    assert StoredFile.objects.count() == 0
    assert Entry.objects.filter(action="files.remove").get().changes == {"sha256": stored.sha256}


def test_bytes_of_a_transaction_that_failed_are_swept_after_a_day(room):
    kept = put(room)

    def act():
        with transaction.atomic():
            put(room)
            raise RuntimeError("the record could not be written")

    with pytest.raises(RuntimeError):
        act()
    assert (len(on_disk()), StoredFile.objects.count()) == (2, 1)
    newest = max(path.stat().st_mtime for path in on_disk())
    assert jobs.sweep_nightly(0) == 0
    assert jobs.sweep(newest + jobs.GRACE) == 0
    assert jobs.sweep(newest + jobs.GRACE + 1) == 1
    assert [path.name for path in on_disk()] == [kept.key]
    assert jobs.sweep(newest + jobs.GRACE + 1) == 0
