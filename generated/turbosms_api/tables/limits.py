"""Every limit that the documentation puts in numbers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Limit(NamedTuple):
    """A limit with what it counts and where it comes from."""

    name: str
    value: int
    unit: str
    code: int | None
    """The result code beyond the limit; None where the documentation names none."""
    meaning: str
    source: str
    """The section of the documentation."""


RECIPIENTS_PER_REQUEST: Final = Limit(
    name="recipients_per_request",
    value=5000,
    unit="recipients",
    code=405,
    meaning="The most recipients of one request.",
    source="message/send",
)
"""The most recipients of one request."""

IMMEDIATE_RECIPIENTS: Final = Limit(
    name="immediate_recipients",
    value=5,
    unit="recipients",
    code=None,
    meaning="A campaign of at most this size without a start time is sent at once instead of queued.",
    source="message/send",
)
"""A campaign of at most this size without a start time is sent at once instead of queued."""

SMS_GSM_CHARACTERS: Final = Limit(
    name="sms_gsm_characters",
    value=1521,
    unit="GSM-7 septets",
    code=413,
    meaning="The longest SMS whose characters are all in the GSM alphabet; ten segments.",
    source="message/send",
)
"""The longest SMS whose characters are all in the GSM alphabet; ten segments."""

SMS_UNICODE_CHARACTERS: Final = Limit(
    name="sms_unicode_characters",
    value=661,
    unit="UTF-16 units",
    code=413,
    meaning="The longest SMS with any other character; ten segments.",
    source="message/send",
)
"""The longest SMS with any other character; ten segments."""

SMS_SEGMENTS: Final = Limit(
    name="sms_segments",
    value=10,
    unit="segments",
    code=413,
    meaning="The most segments of one SMS.",
    source="message/send",
)
"""The most segments of one SMS."""

VIBER_TEXT_CHARACTERS: Final = Limit(
    name="viber_text_characters",
    value=1000,
    unit="characters",
    code=413,
    meaning="The longest text of a Viber message.",
    source="message/send",
)
"""The longest text of a Viber message."""

BUTTON_CAPTION_CHARACTERS: Final = Limit(
    name="button_caption_characters",
    value=30,
    unit="characters",
    code=408,
    meaning="The longest text of a button.",
    source="result codes",
)
"""The longest text of a button."""

FILE_CAPTION_LATIN: Final = Limit(
    name="file_caption_latin",
    value=25,
    unit="characters",
    code=423,
    meaning="The longest name of a file in a Viber message, in Latin letters.",
    source="message/send",
)
"""The longest name of a file in a Viber message, in Latin letters."""

FILE_CAPTION_CYRILLIC: Final = Limit(
    name="file_caption_cyrillic",
    value=12,
    unit="characters",
    code=423,
    meaning="The longest name of a file in a Viber message that has a Cyrillic letter.",
    source="message/send",
)
"""The longest name of a file in a Viber message that has a Cyrillic letter."""

TTL_MINIMUM: Final = Limit(
    name="ttl_minimum",
    value=60,
    unit="seconds",
    code=409,
    meaning="The shortest time that a Viber message may be kept for delivery.",
    source="message/send",
)
"""The shortest time that a Viber message may be kept for delivery."""

TTL_MAXIMUM: Final = Limit(
    name="ttl_maximum",
    value=86400,
    unit="seconds",
    code=409,
    meaning="The longest time that a Viber message may be kept for delivery.",
    source="message/send",
)
"""The longest time that a Viber message may be kept for delivery."""

TTL_DEFAULT: Final = Limit(
    name="ttl_default",
    value=3600,
    unit="seconds",
    code=None,
    meaning="How long a Viber message is kept for delivery if the request does not say.",
    source="message/send",
)
"""How long a Viber message is kept for delivery if the request does not say."""

START_TIME_DAYS: Final = Limit(
    name="start_time_days",
    value=14,
    unit="days",
    code=403,
    meaning="How far ahead a deferred message may be scheduled.",
    source="message/send",
)
"""How far ahead a deferred message may be scheduled."""

SEQUENCE_ID_CHARACTERS: Final = Limit(
    name="sequence_id_characters",
    value=32,
    unit="characters",
    code=300,
    meaning="The longest `sequence_id`.",
    source="request numbering",
)
"""The longest `sequence_id`."""

SEQUENCE_ID_DAYS: Final = Limit(
    name="sequence_id_days",
    value=14,
    unit="days",
    code=None,
    meaning="How long a `sequence_id` protects against a second execution.",
    source="request numbering",
)
"""How long a `sequence_id` protects against a second execution."""

REPEAT_WINDOW_SECONDS: Final = Limit(
    name="repeat_window_seconds",
    value=90,
    unit="seconds",
    code=427,
    meaning="How long the same message to the same recipient is refused after it was created.",
    source="result codes",
)
"""How long the same message to the same recipient is refused after it was created."""

URL_CHARACTERS: Final = Limit(
    name="url_characters",
    value=2000,
    unit="characters",
    code=300,
    meaning="The longest URL of a call.",
    source="connection",
)
"""The longest URL of a call."""

FILE_BYTES: Final = Limit(
    name="file_bytes",
    value=3145728,
    unit="bytes",
    code=420,
    meaning="The largest file; 3 MB, read as 3 x 1024 x 1024 bytes.",
    source="file/add",
)
"""The largest file; 3 MB, read as 3 x 1024 x 1024 bytes."""

PAGE_ROWS_DEFAULT: Final = Limit(
    name="page_rows_default",
    value=30,
    unit="rows",
    code=None,
    meaning="The rows of a page if the request does not say.",
    source="chat/recipients",
)
"""The rows of a page if the request does not say."""

PAGE_ROWS_MAXIMUM: Final = Limit(
    name="page_rows_maximum",
    value=500,
    unit="rows",
    code=313,
    meaning="The most rows of a page.",
    source="chat/recipients",
)
"""The most rows of a page."""

SESSION_HOURS: Final = Limit(
    name="session_hours",
    value=24,
    unit="hours",
    code=107,
    meaning="How long a Viber session stays open after it began, as one in the documentation's sample does.",
    source="chat/sessions",
)
"""How long a Viber session stays open after it began, as one in the documentation's sample does."""

