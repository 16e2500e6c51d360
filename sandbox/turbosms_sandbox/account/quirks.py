"""Quirks: where the service in use answers differently from its documentation.

None is active unless it is asked for. A client has to cope with each of them.
"""

from __future__ import annotations

from typing import Final

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
"""Their names, as `--quirk` and the account take them; docs/sandbox.md explains each."""
