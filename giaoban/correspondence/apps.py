from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "giaoban.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers when the app is ready
        from giaoban.correspondence import (  # noqa: PLC0415
            announcements,  # noqa: F401
            answering,  # noqa: F401
            arrived_files,  # noqa: F401
            attachments,  # noqa: F401
            books,  # noqa: F401
            impact,  # noqa: F401
            navigation,  # noqa: F401
            opinion_files,  # noqa: F401
            panels,  # noqa: F401
            permissions,  # noqa: F401
            printed_lists,  # noqa: F401
            template_files,  # noqa: F401
        )
