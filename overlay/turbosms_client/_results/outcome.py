"""What an answer means, judged by the table of result codes, never by ranges of numbers.

| overall code          | accepted        | plain refusals      | not mentioned     | doubtful row |
| --------------------- | --------------- | ------------------- | ----------------- | ------------ |
| success, partial      | report          | refused (first row) | unknown           | unknown      |
| replay                | replayed report | refused (first row) | unknown           | unknown      |
| failure               | report          | refused (overall)   | refused (overall) | unknown      |
| unknown, not in table | report          | unknown             | unknown           | unknown      |

The last three columns are for an answer that accepts nobody.

A recipient is accepted if its row has a `message_id` and its code is not a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from turbosms_api.tables.result_codes import Outcome, ResultCode

Verdict: TypeAlias = Literal["report", "refused", "unknown"]


def outcome_of(code: int) -> Outcome:
    """The outcome of a code by the table; "unknown" for a code that is not in it."""
    if isinstance(code, ResultCode):
        return code.outcome
    return "unknown"


def is_success(code: int) -> bool:
    """Whether the call was executed, at least in part, now or earlier."""
    return outcome_of(code) in ("success", "partial", "replay")


def is_full_success(code: int) -> bool:
    """Whether the call was executed completely, and now."""
    return outcome_of(code) == "success"


def is_refusal(code: int) -> bool:
    """Whether the code says for certain that nothing was done."""
    return outcome_of(code) == "failure"


def concerns_all(code: int) -> bool:
    """Whether a code refuses the request as a whole, as for a wrong token, and so would refuse any
    other like it.
    """
    return is_refusal(code) and isinstance(code, ResultCode) and code.scope == "request"


def may_help_to_repeat(code: int) -> bool:
    """Whether the same call can have a different result later."""
    return isinstance(code, ResultCode) and code.repeat


def judge(
    overall: int, *, accepted_count: int, refused: Sequence[int], missing_count: int
) -> Verdict:
    """Judge the answer to a send by its code and those of its rows."""
    if accepted_count:
        return "report"
    if not all(map(is_refusal, refused)):
        return "unknown"
    if is_refusal(overall):
        return "refused"
    all_are_refused = bool(refused) and not missing_count
    if is_success(overall) and all_are_refused:
        return "refused"
    return "unknown"
