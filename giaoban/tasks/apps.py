from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "giaoban.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.tasks import (  # noqa: F401, PLC0415
            arrived,
            evidence,
            impact,
            navigation,
            panels,
            papers,
            permissions,
            search,
        )
