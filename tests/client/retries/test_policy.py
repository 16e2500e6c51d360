"""When a call is repeated: a table of what is expected, and rules that hold for everything."""

from __future__ import annotations

import dataclasses
import math
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import (
    AsyncTurboSMS,
    InvalidParameterError,
    RetryPolicy,
    TurboSMS,
    TurboSMSError,
)
from turbosms_client._requests.policy import DEFAULT_RETRY, AttemptFailure, decide

RETRIES: Final = ("safe", "keyed", "consuming")
KINDS: Final = ("not_sent", "lost", "unreadable", "code", "refused")
ANSWERED: Final = ("lost", "unreadable", "code")
"""What leaves in doubt whether the call was executed."""

USUAL: Final = RetryPolicy()
ONCE: Final = RetryPolicy(attempts=1)
EAGER: Final = RetryPolicy(attempts=3, pause=0, max_pause=0)
PATIENT: Final = RetryPolicy(attempts=7, pause=3, max_pause=20)
CAPPED: Final = RetryPolicy(attempts=3, pause=100, max_pause=5)

# What happens after attempt 1, 2, …: `-` gives up, a number is the exact pause, `2+` is from 2 up
# to a quarter more. A wait of 0 is one that the service did not ask for.
TABLE: Final[list[tuple[RetryPolicy, tuple[str, ...], tuple[str, ...], float, str]]] = [
    # policy, retry classes, kinds of trouble, wait asked for, pauses
    (USUAL, ("safe",), ("not_sent", *ANSWERED), 0, "2+ 4+ 8+ - - -"),
    (USUAL, ("keyed",), ("not_sent",), 0, "0.25+ 0.5+ 1+ - - -"),
    (USUAL, ("keyed",), ANSWERED, 0, "2+ 4+ 8+ - - -"),
    (USUAL, ("consuming",), ("not_sent",), 0, "2+ 4+ 8+ - - -"),
    (USUAL, ("consuming",), ANSWERED, 0, "- - - - - -"),
    (USUAL, RETRIES, ("refused",), 0, "- - - - - -"),
    (USUAL, ("safe", "keyed"), ANSWERED, 3, "3 4+ 8+ - - -"),
    (USUAL, ("safe", "keyed"), ANSWERED, 9, "9 9 9+ - - -"),
    (USUAL, ("safe", "keyed"), ANSWERED, 30, "30 30 30 - - -"),
    (USUAL, ("safe", "keyed"), ANSWERED, 30.001, "- - - - - -"),
    (USUAL, ("safe", "keyed"), ANSWERED, math.inf, "- - - - - -"),
    (USUAL, ("keyed",), ("not_sent",), 31, "- - - - - -"),
    (USUAL, ("consuming",), ANSWERED, 3, "- - - - - -"),
    (USUAL, RETRIES, ("refused",), 3, "- - - - - -"),
    (ONCE, RETRIES, KINDS, 0, "- - - - - -"),
    (ONCE, RETRIES, KINDS, 3, "- - - - - -"),
    (EAGER, ("safe", "keyed"), ("not_sent", *ANSWERED), 0, "0 0 - - - -"),
    (EAGER, ("safe", "keyed"), ANSWERED, 0.001, "- - - - - -"),
    (PATIENT, ("safe", "keyed"), ANSWERED, 0, "3+ 6+ 12+ 20 20 20 -"),
    (PATIENT, ("safe", "keyed"), ANSWERED, 20, "20 20 20 20 20 20 -"),
    (PATIENT, ("safe", "keyed"), ANSWERED, 21, "- - - - - - -"),
    (PATIENT, ("keyed",), ("not_sent",), 0, "0.25+ 0.5+ 1+ 2+ 4+ 8+ -"),
    (CAPPED, ("safe", "keyed"), ANSWERED, 0, "5 5 - -"),
    (CAPPED, ("consuming",), ("not_sent",), 0, "5 5 - -"),
]
CASES: Final[list[tuple[RetryPolicy, str, str, float, int, str]]] = []
for _policy, _retries, _kinds, _wait, _line in TABLE:
    for _retry, _kind in product(_retries, _kinds):
        for _attempt, _told in enumerate(_line.split(), 1):
            CASES.append((_policy, _retry, _kind, _wait, _attempt, _told))
POLICIES: Final = st.builds(
    lambda attempts, first, second: RetryPolicy(attempts, min(first, second), max(first, second)),
    st.integers(1, 12),
    st.floats(0, 100),
    st.floats(0, 100),
)
WAITS: Final = st.one_of(st.just(0.0), st.floats(0, 200), st.just(math.inf))


def trouble(kind: str, *, temporary: bool = True, **more: Any) -> AttemptFailure:
    error = TurboSMSError("trouble")
    error.temporary = temporary
    return AttemptFailure("".join([*kind]), error, **more)  # type: ignore[arg-type]


def ask(policy: RetryPolicy, retry: str, kind: str, attempt: int, **more: Any) -> float | None:
    return decide(policy, "".join([*retry]), trouble(kind, **more), attempt)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case[1:])))
def test_the_table(case: tuple[RetryPolicy, str, str, float, int, str]) -> None:
    policy, retry, kind, wait, attempt, told = case
    for _ in range(20):
        pause = ask(policy, retry, kind, attempt, retry_after=wait)
        if told == "-":
            assert pause is None
        else:
            least = float(told.rstrip("+"))
            most = least * 1.25 if told.endswith("+") else least
            assert pause is not None
            assert least <= pause <= min(most, policy.max_pause)


