"""The effects of faults: what is answered, and where the connection breaks.

A fault strikes any call of its method, before the token is looked at: broken networks and proxies
do not look at it either.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NoReturn

from starlette.responses import Response

from turbosms_sandbox.engine.notifier import Waiter, while_connected

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from turbosms_sandbox.engine.notifier import Notifier
    from turbosms_sandbox.http.faults import Fault

HANG_UP: Final = "turbosms_sandbox.hang_up"
"""The ASGI extension by which a server lets a call close its connection: `{"close": function}`."""

_JSON = "application/json"
_PAGE = "<!DOCTYPE html>\n<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>\n"
_WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED)


class FaultyResponse:
    """ASGI: answers one call in the way that `fault` demands.

    `body` is the answer to a call that was executed, or the fault's own answer; else it is empty.
    """

    def __init__(self, fault: Fault, body: bytes, notifier: Notifier) -> None:
        self._fault = fault
        self._body = body
        self._notifier = notifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault, body, notifier = self._fault, self._body, self._notifier
        if fault.kind in ("drop_before", "drop_after"):
            await _hang_up(scope, receive)
        elif fault.kind == "truncate":
            await _truncate(body, scope, receive, send)
        elif fault.kind == "delay" and not await _wait(fault.seconds, receive, notifier):
            if notifier.stopped:
                await _hang_up(scope, receive)
        else:
            response = _response(fault, body, scope)
            await response(scope, receive, send)


def own_answer(fault: Fault) -> bytes:
    """What a fault answers instead of the service: an envelope with its code, or nothing."""
    if fault.kind != "code":
        return b""
    envelope = {"response_code": fault.code, "response_status": fault.name, "response_result": None}
    return json.dumps(envelope, separators=(",", ":")).encode()


def _response(fault: Fault, body: bytes, scope: Scope) -> Response:
    if fault.kind == "garbage":
        return Response(_PAGE.format("Maintenance"), media_type="text/html")
    if fault.kind in ("http", "http_after"):
        return _proxy_response(fault, scope["path"])
    return Response(body, media_type=_JSON)


def _proxy_response(fault: Fault, path: str) -> Response:
    """A response like that of a proxy.

    A redirect without a Location of its own leads back to the same method.
    """
    headers = dict(fault.headers)
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= fault.status < HTTPStatus.BAD_REQUEST
    if is_redirect and "location" not in map(str.lower, headers):
        headers["Location"] = path
    if fault.status in _WITHOUT_BODY:
        return Response(status_code=fault.status, headers=headers)
    page = _PAGE.format(f"{fault.status} {_phrase(fault.status)}".strip())
    return Response(page, fault.status, headers, media_type="text/html")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


async def _wait(seconds: float, receive: Receive, notifier: Notifier) -> bool:
    """Wait in real time, unless the client disconnects or the sandbox stops.

    Returns whether neither has happened.
    """
    waiter = Waiter(notifier)
    async with while_connected(receive, waiter) as connection:
        await waiter.wait(seconds)
        return not (connection.is_lost or notifier.stopped)


async def _truncate(body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
    """Announce the whole answer, send half of it, and hang up."""
    headers = [(b"content-type", _JSON.encode()), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    await _hang_up(scope, receive)


async def _hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection once everything that was sent so far has left."""
    extension = (scope.get("extensions") or {}).get(HANG_UP)
    if extension is None:
        _break_off()
    extension["close"]()
    while (await receive())["type"] != "http.disconnect":
        pass


def _break_off() -> NoReturn:
    """Raise what a client would see of a closed connection.

    For a sandbox without a connection of its own, which runs in the process of its client.
    """
    # httpx2 is slow to import, and whoever calls the application through it has done so already.
    import httpx2  # noqa: PLC0415

    raise httpx2.RemoteProtocolError("The sandbox closed the connection, as a fault told it to.")
