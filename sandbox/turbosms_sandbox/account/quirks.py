"""Quirks: what the service in use answers otherwise than its documentation shows.

None is there unless it is asked for. A client has to get on with each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Collection

ROW_CODES: Final = "row_codes"
SINGLE_QUEUED: Final = "single_queued"
BALANCE_IN_ROWS: Final = "balance_in_rows"
OUTER_OK: Final = "outer_ok"
LISTS: Final = "lists"
KEY_ORDER: Final = "key_order"
CODE_438: Final = "code_438"

QUIRKS: Final = (
    ROW_CODES,
    SINGLE_QUEUED,
    BALANCE_IN_ROWS,
    OUTER_OK,
    LISTS,
    KEY_ORDER,
    CODE_438,
)
"""Their names, as `--quirk` and the account take them; docs/sandbox.md has a word on each."""

MINUTE: Final = 60
"""Seconds after a send in which another one is refused with 438 (A-124)."""

_ROW_ORDER: Final = ("phone", "message_id", "response_code", "response_status")
_ENVELOPE_ORDER: Final = ("response_status", "response_code", "response_result")
_QUEUED: Final = {
    ResultCode.SUCCESS_MESSAGE_SENT: ResultCode.SUCCESS_MESSAGE_ACCEPTED,
    ResultCode.SUCCESS_MESSAGE_PARTIAL_SENT: ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED,
}
_FULL: Final = {
    ResultCode.SUCCESS_MESSAGE_PARTIAL_SENT: ResultCode.SUCCESS_MESSAGE_SENT,
    ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED: ResultCode.SUCCESS_MESSAGE_ACCEPTED,
}


def overall_code(
    quirks: Collection[str], code: ResultCode, recipients: int, *, refused: bool
) -> ResultCode:
    """The code over the rows of a send, some of which may be `refused`."""
    if OUTER_OK in quirks and refused:
        return ResultCode.OK
    return _usual_code(quirks, code, recipients)


def row_code(quirks: Collection[str], code: ResultCode, recipients: int) -> ResultCode:
    """The code of an accepted row under the documented overall code of its send."""
    if ROW_CODES not in quirks:
        return ResultCode.OK
    usual = _usual_code(quirks, code, recipients)
    return _FULL.get(usual, usual)


def _usual_code(quirks: Collection[str], code: ResultCode, recipients: int) -> ResultCode:
    if SINGLE_QUEUED in quirks and recipients == 1:
        return _QUEUED.get(code, code)
    return code


def rewrite(quirks: Collection[str], value: Any) -> Any:
    """An envelope or a part of one, as quirks write it: lists for maps, keys in another order."""
    if isinstance(value, list):
        return [rewrite(quirks, item) for item in value]
    if not isinstance(value, dict):
        return value
    values = {key: rewrite(quirks, item) for key, item in value.items()}
    if LISTS in quirks and is_list_of_php(values):
        return list(values.values())
    return _reordered(values) if KEY_ORDER in quirks else values


def is_list_of_php(values: dict[str, Any]) -> bool:
    """Whether PHP writes this map as a list: where its keys are 0, 1, … n-1, or there are none."""
    return list(values) == [str(place) for place in range(len(values))]


def _reordered(values: dict[str, Any]) -> dict[str, Any]:
    """A row of a send as it was seen in use, anything else the other way round (A-123)."""
    for order in (_ROW_ORDER, _ENVELOPE_ORDER):
        if values.keys() == set(order):
            return {key: values[key] for key in order}
    return dict(reversed(values.items()))
