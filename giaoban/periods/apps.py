from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "giaoban.periods"
    label = "periods"
    default_auto_field = "django.db.models.BigAutoField"
