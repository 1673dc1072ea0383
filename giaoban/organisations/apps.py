from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "giaoban.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from giaoban.organisations import permissions  # noqa: F401, PLC0415  registers when the app is ready
