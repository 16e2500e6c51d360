"""What the methods answer, as applications get it. Each module is imported when one of its classes is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chat import ChatMessage as ChatMessage
    from .chat import ChatRecipient as ChatRecipient
    from .chat import ChatSender as ChatSender
    from .chat import ChatSendResult as ChatSendResult
    from .chat import ChatSession as ChatSession
    from .file import FileDetails as FileDetails
    from .message import ChannelDetails as ChannelDetails
    from .message import MessageDetails as MessageDetails
    from .message import MessageStatus as MessageStatus
    from .message import SendRow as SendRow
else:
    # Hidden from type checkers, which would take it to mean that the package has every name.
    from importlib import import_module

    _MODULES = {
        "SendRow": ".message",
        "MessageStatus": ".message",
        "ChannelDetails": ".message",
        "MessageDetails": ".message",
        "ChatSender": ".chat",
        "ChatRecipient": ".chat",
        "ChatSession": ".chat",
        "ChatMessage": ".chat",
        "ChatSendResult": ".chat",
        "FileDetails": ".file",
    }

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            return getattr(import_module(_MODULES[name], __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = (
    "ChannelDetails",
    "ChatMessage",
    "ChatRecipient",
    "ChatSendResult",
    "ChatSender",
    "ChatSession",
    "FileDetails",
    "MessageDetails",
    "MessageStatus",
    "SendRow",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
