from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "giaoban.demo"
    label = "demo"

    def ready(self) -> None:
        from giaoban.demo import panels  # noqa: F401, PLC0415 - what the demonstration hangs into pages
