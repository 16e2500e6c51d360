"""What happened to a campaign, in words."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa

from turbosms_languages import _, _c, _n, joined, otherwise

from .._model.kyiv import in_kyiv
from .._model.results import CampaignEvent
from .._storage.tables import EVENT

PAUSES: Final[Mapping[str, str]] = {
    "user": _("Paused by a person"),
    "failures": _("Paused, since too many recipients failed"),
    "balance": _("Paused, since the balance does not cover the next chunk"),
    "max_cost": _("Paused, since the next chunk could cost more than is left of the maximum cost"),
    "refused": _("Paused, since the service refuses the requests"),
}
"""By reason."""
_LIMITS: Final[Mapping[str, str]] = {
    "rate": _("the rate"),
    "window": _("the window"),
    "max_cost": _("the maximum cost"),
    "max_failures": _("the share of failures"),
    "start_at": _("the start time"),
}


def last_events(
    connection: sa.Connection, campaign_id: int, how_many: int
) -> tuple[CampaignEvent, ...]:
    """The last events, the oldest first."""
    query = (
        sa.select(EVENT)
        .where(EVENT.c.campaign_id == campaign_id)
        .order_by(EVENT.c.id.desc())
        .limit(how_many)
    )
    rows = connection.execute(query).all()
    return tuple(_event(row) for row in reversed(rows))


def _event(row: sa.Row[Any]) -> CampaignEvent:
    at: dt.datetime = in_kyiv(row.at)
    return CampaignEvent(at=at, kind=row.kind, text=event_in_words(row.kind, row.details))


def event_in_words(kind: str, details: Mapping[str, Any]) -> str:
    """A sentence without its full stop; for a kind of a later version, the kind itself."""
    telling = _WITH_DETAILS.get(kind)
    if telling is None:
        return _SIMPLE.get(kind, kind)
    return telling(details)


def _paused(details: Mapping[str, Any]) -> str:
    reason = str(details.get("reason"))
    return _with_cause(PAUSES.get(reason, _("Paused: {reason}", reason=reason)), details)


def _with_cause(sentence: str, details: Mapping[str, Any]) -> str:
    failure = details.get("failure")
    if failure is None:
        return sentence
    detail = otherwise(failure, _("“{detail}”", detail=failure))
    return joined(": ", (sentence, detail))


def _changed(details: Mapping[str, Any]) -> str:
    changes = [
        _("{limit} is {value}", limit=_LIMITS.get(name, name), value=_value(value))
        for name, value in details.items()
    ]
    return _("Changed: {changes}", changes=joined(", ", changes))


def _value(value: object) -> str:
    return _("none") if value is None else str(value)


def _low_balance(details: Mapping[str, Any]) -> str:
    balance, needed = details.get("balance"), details.get("needed")
    return _(
        "The balance is low: {balance} UAH, and the next ten chunks may cost {needed} UAH",
        balance=balance,
        needed=needed,
    )


def _retried(details: Mapping[str, Any]) -> str:
    return _n(
        "Another attempt for {count:,} recipient",
        "Another attempt for {count:,} recipients",
        _number(details.get("ready")),
    )


def _in_doubt(details: Mapping[str, Any]) -> str:
    return _with_cause(
        _("The outcome of chunk {chunk} is in doubt", chunk=details.get("chunk")), details
    )


def _given_up(details: Mapping[str, Any]) -> str:
    return _n(
        "Chunk {chunk} was given up: it cannot be known what became of {count:,} recipient",
        "Chunk {chunk} was given up: it cannot be known what became of {count:,} recipients",
        _number(details.get("recipients")),
        chunk=details.get("chunk"),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


_SIMPLE: Final[Mapping[str, str]] = {
    "created": _("Created"),
    "started": _("Started"),
    "resumed": _("Resumed"),
    "cancelled": _c("campaign", "Cancelled"),
    "finished": _("Finished: nobody is left to send to"),
    "worker_waiting": _("A worker waits for another one, which works on this database"),
}
_WITH_DETAILS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "paused": _paused,
    "retried": _retried,
    "limits_changed": _changed,
    "low_balance": _low_balance,
    "chunk_in_doubt": _in_doubt,
    "chunk_given_up": _given_up,
}
