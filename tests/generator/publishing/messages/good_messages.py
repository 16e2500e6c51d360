"""Requests and answers as they have to be, from which wrong ones are made.

The documented samples, the examples of the spec, and one for each kind of message and of answer
that neither of them has.
"""

from __future__ import annotations

import json
from typing import Any, Final

from tests.generator.publishing.messages.message_places import examples_of
from tests.kit.facts import FACTS
from tests.openapi import SPEC

SAMPLES: Final = json.loads((FACTS / "documented_samples.json").read_text("utf-8"))
METHODS: Final = [path.strip("/").removesuffix(".json") for path in SPEC["paths"]]
NAMES: Final = {row["code"]: row["name"] for row in SPEC["x-result-codes"]}

PHONES: Final = {"recipients": ["380678998668"]}
ID: Final = "f83f8868-5e46-c6cf-e4fb-615e5a293754"
BUTTON: Final = {"caption": "Pay", "action": "https://example.com/pay"}
IMAGE: Final = "https://example.com/a.png"
CYRILLIC: Final = "Рахунок за вересень"

_SENDS: Final[list[Any]] = [
    # Values of the whole request, which each channel takes unless it has its own.
    {"sender": "Shop", "text": "Hi", "sms": {}, "viber": {}},
    {"sender": "Shop", "text": "я" * 661, "sms": {}, "viber": {}},
    {"sender": "Shop", "text": "a" * 1521, "sms": {}},
    {"sender": "Shop", "text": "a" * 1521, "sms": {}, "viber": {"text": "Short"}},
    {"sender": "Shop", "text": "я" * 1000, "viber": {}},
    {"sender": "Shop", "text": "я" * 1000, "viber": {}, "sms": {"text": "Short"}},
    {"sender": "Shop", "text": "€" * 760 + "a", "sms": {}},
    {"sender": "Shop", "text": "[" + "a" * 1519, "sms": {}},
    {"sender": "Shop", "text": "😀" * 330 + "я", "sms": {}},
    {"sender": "Shop", "text": "😀" + "я" * 659, "sms": {}},
    {"sender": "Shop", "text": "😀" * 1000, "viber": {}},
    {"text": "Hi", "is_transactional": 1, "viber": {"sender": "Shop"}},
    {
        "text": "Hi",
        "is_transactional": 1,
        "viber": {"sender": "Shop", "is_transactional": 0, **BUTTON},
    },
    {"text": "Hi", "is_transactional": 1, "sms": {"sender": "Shop"}},
    {"sender": "Shop", "viber": {"file_id": 5, "caption": "a" * 25}},
    {"sender": "Shop", "viber": {"file_id": 5, "caption": "я" * 12}},
    {"sender": "Shop", "caption": "я" * 12, "viber": {"file_id": 5}},
    {"sender": "Shop", "text": "Hi", "viber": {"file_id": 5, "caption": "я" * 30}},
    {"sender": "Shop", "text": "Hi", "viber": {**BUTTON, "caption": "я" * 30}},
    {"sender": "Shop", "viber": {"file_id": 5}},
    {"sender": "Shop", "viber": {"file_id": 5, "image_url": "https://example.com/a.pdf"}},
    {"sender": "Shop", "viber": {"image_url": IMAGE}},
    {"sender": "Shop", "viber": {"image_url": "HTTPS://example.com/A.JPEG?size=1.5#x.y"}},
    {"sender": "Shop", "viber": {"image_url": "https://example.com"}},
    {"sender": "Shop", "viber": {"image_url": "https://example.com/v1.2/image"}},
    {"sender": "Shop", "viber": {"image_url": "https://example.com/a%2Epng"}},
    {"sender": "Shop", "viber": {"image_url": IMAGE, "text": "Hi", **BUTTON}},
    {"sender": "Shop", "start_date": "2024-02-29", "viber": {"text": "Hi", "ttl": 60}},
    {"sender": "Shop", "text": "Hi", "sms": {"start_time": "2023-12-31T23:59:59.5+02:00"}},
    {"sender": "s" * 20, "text": "Hi\n", "sms": {"is_flash": 1}, "sequence_id": "я" * 32},
    {"sender": "Shop", "text": "Hi", "sms": {}, "recipients": ["+380678998668"] * 5000},
]
_REQUESTS: Final[dict[str, list[Any]]] = {
    "message/send": [{**PHONES, **each} for each in _SENDS],
    "message/sendmulti": [
        {"a": {**PHONES, **each}, "ж": {**PHONES, **each}, **number}
        for each in _SENDS[:3]
        for number in ({}, {"sequence_id": "я" * 32})
    ],
    "message/status": [{"messages": [ID.upper()], "sequence_id": "1"}],
    "chat/recipients": [
        {"sender": "Shop", "page": 1, "rows": 500},
        {"sender_id": 1, "sender": "S"},
    ],
    "chat/sessions": [{"chat_id": 1, "session_id": 1, "page": 3}],
    "chat/messages": [{}, {"new_only": 0, "chat_id": 1}],
    "chat/send": [
        {"chat_id": 1, "message": "я" * 1000, "file_name": "я" * 25},
        {"chat_id": 1, "message": "Hi", "file_data": ""},
        {"chat_id": 1, "file_url": "http://example.com/a.pdf", "file_name": ""},
        {"chat_id": 1, "file_data": "data:,a", "file_url": "http://example.com/a.pdf"},
    ],
    "file/add": [{"data": "", "url": "https://example.com/a.pdf"}, {"data": "DATA:;base64,YQ=="}],
}


