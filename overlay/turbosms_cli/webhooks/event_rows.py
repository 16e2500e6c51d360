"""Events as they are printed: as objects for programs, as a line for people."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.printing.status_names import status_name
from turbosms_cli.printing.values import plain, shown
from turbosms_languages import _, current_language, spoken
from turbosms_webhooks import ButtonClick, DeliveryReport, IncomingMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_webhooks import Event

_WIDTHS_OF_STATUS: Final = {"en": 9, "uk": 19}
"""Of the usual ones: Delivered, прийнято оператором."""
_WIDTH_OF_CHANNEL: Final = 5
_KINDS: Final = {
    DeliveryReport: "delivery_report",
    IncomingMessage: "incoming_message",
    ButtonClick: "button_click",
}


def record(event: Event) -> dict[str, Any]:
    """All that is known of an event.

    The service's `type` becomes `event`, since `type` says here what an object is.
    """
    known = _finite(plain(event))
    service_type = known.pop("type")
    data = known.pop("raw")
    if isinstance(event, DeliveryReport):
        known |= {"final": event.final, "delivered": event.delivered}
    kind = _KINDS.get(type(event), "unknown_event")
    return {"type": kind, "event": service_type, **known, "raw": data}


def line_of(event: Event) -> str:
    """An event on one line for people."""
    cells = [shown(cell) for cell in _cells(event)]
    # A foreign text with a line break could imitate the next event.
    return "  ".join(cells).rstrip().replace("\n", "\\n")


def _cells(event: Event) -> Iterator[Any]:
    width = _WIDTHS_OF_STATUS[current_language()]
    if isinstance(event, DeliveryReport):
        yield from (event.at, event.channel.ljust(_WIDTH_OF_CHANNEL))
        yield from (spoken(status_name(event.status)).ljust(width), event.message_id)
    elif isinstance(event, IncomingMessage):
        yield from (event.added, event.channel.ljust(_WIDTH_OF_CHANNEL))
        yield _("chat {chat_id}", chat_id=shown(event.chat_id))
        yield event.message or ""
        if event.file_name or event.file_url:
            parts = (spoken(_("file")), event.file_name, event.file_url)
            yield f"[{' '.join(filter(None, parts))}]"
    elif isinstance(event, ButtonClick):
        yield from (event.at, event.channel.ljust(_WIDTH_OF_CHANNEL))
        yield from (spoken(_("clicked")).ljust(width), event.message_id)
    else:
        yield from (None, event.type or _("without a type"))
        yield json.dumps(_finite(event.raw), ensure_ascii=False)


def _finite(value: Any) -> Any:
    """A value that JSON can have: its numbers know neither infinity nor NaN, which Python reads."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    is_strange = isinstance(value, float) and not math.isfinite(value)
    return str(value) if is_strange else value
