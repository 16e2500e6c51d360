"""From bytes to one dict of parameters and a token, whichever way they came."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.http import brackets
from turbosms_sandbox.http.bodies import CrowdedError, read_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import Receive, Scope

MAX_BODY = 16 * 1024 * 1024
"""Largest body that is read.

A file of the greatest size as a form field, every byte of it percent-encoded.
"""

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_HEADERS = frozenset({b"authorization", b"content-type", b"host"})
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?", re.ASCII)


class Data(NamedTuple):
    """The parameters of a call.

    `typed` says that they are JSON: a number is a number there, not a string. `is_list` says that
    they came as a list, whose places are their names (A-43).
    """

    values: Mapping[str, object]
    typed: bool
    is_list: bool = False


class Call(NamedTuple):
    """One request to a method, read but not judged."""

    verb: str
    operation: str
    """The method, like `message/send`, or any other path that was asked for."""
    token: object
    """What stands in the first of the token's places that holds anything, else None."""
    data: Data | None
    """The parameters, or None if none were passed."""
    problem: ResultCode | None
    """Why the data cannot be read, or may not be this long or deep (A-42)."""
    base_url: str
    """The address by which the caller reached the sandbox."""
    body: bytes = b""
    """The body as it came; empty if it was too large to be read."""


async def read_call(
    scope: Scope, receive: Receive, admits: Callable[[str, str, object], bool]
) -> Call:
    """Read a request into a `Call`; it never fails on bad input.

    `admits` says whether a verb, a method and a token are to be listened to at all: nothing else is
    parsed before. ClientDisconnect if the caller goes away.

    Documentation: "Connection to SMS and Viber API". A-21: the token's place and the data's are
    chosen apart.
    """
    body: bytes | None
    try:
        body = await read_body(receive, MAX_BODY)
    except CrowdedError:
        body = None
    headers = _headers(scope)
    base = _base_url(scope, headers.get(b"host", ""))
    media_type = headers.get(b"content-type", "").partition(";")[0].strip().lower()
    if scope["method"] != "POST" or body is None or not body.strip():
        media_type = ""
    verb, operation = scope["method"], operation_of(scope["path"])
    form = body if media_type == _FORM and body is not None else b""
    # with a token in several places the header goes first, then the form, then the query.
    token = (
        _header_token(headers.get(b"authorization", ""))
        or brackets.find(form, "token")
        or brackets.find(scope["query_string"], "token")
    )
    data: Data | None = None
    problem: ResultCode | None = None
    if body is None or _url_length(scope, base) > limits.URL_CHARACTERS.value:
        problem = ResultCode.INVALID_REQUEST
    elif admits(verb, operation, token):
        data, problem = _read_data(scope, media_type, body)
    return Call(verb, operation, token, data, problem, base, body or b"")


def _read_data(scope: Scope, media_type: str, body: bytes) -> tuple[Data | None, ResultCode | None]:
    """The parameters of a call, or why they cannot be read.

    A-22: the data is read from one place, a JSON body, else a form body, else the query. A-41: a
    body of any other type, or of a GET, is no place for data.
    """
    if media_type == _JSON:
        data = _read_json(body)
        return data, ResultCode.FAILED_PARSE_BODY if data is None else None
    form, problem = _read_brackets(body if media_type == _FORM else scope["query_string"])
    return _without_token(form), problem


def operation_of(path: str) -> str:
    """`/message/send.json` → `message/send`.

    The suffix is optional; any other format stays part of the name. Slashes too many count as one,
    and none counts at the end (A-120): a base URL that ends with one makes them.
    """
    if "//" in path or path.endswith("/"):
        path = "/".join(part for part in path.split("/") if part)
    return path.removeprefix("/").removesuffix(".json")


def _headers(scope: Scope) -> dict[bytes, str]:
    """The headers that say anything about a call; the first one of two counts."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _HEADERS and name not in found:
            found[name] = value.decode("latin-1")
    return found


def _base_url(scope: Scope, host: str) -> str:
    """The caller's own name for this server, or its address if the name is no possible one."""
    if not _HOST.fullmatch(host):
        server = scope.get("server") or ("127.0.0.1", None)
        name = f"[{server[0]}]" if ":" in server[0] else server[0]
        host = f"{name}:{server[1]}" if server[1] else name
    return f"{scope.get('scheme', 'http')}://{host}"


def _url_length(scope: Scope, base: str) -> int:
    query = scope["query_string"]
    path = scope.get("raw_path") or scope["path"].encode()
    return len(base) + len(path.partition(b"?")[0]) + (len(query) + 1 if query else 0)


def _read_brackets(query: bytes) -> tuple[dict[str, object], ResultCode | None]:
    if not query:
        return {}, None
    try:
        return brackets.parse(query), None
    except brackets.TooComplexError:
        return {}, ResultCode.INVALID_REQUEST


def _without_token(values: dict[str, object]) -> Data | None:
    rest = {name: value for name, value in values.items() if name != "token"}
    return Data(rest, typed=False) if rest else None


def _read_json(body: bytes) -> Data | None:
    """The parameters in `body`, on any number of lines (A-34).

    None if it is not UTF-8, not JSON, or neither an object nor a list (A-23). In a list, which is
    how PHP writes an array with the keys 0, 1, …, the places are the names (A-43).
    """
    try:
        values = _read(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if isinstance(values, list):
        named = {str(place): value for place, value in enumerate(values)}
        return Data(named, typed=True, is_list=True)
    return Data(values, typed=True) if isinstance(values, dict) else None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_read = json.JSONDecoder(parse_constant=_refuse_constant).decode


def _header_token(authorization: str) -> str:
    """What follows `Basic` or `Bearer`. A-39: any other scheme is no place for the token."""
    scheme, _, token = authorization.strip().partition(" ")
    return token.strip() if scheme.lower() in ("basic", "bearer") else ""
