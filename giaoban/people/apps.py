from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "giaoban.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.people import impact, navigation, permissions, search  # noqa: F401, PLC0415
