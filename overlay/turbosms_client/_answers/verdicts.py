"""What the answer to a send means, judged by its result codes.

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

from .._results.code_meaning import is_refusal, is_success

Verdict: TypeAlias = Literal["report", "refused", "unknown"]


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
