"""Reads the rows in answers, with the generated classes, which do so tolerantly.

An unreadable row may be about a message that was sent, so it must never make the others unreadable.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from turbosms_api.reading import read_list, read_map, read_money, read_rows
from turbosms_api.results.message import SendRow

from .._results.delivery_status import MessageDetails, MessageStatus

StatusOrDetails = TypeVar("StatusOrDetails", MessageStatus, MessageDetails)


def read_send_rows(result: object) -> list[SendRow | None]:
    """The rows of a send, with None for each that cannot be read.

    A row without a phone number gets an empty `phone`: its position may show whose it is.
    """
    result_list = read_list(result)
    send_rows = read_rows(SendRow.from_row, result_list)
    for position, send_row in enumerate(send_rows):
        if send_row is None:
            send_rows[position] = _nameless(result_list[position])
    return send_rows


def _nameless(data: object) -> SendRow | None:
    if not isinstance(data, dict):
        return None
    send_row = SendRow.from_row({**data, "phone": "none"})
    if send_row is None:
        return None
    return send_row._replace(phone="")


def read_statuses(kind: type[StatusOrDetails], result: object) -> list[StatusOrDetails]:
    """The readable rows of `message/status` or `message/details`."""
    statuses = read_rows(kind.from_row, result)
    return [status for status in statuses if status is not None]


def read_balance(result: object) -> Decimal | None:
    """The balance; None if it cannot be read."""
    return read_money(read_map(result).get("balance"))
