"""The JavaScript module with what the page knows of the service, made from the same tables."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_sandbox.account.opening import Opening
from turbosms_sandbox.delivery.behaviours import (
    MAGIC_NUMBERS,
    REFUSED,
    SMS_OUTCOMES,
    VIBER_OUTCOMES,
)
from turbosms_sandbox.http.faults import ANY_METHOD, METHOD_KINDS, WEBHOOK, WEBHOOK_KINDS


def module(opening: Opening | None = None) -> str:
    """The source of the JavaScript module `service/tables.js`, for a sandbox that opens so."""
    opening = opening or Opening()
    senders = {"sms": opening.sms_sender, "viber": opening.viber_sender}
    return _tables() + _exports({"OWN_TOKEN": opening.token, "OWN_SENDERS": senders})


@cache
def _tables() -> str:
    tables = {
        "STATUSES": [
            [status.name, status.final, status.delivered] for status in DELIVERY_STATUSES.values()
        ],
        "STATUS_NAMES_UK": {
            name: status.name_in("uk") for name, status in DELIVERY_STATUSES.items()
        },
        "MEANINGS_UK": {int(code): code.meaning_in("uk") for code in ResultCode},
        "OUTCOMES": {int(code): code.outcome for code in ResultCode},
        "METHODS": [ANY_METHOD, *OPERATIONS, WEBHOOK],
        "WEBHOOK": WEBHOOK,
        "METHOD_FAULTS": dict(METHOD_KINDS),
        "WEBHOOK_FAULTS": dict(WEBHOOK_KINDS),
        "VIBER_FATES": list(VIBER_OUTCOMES),
        "SMS_FATES": SMS_OUTCOMES,
        "REFUSED": {phone: int(code) for phone, code in REFUSED.items()},
        "SCRIPTS": {
            phone: {
                "viber": behaviour.viber_outcome,
                "sms": behaviour.sms,
                "clicks": behaviour.clicks,
                "answers": behaviour.answers,
            }
            for phone, behaviour in MAGIC_NUMBERS.items()
        },
    }
    return _exports(tables)


def _exports(tables: dict[str, Any]) -> str:
    return "".join(
        f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n"
        for name, value in tables.items()
    )