def test_the_table_has_every_class_and_kind_of_the_usual_policy() -> None:
    usual = {
        (retry, kind) for policy, retry, kind, wait, *_ in CASES if policy is USUAL and not wait
    }
    assert usual == {(retry, kind) for retry in RETRIES for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("retry", RETRIES)
def test_what_does_not_pass_is_not_repeated(retry: str, kind: str) -> None:
    for attempt in range(1, 6):
        assert ask(USUAL, retry, kind, attempt, temporary=False) is None


def test_a_wait_between_the_pause_and_its_quarter_is_the_least() -> None:
    pauses = [ask(USUAL, "safe", "lost", 1, retry_after=2.25) or 0 for _ in range(300)]
    assert min(pauses) == 2.25
    assert 2.25 < max(pauses) <= 2.5


def test_the_pause_is_spread_over_a_quarter() -> None:
    pauses = [ask(USUAL, "keyed", "lost", 2) or 0 for _ in range(300)]
    assert 4 <= min(pauses) < 4.1
    assert 4.9 < max(pauses) <= 5


def test_the_quarter_stays_below_the_longest_pause() -> None:
    policy = RetryPolicy(pause=10, max_pause=11)
    pauses = {ask(policy, "safe", "lost", 1) or 0 for _ in range(300)}
    assert min(pauses) < 10.5
    assert max(pauses) == 11


def test_the_doubling_ends_before_numbers_do() -> None:
    policy = RetryPolicy(attempts=10**9, pause=1e-9, max_pause=86_400)
    for attempt in (33, 34, 1100, 10**8):
        pause = ask(policy, "safe", "lost", attempt)
        assert pause is not None
        assert 1e-9 * 2**32 <= pause <= 1e-9 * 2**32 * 1.25
    assert (ask(policy, "safe", "lost", 32) or math.inf) <= 1e-9 * 2**31 * 1.25


@given(
    st.tuples(POLICIES, st.sampled_from(RETRIES), st.sampled_from(KINDS), st.integers(1, 15)),
    WAITS,
    st.booleans(),
)
def test_rules(case: tuple[RetryPolicy, str, str, int], wait: float, temporary: bool) -> None:
    policy, retry, kind, attempt = case
    pause = ask(*case, retry_after=wait, temporary=temporary)
    over = attempt >= policy.attempts or kind == "refused" or not temporary
    lost = retry == "consuming" and kind != "not_sent"
    if over or lost or wait > policy.max_pause:
        assert pause is None
    else:
        first = policy.pause
        if retry == "keyed" and kind == "not_sent":
            first = min(first, 0.25)
        whole = first * 2 ** (attempt - 1)
        assert pause is not None
        assert max(wait, min(whole, policy.max_pause)) <= pause
        assert pause <= max(wait, min(whole * 1.25, policy.max_pause))


@given(
    POLICIES,
    st.sampled_from(RETRIES),
    st.lists(st.sampled_from(KINDS), min_size=20, max_size=20),
    WAITS,
)
def test_no_course_of_troubles_has_more_attempts_than_the_policy(
    policy: RetryPolicy, retry: str, course: list[str], wait: float
) -> None:
    made = 1
    while ask(policy, retry, course[made - 1], made, retry_after=wait) is not None:
        made += 1
    assert made <= policy.attempts


def test_trouble_passes_and_asks_for_no_wait_unless_it_says_so() -> None:
    plain = trouble("lost")
    assert (plain.error.temporary, plain.retry_after) == (True, 0.0)


def test_the_defaults() -> None:
    assert dataclasses.astuple(DEFAULT_RETRY) == dataclasses.astuple(USUAL) == (4, 2.0, 30.0)


def test_a_policy_is_a_value() -> None:
    assert RetryPolicy(2, 1, 5) == RetryPolicy(attempts=2, pause=1, max_pause=5) != USUAL
    assert len({RetryPolicy(), RetryPolicy(), ONCE}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        RetryPolicy().attempts = 9  # type: ignore[misc]


@pytest.mark.parametrize("value", [0, -1, "x", "4", 1.5, 4.0, None, True, False, float("inf")])
def test_attempts_are_a_whole_number_from_one(value: Any) -> None:
    with pytest.raises(
        InvalidParameterError, match=r"^attempts must be an integer of at least 1\.$"
    ) as caught:
        RetryPolicy(attempts=value)
    assert (caught.value.parameter, caught.value.code, caught.value.limit) == ("attempts", None, 1)


@pytest.mark.parametrize("name", ["pause", "max_pause"])
@pytest.mark.parametrize(
    "value", [-1, -0.1, None, "2", True, float("nan"), float("inf"), 10**400, 14 * 86_400 + 1]
)
def test_pauses_are_seconds(name: str, value: Any) -> None:
    with pytest.raises(
        InvalidParameterError, match=rf"^{name} must be a number of seconds, 0 to "
    ) as caught:
        RetryPolicy(**{name: value})
    assert (caught.value.parameter, caught.value.code) == (name, None)


@pytest.mark.parametrize("value", [0, 0.0, 1, 0.5, 14 * 86_400])
def test_a_policy_that_makes_sense(value: float) -> None:
    policy = RetryPolicy(1, value, value)
    assert (policy.attempts, policy.pause, policy.max_pause) == (1, value, value)


@pytest.mark.parametrize("client", [TurboSMS, AsyncTurboSMS])
@pytest.mark.parametrize("retry", [3, None, "", "often", {"attempts": 3}])
def test_what_is_no_retry_policy(client: Any, retry: Any) -> None:
    with pytest.raises(InvalidParameterError, match=r"retry must be a RetryPolicy\(") as caught:
        client("t", retry=retry)
    assert caught.value.parameter == "retry"


def test_a_policy_is_one() -> None:
    for client in (TurboSMS, AsyncTurboSMS):
        client("t", retry=RetryPolicy(attempts=2))
