"""The figures of a report, all of one moment."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from .._model.kyiv import in_kyiv
from .._model.results import CampaignEvent, CostRange, Progress
from .._model.settings import Limits
from .._model.states import ChunkState, RecipientState
from .._storage.campaign_rows import read_row
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.stored_settings import limits_of_row
from .._storage.tables import CHUNK, RECIPIENT
from .events import last_events
from .progress import progress_of
from .reasons import Outcome, reason_in_words
from .timeline import WITH_MESSAGE, Timeline, TimeSpan, read_timeline

_EVENTS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigures:
    """The messages that were created, by the channel that counted."""

    channel: str | None
    """None for those of which the service has told none yet."""
    messages: int
    delivered: int
    undelivered: int
    pending: int
    after_viber: int
    """Of an SMS, those that went out since Viber had failed."""
    spent: Decimal


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """How many rows of one state have the same reason."""

    state: RecipientState
    reason: str
    code: int | None
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFigures:
    """UAH: what was expected of the whole campaign, and what it has come to."""

    estimate: CostRange | None
    """For all that were ready when the table was read; None without prices."""
    spent: Decimal
    reserved: Decimal
    max_cost: Decimal | None
    balance: Decimal | None
    unpriced: int
    """Delivered messages of which the service has told no price yet."""


@dataclass(frozen=True, slots=True)
class ChunkFigures:
    """The requests that the campaign was sent with."""

    by_state: Mapping[ChunkState, int]
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that the report tells, besides the single recipients."""

    made_at: dt.datetime
    progress: Progress
    message: Mapping[str, Any]
    """As it is stored: text, viber, sms, prices."""
    limits: Limits
    source: str | None
    """The file that the table was read from, without its path."""
    channels: tuple[ChannelFigures, ...]
    reasons: tuple[ReasonFigures, ...]
    timeline: Timeline | None
    """None before anything was sent."""
    cost: CostFigures
    chunks: ChunkFigures
    events: tuple[CampaignEvent, ...]


def read_figures(database: Database, key: CampaignKey) -> Figures:
    """Read them in one transaction; it looks at every recipient a few times."""
    with database.reading() as connection:
        campaign = read_row(connection, key)
        now = database.now(connection)
        groups = connection.execute(_groups(campaign.id)).all()
        span = TimeSpan.of(groups)
        timeline = None if span is None else read_timeline(connection, campaign.id, span)
        return Figures(
            made_at=in_kyiv(now),
            progress=progress_of(connection, campaign, now),
            message=campaign.message,
            limits=limits_of_row(campaign),
            source=campaign.audience.get("source"),
            channels=_channels(groups),
            reasons=_reasons(groups),
            timeline=timeline,
            cost=_cost(campaign, groups),
            chunks=_chunks(connection, campaign.id),
            events=last_events(connection, campaign.id, _EVENTS),
        )


def _groups(campaign_id: int) -> sa.Select[Any]:
    """The recipients by all that their reason is made of."""
    same = (
        RECIPIENT.c.state,
        RECIPIENT.c.reason,
        RECIPIENT.c.code,
        RECIPIENT.c.channel,
        RECIPIENT.c.status,
        RECIPIENT.c.rejected_status,
    )
    return (
        sa.select(
            *same,
            sa.func.count().label("recipients"),
            sa.func.count(RECIPIENT.c.price).label("priced"),
            sa.func.sum(RECIPIENT.c.price).label("spent"),
            sa.func.min(RECIPIENT.c.sent_at).label("first_sent"),
            sa.func.max(RECIPIENT.c.sent_at).label("last_sent"),
            sa.func.max(RECIPIENT.c.settled_at).label("last_settled"),
        )
        .where(RECIPIENT.c.campaign_id == campaign_id)
        .group_by(*same)
    )


def _channels(groups: Sequence[Any]) -> tuple[ChannelFigures, ...]:
    by_channel: dict[str | None, list[Any]] = {}
    for group in groups:
        if group.state in WITH_MESSAGE:
            by_channel.setdefault(group.channel, []).append(group)
    figures = [_channel(channel, of_it) for channel, of_it in by_channel.items()]
    return tuple(sorted(figures, key=lambda channel: channel.messages, reverse=True))


def _channel(channel: str | None, groups: list[Any]) -> ChannelFigures:
    after_viber = 0
    if channel == "sms":
        after_viber = sum(group.recipients for group in groups if group.rejected_status is not None)
    return ChannelFigures(
        channel=channel,
        messages=sum(group.recipients for group in groups),
        delivered=_count_in(groups, RecipientState.DELIVERED),
        undelivered=_count_in(groups, RecipientState.UNDELIVERED),
        pending=_count_in(groups, RecipientState.ACCEPTED),
        after_viber=after_viber,
        spent=sum((group.spent or Decimal(0) for group in groups), Decimal(0)),
    )


def _count_in(groups: list[Any], state: RecipientState) -> int:
    return sum(group.recipients for group in groups if group.state == state)


def _reasons(groups: Sequence[Any]) -> tuple[ReasonFigures, ...]:
    recipients: dict[tuple[RecipientState, str, int | None], int] = {}
    for group in groups:
        outcome = Outcome(
            state=RecipientState(group.state),
            reason=group.reason,
            code=group.code,
            channel=group.channel,
            status=group.status,
            rejected_status=group.rejected_status,
        )
        words = reason_in_words(outcome)
        if words is not None:
            code = group.code if outcome.state is RecipientState.REFUSED else None
            same = (outcome.state, words, code)
            recipients[same] = recipients.get(same, 0) + group.recipients
    figures = [ReasonFigures(*same, count) for same, count in recipients.items()]
    return tuple(sorted(figures, key=lambda figure: (-figure.recipients, figure.reason)))


def _cost(campaign: sa.Row[Any], groups: Sequence[Any]) -> CostFigures:
    delivered = [group for group in groups if group.state == RecipientState.DELIVERED]
    return CostFigures(
        estimate=_estimate(campaign.check_figures),
        spent=campaign.cost_spent,
        reserved=campaign.cost_reserved,
        max_cost=campaign.max_cost,
        balance=campaign.balance,
        unpriced=sum(group.recipients - group.priced for group in delivered),
    )


def _estimate(check_figures: Mapping[str, Any]) -> CostRange | None:
    lowest, highest = check_figures.get("lowest_cost"), check_figures.get("highest_cost")
    if lowest is None or highest is None:
        return None
    return CostRange(Decimal(lowest), Decimal(highest))


def _chunks(connection: sa.Connection, campaign_id: int) -> ChunkFigures:
    query = (
        sa.select(CHUNK.c.state, sa.func.count(), sa.func.sum(CHUNK.c.calls))
        .where(CHUNK.c.campaign_id == campaign_id)
        .group_by(CHUNK.c.state)
    )
    rows = connection.execute(query).all()
    by_state = {ChunkState(state): count for state, count, _ in rows}
    return ChunkFigures(by_state, sum(int(calls) for _, _, calls in rows))
