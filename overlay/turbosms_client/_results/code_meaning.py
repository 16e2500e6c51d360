"""What a result code means, by the table of result codes, never by ranges of numbers."""

from __future__ import annotations

from turbosms_api.tables.result_codes import Outcome, ResultCode


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
