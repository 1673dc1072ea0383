from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "giaoban.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.correspondence import announcements, attachments, permissions  # noqa: F401, PLC0415
