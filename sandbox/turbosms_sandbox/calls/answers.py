"""What every call answers: a code, its name and a result."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import Any, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode


class UnlistedCode(IntEnum):
    """Codes that the service is said to answer, and that its documentation does not list."""

    UNKNOWN_438 = 438
    """"Try again in a minute" (A-124)."""


Code: TypeAlias = "ResultCode | UnlistedCode"

_HEADS: Final = {
    code: f'{{"response_code":{code:d},"response_status":"{code.name}","response_result":'
    for code in (*ResultCode, *UnlistedCode)
}
_write = json.JSONEncoder(separators=(",", ":")).encode


class Refusal(Exception):  # noqa: N818 - an answer of the service, not a fault of the sandbox
    """The call is refused as a whole with a result code."""

    def __init__(self, code: int) -> None:
        self.code: Code = code if isinstance(code, UnlistedCode) else ResultCode(code)
        super().__init__(self.code.name)


class Answer:
    """The outcome of a call.

    `created` says that it left something behind which a repeat must not create again.

    `changed` says that it changed something else, such as a mark that a message was read. A call
    that says neither must leave the state as it was, but for what follows from the time alone.
    """

    __slots__ = ("_written", "changed", "code", "created", "result")

    def __init__(
        self, code: Code, result: Any = None, *, created: bool = False, changed: bool = False
    ) -> None:
        self.code = code
        self.result = result
        self.created = created
        self.changed = changed
        self._written: str | None = None

    @property
    def written(self) -> str:
        """The result as JSON.

        Everything outside ASCII is escaped: a text with lone surrogates can be written too.
        """
        if self._written is None:
            self._written = _write(self.result)
        return self._written

    def envelope(self) -> dict[str, Any]:
        return {
            "response_code": int(self.code),
            "response_status": self.code.name,
            "response_result": self.result,
        }

    def encode(self) -> bytes:
        return f"{_HEADS[self.code]}{self.written}}}".encode()
