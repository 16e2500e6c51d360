"""What every call answers: a code, its name and a result."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from turbosms_api.tables.result_codes import ResultCode


class Refusal(Exception):  # noqa: N818 - an answer of the service, not a fault of the sandbox
    """The call is refused as a whole with a result code."""

    def __init__(self, code: int) -> None:
        self.code = ResultCode(code)
        super().__init__(self.code.name)


class Answer(NamedTuple):
    """The outcome of a call. `created` says that it left something behind which a repeat must not create again.

    `changed` says that it changed something else, such as a mark that a message was read. A call that says neither
    must leave the state as it was, but for what follows from the time alone.
    """

    code: ResultCode
    result: Any = None
    created: bool = False
    changed: bool = False

    def envelope(self) -> dict[str, Any]:
        return {
            "response_code": int(self.code),
            "response_status": self.code.name,
            "response_result": self.result,
        }

    def encode(self) -> bytes:
        # Everything outside ASCII is escaped: a text with lone surrogates can be answered too.
        return json.dumps(self.envelope(), separators=(",", ":")).encode()
