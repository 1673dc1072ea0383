from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegulationsConfig(AppConfig):
    name = "giaoban.regulations"
    label = "regulations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.regulations import navigation, permissions  # noqa: F401, PLC0415

        post_migrate.connect(load_packs, sender=self)


def load_packs(plan: Any = None, **_: Any) -> None:
    """A release brings its rules with it: they are loaded when the database is brought to its state."""
    from giaoban.regulations import services  # noqa: PLC0415

    if not any(backwards for _migration, backwards in plan or ()):
        services.load_packs()
