from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "giaoban.conferences"
    label = "conferences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.conferences import (  # noqa: F401, PLC0415
            attachments,
            navigation,
            panels,
            paper_source,
            permissions,
            search,
        )
