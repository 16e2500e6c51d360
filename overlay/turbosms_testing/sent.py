"""The messages sent to a sandbox, for assertions in tests and for their error messages."""

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
    """A message on one channel, the Viber message or the SMS, in its current state."""

    type: str
    """`viber` or `sms`."""
    sender: str
    text: str
    status: str
    """The delivery status, such as `Delivered`."""
    price: Decimal
    """In UAH."""
    fields: Mapping[str, Any] = field(repr=False)
    """Everything from the control plane: `caption`, `action`, `file_id`, `ttl`, `segments`,
    `statuses` …
    """


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message to one recipient. A hybrid has its SMS only after the fallback."""

    message_id: str
    recipient: str
    type: str
    """The channel that currently counts: `viber` or `sms`."""
    channels: Mapping[str, SentChannel]
    fields: Mapping[str, Any] = field(repr=False)
    """Everything from the control plane, such as `fallback`."""

    @property
    def channel(self) -> SentChannel:
        """The message on the channel that currently counts."""
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
        """Read a message from `GET /sandbox/messages`."""
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
    """What a test expects of a message; None means anything."""

    text: str | re.Pattern[str] | None = None
    channel: str | None = None
    sender: str | None = None
    status: str | None = None

    def fits(self, message: SentMessage) -> bool:
        """Whether the message is as wanted on one of its channels."""
        return any(not self.differences(channel) for channel in message.channels.values())

    def differences(self, channel: SentChannel) -> list[str]:
        """The names of what is different."""
        different = [
            name
            for name, wanted, found in (
                ("channel", self.channel, channel.type),
                ("sender", self.sender, channel.sender),
                ("status", self.status, channel.status),
            )
            if wanted is not None and wanted != found
        ]
        if isinstance(self.text, re.Pattern):
            return different if self.text.search(channel.text) else [*different, "text"]
        return different if self.text in (None, channel.text) else [*different, "text"]

    def __str__(self) -> str:
        text = (
            f"matching {self.text.pattern!r}"
            if isinstance(self.text, re.Pattern)
            else repr(self.text)
        )
        parts = [
            f"via {self.channel}" if self.channel else "",
            f"from {self.sender!r}" if self.sender else "",
            f"with the status {self.status}" if self.status else "",
            f"with the text {text}" if self.text is not None else "",
        ]
        return " ".join(part for part in parts if part)


def overview(messages: Sequence[SentMessage], wanted: Wanted | None = None, most: int = 10) -> str:
    """List messages, newest first, with a line for each channel and what is not as wanted."""
    lines = [line for message in messages[:most] for line in _lines(message, wanted)]
    if len(messages) > most:
        lines.append(f"  … and {len(messages) - most} more")
    return "\n".join(lines)


def _lines(message: SentMessage, wanted: Wanted | None) -> Iterable[str]:
    for channel in message.channels.values():
        different = wanted.differences(channel) if wanted else []
        remark = f"   <- different {', '.join(different)}" if different else ""
        sent = f"  {message.recipient} via {channel.type} from {channel.sender!r}"
        yield f"{sent}, {channel.status}: {channel.text!r}{remark}"
