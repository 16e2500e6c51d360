"""The webhook's views: what is stored, and what is answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection, connections
from django.test import AsyncClient, Client, override_settings

from tests.django.told import messages_of
from tests.webhooks.calls import FORM, JSON, SECRET, as_form, as_json, call, login, report, signed
from turbosms_django.models import WaitingEvent, WebhookCall

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("database")

PATH = "/webhooks/turbosms/"


def post(body: bytes, content_type: str = JSON, **headers: str) -> int:
    """What the view answers; a page of another site has no token against forgery either."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(PATH, data=body, content_type=content_type, headers=headers)
    return response.status_code


def post_async(body: bytes, content_type: str = JSON, **headers: str) -> int:
    """The same for the view that is awaited."""

    async def ask() -> int:
        client = AsyncClient(enforce_csrf_checks=True)
        response = await client.post(
            PATH + "async/", data=body, content_type=content_type, headers=headers
        )
        await sync_to_async(connections.close_all)()
        return response.status_code

    return asyncio.run(ask())


both = pytest.mark.parametrize("ask", [post, post_async])


def count() -> tuple[int, int]:
    return WebhookCall.objects.count(), WaitingEvent.objects.count()


@both
def test_a_call_is_stored_once(ask: Callable[..., int]) -> None:
    """However often it comes, in whichever format."""
    assert ask(as_json(call())) == 200
    assert ask(as_json(call())) == 200
    assert ask(as_form({**call(), "try": 2}), FORM) == 200
    assert count() == (1, 1)


@both
def test_the_events_of_a_call_are_stored_one_by_one(ask: Callable[..., int]) -> None:
    assert ask(as_json(call(data=[report(message_id="a"), report(message_id="b")]))) == 200
    assert count() == (1, 2)


@both
def test_what_is_wrong_is_refused(
    ask: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    assert ask(as_json(call())) == 200
    assert ask(as_json(call(data=report("SENT")))) == 400  # the id of another one
    assert ask(as_json(call(signature="x"))) == 401
    assert ask(b"no call") == 400
    with override_settings(
        TURBOSMS={"SANDBOX": True, "WEBHOOK_SECRET": SECRET, "WEBHOOK_BASIC_AUTH": ("us", "pass")}
    ):
        assert ask(as_json(call("event-2"))) == 401
        assert ask(as_json(call("event-2")), Authorization=login("us", "pass")) == 200
    assert count() == (2, 2)
    assert [message.rpartition(": ")[2] for message in messages_of(caplog)] == [
        "it has the id of another one",
        "bad_signature",
        "malformed",
        "basic_auth",
    ]


@both
def test_only_a_post_is_a_call(ask: Callable[..., int]) -> None:
    path = PATH if ask is post else PATH + "async/"
    response = Client().get(path)
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


def test_several_secrets_while_one_replaces_the_other() -> None:
    settings = {"SANDBOX": True, "WEBHOOK_SECRET": ["new", SECRET]}
    with override_settings(TURBOSMS=settings):
        assert post(as_json(call())) == 200
        assert post(as_json(call("event-2", signature=signed("event-2", "new")))) == 200


def test_the_sandbox_has_a_usual_secret() -> None:
    with override_settings(TURBOSMS={"SANDBOX": True}):
        assert post(as_json(call(signature=signed("event-1", "sandbox-secret")))) == 200


@both
def test_what_cannot_be_stored_is_to_be_repeated(
    ask: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    with connection.schema_editor() as editor:
        editor.alter_db_table(WebhookCall, "turbosms_django_webhookcall", "elsewhere")
    try:
        assert ask(as_json(call())) == 503
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(WebhookCall, "elsewhere", "turbosms_django_webhookcall")
    assert messages_of(caplog) == [f"a webhook call was not stored: {OperationalError.__name__}"]
    assert ask(as_json(call())) == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "i" * 255, "signature": signed("i" * 255)},
        {"data": report(message_id="\0\ud800" * 1000)},
        {"data": report("S" * 1000)},
        {"type": "NEW\0", "data": "\0"},
    ],
    ids=["long id", "strange message", "long status", "unknown type"],
)
def test_strange_calls_are_stored_too(changes: dict[str, Any]) -> None:
    assert post(as_json(call(**changes))) == 200
    assert post(as_json(call(**changes))) == 200
    assert count() == (1, 1)
