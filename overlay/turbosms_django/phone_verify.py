"""Codes of django-phone-verify by TurboSMS: `PHONE_VERIFICATION["BACKEND"]`."""

from collections.abc import Iterable

from phone_verify.backends.base import BaseBackend  # type: ignore[import-untyped]

from turbosms_client import TurboSMSError
from turbosms_django._codes import CodeSender


class Backend(CodeSender, BaseBackend):  # type: ignore[misc]
    """A backend for text messages, whose text is `PHONE_VERIFICATION["MESSAGE"]`."""

    def __init__(self, **options: object) -> None:
        """Take no notice of `PHONE_VERIFICATION["OPTIONS"]`: all is in the setting TURBOSMS."""
        super().__init__(**options)
        # The package logs it, and answers as if the code had been sent.
        self.exception_class = TurboSMSError

    def send_sms(self, number: str, message: str) -> None:
        """Send a message."""
        self.send_text(str(number), message)

    def send_bulk_sms(self, numbers: Iterable[str], message: str) -> None:
        """Send the same message to several numbers."""
        for number in numbers:
            self.send_sms(number, message)
