"""The result codes of the service. Documentation: "Description of Request Processing Result Codes"."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from .texts import text_in

if TYPE_CHECKING:
    from collections.abc import Mapping

HELP_URL: Final = "https://turbosms-client.github.io/"
"""Where the pages of docs/ will be published, each at its own name."""
CODES_URL: Final = f"{HELP_URL}codes/"
"""The table of codes there."""

Outcome = Literal["success", "partial", "replay", "failure", "unknown"]
"""`replay`: the result of an earlier request follows. `unknown`: the code says nothing about what was carried out."""
Scope = Literal["request", "recipient", "both"]
"""Whether the code stands for a whole request, in the row of one recipient, or in either place."""
Actor = Literal["caller", "account-owner", "support", "nobody"]
"""Who has to act before the request can succeed."""


class ResultCode(IntEnum):
    """A result code by the name that the service gives it.

    The set is open: the service adds codes, so a number from an answer may have no member here.
    """

    OK = 0
    """The request was carried out."""
    PONG = 1
    """The API is up and the token is good; only `ping` answers it."""
    REQUIRED_TOKEN = 103
    """No token was passed in any of its four places."""
    REQUIRED_CONTENT = 104
    """The method takes data and none was passed."""
    REQUIRED_AUTH = 105
    """No account has this token; it may have been replaced in the account's settings."""
    REQUIRED_ACTIVE_USER = 106
    """The account is blocked and may not use the API until it is unblocked."""
    REQUIRED_VIBER_SESSION = 107
    """The chat has no open Viber session; a session message can be sent once the recipient has written again."""
    REQUIRED_MESSAGE_SENDER = 200
    """A channel of the message has no sender, or an empty one."""
    REQUIRED_MESSAGE_TEXT = 201
    """A channel of the message has no text, or an empty one, where it needs one."""
    REQUIRED_MESSAGE_RECIPIENT = 202
    """The list of recipients is missing or empty."""
    REQUIRED_BALANCE = 203
    """The balance does not cover the campaign, so none of it was created."""
    REQUIRED_MESSAGE_BUTTON = 204
    """This kind of message needs a button, and both its text and its link are missing or empty."""
    REQUIRED_MESSAGE_BUTTON_CAPTION = 205
    """The button has a link but no text (`caption`)."""
    REQUIRED_MESSAGE_BUTTON_ACTION = 206
    """The button has a text but no link (`action`)."""
    INVALID_REQUEST = 300
    """The request does not have the structure that the method expects, or there is no such method."""
    INVALID_TOKEN = 301
    """What was passed as the token does not look like one."""
    INVALID_MESSAGE_SENDER = 302
    """The sender is not a possible sender name."""
    INVALID_START_TIME = 303
    """The time of a deferred message cannot be read as a date and time."""
    INVALID_MESSAGE_TEXT = 304
    """The text is not a string, or not valid UTF-8."""
    INVALID_PHONE = 305
    """The number is no phone number of a known country and operator."""
    INVALID_TTL = 306
    """The `ttl` is not an integer; in JSON a number in quotes is not one either."""
    INVALID_MESSAGE_ID = 307
    """The message id does not have the form of one."""
    INVALID_FILE_ID = 308
    """The `id` passed to `file/details` is not the number of a file."""
    INVALID_SENDER_ID = 309
    """The `sender_id` passed to `chat/recipients` is not the number of a sender."""
    INVALID_CHAT_ID = 310
    """The `chat_id` passed to a method of the chat module is not the number of a chat."""
    INVALID_SESSION_ID = 311
    """The `session_id` passed to `chat/sessions` is not the number of a session."""
    INVALID_PAGE = 312
    """The `page` is not the number of a page."""
    INVALID_ROWS = 313
    """The `rows` are not a number of rows that a page may have."""
    NOT_ALLOWED_MESSAGE_SENDER = 400
    """The account may not use this sender."""
    NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE = 401
    """The sender belongs to the account but is not active, for example unpaid this month or not fully registered."""
    NOT_ALLOWED_MESSAGE_IMAGE = 402
    """The image is of a type that cannot be sent."""
    NOT_ALLOWED_START_TIME = 403
    """The time of a deferred message lies outside the permitted span, 14 days ahead at most."""
    NOT_ALLOWED_NUMBER_STOPLIST = 404
    """The number is on the stop list (SMS) or the ignore list (Viber), so nothing is sent to it."""
    NOT_ALLOWED_RECIPIENTS_LIMIT = 405
    """The request has more recipients than one request may have."""
    NOT_ALLOWED_RECIPIENT_COUNTRY = 406
    """The account is not enabled for the country of this recipient; the service's support can enable it."""
    NOT_ALLOWED_RECIPIENT_DUPLICATE = 407
    """The number stands in the same request already; it gets the message once."""
    NOT_ALLOWED_MESSAGE_BUTTON_TEXT_LENGTH = 408
    """The text of the button has more than 30 characters."""
    NOT_ALLOWED_MESSAGE_TTL = 409
    """The `ttl` is an integer outside the permitted range."""
    NOT_ALLOWED_MESSAGE_TRANSACTION_CONTENT = 410
    """A transactional message carries something else than text, such as a button or an image."""
    NOT_ALLOWED_MESSAGE_DATA = 411
    """A parameter of the message has a value that is not possible; the service's support can tell which."""
    NOT_ALLOWED_MESSAGE_TEXT = 412
    """The text contains a forbidden fragment."""
    NOT_ALLOWED_MESSAGE_TEXT_LENGTH = 413
    """The text is longer than the channel permits."""
    NOT_ALLOWED_MESSAGE_ID = 414
    """The account has no message with this id."""
    NOT_ALLOWED_MESSAGE_TRANSACTION_SENDER = 415
    """A shared sender may not send transactional messages."""
    NOT_ALLOWED_MESSAGE_TRANSACTION_PATTERN = 416
    """No registered template fits the transactional message."""
    NOT_ALLOWED_FILE_ID = 417
    """The account has no file with this id."""
    NOT_ALLOWED_FILE_EMPTY = 418
    """There is nothing to upload, since no file was found or it holds no bytes."""
    NOT_ALLOWED_FILE_TYPE = 419
    """Files of this type are not supported."""
    NOT_ALLOWED_FILE_SIZE = 420
    """The file is larger than 3 MB."""
    NOT_ALLOWED_MESSAGE_TRAFFIC_TYPE = 421
    """The sender is not set up for this type of traffic."""
    NOT_ALLOWED_SESSION_OUTBOX_LIMIT = 422
    """Five session messages in a row are unanswered; the next one has to wait until the recipient writes."""
    NOT_ALLOWED_FILE_NAME_LENGTH = 423
    """The name of a file in a Viber message is too long; it has 25 characters at most."""
    NOT_ALLOWED_PERMISSION = 424
    """The Viber chat belongs to somebody else."""
    NOT_ALLOWED_TEST_NUMBER = 425
    """A test sender writes in Viber only to the number that is linked to the account's profile."""
    NOT_ALLOWED_TEST_MESSAGES_LIMIT = 426
    """The test sender has used up its Viber messages."""
    NOT_ALLOWED_MESSAGE_DUPLICATE = 427
    """The same message to the same recipient was created less than 90 seconds ago."""
    FAILED_CONVERT_RESULT2JSON = 500
    """The service could not write its result as JSON; the request may have been executed all the same."""
    FAILED_CONVERT_RESULT2XML = 501
    """The service could not write its result as XML; the request may have been executed all the same."""
    FAILED_PARSE_BODY = 502
    """The body could not be read in the format that it claims to have."""
    FAILED_SMS_SEND = 503
    """The service failed to send the SMS."""
    FAILED_VIBER_SEND = 504
    """The service failed to send the Viber message."""
    FAILED_SAVE_IMAGE = 505
    """The service failed to store the image."""
    FAILED_SAVE_FILE = 506
    """The service failed to store the file."""
    FAILED_DUPLICATE_REQUEST = 507
    """A request with this `sequence_id` was executed before; the answer carries that request's result."""
    SUCCESS_MESSAGE_ACCEPTED = 800
    """The messages were created and queued; some may have to pass moderation before they go out."""
    SUCCESS_MESSAGE_SENT = 801
    """The messages were sent."""
    SUCCESS_MESSAGE_PARTIAL_ACCEPTED = 802
    """The messages were created and queued, except for the recipients whose rows carry a failure code."""
    SUCCESS_MESSAGE_PARTIAL_SENT = 803
    """The messages were sent, except to the recipients whose rows carry a failure code."""
    FATAL_ERROR = 999
    """The service failed inside; how far it had got is not known, so a sent message is possible."""

    @property
    def meaning(self) -> str:
        """What the code says."""
        return _DETAILS[self].meaning

    def meaning_in(self, language: str) -> str:
        """The meaning in `"en"` or `"uk"`.

        Raises:
            ValueError: It is in no other language.
        """
        return text_in(language, "result_code", self.value, self.meaning)

    @property
    def since(self) -> date:
        """The day on which the service introduced the code."""
        return _DETAILS[self].since

    @property
    def outcome(self) -> Outcome:
        """What the code says about the execution of the request."""
        return _DETAILS[self].outcome

    @property
    def scope(self) -> Scope:
        """Where the code can stand."""
        return _DETAILS[self].scope

    @property
    def actor(self) -> Actor:
        """Who has to act before the request can succeed."""
        return _DETAILS[self].actor

    @property
    def repeat(self) -> bool:
        """Whether the same request, unchanged, can succeed later without anybody acting."""
        return _DETAILS[self].repeat

    @property
    def help_url(self) -> str:
        """The row of the code in the published table."""
        return f"{CODES_URL}#code-{self.value}"

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, format_spec: str) -> str:
        return int.__format__(self, format_spec)


