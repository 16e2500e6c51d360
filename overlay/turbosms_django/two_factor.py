"""Tokens of django-two-factor-auth by TurboSMS: `TWO_FACTOR_SMS_GATEWAY`."""

from typing import Any, NoReturn

from django.core.exceptions import ImproperlyConfigured

from turbosms_django._codes import CodeSender


class Gateway(CodeSender):
    """A gateway for text messages."""

    def send_sms(self, device: Any, token: str) -> None:
        """Send a token to the phone of a device."""
        self.send_code(device.number.as_e164, token)

    def make_call(self, device: Any, token: str) -> NoReturn:
        """Refuse to call.

        Raises:
            ImproperlyConfigured: always.
        """
        raise ImproperlyConfigured("TurboSMS makes no calls: remove TWO_FACTOR_CALL_GATEWAY.")