SESSION_OUTBOX: Final = Limit(
    name="session_outbox",
    value=5,
    unit="messages",
    code=422,
    meaning="The most session messages in a row without an answer of the recipient.",
    source="result codes",
)
"""The most session messages in a row without an answer of the recipient."""

SENDER_CHARACTERS: Final = Limit(
    name="sender_characters",
    value=20,
    unit="characters",
    code=302,
    meaning="The longest name of a sender.",
    source="message/send",
)
"""The longest name of a sender."""

LIMITS: Final[Mapping[str, Limit]] = MappingProxyType(
    {
        "recipients_per_request": RECIPIENTS_PER_REQUEST,
        "immediate_recipients": IMMEDIATE_RECIPIENTS,
        "sms_gsm_characters": SMS_GSM_CHARACTERS,
        "sms_unicode_characters": SMS_UNICODE_CHARACTERS,
        "sms_segments": SMS_SEGMENTS,
        "viber_text_characters": VIBER_TEXT_CHARACTERS,
        "button_caption_characters": BUTTON_CAPTION_CHARACTERS,
        "file_caption_latin": FILE_CAPTION_LATIN,
        "file_caption_cyrillic": FILE_CAPTION_CYRILLIC,
        "ttl_minimum": TTL_MINIMUM,
        "ttl_maximum": TTL_MAXIMUM,
        "ttl_default": TTL_DEFAULT,
        "start_time_days": START_TIME_DAYS,
        "sequence_id_characters": SEQUENCE_ID_CHARACTERS,
        "sequence_id_days": SEQUENCE_ID_DAYS,
        "repeat_window_seconds": REPEAT_WINDOW_SECONDS,
        "url_characters": URL_CHARACTERS,
        "file_bytes": FILE_BYTES,
        "page_rows_default": PAGE_ROWS_DEFAULT,
        "page_rows_maximum": PAGE_ROWS_MAXIMUM,
        "session_hours": SESSION_HOURS,
        "session_outbox": SESSION_OUTBOX,
        "sender_characters": SENDER_CHARACTERS,
    }
)
"""The limits by name."""
