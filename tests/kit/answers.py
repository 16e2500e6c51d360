"""Answers to `message/status` and `message/details`, as the service gives them."""

from __future__ import annotations

from typing import Any


def rows(*told: dict[str, Any]) -> dict[str, Any]:
    listed = [{"response_code": 0, "response_status": "OK", **row} for row in told]
    return {"response_code": 0, "response_status": "OK", "response_result": listed}


def status(message_id: str, word: str) -> dict[str, Any]:
    return {"message_id": message_id, "status": word, "type": "sms"}


def details(message_id: str, viber: str | None, sms: str | None) -> dict[str, Any]:
    halves = {
        "viber": viber and {"status": viber, "rejected_status": "SRVC_NOT_VIBER_USER"},
        "sms": sms and {"status": sms},
    }
    return {"message_id": message_id, **halves}
