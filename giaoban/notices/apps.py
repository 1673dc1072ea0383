from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "giaoban.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.notices import impact, navigation, permissions  # noqa: F401, PLC0415
