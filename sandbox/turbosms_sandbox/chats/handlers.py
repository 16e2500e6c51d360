"""The chat module's part of the handler table."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from turbosms_sandbox.chats import listing, sending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_sandbox.calls.answers import Answer
    from turbosms_sandbox.calls.commands import Context

HANDLERS: Final[Mapping[str, Callable[[Context], Answer]]] = MappingProxyType(
    {
        "chat/senders": listing.senders,
        "chat/recipients": listing.recipients,
        "chat/sessions": listing.sessions,
        "chat/messages": listing.messages,
        "chat/send": sending.send,
    }
)
SOURCES: Final[Mapping[str, Callable[[Context], str | None]]] = MappingProxyType(
    {"chat/send": sending.source}
)
