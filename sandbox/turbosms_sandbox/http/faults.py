"""Faults that a test asks for: which call meets which one.

How a call then fares stands in `mishaps`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.php_values import read_integer, read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANY_METHOD: Final = "*"
MAX_TIMES: Final = 1_000_000
MAX_FAULTS: Final = 10_000
MAX_CODE: Final = 999
MAX_SECONDS: Final = 3_600
MIN_STATUS: Final = 200
"""An informational status (1xx) ends no request."""
MAX_STATUS: Final = 599
MAX_HEADERS: Final = 50

MAX_HEADER_BYTES: Final = 16 * 1024
"""Most bytes of the headers of one fault."""
MAX_NAME: Final = 200
"""Most characters of the name beside a code."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}", re.ASCII)
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]{0,2000}", re.ASCII)
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})


@dataclass(slots=True)
class Fault:
    """What the next `times` calls of a method meet.

    Of the other values only those of its kind mean anything.
    """

    method: str
    """A method without suffix, or `*` for any."""
    kind: str
    times: int = 1
    code: int = 0
    name: str = ""
    seconds: float = 0
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def executes(self) -> bool:
        """Whether the call is executed all the same, as it would be without the fault."""
        return self.kind not in ("code", "drop_before", "http")

    def describe(self) -> dict[str, Any]:
        values = {
            name: getattr(self, name) for name in KINDS[self.kind] if getattr(self, name) != {}
        }
        return {"method": self.method, "kind": self.kind, **values, "times": self.times}


class Faults:
    """The faults still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, values: Mapping[str, object]) -> None:
        """Add the fault that `values` describe; ControlError if they describe none."""
        if len(self._faults) >= MAX_FAULTS:
            raise ControlError(f"there are {MAX_FAULTS} faults already")
        self._faults.append(read(values))

    def take(self, verb: str, method: str) -> Fault | None:
        """The fault that a call meets, and one less of it; None for a call that goes well.

        Only calls of documented methods meet any, so that a stray request uses up none.
        """
        if method not in OPERATIONS or verb not in ("GET", "POST"):
            return None
        for fault in self._faults:
            if fault.method in (method, ANY_METHOD):
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self._faults.clear()

    def describe(self) -> list[dict[str, Any]]:
        return [fault.describe() for fault in self._faults]


def read(values: Mapping[str, object]) -> Fault:
    """The fault that `values` describe; ControlError if they describe none."""
    method = _method(values.get("method"))
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise ControlError(f"kind: one of {', '.join(KINDS)} is needed")
    known = ("method", "kind", "times", *KINDS[kind])
    for name in values:
        if name not in known:
            raise ControlError(f"unknown key {name!r}; kind {kind} takes {', '.join(known)}")
    times = read_integer(values.get("times", 1), typed=True)
    if times is None or not 1 <= times <= MAX_TIMES:
        raise ControlError(f"times: a whole number from 1 to {MAX_TIMES} is needed")
    return Fault(method, kind, times, **{name: _READERS[name](values) for name in KINDS[kind]})


def _method(value: object) -> str:
    if value == ANY_METHOD or (isinstance(value, str) and value in OPERATIONS):
        return value
    raise ControlError(
        f"method: a method without suffix is needed, like 'message/send', or '*'; {value!r} is none"
    )


def _code(values: Mapping[str, object]) -> int:
    code = read_integer(values.get("code"), typed=True)
    if code is None or not 0 <= code <= MAX_CODE:
        raise ControlError(f"code: a result code from 0 to {MAX_CODE} is needed")
    return code


def _name(values: Mapping[str, object]) -> str:
    """The name beside the code: its own unless another is given.

    A code outside the table gets one made up.
    """
    name = values.get("name")
    if name is None:
        code = _code(values)
        return (
            ResultCode(code).name if code in ResultCode.__members__.values() else f"UNKNOWN_{code}"
        )
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise ControlError(
            f"name: the name of the code is needed, or none at all; {MAX_NAME} characters at most"
        )
    return name


def _seconds(values: Mapping[str, object]) -> float:
    seconds = read_number(values.get("seconds"))
    if seconds is None or not 0 <= seconds <= MAX_SECONDS:
        raise ControlError(f"seconds: a number from 0 to {MAX_SECONDS} is needed")
    return seconds


def _status(values: Mapping[str, object]) -> int:
    status = read_integer(values.get("status"), typed=True)
    if status is None or not MIN_STATUS <= status <= MAX_STATUS:
        raise ControlError(f"status: an HTTP status from {MIN_STATUS} to {MAX_STATUS} is needed")
    return status


def _headers(values: Mapping[str, object]) -> dict[str, str]:
    headers = values.get("headers", {})
    if not isinstance(headers, dict) or len(headers) > MAX_HEADERS:
        raise ControlError(
            f"headers: an object of at most {MAX_HEADERS} names and their texts is needed"
        )
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _FRAMING:
            raise ControlError(f"headers: {name!r} cannot be set")
        if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            raise ControlError(f"headers: {name}: a text of printable ASCII is needed")
    if sum(len(name) + len(value) for name, value in headers.items()) > MAX_HEADER_BYTES:
        raise ControlError(f"headers: at most {MAX_HEADER_BYTES} bytes in all")
    return headers


_Reader: TypeAlias = "Callable[[Mapping[str, object]], Any]"
_READERS: Final[Mapping[str, _Reader]] = MappingProxyType(
    {"code": _code, "name": _name, "seconds": _seconds, "status": _status, "headers": _headers}
)
KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "code": ("code", "name"),
        "drop_before": (),
        "drop_after": (),
        "delay": ("seconds",),
        "http": ("status", "headers"),
        "http_after": ("status", "headers"),
        "truncate": (),
        "garbage": (),
    }
)
"""Every kind of fault and the values that belong to it."""
