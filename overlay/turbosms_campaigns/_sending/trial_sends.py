"""Sends a campaign's message to any number, with the values of any row."""

import json
from typing import Any

import sqlalchemy as sa

from turbosms_client import SendReport
from turbosms_languages import _

from .._model.errors import InvalidCampaignError
from .._model.settings import Message
from .._model.states import RecipientState
from .._storage.campaign_rows import read_row
from .._storage.context import CampaignKey, Context
from .._storage.stored_settings import message_from_json
from .._storage.tables import RECIPIENT, is_in
from .._texts.rendering import MissingColumn, RenderedMessage, parse_message
from .._texts.sizes import problem_with


def send_test(context: Context, key: CampaignKey, phone: str, *, row: int | None) -> SendReport:
    """Render the row, and send it now."""
    with context.database.reading() as connection:
        campaign = read_row(connection, key)
        recipient = _find_row(connection, key, row)
    rendered = _render(message_from_json(campaign.message), recipient)
    problem = problem_with(context.client, rendered)
    if problem is not None:
        parameter, sentence = problem
        raise InvalidCampaignError(
            _("Row {position}: {sentence}", position=recipient.position, sentence=sentence),
            parameter=parameter,
        )
    return context.client.message.send([phone], viber=rendered.viber, sms=rendered.sms)


def _find_row(connection: sa.Connection, key: CampaignKey, row: int | None) -> sa.Row[Any]:
    """The row with this number, or the first one that is ready, or else the first one."""
    select = sa.select(RECIPIENT).where(RECIPIENT.c.campaign_id == key.id)
    first = select.order_by(RECIPIENT.c.position).limit(1)
    if row is not None:
        found = connection.execute(select.where(RECIPIENT.c.position == row)).one_or_none()
    else:
        found = connection.execute(first.where(is_in(RecipientState.READY))).one_or_none()
        found = found or connection.execute(first).one_or_none()
    if found is None:
        raise InvalidCampaignError(_("{name} has no such row.", name=key.name), parameter="row")
    return found


def _render(message: Message, recipient: sa.Row[Any]) -> RenderedMessage:
    columns = json.loads(recipient.columns) if recipient.columns else {}
    rendered = parse_message(message).fill(columns)
    if isinstance(rendered, MissingColumn):
        raise InvalidCampaignError(
            _(
                "Row {position} has nothing in the column {column!r}.",
                position=recipient.position,
                column=rendered.column,
            ),
            parameter=rendered.parameter,
        )
    return rendered
