"""The plugin: what Apprise asks of a service, by the client."""

from __future__ import annotations

import uuid
from typing import Any, Final

from apprise import NotificationManager, NotifyBase, NotifyType, OverflowMode, PrivacyMode

from turbosms_client import TurboSMS, TurboSMSError

_SCHEMA: Final = "turbosms"
# What fits whatever the characters are (documentation: "message/send"): ten segments of an SMS
# outside the GSM alphabet, counted in UTF-16 units, and a Viber message.
_LONGEST: Final = {"sms": 661, "viber": 1000, "hybrid": 661}

_DEADLINE: Final = 60.0  # seconds; whoever notifies waits for it


class NotifyTurboSMS(NotifyBase):
    """`turbosms://TOKEN@SENDER/380…/380…?channel=sms|viber|hybrid`, by default `sms`.

    The sender is used for every channel, so for `hybrid` it must be one of both. A text that is
    too long is cut off; `?overflow=split` sends the rest in further messages instead.
    """

    service_name = "TurboSMS"
    service_url = "https://turbosms.ua"
    setup_url = "https://turbosms-client.github.io/apprise/"
    secure_protocol = _SCHEMA
    title_maxlen = 0  # so that Apprise puts a title into the text
    overflow_mode = OverflowMode.TRUNCATE  # rather a short alert than none
    templates = ("{schema}://{token}@{sender}/{targets}",)
    template_tokens = {  # noqa: RUF012 - as in Apprise
        **NotifyBase.template_tokens,
        "token": {"name": "Token", "type": "string", "private": True, "required": True},
        "sender": {"name": "Sender", "type": "string", "required": True},
        "targets": {"name": "Phone numbers", "type": "list:string", "required": True},
    }
    template_args = {  # noqa: RUF012
        **NotifyBase.template_args,
        "channel": {"name": "Channel", "type": "choice:string", "values": tuple(_LONGEST)},
    }

    def __init__(
        self, token: str, sender: str, targets: list[str], channel: str = "sms", **kwargs: Any
    ) -> None:
        """Read the parts of the URL. `TypeError`, as Apprise expects it, if one is missing."""
        super().__init__(**kwargs)
        if not (token and sender and targets):
            raise TypeError("turbosms://TOKEN@SENDER/PHONE needs a token, a sender and a phone.")
        if channel not in _LONGEST:
            raise TypeError(f"The channel must be one of {', '.join(_LONGEST)}.")
        self.token = token
        self.sender = sender
        self.targets = targets
        self.channel = channel
        self.body_maxlen = _LONGEST[channel]

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def url_identifier(self) -> tuple[str, ...]:
        """What tells an account from another one."""
        return (_SCHEMA, self.token, self.sender, self.channel)

    def send(
        self,
        body: str,
        title: str = "",  # it is in the body already
        notify_type: NotifyType = NotifyType.INFO,
        **_: Any,
    ) -> bool:
        """Send to all phone numbers in one request; whether all of them were accepted."""
        text = body
        if self.channel != "viber":
            text = _first_utf16_units(body, _LONGEST[self.channel])
        try:
            with self._client() as client:
                report = client.message.send(
                    self.targets, text=text, sequence_id=self._sequence_id(), deadline=_DEADLINE
                )
        except TurboSMSError as error:
            self.logger.warning("Failed to send a TurboSMS notification: %s", error)
            return False
        self.logger.info("Sent TurboSMS notification to %d phones.", len(report.accepted))
        for row in report.rejected:
            self.logger.warning("TurboSMS refused a recipient: %s %s", row.code, row.name)
        return not (report.rejected or report.missing)

    def _client(self) -> TurboSMS:
        """A client, which sends on the channels that it has senders for."""
        sms_sender = None if self.channel == "viber" else self.sender
        viber_sender = None if self.channel == "sms" else self.sender
        return TurboSMS(self.token, sms_sender=sms_sender, viber_sender=viber_sender)

    def _sequence_id(self) -> str:
        """The same for each try of a notification (`?retry=`), so that nobody gets it twice."""
        if not hasattr(self, "recall"):  # Apprise before 2.3
            return uuid.uuid4().hex
        sequence_id: str = self.recall("sequence_id") or uuid.uuid4().hex
        self.remember("sequence_id", sequence_id)
        return sequence_id

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL from which the same plugin can be made; with `privacy` nothing secret is left."""
        parameters = self.url_parameters(*args, privacy=privacy, **kwargs)
        query = self.urlencode({"channel": self.channel, **parameters})
        token = self.pprint(self.token, privacy, mode=PrivacyMode.Secret, safe="")
        phones = "/".join(self.pprint(phone, privacy, safe="") for phone in self.targets)
        return f"{_SCHEMA}://{token}@{self.quote(self.sender, safe='')}/{phones}/?{query}"

    @staticmethod
    def parse_url(url: str, *_: Any, **__: Any) -> dict[str, Any] | None:
        """Take a URL apart into the parameters of `__init__`."""
        results = NotifyBase.parse_url(url, verify_host=False)  # a sender is no host
        if results:
            results["token"] = NotifyBase.unquote(results["user"] or "")
            results["sender"] = NotifyBase.unquote(results["host"] or "")
            results["targets"] = NotifyBase.split_path(results["fullpath"])
            if "channel" in results["qsd"]:
                results["channel"] = results["qsd"]["channel"].lower()
        return results


def register() -> None:
    """Make the schema `turbosms` known to Apprise in this process. Once more does no harm."""
    manager = NotificationManager()
    if _SCHEMA not in manager:
        manager.add(NotifyTurboSMS)


def _first_utf16_units(text: str, count: int) -> str:
    return text.encode("utf-16-le")[: 2 * count].decode("utf-16-le", "ignore")
