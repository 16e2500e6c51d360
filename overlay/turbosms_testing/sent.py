"""What a sandbox was sent, in a form that tests can ask about, and words for what does not fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from turbosms_client import format_money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class SentChannel:
    """One half of a message, the Viber message or the SMS, as it stands."""

    type: str
    """`viber` or `sms`."""
    sender: str
    text: str
    status: str
    """A delivery status of the service, such as `Delivered`."""
    price: Decimal
    """In UAH."""
    fields: Mapping[str, Any] = field(repr=False)
    """Everything that the control plane tells.

    `caption`, `action`, `file_id`, `ttl`, `segments`, `statuses` …
    """


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message to one recipient. A hybrid has its SMS once that has taken over."""

    message_id: str
    recipient: str
    type: str
    """The channel that counts at the moment: `viber` or `sms`."""
    channels: Mapping[str, SentChannel]
    fields: Mapping[str, Any] = field(repr=False)
    """Everything that the control plane tells, such as `fallback`."""

    @property
    def channel(self) -> SentChannel:
        """The half that counts at the moment."""
        return self.channels[self.type]

    @property
    def viber(self) -> SentChannel | None:
        return self.channels.get("viber")

    @property
    def sms(self) -> SentChannel | None:
        return self.channels.get("sms")

    @property
    def text(self) -> str:
        return self.channel.text

    @property
    def sender(self) -> str:
        return self.channel.sender

    @property
    def status(self) -> str:
        return self.channel.status

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> SentMessage:
        """Read a message of `GET /sandbox/messages`."""
        channels = {
            row["type"]: SentChannel(
                row["type"],
                row["sender"],
                row["text"],
                row["status"],
                Decimal(format_money(Decimal(str(row["price"])))),
                row,
            )
            for row in fields["channels"]
        }
        return cls(fields["message_id"], fields["recipient"], fields["type"], channels, fields)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a test expects of a message; None stands for anything."""

    text: str | re.Pattern[str] | None = None
    channel: str | None = None
    sender: str | None = None
    status: str | None = None

    def fits(self, message: SentMessage) -> bool:
        """Whether one half of the message is all that is wanted."""
        return any(not self.differences(half) for half in message.channels.values())

    def differences(self, half: SentChannel) -> list[str]:
        """The names of what is otherwise."""
        different = [
            name
            for name, wanted, found in (
                ("channel", self.channel, half.type),
                ("sender", self.sender, half.sender),
                ("status", self.status, half.status),
            )
            if wanted is not None and wanted != found
        ]
        if isinstance(self.text, re.Pattern):
            return different if self.text.search(half.text) else [*different, "text"]
        return different if self.text in (None, half.text) else [*different, "text"]

    def __str__(self) -> str:
        text = (
            f"matching {self.text.pattern!r}"
            if isinstance(self.text, re.Pattern)
            else repr(self.text)
        )
        parts = [
            f"by {self.channel}" if self.channel else "",
            f"from {self.sender!r}" if self.sender else "",
            f"with the status {self.status}" if self.status else "",
            f"with the text {text}" if self.text is not None else "",
        ]
        return " ".join(part for part in parts if part)


def overview(messages: Sequence[SentMessage], wanted: Wanted | None = None, most: int = 10) -> str:
    """The messages, newest first, a line for each half; behind it what of it is not as wanted."""
    lines = [line for message in messages[:most] for line in _lines(message, wanted)]
    if len(messages) > most:
        lines.append(f"  … and {len(messages) - most} more")
    return "\n".join(lines)


def _lines(message: SentMessage, wanted: Wanted | None) -> Iterable[str]:
    for half in message.channels.values():
        different = wanted.differences(half) if wanted else []
        remark = f"   <- other {', '.join(different)}" if different else ""
        sent = f"  {message.recipient} by {half.type} from {half.sender!r}"
        yield f"{sent}, {half.status}: {half.text!r}{remark}"
