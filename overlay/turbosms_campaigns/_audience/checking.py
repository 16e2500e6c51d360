"""What a campaign would send, and cost."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from turbosms_client import measure_sms
from turbosms_languages import _

from .._model.errors import InvalidCampaignError
from .._model.results import ChannelSample, CheckResult, Sample
from .._model.states import RecipientState
from .._storage.campaign_rows import read_problems, read_row
from .._storage.context import CampaignKey, Context
from .._storage.stored_settings import message_from_json
from .._storage.tables import RECIPIENT, ROW_PROBLEM, is_in
from .._storage.transitions import read_counts
from .._texts.audience_figures import cost_of_segments
from .._texts.rendering import MessageTemplate, MissingColumn, RenderedMessage, parse_message
from .._texts.sizes import outside_gsm

_PROBLEMS_SHOWN: Final = 20


def check_campaign(
    context: Context, key: CampaignKey, *, samples: int, with_balance: bool
) -> CheckResult:
    """Read what was found while the audience was read, and render the samples.

    Raises:
        InvalidCampaignError: `samples` is no number of samples.
    """
    if samples < 0:
        raise InvalidCampaignError(_("samples is a number from 0 on."), parameter="samples")
    # Outside of the transaction, since it takes as long as the service does.
    balance = context.client.user.balance() if with_balance else None
    with context.database.reading() as connection:
        campaign = read_row(connection, key)
        counts = read_counts(connection, key.id)
        figures = campaign.check_figures
        message = message_from_json(campaign.message)
        template = parse_message(message)
        problems = read_problems(connection, campaign, _PROBLEMS_SHOWN)
        segments = _segments(connection, key, figures, counts[RecipientState.READY])
        # Rows that cannot be sent have no segments, whatever the channels.
        segments[None] -= problems.number
        return CheckResult(
            name=key.name,
            counts=counts,
            rows=figures["rows"],
            segments={number: segments[number] for number in sorted(_numbers(segments))},
            longest=_sample_of_row(connection, key, template, figures["longest_row"]),
            ucs2_culprits=figures["culprits"],
            distinct_texts=figures["distinct_texts"],
            cost=cost_of_segments(message, segments),
            balance=balance,
            samples=_samples(connection, key, template, samples),
            problems=problems.first,
            problem_count=problems.number,
        )


def _segments(
    connection: sa.Connection, key: CampaignKey, figures: Mapping[str, Any], ready: int
) -> Counter[int | None]:
    """Those that are ready, by the segments of their SMS."""
    if ready == figures["ready"]:
        segments: Counter[int | None] = Counter()
        for number, recipients in figures["segments"].items():
            segments[int(number)] = recipients
        segments[None] = ready - segments.total()
        return segments
    # Some have been suppressed or sent to since.
    counted = connection.execute(
        sa.select(RECIPIENT.c.segments, sa.func.count())
        .where(RECIPIENT.c.campaign_id == key.id, is_in(RecipientState.READY))
        .group_by(RECIPIENT.c.segments)
    )
    return Counter({row[0]: row[1] for row in counted})


def _numbers(segments: Counter[int | None]) -> list[int]:
    return [number for number in segments if number is not None]


def _samples(
    connection: sa.Connection, key: CampaignKey, template: MessageTemplate, number: int
) -> tuple[Sample, ...]:
    """The first rows that are ready and can be sent."""
    has_problem = sa.exists().where(
        ROW_PROBLEM.c.campaign_id == RECIPIENT.c.campaign_id,
        ROW_PROBLEM.c.position == RECIPIENT.c.position,
    )
    rows = connection.execute(
        sa.select(RECIPIENT.c.position, RECIPIENT.c.columns)
        .where(RECIPIENT.c.campaign_id == key.id, is_in(RecipientState.READY), ~has_problem)
        .order_by(RECIPIENT.c.position)
        .limit(number)
    ).all()
    found = [_sample(template, row.position, row.columns) for row in rows]
    return tuple(sample for sample in found if sample is not None)


def _sample_of_row(
    connection: sa.Connection, key: CampaignKey, template: MessageTemplate, position: int | None
) -> Sample | None:
    if position is None:
        return None
    columns = connection.execute(
        sa.select(RECIPIENT.c.columns).where(
            RECIPIENT.c.campaign_id == key.id, RECIPIENT.c.position == position
        )
    ).scalar_one()
    return _sample(template, position, columns)


def _sample(template: MessageTemplate, position: int, columns: str | None) -> Sample | None:
    values = {} if columns is None else json.loads(columns)
    rendered = template.fill(values)
    if isinstance(rendered, MissingColumn):
        return None
    return Sample(position, _channels(rendered))


def _channels(rendered: RenderedMessage) -> tuple[ChannelSample, ...]:
    """What each channel would send, in the order in which they are tried."""
    channels: list[ChannelSample] = []
    if rendered.viber is not None:
        text = rendered.viber.text or ""
        channels.append(ChannelSample(channel="viber", text=text, segments=None, encoding=None))
    if rendered.sms is not None:
        text = rendered.sms.text or ""
        size = measure_sms(text)
        channels.append(
            ChannelSample(
                channel="sms",
                text=text,
                segments=size.segments,
                encoding=size.encoding,
                forcing_ucs2=outside_gsm(text),
            )
        )
    return tuple(channels)
