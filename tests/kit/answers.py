"""Answers as the service gives them."""

from __future__ import annotations

from typing import Any, Final


def envelope(code: Any, result: Any = None, name: str = "OK") -> dict[str, Any]:
    return {"response_code": code, "response_status": name, "response_result": result}


def ok(result: Any = None) -> dict[str, Any]:
    return envelope(0, result)


def code(answer: dict[str, Any]) -> int:
    return int(answer["response_code"])


FATAL: Final = envelope(999, None, "FATAL_ERROR")
BALANCE: Final = ok({"balance": 5})


STATUSES: Final = (
    *(200, 204, 301, 302, 303, 307, 308, 400, 401, 404, 408, 425, 429),
    *(500, 502, 503, 504, 520),
)
"""HTTP statuses of whatever stands before the service, and how it may answer in its place."""


def recipient_row(phone: Any, code: Any = 0, message_id: Any = "id", **more: Any) -> dict[str, Any]:
    """What an answer says of one recipient."""
    row = {"phone": phone, "response_code": code, "message_id": message_id}
    return {**row, "response_status": "OK", **more}


def accepted(*phones: str, code: int = 801, row_code: int = 0, **extra: Any) -> dict[str, Any]:
    """An answer that accepts these numbers."""
    rows = [recipient_row(phone, row_code, f"id-{phone}", **extra) for phone in phones]
    return envelope(code, rows, "SUCCESS_MESSAGE_SENT")


def refused(code: int, name: str, *phones: str, overall: int | None = None) -> dict[str, Any]:
    """An answer that refuses these numbers, or the whole request."""
    rows = [recipient_row(phone, code, None, response_status=name) for phone in phones]
    return envelope(code if overall is None else overall, rows or None, name)


def lookups(*told: dict[str, Any]) -> dict[str, Any]:
    """What `message/status` and `message/details` answer."""
    return ok([{"response_code": 0, "response_status": "OK", **row} for row in told])


def status(message_id: str, word: str) -> dict[str, Any]:
    return {"message_id": message_id, "status": word, "type": "sms"}


def details(message_id: str, viber: str | None, sms: str | None) -> dict[str, Any]:
    halves = {
        "viber": viber and {"status": viber, "rejected_status": "SRVC_NOT_VIBER_USER"},
        "sms": sms and {"status": sms},
    }
    return {"message_id": message_id, **halves}
