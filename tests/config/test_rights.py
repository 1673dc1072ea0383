"""What the application role may not do, whatever the code above asks of it."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from giaoban.audit.models import Entry, Installation
from giaoban.core.actors import System

FORBIDDEN = [
    "UPDATE audit_entry SET note = 'khác'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "SELECT * FROM audit_entry FOR UPDATE",
    "ALTER TABLE audit_entry ADD COLUMN x int",
    "UPDATE audit_seal SET root = ''",
    "DELETE FROM audit_seal",
    "UPDATE audit_root SET root = ''",
    "UPDATE audit_installation SET zone = 'independent'",
    "UPDATE conferences_conferenceevent SET seq = 1",
    "DELETE FROM conferences_conferenceevent",
    "DELETE FROM django_migrations",
    "SET ROLE giaoban_owner",
    "CREATE TABLE mine (id int)",
]


@pytest.mark.django_db
def test_tests_log_in_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("giaoban_app",)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_audit_trail_takes_entries_and_refuses_any_change(statement: str) -> None:
    Entry.objects.create(actor_label=System().actor_label, action="test.write", kind="", label="Thử")
    with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert list(Entry.objects.values_list("note", flat=True)) == [""]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_nothing_to_the_next(turn: int) -> None:
    assert Installation.objects.count() == 0
    Installation.objects.create(id=1, zone="connected")
