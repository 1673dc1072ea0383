"""The worker process: deferred and periodic jobs of every room, until told to stop."""

import os

GRACE = 3  # seconds for a job under way; one that is cut off is fetched again, so jobs are idempotent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # noqa: S101 - for the type checker
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(shutdown_graceful_timeout=GRACE)


if __name__ == "__main__":
    main()
