"""The operations of the service: where they are, what they can answer, and how a call may be repeated or timed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

RetryClass = Literal["safe", "keyed", "consuming"]
"""Whether a call may be repeated; the meanings stand in RETRY_CLASSES."""
TimeoutClass = Literal["read", "send", "upload"]
"""How long an answer may be waited for; the meanings stand in TIMEOUT_CLASSES."""

SERVER: Final = "https://api.turbosms.ua"
"""The address of the service."""


class Operation(NamedTuple):
    """One method of a module."""

    module: str
    method: str
    path: str
    """The path that the service recommends, with the suffix of the format."""
    endpoint: str
    """The module of the client that asks for it, within `turbosms_api.api`."""
    request: str | None
    """The model of its data, within `turbosms_api.models`; None if it takes none."""
    retry: RetryClass
    timeout: TimeoutClass
    takes_data: bool
    """Whether the method needs data; one that does answers 104 without any."""
    creates: bool
    """Whether the method creates something, so that carrying it out twice does harm."""
    codes: frozenset[int]
    """Every result code that the operation can answer, those that all operations share included."""


OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "message/ping": Operation(
            module="message",
            method="ping",
            path="/message/ping.json",
            endpoint="message.message_ping",
            request=None,
            retry="safe",
            timeout="read",
            takes_data=False,
            creates=False,
            codes=frozenset({1, 103, 105, 106, 300, 301, 500, 501, 502, 507, 999}),
        ),
        "message/send": Operation(
            module="message",
            method="send",
            path="/message/send.json",
            endpoint="message.message_send",
            request="SendRequest",
            retry="keyed",
            timeout="send",
            takes_data=True,
            creates=True,
            codes=frozenset(
                {
                    0,
                    103,
                    104,
                    105,
                    106,
                    200,
                    201,
                    202,
                    203,
                    204,
                    205,
                    206,
                    300,
                    301,
                    302,
                    303,
                    304,
                    305,
                    306,
                    400,
                    401,
                    402,
                    403,
                    404,
                    405,
                    406,
                    407,
                    408,
                    409,
                    410,
                    411,
                    412,
                    413,
                    415,
                    416,
                    417,
                    419,
                    421,
                    423,
                    425,
                    426,
                    427,
                    500,
                    501,
                    502,
                    503,
                    504,
                    505,
                    507,
                    800,
                    801,
                    802,
                    803,
                    999,
                }
            ),
        ),
        "message/sendmulti": Operation(
            module="message",
            method="sendmulti",
            path="/message/sendmulti.json",
            endpoint="message.message_send_multi",
            request="SendMultiRequest",
            retry="keyed",
            timeout="send",
            takes_data=True,
            creates=True,
            codes=frozenset(
                {
                    0,
                    103,
                    104,
                    105,
                    106,
                    200,
                    201,
                    202,
                    203,
                    204,
                    205,
                    206,
                    300,
                    301,
                    302,
                    303,
                    304,
                    305,
                    306,
                    400,
                    401,
                    402,
                    403,
                    404,
                    405,
                    406,
                    407,
                    408,
                    409,
                    410,
                    411,
                    412,
                    413,
                    415,
                    416,
                    417,
                    419,
                    421,
                    423,
                    425,
                    426,
                    427,
                    500,
                    501,
                    502,
                    503,
                    504,
                    505,
                    507,
                    800,
                    801,
                    802,
                    803,
                    999,
                }
            ),
        ),
        "message/details": Operation(
            module="message",
            method="details",
            path="/message/details.json",
            endpoint="message.message_details",
            request="MessageIdsRequest",
            retry="safe",
            timeout="read",
            takes_data=True,
            creates=False,
            codes=frozenset({0, 103, 104, 105, 106, 300, 301, 307, 414, 500, 501, 502, 507, 999}),
        ),
        "message/status": Operation(
            module="message",
            method="status",
            path="/message/status.json",
            endpoint="message.message_status",
            request="MessageIdsRequest",
            retry="safe",
            timeout="read",
            takes_data=True,
            creates=False,
            codes=frozenset({0, 103, 104, 105, 106, 300, 301, 307, 414, 500, 501, 502, 507, 999}),
        ),
        "chat/ping": Operation(
            module="chat",
            method="ping",
            path="/chat/ping.json",
            endpoint="chat.chat_ping",
            request=None,
            retry="safe",
            timeout="read",
            takes_data=False,
            creates=False,
            codes=frozenset({1, 103, 105, 106, 300, 301, 500, 501, 502, 507, 999}),
        ),
        "chat/senders": Operation(
            module="chat",
            method="senders",
            path="/chat/senders.json",
            endpoint="chat.chat_senders",
            request=None,
            retry="safe",
            timeout="read",
            takes_data=False,
            creates=False,
            codes=frozenset({0, 103, 105, 106, 300, 301, 500, 501, 502, 507, 999}),
        ),
        "chat/recipients": Operation(
            module="chat",
            method="recipients",
            path="/chat/recipients.json",
            endpoint="chat.chat_recipients",
            request="ChatRecipientsRequest",
            retry="safe",
            timeout="read",
            takes_data=True,
            creates=False,
            codes=frozenset({0, 103, 104, 105, 106, 200, 300, 301, 302, 309, 312, 313, 400, 500, 501, 502, 507, 999}),
        ),
        "chat/sessions": Operation(
            module="chat",
            method="sessions",
            path="/chat/sessions.json",
            endpoint="chat.chat_sessions",
            request="ChatSessionsRequest",
            retry="safe",
            timeout="read",
            takes_data=True,
            creates=False,
            codes=frozenset({0, 103, 104, 105, 106, 300, 301, 310, 311, 312, 313, 424, 500, 501, 502, 507, 999}),
        ),
        "chat/messages": Operation(
            module="chat",
            method="messages",
            path="/chat/messages.json",
            endpoint="chat.chat_messages",
            request="ChatMessagesRequest",
            retry="consuming",
            timeout="read",
            takes_data=True,
            creates=False,
            codes=frozenset({0, 103, 104, 105, 106, 300, 301, 307, 310, 312, 313, 424, 500, 501, 502, 507, 999}),
        ),
        "chat/send": Operation(
            module="chat",
            method="send",
            path="/chat/send.json",
            endpoint="chat.chat_send",
            request="ChatSendRequest",
            retry="keyed",
            timeout="send",
            takes_data=True,
            creates=True,
            codes=frozenset(
                {
                    0,
                    103,
                    104,
                    105,
                    106,
                    107,
                    201,
                    203,
                    300,
                    301,
                    304,
                    310,
                    401,
                    404,
                    411,
                    412,
                    413,
                    418,
                    419,
                    420,
                    422,
                    423,
                    424,
                    500,
                    501,
                    502,
                    504,
                    506,
                    507,
                    999,
                }
            ),
        ),
        "user/ping": Operation(
            module="user",
            method="ping",
            path="/user/ping.json",
            endpoint="user.user_ping",
            request=None,
            retry="safe",
            timeout="read",
            takes_data=False,
            creates=False,
            codes=frozenset({1, 103, 105, 106, 300, 301, 500, 501, 502, 507, 999}),
        ),
        "user/balance": Operation(
            module="user",
            method="balance",
            path="/user/balance.json",
            endpoint="user.user_balance",
            request=None,
            retry="safe",
            timeout="read",
            takes_data=False,
            creates=False,
            codes=frozenset({0, 103, 105, 106, 300, 301, 500, 501, 502, 507, 999}),
        ),
        "file/ping": Operation(
            module="file",
            method="ping",
            path="/file/ping.json",
            endpoint="file.file_ping",
            request=None,
            retry="safe",
            timeout="read",
            takes_data=False,
            creates=False,
            codes=frozenset({1, 103, 105, 106, 300, 301, 500, 501, 502, 507, 999}),
        ),
        "file/add": Operation(
            module="file",
            method="add",
            path="/file/add.json",
            endpoint="file.file_add",
            request="FileAddRequest",
            retry="keyed",
            timeout="upload",
            takes_data=True,
            creates=True,
            codes=frozenset({0, 103, 104, 105, 106, 300, 301, 418, 419, 420, 500, 501, 502, 506, 507, 999}),
        ),
        "file/details": Operation(
            module="file",
            method="details",
            path="/file/details.json",
            endpoint="file.file_details",
            request="FileDetailsRequest",
            retry="safe",
            timeout="read",
            takes_data=True,
            creates=False,
            codes=frozenset({0, 103, 104, 105, 106, 300, 301, 308, 417, 500, 501, 502, 507, 999}),
        ),
    }
)
"""The operations by `module/method`."""

RETRY_CLASSES: Final[Mapping[RetryClass, str]] = MappingProxyType(
    {
        "safe": "Changes nothing; may be repeated at any time.",
        "keyed": "Creates something; a repeat is safe only with the `sequence_id` of the first attempt.",
        "consuming": "Reads and marks what it returns as read; a repeat may return less, so a lost answer is lost data.",
    }
)
"""What each retry class means."""

TIMEOUT_CLASSES: Final[Mapping[TimeoutClass, str]] = MappingProxyType(
    {
        "read": "Answers quickly; a finite time limit is safe.",
        "send": "The documentation asks for no time limit, because a request that was received is carried out even if nobody waits.",
        "upload": "Carries or fetches up to 3 MB; a finite but generous time limit is safe with a `sequence_id`.",
    }
)
"""What each timeout class means."""
