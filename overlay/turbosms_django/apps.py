"""The app."""

from django.apps import AppConfig
from django.core import checks


class TurboSMSConfig(AppConfig):
    """The app `turbosms_django`."""

    name = "turbosms_django"
    verbose_name = "TurboSMS"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from turbosms_django import checks as own  # noqa: PLC0415 - it imports views

        checks.register(own.check_settings, "turbosms")
        checks.register(own.check_webhook, "turbosms")
        checks.register(own.check_deployment, "turbosms", deploy=True)