class _Details(NamedTuple):
    meaning: str
    since: date
    outcome: Outcome
    scope: Scope
    actor: Actor
    repeat: bool


_DETAILS: Final[Mapping[int, _Details]] = MappingProxyType(
    {
        0: _Details(
            "The request was carried out.",
            date(2020, 2, 25),
            "success",
            "both",
            "nobody",
            False,
        ),
        1: _Details(
            "The API is up and the token is good; only `ping` answers it.",
            date(2020, 2, 25),
            "success",
            "request",
            "nobody",
            False,
        ),
        103: _Details(
            "No token was passed in any of its four places.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        104: _Details(
            "The method takes data and none was passed.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        105: _Details(
            "No account has this token; it may have been replaced in the account's settings.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        106: _Details(
            "The account is blocked and may not use the API until it is unblocked.",
            date(2020, 2, 25),
            "failure",
            "request",
            "account-owner",
            False,
        ),
        107: _Details(
            "The chat has no open Viber session; a session message can be sent once the recipient has written again.",
            date(2022, 10, 27),
            "failure",
            "request",
            "nobody",
            True,
        ),
        200: _Details(
            "A channel of the message has no sender, or an empty one.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        201: _Details(
            "A channel of the message has no text, or an empty one, where it needs one.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        202: _Details(
            "The list of recipients is missing or empty.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        203: _Details(
            "The balance does not cover the campaign, so none of it was created.",
            date(2020, 2, 25),
            "failure",
            "request",
            "account-owner",
            False,
        ),
        204: _Details(
            "This kind of message needs a button, and both its text and its link are missing or empty.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        205: _Details(
            "The button has a link but no text (`caption`).",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        206: _Details(
            "The button has a text but no link (`action`).",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        300: _Details(
            "The request does not have the structure that the method expects, or there is no such method.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        301: _Details(
            "What was passed as the token does not look like one.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        302: _Details(
            "The sender is not a possible sender name.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        303: _Details(
            "The time of a deferred message cannot be read as a date and time.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        304: _Details(
            "The text is not a string, or not valid UTF-8.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        305: _Details(
            "The number is no phone number of a known country and operator.",
            date(2020, 2, 25),
            "failure",
            "both",
            "caller",
            False,
        ),
        306: _Details(
            "The `ttl` is not an integer; in JSON a number in quotes is not one either.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        307: _Details(
            "The message id does not have the form of one.",
            date(2020, 2, 25),
            "failure",
            "both",
            "caller",
            False,
        ),
        308: _Details(
            "The `id` passed to `file/details` is not the number of a file.",
            date(2021, 1, 22),
            "failure",
            "request",
            "caller",
            False,
        ),
        309: _Details(
            "The `sender_id` passed to `chat/recipients` is not the number of a sender.",
            date(2022, 10, 27),
            "failure",
            "request",
            "caller",
            False,
        ),
        310: _Details(
            "The `chat_id` passed to a method of the chat module is not the number of a chat.",
            date(2022, 10, 27),
            "failure",
            "request",
            "caller",
            False,
        ),
        311: _Details(
            "The `session_id` passed to `chat/sessions` is not the number of a session.",
            date(2022, 10, 27),
            "failure",
            "request",
            "caller",
            False,
        ),
        312: _Details(
            "The `page` is not the number of a page.",
            date(2022, 10, 27),
            "failure",
            "request",
            "caller",
            False,
        ),
        313: _Details(
            "The `rows` are not a number of rows that a page may have.",
            date(2022, 10, 27),
            "failure",
            "request",
            "caller",
            False,
        ),
        400: _Details(
            "The account may not use this sender.",
            date(2020, 2, 25),
            "failure",
            "request",
            "account-owner",
            False,
        ),
        401: _Details(
            "The sender belongs to the account but is not active, for example unpaid this month or not fully registered.",
            date(2020, 2, 25),
            "failure",
            "request",
            "account-owner",
            False,
        ),
        402: _Details(
            "The image is of a type that cannot be sent.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        403: _Details(
            "The time of a deferred message lies outside the permitted span, 14 days ahead at most.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        404: _Details(
            "The number is on the stop list (SMS) or the ignore list (Viber), so nothing is sent to it.",
            date(2020, 2, 25),
            "failure",
            "both",
            "account-owner",
            False,
        ),
        405: _Details(
            "The request has more recipients than one request may have.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        406: _Details(
            "The account is not enabled for the country of this recipient; the service's support can enable it.",
            date(2020, 2, 25),
            "failure",
            "both",
            "support",
            False,
        ),
        407: _Details(
            "The number stands in the same request already; it gets the message once.",
            date(2020, 2, 25),
            "failure",
            "both",
            "nobody",
            False,
        ),
        408: _Details(
            "The text of the button has more than 30 characters.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        409: _Details(
            "The `ttl` is an integer outside the permitted range.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        410: _Details(
            "A transactional message carries something else than text, such as a button or an image.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        411: _Details(
            "A parameter of the message has a value that is not possible; the service's support can tell which.",
            date(2020, 2, 25),
            "failure",
            "request",
            "support",
            False,
        ),
        412: _Details(
            "The text contains a forbidden fragment.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        413: _Details(
            "The text is longer than the channel permits.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        414: _Details(
            "The account has no message with this id.",
            date(2020, 2, 25),
            "failure",
            "recipient",
            "caller",
            False,
        ),
        415: _Details(
            "A shared sender may not send transactional messages.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        416: _Details(
            "No registered template fits the transactional message.",
            date(2020, 12, 18),
            "failure",
            "both",
            "account-owner",
            False,
        ),
        417: _Details(
            "The account has no file with this id.",
            date(2021, 1, 22),
            "failure",
            "request",
            "caller",
            False,
        ),
        418: _Details(
            "There is nothing to upload, since no file was found or it holds no bytes.",
            date(2021, 1, 22),
            "failure",
            "request",
            "caller",
            False,
        ),
        419: _Details(
            "Files of this type are not supported.",
            date(2021, 1, 22),
            "failure",
            "request",
            "caller",
            False,
        ),
        420: _Details(
            "The file is larger than 3 MB.",
            date(2021, 1, 22),
            "failure",
            "request",
            "caller",
            False,
        ),
        421: _Details(
            "The sender is not set up for this type of traffic.",
            date(2022, 10, 3),
            "failure",
            "request",
            "account-owner",
            False,
        ),
        422: _Details(
            "Five session messages in a row are unanswered; the next one has to wait until the recipient writes.",
            date(2022, 10, 27),
            "failure",
            "request",
            "nobody",
            True,
        ),
        423: _Details(
            "The name of a file in a Viber message is too long; it has 25 characters at most.",
            date(2022, 10, 27),
            "failure",
            "request",
            "caller",
            False,
        ),
        424: _Details(
            "The Viber chat belongs to somebody else.",
            date(2023, 3, 24),
            "failure",
            "request",
            "caller",
            False,
        ),
        425: _Details(
            "A test sender writes in Viber only to the number that is linked to the account's profile.",
            date(2024, 8, 24),
            "failure",
            "both",
            "caller",
            False,
        ),
        426: _Details(
            "The test sender has used up its Viber messages.",
            date(2024, 8, 24),
            "failure",
            "both",
            "account-owner",
            False,
        ),
        427: _Details(
            "The same message to the same recipient was created less than 90 seconds ago.",
            date(2024, 12, 12),
            "failure",
            "both",
            "nobody",
            False,
        ),
        500: _Details(
            "The service could not write its result as JSON; the request may have been executed all the same.",
            date(2020, 2, 25),
            "unknown",
            "request",
            "support",
            True,
        ),
        501: _Details(
            "The service could not write its result as XML; the request may have been executed all the same.",
            date(2020, 2, 25),
            "unknown",
            "request",
            "support",
            True,
        ),
        502: _Details(
            "The body could not be read in the format that it claims to have.",
            date(2020, 2, 25),
            "failure",
            "request",
            "caller",
            False,
        ),
        503: _Details(
            "The service failed to send the SMS.",
            date(2020, 2, 25),
            "failure",
            "both",
            "nobody",
            True,
        ),
        504: _Details(
            "The service failed to send the Viber message.",
            date(2020, 2, 25),
            "failure",
            "both",
            "nobody",
            True,
        ),
        505: _Details(
            "The service failed to store the image.",
            date(2020, 2, 25),
            "failure",
            "request",
            "nobody",
            True,
        ),
        506: _Details(
            "The service failed to store the file.",
            date(2021, 1, 22),
            "failure",
            "request",
            "nobody",
            True,
        ),
        507: _Details(
            "A request with this `sequence_id` was executed before; the answer carries that request's result.",
            date(2024, 9, 15),
            "replay",
            "request",
            "nobody",
            False,
        ),
        800: _Details(
            "The messages were created and queued; some may have to pass moderation before they go out.",
            date(2020, 2, 25),
            "success",
            "both",
            "nobody",
            False,
        ),
        801: _Details(
            "The messages were sent.",
            date(2020, 2, 25),
            "success",
            "both",
            "nobody",
            False,
        ),
        802: _Details(
            "The messages were created and queued, except for the recipients whose rows carry a failure code.",
            date(2020, 2, 25),
            "partial",
            "request",
            "caller",
            False,
        ),
        803: _Details(
            "The messages were sent, except to the recipients whose rows carry a failure code.",
            date(2020, 2, 25),
            "partial",
            "request",
            "caller",
            False,
        ),
        999: _Details(
            "The service failed inside; how far it had got is not known, so a sent message is possible.",
            date(2020, 2, 25),
            "unknown",
            "request",
            "support",
            True,
        ),
    }
)
