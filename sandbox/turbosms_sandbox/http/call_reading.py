"""Reading a request to a method: its token and its parameters, whichever way they came."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.http import brackets
from turbosms_sandbox.http.bodies import SMALL, CrowdedError, read_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope

MAX_BODY = 16 * 1024 * 1024
"""Largest body that is read.

A file of the greatest size as a form field, every byte of it percent-encoded.
"""

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?", re.ASCII)


async def read_call(
    scope: Scope, receive: Receive, admits: Callable[[str, str, object], bool]
) -> Call:
    """Read a request into a `Call`; bad input never makes it fail.

    `admits` decides by verb, method and token whether a large body is parsed at all.
    ClientDisconnect if the client goes away. Documentation: "Connection to SMS and Viber API".
    A-21: the places of the token and of the parameters are chosen independently.
    """
    body: bytes | None
    try:
        body = await read_body(receive, MAX_BODY)
    except CrowdedError:
        body = None
    headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))  # the first of several counts
    base_url = _base_url(scope, headers.get(b"host", b"").decode("latin-1"))
    media_type = _media_type(scope, headers, body)
    verb, operation = scope["method"], operation_of(scope["path"])
    form = body if media_type == _FORM and body is not None else b""
    # with a token in several places the header comes first, then the form, then the query.
    token = (
        _header_token(headers.get(b"authorization", b"").decode("latin-1"))
        or brackets.find(form, "token")
        or brackets.find(scope["query_string"], "token")
    )
    parameters: Parameters | None = None
    problem: ResultCode | None = None
    if body is None or _url_length(scope, base_url) > limits.URL_CHARACTERS.value:
        problem = ResultCode.INVALID_REQUEST
    elif len(body) <= SMALL or admits(verb, operation, token):
        parameters, problem = _read_parameters(scope, media_type, body)
    return Call(verb, operation, token, parameters, problem, base_url, body or b"")


def operation_of(path: str) -> str:
    """`/message/send.json` → `message/send`.

    The suffix is optional; any other format remains part of the name. Several slashes count as one,
    and slashes at the end are ignored (A-120): a base URL that ends with one leads to them.
    """
    if "//" in path or path.endswith("/"):
        path = "/".join(part for part in path.split("/") if part)
    return path.removeprefix("/").removesuffix(".json")


def _media_type(scope: Scope, headers: dict[bytes, bytes], body: bytes | None) -> str:
    """The media type of a body that can hold parameters, else an empty string."""
    if scope["method"] != "POST" or body is None or not body.strip():
        return ""
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    return content_type.partition(";")[0].strip().lower()


def _base_url(scope: Scope, host: str) -> str:
    """The client's own name for this server, or its address if that name is impossible."""
    if not _HOST.fullmatch(host):
        server = scope.get("server") or ("127.0.0.1", None)
        name = f"[{server[0]}]" if ":" in server[0] else server[0]
        host = f"{name}:{server[1]}" if server[1] else name
    return f"{scope.get('scheme', 'http')}://{host}"


def _url_length(scope: Scope, base_url: str) -> int:
    query = scope["query_string"]
    path = scope.get("raw_path") or scope["path"].encode()
    return len(base_url) + len(path.partition(b"?")[0]) + (len(query) + 1 if query else 0)


def _header_token(authorization: str) -> str:
    """What follows `Basic` or `Bearer`. A-39: with any other scheme there is no token."""
    scheme, _, token = authorization.strip().partition(" ")
    return token.strip() if scheme.lower() in ("basic", "bearer") else ""


def _read_parameters(
    scope: Scope, media_type: str, body: bytes
) -> tuple[Parameters | None, ResultCode | None]:
    """The parameters of a call, or why they cannot be read.

    A-22: they are read from one place: a JSON body, else a form body, else the query. A-41: a body
    of any other type, or of a GET, is ignored.
    """
    if media_type == _JSON:
        parameters = _read_json(body)
        return parameters, ResultCode.FAILED_PARSE_BODY if parameters is None else None
    return _read_brackets(body if media_type == _FORM else scope["query_string"])


def _read_brackets(query: bytes) -> tuple[Parameters | None, ResultCode | None]:
    """The parameters of a form or query without the token; None if there are no others."""
    try:
        values = brackets.parse(query)
    except brackets.TooComplexError:
        return None, ResultCode.INVALID_REQUEST
    without_token = {name: value for name, value in values.items() if name != "token"}
    return Parameters(without_token, typed=False) if without_token else None, None


def _read_json(body: bytes) -> Parameters | None:
    """The parameters in `body`, on any number of lines (A-34).

    None if it is not UTF-8, not JSON, or neither an object nor a list (A-23). In a list, which is
    how PHP writes an array with the keys 0, 1, …, the indices are the names (A-43).
    """
    try:
        values = _decode_json(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if isinstance(values, list):
        by_index = {str(index): value for index, value in enumerate(values)}
        return Parameters(by_index, typed=True, is_list=True)
    return Parameters(values, typed=True) if isinstance(values, dict) else None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decode_json = json.JSONDecoder(parse_constant=_refuse_constant).decode
