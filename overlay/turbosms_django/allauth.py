"""Codes of django-allauth by TurboSMS."""

from typing import ClassVar

from django.utils.functional import Promise

from turbosms_django._codes import CodeSender


class TurboSMSAdapterMixin(CodeSender):
    """Sends what an account adapter of django-allauth has to send to phones.

    Put it before `DefaultAccountAdapter` among the bases of your adapter, which stores the phones.
    """

    unknown_account_text: ClassVar[str | Promise] = ""
    """The text for a phone that no account has; without one, nothing is sent. Anybody can have it
    sent to any phone at your expense."""
    account_exists_text: ClassVar[str | Promise] = ""
    """The text for a phone that wants to sign up and has an account already; the same holds."""

    def send_verification_code_sms(
        self, user: object, phone: str, code: str, **kwargs: object
    ) -> None:
        """Send a code for logging in or for verifying the phone."""
        self.send_code(phone, code)

    def send_unknown_account_sms(self, phone: str, **kwargs: object) -> None:
        """Tell that no account has this phone."""
        if self.unknown_account_text:
            self.send_text(phone, str(self.unknown_account_text))

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell that an account has this phone already."""
        if self.account_exists_text:
            self.send_text(phone, str(self.account_exists_text))
