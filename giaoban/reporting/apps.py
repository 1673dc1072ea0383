from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "giaoban.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.reporting import impact, navigation, permissions, search  # noqa: F401, PLC0415
