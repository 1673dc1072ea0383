from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "giaoban.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.accounts import impact, navigation, permissions  # noqa: F401, PLC0415
