from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "giaoban.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from giaoban.web import navigation  # noqa: F401, PLC0415  registers when the app is ready
        from giaoban.web.setup import guards  # noqa: F401, PLC0415  the same
