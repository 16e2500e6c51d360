"""What an answer means: read from the table of result codes, row by row, never from ranges of
numbers.

| overall code          | accepted        | plain refusals      | some not told     | doubtful row |
| --------------------- | --------------- | ------------------- | ----------------- | ------------ |
| success, partial      | report          | refused (first row) | unknown           | unknown      |
| replay                | replayed report | refused (first row) | unknown           | unknown      |
| failure               | report          | refused (overall)   | refused (overall) | unknown      |
| unknown, not in table | report          | unknown             | unknown           | unknown      |

The last three columns are of an answer that accepts nobody.

A recipient is accepted if the row has a `message_id` and its code is no refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from turbosms_api.tables.result_codes import Outcome, ResultCode

Verdict: TypeAlias = Literal["report", "refused", "unknown"]


def outcome_of(code: int) -> Outcome:
    """What the table says that a code means; "unknown" for a code that it lacks."""
    if isinstance(code, ResultCode):
        return code.outcome
    return "unknown"


def is_success(code: int) -> bool:
    """Whether the call did what it was asked for, at least in part, now or before."""
    return outcome_of(code) in ("success", "partial", "replay")


def is_full_success(code: int) -> bool:
    """Whether the call did all that it was asked for, now."""
    return outcome_of(code) == "success"


def is_refusal(code: int) -> bool:
    """Whether the code says for sure that nothing was done."""
    return outcome_of(code) == "failure"


def concerns_all(code: int) -> bool:
    """Whether a refusal concerns the request as a whole, such as a wrong token, and so any further
    one like it.
    """
    return is_refusal(code) and isinstance(code, ResultCode) and code.scope == "request"


def may_help_to_repeat(code: int) -> bool:
    """Whether the same call can come to something else later."""
    return isinstance(code, ResultCode) and code.repeat


def judge(
    overall: int, *, accepted_count: int, refused: Sequence[int], missing_count: int
) -> Verdict:
    """What the answer to a send amounts to, by its code and those of its rows."""
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
