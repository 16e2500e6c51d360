"""The promises of sandbox and receiver, held against what was told and what the shop handled."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_api.tables.webhook_types import WEBHOOK_REPEATS, WEBHOOK_STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tests.guarantees.webhooks.line import PassedCall

ATTEMPTS: Final = 1 + len(WEBHOOK_REPEATS)
WHOLE_SCHEDULE: Final = 60 * sum(WEBHOOK_REPEATS)
_REPORTS: Final = ("DLR_SMS_API", "DLR_VIBER_API", "DLR_VIBER_SESSION")
_ORDER: Final = ("Queued", "Accepted", "Sent")
_NAMES: Final = {word.lower(): name for word, name in WEBHOOK_STATUSES.items()}


class Told(NamedTuple):
    """Something that happened: what an object in `data` says."""

    type: str
    key: str
    """The id of the message."""
    word: str
    """Of its status; empty if it is no report."""

    @property
    def subject(self) -> tuple[str, str]:
        return self.type, self.key

    @property
    def status(self) -> str:
        return _NAMES.get(self.word.lower(), self.word)


def told_by(call: Mapping[str, Any]) -> list[Told]:
    """What a call of the sandbox says, whether it is an object or an array."""
    data = call["data"]
    rows = data if isinstance(data, list) else [data]
    told: list[Told] = []
    for row in rows:
        # A new account numbers its replies from the same number on.
        key = row["message_id"] if "message_id" in row else f"{row['id']} {row['message']}"
        told.append(Told(call["type"], key, row.get("status", "")))
    return told


def may_follow(before: str, status: str) -> bool:
    """Whether a status is no step back (A-163)."""
    if _is_final(before):
        return (before, status) == ("Delivered", "Read")
    return _is_final(status) or _ORDER.index(status) >= _ORDER.index(before)


def _is_final(status: str) -> bool:
    return DELIVERY_STATUSES[status].final


def check_attempts(calls: Sequence[Mapping[str, Any]], resent: Collection[str]) -> None:
    """Each event was told in its schedule, until it was answered with 200, and no longer."""
    by_event: dict[str, list[Mapping[str, Any]]] = {}
    for call in calls:
        by_event.setdefault(call["id"], []).append(call)
    for event, attempts in by_event.items():
        assert [each["try"] for each in attempts] == list(range(1, len(attempts) + 1))
        assert len({str(each["data"]) for each in attempts}) == 1, "data stays"
        if event in resent:
            continue
        assert all(each["status"] != 200 for each in attempts[:-1]), attempts
        assert attempts[-1]["status"] == 200 or len(attempts) == ATTEMPTS, attempts
        for (before, after), minutes in zip(pairwise(attempts), WEBHOOK_REPEATS, strict=False):
            pause = _time(after) - _time(before)
            # A second may begin between the two, which are told without its parts.
            assert pause >= timedelta(minutes=minutes) - timedelta(seconds=1), attempts


def _time(call: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(call["date"])


def check_completeness(calls: Iterable[Mapping[str, Any]], expected: Iterable[Told]) -> None:
    """Whatever happened is an event, and one alone."""
    events: dict[str, list[Told]] = {}
    for call in calls:
        events[call["id"]] = told_by(call)
    told: Counter[Told] = Counter()
    for rows in events.values():
        told.update(rows)
    assert set(told.values()) <= {1}, told
    assert set(expected) <= told.keys(), "an event is missing"


def check_passed(passed: Iterable[PassedCall]) -> None:
    """What is signed was stored, if anybody was there; what is not, was refused."""
    for call in passed:
        assert call.status in ((200, None) if call.is_signed else (401, None)), call


def without_settled(wanted: Iterable[Told], handled: Iterable[Told]) -> list[Told]:
    """What was neither handled nor left out because a later status was known."""
    by_subject: dict[tuple[str, str], list[Told]] = {}
    for told in handled:
        by_subject.setdefault(told.subject, []).append(told)
    return [told for told in wanted if not _is_settled(told, by_subject.get(told.subject, []))]


def _is_settled(told: Told, handled: Sequence[Told]) -> bool:
    if told in handled:
        return True
    is_report = told.type in _REPORTS
    return is_report and any(not may_follow(each.status, told.status) for each in handled)


def check_order(handled: Iterable[Told]) -> None:
    """No status goes back, and nothing is handled again but what was being handled in a crash."""
    last: dict[tuple[str, str], Told] = {}
    for told in handled:
        before = last.get(told.subject)
        last[told.subject] = told
        if before is None or told == before or told.type not in _REPORTS:
            continue
        assert may_follow(before.status, told.status), (before, told)
