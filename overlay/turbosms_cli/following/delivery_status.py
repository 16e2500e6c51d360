"""The delivery status of messages: as objects for programs, and as table lines for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_cli.printing.status_names import status_name
from turbosms_cli.printing.terminal_text import one_line
from turbosms_cli.printing.values import plain, shown
from turbosms_client import ResultCode
from turbosms_languages import _, in_english, joined, spoken
from turbosms_languages.code_meanings import meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from turbosms_client import ChannelDetails, MessageDetails, MessageStatus

    Channel: TypeAlias = MessageStatus | ChannelDetails
    Row: TypeAlias = MessageStatus | MessageDetails

COLUMNS: Final = (
    _("recipient"),
    _("channel"),
    _("status"),
    _("when"),
    _("messages"),
    _("UAH"),
    _("segments"),
    _("why not Viber"),
    _("message"),
)
"""The most important first, since a narrow window shows only the first ones side by side."""
_UNREAD: Final = _("no readable response")


@dataclass(frozen=True)
class StatusLine:
    """A line: its cells by column, and what always goes below it, cut to the width."""

    cells: Mapping[str, str]
    below: Sequence[str] = ()

    @property
    def style(self) -> str:
        """The colour of its status."""
        status = in_english(self.cells["status"])
        known = DELIVERY_STATUSES.get(status)
        if known is None:
            is_code = status[:1].isdecimal()
            return "red" if is_code else "yellow"
        if known.delivered:
            return "green"
        return "red" if known.final else "yellow"


def record(message_id: str, row: Row | None, *, final: bool | None = None) -> dict[str, Any]:
    """All that is known, for programs; `code` is null if the response has no readable row.

    The service's `type` of a status becomes `channel`, since `type` says here what an object is.
    """
    known = {} if row is None else plain(row)
    channel = {"channel": known.pop("type")} if "type" in known else {}
    known.pop("message_id", None)
    code = None if row is None else row.code
    judged = {
        "final": row is not None and row.final if final is None else final,
        "delivered": row is not None and row.delivered,
    }
    known.pop("code", None)
    name = code.name if isinstance(code, ResultCode) else None
    if not known.get("extra"):
        known.pop("extra", None)
    return {
        "type": "message",
        "message_id": message_id,
        "code": code,
        "name": name,
        **judged,
        **channel,
        **known,
    }


def is_found(row: Row | None) -> bool:
    """Whether the service knows the message."""
    return row is not None and not (
        isinstance(row.code, ResultCode) and row.code.outcome == "failure"
    )


def of_status(message_id: str, row: MessageStatus | None) -> StatusLine:
    """The line for a message from `message/status`; None means no readable row."""
    cells = {} if row is None else _cells(row, row.type)
    return StatusLine(
        {**cells, "status": _status(row, row), "message": message_id},
        _refusal(row),
    )


def of_details(message_id: str, row: MessageDetails | None) -> Iterator[StatusLine]:
    """The lines for a message from `message/details`, one for each channel."""
    channels = [] if row is None else [("viber", row.viber), ("sms", row.sms)]
    found = [(channel, sent) for channel, sent in channels if sent is not None]
    for index, (channel, sent) in enumerate(found):
        attached = " ".join(filter(None, [sent.caption, sent.action]))
        below = {
            _("text"): sent.text,
            _("button") if sent.action else _("file"): attached or None,
            _("file id"): sent.file_id,
            _("clicked"): sent.click_time,
        }
        cells = {
            **_cells(sent, channel),
            "status": _status(row, sent),
            "UAH": "" if sent.price is None else shown(sent.price),
            "segments": "" if sent.segments is None else str(sent.segments),
            "message": "" if index else message_id,
        }
        yield StatusLine(
            cells,
            [
                f"{spoken(name)}: {shown(value)}"
                for name, value in below.items()
                if value is not None
            ],
        )
    if not found:
        yield StatusLine({"status": _status(row, None), "message": message_id}, _refusal(row))


def counts(rows: Iterable[MessageStatus | None]) -> list[StatusLine]:
    """The number of messages with each status, the most frequent first."""
    found = Counter(_status(row, row) for row in rows)
    return [
        StatusLine({"status": status, "messages": _("{count:,}", count=count)})
        for status, count in found.most_common()
    ]


def _cells(sent: Channel, channel: str | None) -> dict[str, str]:
    when = sent.updated or sent.sent
    return {
        "recipient": sent.recipient or "",
        "channel": channel or "",
        "when": "" if when is None else shown(when),
        "why not Viber": sent.rejected_status or "",
    }


def _status(row: Row | None, sent: Channel | None) -> str:
    """The status, or why there is none: a code, or an unreadable row."""
    if sent is not None and sent.status:
        return status_name(one_line(sent.status))  # it is also printed outside a table
    return _UNREAD if row is None else f"{row.code:d}"


def _refusal(row: Row | None) -> list[str]:
    """The explanation for a message that the service does not know."""
    code = None if row is None or is_found(row) else row.code
    return [joined(": ", (code.name, meaning_of(code)))] if isinstance(code, ResultCode) else []
