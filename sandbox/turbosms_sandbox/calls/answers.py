"""What every call is answered: a result code, its name and a result."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import Any, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode


class UnlistedCode(IntEnum):
    """Codes that the service is known to answer but that its documentation does not list."""

    UNKNOWN_438 = 438
    """"Try again in a minute" (A-124)."""


Code: TypeAlias = "ResultCode | UnlistedCode"

# Everything in front of the result, written once for each code: a send is answered in microseconds.
_ENVELOPE_STARTS: Final = {
    code: f'{{"response_code":{code:d},"response_status":"{code.name}","response_result":'
    for code in (*ResultCode, *UnlistedCode)
}
encode_json = json.JSONEncoder(separators=(",", ":")).encode
"""JSON, all ASCII, so that even lone surrogates can be written."""


class Refusal(Exception):  # noqa: N818 - an answer of the service, not a fault of the sandbox
    """The whole call is refused with a result code."""

    def __init__(self, code: int) -> None:
        self.code: Code = code if isinstance(code, UnlistedCode) else ResultCode(code)
        super().__init__(self.code.name)


class ServiceAnswer:
    """The answer to a call, with a result that is an object or JSON.

    `created`: the call created something that a repeat must not create again. `changed`: it changed
    something else, such as marking a message as read. A call with neither must leave the state as
    it was, except for what follows from the passing of time.
    """

    __slots__ = ("_result", "_result_json", "changed", "code", "created")

    def __init__(
        self,
        code: Code,
        result: Any = None,
        *,
        result_json: str | None = None,
        created: bool = False,
        changed: bool = False,
    ) -> None:
        self.code = code
        self.created = created
        self.changed = changed
        self._result = result
        self._result_json = result_json

    @property
    def changes_state(self) -> bool:
        return self.created or self.changed

    @property
    def result(self) -> Any:
        """The result as an object."""
        if self._result is None and self._result_json is not None:
            self._result = json.loads(self._result_json)
        return self._result

    @property
    def result_json(self) -> str:
        """The result as JSON."""
        if self._result_json is None:
            self._result_json = encode_json(self._result)
        return self._result_json

    def envelope(self) -> dict[str, Any]:
        return {
            "response_code": int(self.code),
            "response_status": self.code.name,
            "response_result": self.result,
        }

    def envelope_json(self) -> str:
        return f"{_ENVELOPE_STARTS[self.code]}{self.result_json}}}"

    def encode(self) -> bytes:
        return self.envelope_json().encode()
