from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "giaoban.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.web import guards, navigation, panels, permissions  # noqa: F401, PLC0415
        from giaoban.web.setup import guards as setup_guards  # noqa: F401, PLC0415
