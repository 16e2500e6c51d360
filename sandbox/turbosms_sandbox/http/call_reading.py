"""Reading a request to a method: its token and its parameters, whichever way they came."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.calls.php_values import nests_too_deep
from turbosms_sandbox.http import brackets
from turbosms_sandbox.http.bodies import CrowdedError, read_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope

    from turbosms_sandbox.calls.answers import Code

MAX_BODY = 16 * 1024 * 1024
"""Largest body that is read.

A file of the greatest size as a form field, every byte of it percent-encoded.
"""

_JSON = "application/json"
_JSON_BLANKS = " \t\n\r"
_FORM = "application/x-www-form-urlencoded"
_SEEN_BEFORE = 64
"""How many values of a header are remembered: the requests of a client all have the same ones."""
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?", re.ASCII)


async def read_call(
    scope: Scope, receive: Receive, refusal_code: Callable[[str, str, object], Code | None]
) -> Call:
    """Read a request into a `Call`; bad input never makes it fail.

    `refusal_code` says by verb, method and token why the call is refused; then nothing is parsed.
    ClientDisconnect if the client goes away. Documentation: "Connection to SMS and Viber API".
    A-21: the places of the token and of the parameters are chosen independently.
    """
    body: bytes | None
    try:
        body = await read_body(receive, MAX_BODY)
    except CrowdedError:
        body = None
    headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))  # the first of several counts
    base_url = _base_url(scope, headers.get(b"host", b""))
    verb, operation = scope["method"], operation_of(scope["path"])
    content = body or b""
    media_type = ""
    if verb == "POST" and content.strip():
        media_type = _media_type(headers.get(b"content-type", b""))
    form = content if media_type == _FORM else b""
    # with a token in several places the header comes first, then the form, then the query.
    token = (
        _header_token(headers.get(b"authorization", b"").decode("latin-1"))
        or brackets.find(form, "token")
        or brackets.find(scope["query_string"], "token")
    )
    parameters: Parameters | None = None
    problem = refusal_code(verb, operation, token)
    is_too_large = body is None or _url_length(scope, base_url) > limits.URL_CHARACTERS.value
    if problem is None and is_too_large:
        problem = ResultCode.INVALID_REQUEST
    if problem is None:
        parameters, problem = _read_parameters(scope, media_type, content)
    return Call(verb, operation, token, parameters, problem, base_url, content)


def operation_of(path: str) -> str:
    """`/message/send.json` → `message/send`.

    The suffix is optional; any other format remains part of the name. Several slashes count as one,
    and slashes at the end are ignored (A-120): a base URL that ends with one leads to them.
    """
    if "//" in path or path.endswith("/"):
        path = "/".join(part for part in path.split("/") if part)
    return path.removeprefix("/").removesuffix(".json")


@lru_cache(_SEEN_BEFORE)
def _media_type(content_type: bytes) -> str:
    """The media type in the header Content-Type."""
    return content_type.decode("latin-1").partition(";")[0].strip().lower()


def _base_url(scope: Scope, host: bytes) -> str:
    """The client's own name for this server, or its address if that name is impossible."""
    name = _host_name(host)
    if name is None:
        address, port = scope.get("server") or ("127.0.0.1", None)
        name = f"[{address}]" if ":" in address else address
        name = f"{name}:{port}" if port else name
    return f"{scope.get('scheme', 'http')}://{name}"


@lru_cache(_SEEN_BEFORE)
def _host_name(host: bytes) -> str | None:
    """The name in the header Host; None if there can be no such name."""
    name = host.decode("latin-1")
    return name if _HOST.fullmatch(name) else None


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

    None if it is not UTF-8, not JSON, nested too deep (A-42), or neither an object nor a list
    (A-23). In a list, which is how PHP writes an array with the keys 0, 1, …, the indices are the
    names (A-43).
    """
    try:
        text = body.decode("utf-8").strip(_JSON_BLANKS)
        values, end = _json_decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if end < len(text) or nests_too_deep(body, values):
        return None
    if isinstance(values, list):
        by_index = {str(index): value for index, value in enumerate(values)}
        return Parameters(by_index, typed=True, is_list=True)
    return Parameters(values, typed=True) if isinstance(values, dict) else None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_json_decoder = json.JSONDecoder(parse_constant=_refuse_constant)
