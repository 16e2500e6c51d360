"""The result classes of chats and files, each imported on first use.

A program that only sends needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from turbosms_api.results import (
        ChatMessage,
        ChatRecipient,
        ChatSender,
        ChatSendResult,
        ChatSession,
        FileDetails,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from turbosms_api import results  # noqa: PLC0415

        kind = getattr(results, name)
        kind.__module__ = "turbosms_client"  # where applications import it from
        globals()[name] = kind
        return kind


__all__ = [
    "ChatMessage",
    "ChatRecipient",
    "ChatSendResult",
    "ChatSender",
    "ChatSession",
    "FileDetails",
]