def requests(method: str) -> list[Any]:
    """Requests of a method as they have to be."""
    samples = SAMPLES[method]["requests"] if method in SAMPLES else []
    return [*samples, *examples_of(method, "request"), *_REQUESTS.get(method, ())]


def answers(method: str) -> list[Any]:
    """Answers of a method as they may be."""
    samples = SAMPLES[method]["answers"] if method in SAMPLES else []
    operation = SPEC["paths"][f"/{method}.json"]["x-operation"]
    codes = {*operation["codes"], *SPEC["x-common-codes"]}
    # Methods with answers of the same form share their examples.
    examples = [each for each in examples_of(method, "answer") if each["response_code"] in codes]
    return [*samples, *examples, *_ANSWERS.get(method, ())]


def envelope(code: int, result: Any = None) -> dict[str, Any]:
    """An answer with this code, which may be in no table."""
    return {
        "response_code": code,
        "response_status": NAMES.get(code, "UNKNOWN"),
        "response_result": result,
    }


def row(code: int, **more: Any) -> dict[str, Any]:
    """A row with this code."""
    return {**more, "response_code": code, "response_status": NAMES.get(code, "UNKNOWN")}


def sent(code: int = 0) -> dict[str, Any]:
    """The row of a recipient who was accepted."""
    return row(code, phone="380678998668", message_id=ID)


def refused(code: int = 406) -> dict[str, Any]:
    """The row of a recipient who was not."""
    return row(code, phone="380678998668", message_id=None)


_STATUS: Final = {
    "recipient": "380678998668",
    "sent": "2024-02-29 23:59:59",
    "updated": "2000-02-29 00:00:00",
}
_VIBER: Final = {**_STATUS, "type": "viber", "rejected_status": "", "click_time": None}
_SENT: Final[list[Any]] = [
    envelope(800, [sent(800), sent(0)]),
    envelope(801, [sent(801)]),
    envelope(803, [sent(), refused(407), refused(305)]),
    envelope(404, [refused(404), refused(427)]),
    envelope(507, [sent()]),
    envelope(0, [sent(), refused()]),
    envelope(999),
]
_ANSWERS: Final[dict[str, list[Any]]] = {
    "message/send": _SENT,
    "message/sendmulti": [
        envelope(0, {str(index): answer for index, answer in enumerate(_SENT)}),
        envelope(0, {"a": envelope(300), "b": envelope(203)}),
        envelope(507, {"a": _SENT[0], "b": envelope(203)}),
        envelope(300),
    ],
    "message/status": [
        envelope(0, [row(307, message_id=""), row(0, message_id=ID, status="Sent", **_VIBER)]),
        envelope(
            0,
            [
                row(
                    0,
                    message_id=ID,
                    **{**_VIBER, "status": "Rejected", "rejected_status": "SRVC_USER_BLOCKED"},
                )
            ],
        ),
        envelope(104),
    ],
    "chat/messages": [envelope(0, []), envelope(424)],
    "chat/recipients": [envelope(0, []), envelope(400)],
    "chat/send": [envelope(404), envelope(507, {"message_id": 1})],
    "file/add": [envelope(507, examples_of("file/add", "answer")[0]["response_result"])],
}
