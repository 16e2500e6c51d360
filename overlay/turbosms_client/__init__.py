"""A client for the TurboSMS HTTP API: SMS, Viber, and Viber with SMS fallback.

    from turbosms_client import TurboSMS

    with TurboSMS(token="…", sms_sender="Shop") as client:
        report = client.message.send(["+38 (050) 123-45-67"], text="Shipped")
        statuses = client.message.wait(report)

`TurboSMS` and `AsyncTurboSMS` have the same methods, with the service's own names: first the
module, then the method. Every error is a `TurboSMSError`, whose `help_url` leads to an
explanation; docs/errors.md shows the tree.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from turbosms_api.parameters import SendOptions, SendParameters, Sms, Viber
from turbosms_api.tables.result_codes import ResultCode

from ._client import AsyncTurboSMS, TurboSMS
from ._formats.money import format_money
from ._formats.phones import normalize_phone
from ._formats.texts import SmsSize, measure_sms
from ._http.sockets import socket_options
from ._parameters.preview import ChannelPreview, Preview, RecipientPreview
from ._requests.policy import RetryPolicy
from ._results import chat_and_file_results as _chat_and_file_results
from ._results.base_error import TurboSMSError
from ._results.call_event import CallEvent
from ._results.delivery_status import ChannelDetails, MessageDetails, MessageStatus
from ._results.errors import (
    InvalidParameterError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    TransportError,
    WaitTimeoutError,
)
from ._results.multi_report import MultiReport
from ._results.reports_and_refusals import (
    AccountBlockedError,
    APIError,
    AuthenticationError,
    BadRequestError,
    InsufficientBalanceError,
    NotAllowedError,
    ReportRow,
    SendReport,
    ServiceFailureError,
)

if TYPE_CHECKING:
    from ._results.chat_and_file_results import (
        ChatMessage,
        ChatRecipient,
        ChatSender,
        ChatSendResult,
        ChatSession,
        FileDetails,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _chat_and_file_results.__all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_chat_and_file_results, name)


# If the application configures no handler, Python would print warnings to stderr.
logging.getLogger("turbosms_client").addHandler(logging.NullHandler())

__all__ = [
    "APIError",
    "AccountBlockedError",
    "AsyncTurboSMS",
    "AuthenticationError",
    "BadRequestError",
    "CallEvent",
    "ChannelDetails",
    "ChannelPreview",
    "ChatMessage",
    "ChatRecipient",
    "ChatSendResult",
    "ChatSender",
    "ChatSession",
    "FileDetails",
    "InsufficientBalanceError",
    "InvalidParameterError",
    "MessageDetails",
    "MessageStatus",
    "MultiReport",
    "NotAllowedError",
    "OutcomeUnknownError",
    "Preview",
    "ProtocolError",
    "RecipientPreview",
    "ReportRow",
    "RequestNotSentError",
    "ResultCode",
    "RetryPolicy",
    "SendOptions",
    "SendParameters",
    "SendReport",
    "ServiceFailureError",
    "Sms",
    "SmsSize",
    "TransportError",
    "TurboSMS",
    "TurboSMSError",
    "Viber",
    "WaitTimeoutError",
    "format_money",
    "measure_sms",
    "normalize_phone",
    "socket_options",
]

# Errors, tracebacks and documentation show public names where applications import them from.
for _name in __all__:
    if _name not in _chat_and_file_results.__all__:  # those get theirs when they are imported
        globals()[_name].__module__ = __name__
