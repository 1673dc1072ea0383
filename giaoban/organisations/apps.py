from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "giaoban.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.organisations import impact, navigation, permissions, search  # noqa: F401, PLC0415
