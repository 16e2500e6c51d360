"""What the page has to know of the service, as a module, so that no table stands twice."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_sandbox.faults import ANY_METHOD
from turbosms_sandbox.opening import Opening
from turbosms_sandbox.recipients import REFUSED, SCRIPTS, SMS_FATES


def module(opening: Opening | None = None) -> str:
    """The source of the JavaScript module `service/tables.js`, for a sandbox that opens so."""
    opening = opening or Opening()
    senders = {"sms": opening.sms_sender, "viber": opening.viber_sender}
    return _tables() + _written({"OWN_TOKEN": opening.token, "OWN_SENDERS": senders})


@cache
def _tables() -> str:
    tables = {
        "STATUSES": [
            [status.name, status.final, status.delivered] for status in DELIVERY_STATUSES.values()
        ],
        "OUTCOMES": {int(code): code.outcome for code in ResultCode},
        "METHODS": [ANY_METHOD, *OPERATIONS],
        "SMS_FATES": SMS_FATES,
        "REFUSED": {number: int(code) for number, code in REFUSED.items()},
        "SCRIPTS": {
            number: {
                "viber": script.viber_fate,
                "sms": script.sms,
                "clicks": script.clicks,
                "answers": script.answers,
            }
            for number, script in SCRIPTS.items()
        },
    }
    return _written(tables)


def _written(tables: dict[str, Any]) -> str:
    return "".join(
        f"export const {name} = {json.dumps(value)};\n" for name, value in tables.items()
    )
