"""How far messages are: as objects for programs, and as the lines of a table for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_cli.output import money, plain, shown
from turbosms_client import ResultCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from turbosms_client import ChannelDetails, MessageDetails, MessageStatus

    Half: TypeAlias = MessageStatus | ChannelDetails
    Row: TypeAlias = MessageStatus | MessageDetails

_UNREAD: Final = "no readable answer"


@dataclass(frozen=True)
class Entry:
    """A line: its cells by column, and what always stands below, cut to the width."""

    cells: Mapping[str, str]
    below: Sequence[str] = ()

    @property
    def style(self) -> str:
        """The colour of its status."""
        status = self.cells["status"]
        known = DELIVERY_STATUSES.get(status)
        if known is None:
            return "red" if status[:1].isdecimal() else "yellow"
        return "green" if known.delivered else "red" if known.final else "yellow"


def record(message_id: str, row: Row | None, *, final: bool | None = None) -> dict[str, Any]:
    """All that is known, for programs; `code` is null if the answer says nothing readable of it.

    `channel` of a status is the `type` of the service: here `type` says what an object is about.
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


def of_status(message_id: str, row: MessageStatus | None) -> Entry:
    """A message as `message/status` tells of it; None if the answer says nothing readable."""
    cells = {} if row is None else _cells(row, row.type)
    return Entry({**cells, "status": _status(row, row), "message": flat(message_id)}, _refusal(row))


def of_details(message_id: str, row: MessageDetails | None) -> Iterator[Entry]:
    """A message as `message/details` tells of it, a line for each half."""
    halves = [] if row is None else [("viber", row.viber), ("sms", row.sms)]
    found = [(channel, half) for channel, half in halves if half is not None]
    for number, (channel, half) in enumerate(found):
        below = {
            "text": half.text,
            "button" if half.action else "file": " ".join(filter(None, [half.caption, half.action]))
            or None,
            "file id": half.file_id,
            "clicked": half.click_time,
        }
        cells = {
            **_cells(half, channel),
            "status": _status(row, half),
            "UAH": "" if half.price is None else money(half.price),
            "segments": "" if half.segments is None else str(half.segments),
            "message": "" if number else flat(message_id),
        }
        yield Entry(
            cells, [f"{name}: {flat(value)}" for name, value in below.items() if value is not None]
        )
    if not found:
        yield Entry({"status": _status(row, None), "message": flat(message_id)}, _refusal(row))


def counts(rows: Iterable[MessageStatus | None]) -> list[Entry]:
    """How many messages have which status, the most frequent first."""
    found = Counter(_status(row, row) for row in rows)
    return [
        Entry({"status": status, "messages": f"{count:,}"}) for status, count in found.most_common()
    ]


def _cells(half: Half, channel: str | None) -> dict[str, str]:
    when = half.updated or half.sent
    return {
        "recipient": flat(half.recipient or ""),
        "channel": flat(channel or ""),
        "when": "" if when is None else shown(when),
        "why not Viber": flat(half.rejected_status or ""),
    }


def _status(row: Row | None, half: Half | None) -> str:
    """The status, or why there is none: a code, or an answer that nobody can read."""
    if half is not None and half.status:
        return flat(half.status)
    return _UNREAD if row is None else f"{row.code:d}"


def _refusal(row: Row | None) -> list[str]:
    """What the code of a message says that the service does not know."""
    code = None if row is None or is_found(row) else row.code
    return [f"{code.name}: {code.meaning}"] if isinstance(code, ResultCode) else []


def flat(value: object) -> str:
    """On one line, and without what would move the cursor."""
    return shown(value).replace("\n", " ")
