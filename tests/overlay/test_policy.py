"""When a call is repeated."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import InvalidParameterError, RetryPolicy, TurboSMSError, _times
from turbosms_client._policy import Trouble, decide, is_passing, retry_after, timeout

POLICY = RetryPolicy()
KINDS: Any = ("not_sent", "lost", "unreadable", "code", "refused")
RETRIES: Any = ("safe", "keyed", "consuming")


def trouble(kind: Any, **more: Any) -> Trouble:
    return Trouble(kind, TurboSMSError("trouble"), **more)


def test_the_defaults() -> None:
    assert (POLICY.attempts, POLICY.pause, POLICY.max_pause) == (4, 2.0, 30.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("attempts", value) for value in (0, "x", 1.5, None, True)),
        *(("pause", value) for value in (-1, None, "2", float("nan"))),
        *(("max_pause", value) for value in (-0.1, True, 10**400)),
    ],
)
def test_a_policy_makes_sense(name: str, value: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        RetryPolicy(**{name: value})
    assert caught.value.parameter == name


@pytest.mark.parametrize("retry", RETRIES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_last_attempt_is_the_last(retry: Any, kind: Any) -> None:
    assert decide(POLICY, retry, trouble(kind), 4) is None
    assert decide(RetryPolicy(attempts=1), retry, trouble(kind), 1) is None


@pytest.mark.parametrize("retry", RETRIES)
def test_a_refusal_and_what_does_not_pass_are_not_repeated(retry: Any) -> None:
    assert decide(POLICY, retry, trouble("refused"), 1) is None
    assert decide(POLICY, retry, trouble("unreadable", passing=False), 1) is None


def test_a_send_that_did_not_leave_is_repeated_at_once_and_a_lost_one_after_the_pause() -> None:
    for attempt in (1, 2, 3):
        assert decide(POLICY, "keyed", trouble("not_sent"), attempt) == 0
        lost = decide(POLICY, "keyed", trouble("lost"), attempt)
        assert lost is not None
        assert 2**attempt <= lost <= 1.25 * 2**attempt


def test_what_consumes_is_repeated_only_if_it_did_not_leave() -> None:
    assert decide(POLICY, "consuming", trouble("not_sent"), 1) is not None
    for kind in ("lost", "unreadable", "code"):
        assert decide(POLICY, "consuming", trouble(kind), 1) is None


@given(st.integers(1, 10_000), st.floats(0, 100), st.floats(0, 100))
def test_pauses_stay_within_the_policy(attempt: int, pause: float, longest: float) -> None:
    policy = RetryPolicy(attempts=20_000, pause=pause, max_pause=longest)
    decided = decide(policy, "safe", trouble("lost"), attempt)
    assert decided is not None
    assert min(pause, longest) <= decided <= longest


def test_a_longer_wait_that_is_asked_for_is_kept_to() -> None:
    assert decide(POLICY, "safe", trouble("unreadable", retry_after=30), 1) == 30
    assert decide(POLICY, "keyed", trouble("unreadable", retry_after=9), 1) == 9


def test_a_wait_beyond_the_longest_pause_ends_the_call() -> None:
    assert decide(POLICY, "safe", trouble("unreadable", retry_after=31), 1) is None


@pytest.mark.parametrize(
    ("status", "passing"),
    [
        (200, True),
        (408, True),
        (429, True),
        (500, True),
        (502, True),
        (520, True),
        (301, False),
        (307, False),
        (400, False),
        (401, False),
        (404, False),
    ],
)
def test_which_statuses_pass(status: int, passing: bool) -> None:
    assert is_passing(status) is passing


@pytest.mark.parametrize(("header", "seconds"), [("", 0), ("7", 7), ("soon", 0), ("-1", 0), ("1.5", 0), ("Mon, 99", 0)])
def test_retry_after_in_seconds(header: str, seconds: float) -> None:
    assert retry_after(header) == seconds


def test_retry_after_as_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    now = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone.utc)
    monkeypatch.setattr(_times, "now", lambda: now)
    assert retry_after(format_datetime(now + dt.timedelta(seconds=20), usegmt=True)) == 20
    assert retry_after("Mon, 23 Nov 2026 12:00:05 -0000") == 5
    assert retry_after(format_datetime(now - dt.timedelta(days=1))) == 0


def test_a_send_has_no_read_timeout_but_a_connect_timeout() -> None:
    limits = timeout("send", None)
    assert limits.read is None
    assert limits.connect


def test_reads_end() -> None:
    for kind in ("read", "upload"):
        assert all(timeout(kind, None).as_dict().values())


@pytest.mark.parametrize("kind", ["read", "send", "upload"])
def test_no_attempt_outlasts_the_deadline(kind: Any) -> None:
    assert set(timeout(kind, 0.5).as_dict().values()) == {0.5}
