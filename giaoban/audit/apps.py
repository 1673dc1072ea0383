from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "giaoban.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from giaoban.audit import permissions  # noqa: F401, PLC0415  registers when the app is ready
