from datetime import date

from django.apps import AppConfig
from django.conf import settings

from giaoban.core.dates import stand_on


class CoreConfig(AppConfig):
    name = "giaoban.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if settings.GIAOBAN_TODAY:
            stand_on(date.fromisoformat(settings.GIAOBAN_TODAY))
