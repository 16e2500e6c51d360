"""The models of requests and answers. Each is imported when it is first used: a send needs three of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .balance import Balance as Balance
    from .balance_response import BalanceResponse as BalanceResponse
    from .chat_message import ChatMessage as ChatMessage
    from .chat_messages_request import ChatMessagesRequest as ChatMessagesRequest
    from .chat_messages_response import ChatMessagesResponse as ChatMessagesResponse
    from .chat_recipient import ChatRecipient as ChatRecipient
    from .chat_recipients_request import ChatRecipientsRequest as ChatRecipientsRequest
    from .chat_recipients_response import ChatRecipientsResponse as ChatRecipientsResponse
    from .chat_send_request import ChatSendRequest as ChatSendRequest
    from .chat_send_response import ChatSendResponse as ChatSendResponse
    from .chat_send_result import ChatSendResult as ChatSendResult
    from .chat_sender import ChatSender as ChatSender
    from .chat_senders_response import ChatSendersResponse as ChatSendersResponse
    from .chat_session import ChatSession as ChatSession
    from .chat_sessions_request import ChatSessionsRequest as ChatSessionsRequest
    from .chat_sessions_response import ChatSessionsResponse as ChatSessionsResponse
    from .details_response import DetailsResponse as DetailsResponse
    from .details_row import DetailsRow as DetailsRow
    from .empty_request import EmptyRequest as EmptyRequest
    from .file_add_request import FileAddRequest as FileAddRequest
    from .file_details_request import FileDetailsRequest as FileDetailsRequest
    from .file_response import FileResponse as FileResponse
    from .flag import Flag as Flag
    from .message_ids_request import MessageIdsRequest as MessageIdsRequest
    from .ping_response import PingResponse as PingResponse
    from .send_multi_request import SendMultiRequest as SendMultiRequest
    from .send_multi_response import SendMultiResponse as SendMultiResponse
    from .send_multi_result import SendMultiResult as SendMultiResult
    from .send_request import SendRequest as SendRequest
    from .send_response import SendResponse as SendResponse
    from .send_row import SendRow as SendRow
    from .sms_details import SmsDetails as SmsDetails
    from .sms_parameters import SmsParameters as SmsParameters
    from .status_response import StatusResponse as StatusResponse
    from .status_row import StatusRow as StatusRow
    from .stored_file import StoredFile as StoredFile
    from .viber_details import ViberDetails as ViberDetails
    from .viber_parameters import ViberParameters as ViberParameters
else:
    # Hidden from type checkers, which would take it to mean that the package has every name.
    from importlib import import_module

    _MODULES = {
        "Balance": ".balance",
        "BalanceResponse": ".balance_response",
        "ChatMessage": ".chat_message",
        "ChatMessagesRequest": ".chat_messages_request",
        "ChatMessagesResponse": ".chat_messages_response",
        "ChatRecipient": ".chat_recipient",
        "ChatRecipientsRequest": ".chat_recipients_request",
        "ChatRecipientsResponse": ".chat_recipients_response",
        "ChatSendRequest": ".chat_send_request",
        "ChatSendResponse": ".chat_send_response",
        "ChatSendResult": ".chat_send_result",
        "ChatSender": ".chat_sender",
        "ChatSendersResponse": ".chat_senders_response",
        "ChatSession": ".chat_session",
        "ChatSessionsRequest": ".chat_sessions_request",
        "ChatSessionsResponse": ".chat_sessions_response",
        "DetailsResponse": ".details_response",
        "DetailsRow": ".details_row",
        "EmptyRequest": ".empty_request",
        "FileAddRequest": ".file_add_request",
        "FileDetailsRequest": ".file_details_request",
        "FileResponse": ".file_response",
        "Flag": ".flag",
        "MessageIdsRequest": ".message_ids_request",
        "PingResponse": ".ping_response",
        "SendMultiRequest": ".send_multi_request",
        "SendMultiResponse": ".send_multi_response",
        "SendMultiResult": ".send_multi_result",
        "SendRequest": ".send_request",
        "SendResponse": ".send_response",
        "SendRow": ".send_row",
        "SmsDetails": ".sms_details",
        "SmsParameters": ".sms_parameters",
        "StatusResponse": ".status_response",
        "StatusRow": ".status_row",
        "StoredFile": ".stored_file",
        "ViberDetails": ".viber_details",
        "ViberParameters": ".viber_parameters",
    }

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            return getattr(import_module(_MODULES[name], __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = (
    "Balance",
    "BalanceResponse",
    "ChatMessage",
    "ChatMessagesRequest",
    "ChatMessagesResponse",
    "ChatRecipient",
    "ChatRecipientsRequest",
    "ChatRecipientsResponse",
    "ChatSender",
    "ChatSendersResponse",
    "ChatSendRequest",
    "ChatSendResponse",
    "ChatSendResult",
    "ChatSession",
    "ChatSessionsRequest",
    "ChatSessionsResponse",
    "DetailsResponse",
    "DetailsRow",
    "EmptyRequest",
    "FileAddRequest",
    "FileDetailsRequest",
    "FileResponse",
    "Flag",
    "MessageIdsRequest",
    "PingResponse",
    "SendMultiRequest",
    "SendMultiResponse",
    "SendMultiResult",
    "SendRequest",
    "SendResponse",
    "SendRow",
    "SmsDetails",
    "SmsParameters",
    "StatusResponse",
    "StatusRow",
    "StoredFile",
    "ViberDetails",
    "ViberParameters",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
