"""TurboSMS for Python: SMS, Viber and hybrid messages, sent once and reported truthfully.

    from turbosms_client import TurboSMS

    with TurboSMS(token="…", sms_sender="Shop") as client:
        report = client.message.send(["+38 (050) 123-45-67"], text="Shipped")
        statuses = client.message.wait(report)

`TurboSMS` and `AsyncTurboSMS` have the same methods, named as the service names them: module, then method. Every error
is a `TurboSMSError`; `turbosms_client._errors` draws their tree.
"""

from __future__ import annotations

from turbosms_api.tables.result_codes import ResultCode

from ._client import AsyncTurboSMS, TurboSMS
from ._errors import (
    AccountBlockedError,
    APIError,
    AuthenticationError,
    BadRequestError,
    InsufficientBalanceError,
    InvalidParameterError,
    NotAllowedError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    ServiceFailureError,
    TransportError,
    TurboSMSError,
    WaitTimeoutError,
)
from ._parameters import Sms, Viber
from ._phones import normalize_phone
from ._policy import RetryPolicy
from ._report import MultiReport, ReportRow, SendReport
from ._results import ChannelDetails, MessageDetails, MessageStatus
from ._texts import SmsSize, measure_sms

__all__ = [
    "APIError",
    "AccountBlockedError",
    "AsyncTurboSMS",
    "AuthenticationError",
    "BadRequestError",
    "ChannelDetails",
    "InsufficientBalanceError",
    "InvalidParameterError",
    "MessageDetails",
    "MessageStatus",
    "MultiReport",
    "NotAllowedError",
    "OutcomeUnknownError",
    "ProtocolError",
    "ReportRow",
    "RequestNotSentError",
    "ResultCode",
    "RetryPolicy",
    "SendReport",
    "ServiceFailureError",
    "Sms",
    "SmsSize",
    "TransportError",
    "TurboSMS",
    "TurboSMSError",
    "Viber",
    "WaitTimeoutError",
    "measure_sms",
    "normalize_phone",
]
