"""Webhooks in tests of an application: over a socket, and in an ASGI or WSGI application."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from tests.kit.receiver import Receiver, answer
from turbosms_client import Sms
from turbosms_testing import WebhookCall, Webhooks
from turbosms_testing.webhooks import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from turbosms_client import TurboSMS
    from turbosms_testing import Sandbox

PHONE = "380678998668"
TYPES = ["DLR_VIBER_API", "DLR_VIBER_API"]


class AsgiShop:
    """Keeps what it is told at `/turbosms`."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 200
        self.app = Starlette(routes=[Route("/turbosms", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.told.append(await request.json())
        return Response(status_code=self.status)


class WsgiShop:
    """The same without a framework."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 200

    def app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/turbosms"):
            start_response("404 Not Found", [])
            return []
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.told.append(json.loads(body))
        start_response(f"{self.status} Some", [("Content-Type", "text/plain")])
        return [b"taken"]


@pytest.mark.parametrize("kind", [AsgiShop, WsgiShop])
def test_an_application_is_told_without_a_socket(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox, kind: type[AsgiShop | WsgiShop]
) -> None:
    shop = kind()
    webhooks = turbosms_sandbox.webhooks
    assert isinstance(webhooks, Webhooks)
    webhooks.deliver(shop.app, "/turbosms")
    turbosms.message.send([PHONE], text="Hello")
    turbosms_sandbox.advance(60)
    message_id = turbosms_sandbox.last().message_id
    assert [told["type"] for told in shop.told] == TYPES
    assert [told["data"]["status"] for told in shop.told] == ["Sent", "DELIVRD"]
    assert {told["data"]["message_id"] for told in shop.told} == {message_id}
    newest, _ = webhooks.calls()
    assert isinstance(newest, WebhookCall)
    assert (newest.id, newest.data) == (shop.told[-1]["id"], shop.told[-1]["data"])
    assert (newest.attempt, newest.status, newest.failure) == (1, 200, None)
    (again,) = webhooks.resend(newest)
    assert (again.id, again.attempt) == (newest.id, 2)
    assert shop.told[-1]["try"] == 2


def test_an_application_is_told_in_arrays(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    shop = AsgiShop()
    turbosms_sandbox.webhooks.deliver(shop.app, "/turbosms", array=True)
    report = turbosms.message.send([PHONE, "380503288668"], text="Hello", sms=Sms())
    turbosms_sandbox.advance(0)
    (told,) = shop.told
    assert [row["message_id"] for row in told["data"]] == list(report.message_ids)
    assert turbosms_sandbox.webhooks.calls()[0].data == told["data"]


def test_an_application_that_refuses_is_told_again(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox
) -> None:
    shop = AsgiShop()
    shop.status = 503
    turbosms_sandbox.webhooks.deliver(shop.app, "/turbosms", events=["DLR_VIBER_API"])
    turbosms.message.send([PHONE], text="Hello")
    turbosms_sandbox.advance(10)
    assert {call.next_attempt is None for call in turbosms_sandbox.webhooks.calls()} == {False}
    shop.status = 200
    turbosms_sandbox.fault("webhook", "hang_up")
    turbosms_sandbox.advance(600)
    assert [told["try"] for told in shop.told] == [1, 1, 2, 2, 3]


def test_an_application_that_raises(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what; the attempt has failed."""

    async def app(*_: Any) -> None:
        raise LookupError("a mistake of the application")

    turbosms_sandbox.webhooks.deliver(app)
    turbosms.message.send([PHONE], text="Hello")
    with caplog.at_level(logging.ERROR):
        turbosms_sandbox.advance(0)
    assert turbosms_sandbox.webhooks.calls()[0].failure == "failed"
    assert "a mistake of the application" in caplog.text


@pytest.mark.parametrize("place", ["turbosms_sandbox", "turbosms_server"])
def test_a_receiver_with_a_socket(place: str, request: pytest.FixtureRequest) -> None:
    sandbox: Sandbox = request.getfixturevalue(place)
    with Receiver(lambda _: answer(404)) as receiver, sandbox.client() as client:
        sandbox.webhooks.set(f"{receiver.url}/hook", login="shop", password="x")
        client.message.send([PHONE], text="Hello")
        sandbox.advance(0)
        (call,) = sandbox.webhooks.calls()
        assert (call.status, call.attempt, call.fields["url"]) == (404, 1, f"{receiver.url}/hook")
        (again,) = sandbox.webhooks.resend(call.id)
        assert again.attempt == 2
        assert {told.headers["authorization"] for told in receiver.take()} == {"Basic c2hvcDp4"}
        with pytest.raises(ValueError, match="is the id of no event"):
            sandbox.webhooks.resend("x")


def test_a_sandbox_in_another_process_cannot_call_an_application(turbosms_server: Sandbox) -> None:
    with pytest.raises(ValueError, match="a process of its own"):
        turbosms_server.webhooks.deliver(AsgiShop().app)


def test_the_usual_secret(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    shop = AsgiShop()
    turbosms_sandbox.webhooks.deliver(shop.app, "/turbosms")
    turbosms.message.send([PHONE], text="Hello")
    turbosms_sandbox.advance(0)
    (told,) = shop.told
    expected = hashlib.sha1(f"{SECRET}{told['id']}".encode()).hexdigest()
    assert told["signature"] == expected
