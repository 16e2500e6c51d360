"""Chooses the next recipients of a campaign, and makes of them the call of a chunk."""

import json
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from turbosms_client import Sms, Viber

from .._model.settings import Message
from .._model.states import RecipientState
from .._storage.many_rows import fetch_rows
from .._storage.tables import RECIPIENT, SUPPRESSION, is_in
from .._storage.transitions import Move, move_each
from .._texts.highest_prices import HighestPrices
from .._texts.rendering import MessageTemplate, MissingColumn, RenderedMessage, parse_message
from .frozen_calls import FrozenCall
from .limits import MOST_TEXTS

_NOTHING: Final = Decimal(0)


class Filling(NamedTuple):
    """Who comes next, and what they get."""

    call: FrozenCall
    positions: list[int]
    highest_cost: Decimal


def suppress_those_on_the_list(connection: sa.Connection, campaign_id: int, at_most: int) -> None:
    """Take those of the next recipients away whose numbers were suppressed while they were not
    ready: in a chunk that was dissolved, or before a retry.
    """
    # Others follow those who are taken away.
    while _suppress_some(connection, campaign_id, at_most):
        pass


def _suppress_some(connection: sa.Connection, campaign_id: int, at_most: int) -> int:
    """Look at the next recipients; how many of them were on the list."""
    waiting = (
        sa.select(RECIPIENT.c.position, RECIPIENT.c.phone)
        .where(RECIPIENT.c.campaign_id == campaign_id, is_in(RecipientState.READY))
        .order_by(RECIPIENT.c.position)
        .limit(at_most)
        .subquery()
    )
    select = sa.select(SUPPRESSION.c.reason, waiting.c.position).join(
        SUPPRESSION, SUPPRESSION.c.phone == waiting.c.phone
    )
    rows = [tuple(row) for row in connection.execute(select)]
    move = Move(campaign_id, RecipientState.READY, RecipientState.SUPPRESSED)
    return move_each(connection, move, [RECIPIENT.c.reason], rows)


def choose_recipients(
    connection: sa.Connection,
    campaign_id: int,
    message: Message,
    *,
    at_most: int,
    budget: Decimal | None,
) -> Filling:
    """The next ones, in the order of the table: as many as fit into a call, and into the budget."""
    template = parse_message(message)
    is_personal = template.is_personal
    prices = HighestPrices(message)
    phones_by_text: dict[RenderedMessage, list[str]] = {}
    # Rows with equal columns are rendered once.
    phones_by_columns: dict[str | None, list[str]] = {}
    positions: list[int] = []
    highest_cost = _NOTHING
    for position, phone, stored_columns, segments in _next_rows(connection, campaign_id, at_most):
        price = prices.of(segments)
        if budget is not None and highest_cost + price > budget:
            break
        columns = stored_columns if is_personal else None
        phones = phones_by_columns.get(columns)
        if phones is None:
            rendered = _render(template, position, columns)
            if rendered not in phones_by_text and len(phones_by_text) == MOST_TEXTS:
                break
            phones = phones_by_text.setdefault(rendered, [])
            phones_by_columns[columns] = phones
        phones.append(phone)
        positions.append(position)
        highest_cost += price
    return Filling(_freeze(phones_by_text), positions, highest_cost)


def _next_rows(connection: sa.Connection, campaign_id: int, at_most: int) -> Sequence[Any]:
    """Position, phone number, columns and segments of each."""
    return fetch_rows(
        connection,
        sa.select(
            RECIPIENT.c.position, RECIPIENT.c.phone, RECIPIENT.c.columns, RECIPIENT.c.segments
        )
        .where(RECIPIENT.c.campaign_id == campaign_id, is_in(RecipientState.READY))
        .order_by(RECIPIENT.c.position)
        .limit(at_most),
    )


def _render(template: MessageTemplate, position: int, columns: str | None) -> RenderedMessage:
    rendered = template.fill({} if columns is None else json.loads(columns))
    if isinstance(rendered, MissingColumn):
        # `start` has refused such rows.
        raise TypeError(f"row {position} lacks the column {rendered.column!r}")
    return rendered


def _freeze(phones_by_text: dict[RenderedMessage, list[str]]) -> FrozenCall:
    sends: dict[str, dict[str, Any]] = {}
    for index, (rendered, phones) in enumerate(phones_by_text.items()):
        send = frozen_message(rendered)
        send["recipients"] = phones
        sends[str(index)] = send
    return FrozenCall(method="send" if len(sends) == 1 else "send_multi", sends=sends)


def frozen_message(rendered: RenderedMessage) -> dict[str, Any]:
    """The channels of a message as plain types."""
    frozen: dict[str, Any] = {}
    if rendered.viber is not None:
        frozen["viber"] = _set_fields(rendered.viber)
    if rendered.sms is not None:
        frozen["sms"] = _set_fields(rendered.sms)
    return frozen


def _set_fields(channel: Viber | Sms) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields(channel):
        value = getattr(channel, field.name)
        if value is not None:
            values[field.name] = value
    return values
