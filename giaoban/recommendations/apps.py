from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "giaoban.recommendations"
    label = "recommendations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.recommendations import (  # noqa: PLC0415
            impact,  # noqa: F401
            navigation,  # noqa: F401
            panels,  # noqa: F401
            permissions,  # noqa: F401
            search,  # noqa: F401
        )
