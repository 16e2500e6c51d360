"""Sends the codes with which people log in."""

import logging
from typing import ClassVar, Final

from django.utils.functional import Promise

from turbosms_client import APIError, OutcomeUnknownError, ResultCode, SendOptions
from turbosms_django._client import get_client

_LOGGER: Final = logging.getLogger("turbosms_django")
_LONGEST_WAIT: Final = 15.0
"""Somebody waits for the page, and the server may end a request after 30 seconds."""


class CodeSender:
    """Sends texts with codes; subclass what is derived from it to change the text or the way."""

    code_text: ClassVar[str | Promise] = "Your code is {code}"
    """The text, with `{code}` in it. It may be a lazy translation."""
    send_options: ClassVar[SendOptions] = {"ttl": 60}
    """Further parameters of `message.send`, such as `{"sms": Sms()}` for codes by SMS alone. After
    `ttl` seconds without delivery in Viber, the SMS follows."""

    def send_text(self, phone: str, text: str) -> None:
        """Send a text. If it may have been sent, that is no error: the recipient can ask again.

        Raises:
            turbosms_client.TurboSMSError: nothing was sent.
        """
        options: SendOptions = {**self.send_options, "text": text}
        try:
            get_client().message.send([phone], deadline=_LONGEST_WAIT, **options)
        except OutcomeUnknownError as error:
            _LOGGER.warning("sending a code: %s", type(error.__cause__).__name__)
        except APIError as error:
            # The recipient has this very code, and has just asked for it again.
            if error.code != ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE:
                raise

    def send_code(self, phone: str, code: str) -> None:
        """Send a code, as `send_text` does."""
        self.send_text(phone, str(self.code_text).format(code=code))
