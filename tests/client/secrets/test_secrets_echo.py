"""A service, or whatever stands in its place, may say back what it was sent.

Nothing of it gets into errors or logs.
"""

from __future__ import annotations

import json
import logging
from contextvars import copy_context
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from httpcore2._trace import Trace

from tests.client.hostile import acts
from tests.client.hostile.acts import HostileAct
from tests.client.hostile.scenario import AT_ONCE, send
from tests.client.secrets.leaks import all_logs
from tests.kit.answers import envelope
from tests.kit.clients import TOKEN, WAYS, AnyClient
from tests.kit.service import http
from turbosms_client import TurboSMSError
from turbosms_client._http import log_filter
from turbosms_client._http.driver_interface import HTTPRequest, Timeouts
from turbosms_client._http.log_filter import HiddenToken

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.client.hostile.hostile_service import Hostile

PHONE = "380501111110"
SAID = f"{TOKEN} {PHONE}\nERROR:root:forged"
# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")


@pytest.fixture(autouse=True)
def _nothing_hidden_by_other_tests() -> None:
    """A signal that cuts a request off at the wrong line leaves its token hidden in the thread."""
    log_filter._hidden.set(None)


def echo(code: int, result: Any = None) -> bytes:
    return http(json.dumps(envelope(code, result, SAID)).encode())


ECHOES = {
    "name of a code": echo(105),
    "name of an unknown code": echo(860),
    "name of a row's code": echo(
        404, [{"phone": PHONE, "response_code": 8888, "response_status": SAID, "message_id": None}]
    ),
    "content type": http(b"x", 502, ("Content-Type", f"text/html; token={TOKEN}; to={PHONE}")),
    "media type alone": http(b"x", 502, ("Content-Type", TOKEN)),
    "media type of two": http(b"x", 200, ("Content-Type", f"{TOKEN}/{PHONE}")),
    "retry-after": http(b"x", 502, ("Retry-After", f"{TOKEN} {PHONE}")),
    "number as a name": http(
        json.dumps({"response_code": 860, "response_status": PHONE, "response_result": 0}).encode()
    ),
    "media type": http(b"x", 502, ("Content-Type", f"{TOKEN}/{PHONE} {TOKEN}")),
    "header": f"HTTP/1.1 200 OK\r\nAuthorization : Bearer {TOKEN} {PHONE}\r\n\r\n".encode(),
    "status line": f"Bearer {TOKEN} {PHONE}\r\n\r\n".encode(),
}


@pytest.mark.parametrize("echo", ECHOES)
def test_what_is_said_back_is_not_repeated(
    hostile: Hostile, kind: str, echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(acts.ANSWERS, echo, lambda _, __: ECHOES[echo])
    hostile.plays([HostileAct(echo, leaves="closed")] * 4)
    with AnyClient(kind, hostile.url, retry=AT_ONCE) as caller, all_logs() as told:
        error = send(caller, [PHONE])
    assert isinstance(error, TurboSMSError)
    ours = [line for line in told if line.startswith("turbosms_client")]
    assert ours != []
    assert [
        line for line in ours if any(secret in line for secret in (TOKEN, PHONE, "forged"))
    ] == []
    assert TOKEN not in f"{error!r} {error.__cause__!r} {error.args}"


# Characters that `repr` writes with a backslash before them.
ODD_TOKEN = "s3\\cr'e\"t"
HTTP_LOGGERS = ("httpcore2", "httpx2", "aiohttp", "hpack", "asyncio", "h11", "turbosms_client")


def echo_headers(token: str) -> bytes:
    body = json.dumps(
        {"response_code": 0, "response_status": "OK", "response_result": {"balance": 12.34}}
    )
    return http(
        body.encode(),
        200,
        ("Authorization", f"Bearer {token}"),
        ("X-Request", f"authorization: {token}"),
        ("Set-Cookie", f"{token}=1; Expires={token}; Domain={token}"),
        ("Location", f"/?token={token}"),
    )


@pytest.mark.parametrize("token", [TOKEN, ODD_TOKEN])
@pytest.mark.parametrize("way", WAYS)
def test_no_library_logs_a_token_that_comes_back_in_a_header(
    hostile: Hostile, way: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(acts.ANSWERS, "echo", lambda _, __: echo_headers(token))
    hostile.plays([HostileAct("echo")] * 2)
    with all_logs() as told, AnyClient(way, hostile.url, token=token) as caller:
        for _ in range(2):
            assert caller.user.balance() == Decimal("12.34")
    if way != "aiohttp":  # which logs no headers
        assert any("[hidden]" in line for line in told if line.startswith("httpcore2.http11"))
    escaped = token.replace("\\", "\\\\")
    ways_to_write = {token, escaped, escaped.replace("'", "\\'"), repr(token)[1:-1]}
    lines = [line for line in told if line.startswith(HTTP_LOGGERS)]
    assert lines != []
    assert [line for line in lines if any(written in line for written in ways_to_write)] == []


def test_no_line_has_the_account_at_a_socks_proxy() -> None:
    request = HTTPRequest("/", {"Authorization": f"Bearer {TOKEN}"}, b"", Timeouts(1, 1, 1, 1))
    logger = logging.getLogger("httpcore2.socks")
    step = {"host": "x", "auth": (b"user", b"pass) timeouts=word"), "timeouts": {}}
    with all_logs() as told:
        with HiddenToken(request), Trace("setup_socks5_connection", logger, None, step):
            pass
        logger.debug("of somebody else: %s", TOKEN)
    assert told[0].startswith(
        "httpcore2.socks: setup_socks5_connection.started host='x' auth=[hidden] timeouts={} "
    )
    assert not [line for line in told if "user" in line or "word" in line]
    assert TOKEN in told[-1]


def test_a_request_within_another_hides_its_own_token() -> None:
    outer, inner = (
        HTTPRequest("/", {"Authorization": f"Bearer {token}"}, b"", Timeouts(1, 1, 1, 1))
        for token in ("first-token", "second-token")
    )
    logger = logging.getLogger("httpx2")
    with all_logs() as told, HiddenToken(outer):
        with HiddenToken(inner):
            logger.debug("%s", "second-token")
        logger.debug("%s", "first-token")
    assert [line.split()[1] for line in told] == ["[hidden]", "[hidden]"]


def test_a_request_that_the_garbage_collector_ends_hides_and_shows_nothing_elsewhere() -> None:
    def working_on(token: str) -> Generator[None, None, None]:
        headers = {"Authorization": f"Bearer {token}"}
        with HiddenToken(HTTPRequest("/", headers, b"", Timeouts(1, 1, 1, 1))):
            yield

    elsewhere = copy_context()
    outer, inner, ours = (
        working_on(token) for token in ("outer-token", "inner-token", "our-token")
    )
    elsewhere.run(next, outer)
    elsewhere.run(next, inner)
    next(ours)
    inner.close()
    logger = logging.getLogger("httpx2")
    with all_logs() as told:
        logger.debug("%s", "our-token")
        ours.close()
        logger.debug("%s", "outer-token")
    elsewhere.run(outer.close)
    assert [line.split()[1] for line in told] == ["[hidden]", "outer-token"]
