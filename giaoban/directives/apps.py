from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "giaoban.directives"
    label = "directives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.directives import attachments, navigation, panels, permissions, search  # noqa: F401, PLC0415
