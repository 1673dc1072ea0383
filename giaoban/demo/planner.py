"""What the database knows of the rows just filled: without it pages are slow until the server's own round."""

from django.db import connection


def take_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED)")
