from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportingConfig(AppConfig):
    name = "giaoban.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.reporting import (  # noqa: PLC0415
            guards,  # noqa: F401
            impact,  # noqa: F401
            navigation,  # noqa: F401
            panels,  # noqa: F401
            paper_source,  # noqa: F401
            permissions,  # noqa: F401
            search,  # noqa: F401
        )

        post_migrate.connect(load_forms, sender=self)


def load_forms(plan: Any = None, **_: Any) -> None:
    """A release brings its form and regimes with it: without them nobody could open a round."""
    from giaoban.reporting import loader  # noqa: PLC0415

    if not any(backwards for _migration, backwards in plan or ()):
        loader.ensure_forms()
