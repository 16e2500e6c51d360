"""Reading the fault that a call of the control plane describes."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.php_values import read_integer, read_number
from turbosms_sandbox.http.faults import ANY_METHOD, WEBHOOK, Fault, kinds_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_TIMES: Final = 1_000_000
MAX_CODE: Final = 999
MAX_SECONDS: Final = 3_600
MIN_STATUS: Final = 200
"""An informational status (1xx) ends no request."""
MAX_STATUS: Final = 599
MAX_HEADERS: Final = 50
MAX_HEADER_BYTES: Final = 16 * 1024
"""Most bytes of the headers of one fault."""
MAX_NAME: Final = 200
"""Most characters of the name of a code."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}", re.ASCII)
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]{0,2000}", re.ASCII)
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})


def read_fault(values: Mapping[str, object]) -> Fault:
    """The fault that `values` describe; ControlError if they describe none."""
    method = _read_method(values.get("method"))
    kinds = kinds_for(method)
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise ControlError(f"kind: one of {', '.join(kinds)} is needed")
    known = ("method", "kind", "times", *kinds[kind])
    for name in values:
        if name not in known:
            raise ControlError(f"unknown key {name!r}; kind {kind} takes {', '.join(known)}")
    times = read_integer(values.get("times", 1), typed=True)
    if times is None or not 1 <= times <= MAX_TIMES:
        raise ControlError(f"times: a whole number from 1 to {MAX_TIMES} is needed")
    own_values = {name: _READERS[name](values) for name in kinds[kind]}
    return Fault(method, kind, times, **own_values)


def _read_method(value: object) -> str:
    if isinstance(value, str) and (value in (ANY_METHOD, WEBHOOK) or value in OPERATIONS):
        return value
    raise ControlError(
        "method: a method without suffix is needed, like 'message/send', or '*', or 'webhook'; "
        f"{value!r} is none"
    )


def _read_code(values: Mapping[str, object]) -> int:
    code = read_integer(values.get("code"), typed=True)
    if code is None or not 0 <= code <= MAX_CODE:
        raise ControlError(f"code: a result code from 0 to {MAX_CODE} is needed")
    return code


def _read_name(values: Mapping[str, object]) -> str:
    """The name of the code: the documented one by default, or a made-up one for other codes."""
    name = values.get("name")
    if name is None:
        code = _read_code(values)
        is_documented = code in ResultCode.__members__.values()
        return ResultCode(code).name if is_documented else f"UNKNOWN_{code}"
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise ControlError(
            f"name: the name of the code is needed, or none at all; {MAX_NAME} characters at most"
        )
    return name


def _read_seconds(values: Mapping[str, object]) -> float:
    seconds = read_number(values.get("seconds"))
    if seconds is None or not 0 <= seconds <= MAX_SECONDS:
        raise ControlError(f"seconds: a number from 0 to {MAX_SECONDS} is needed")
    return seconds


def _read_status(values: Mapping[str, object]) -> int:
    status = read_integer(values.get("status"), typed=True)
    if status is None or not MIN_STATUS <= status <= MAX_STATUS:
        raise ControlError(f"status: an HTTP status from {MIN_STATUS} to {MAX_STATUS} is needed")
    return status


def _read_headers(values: Mapping[str, object]) -> dict[str, str]:
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


_FaultValueReader: TypeAlias = "Callable[[Mapping[str, object]], Any]"
_READERS: Final[Mapping[str, _FaultValueReader]] = MappingProxyType(
    {
        "code": _read_code,
        "name": _read_name,
        "seconds": _read_seconds,
        "status": _read_status,
        "headers": _read_headers,
    }
)
