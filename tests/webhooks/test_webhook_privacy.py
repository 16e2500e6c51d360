"""Nothing private stands in logs or errors, nor in the file once it is handled."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.webhooks.calls import JSON, SECRET, as_json, call, login, signed
from tests.webhooks.inboxes import RECEIVER, handled
from turbosms_webhooks import WebhookError, WebhookReceiver

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_webhooks import Event, WebhookInbox

PRIVATE = {"chat_id": 1, "message": "Top secret", "phone": "380501234567"}
REPLY = as_json(call(data=PRIVATE, type="INBOX_VIBER_SESSION"))


def assert_nothing_private(text: str) -> None:
    for private in (SECRET, signed("event-1"), "password", "Top secret", "380501234567"):
        assert private not in text


def test_nothing_private_is_shown() -> None:
    receiver = WebhookReceiver(SECRET, basic_auth=("shop", "password"))
    callback = receiver.parse(REPLY, JSON, login("shop", "password"))
    unknown = RECEIVER.parse(as_json(call(data=PRIVATE, type="NEW"))).events
    assert_nothing_private(repr((receiver, callback, callback.events, unknown)))


@pytest.mark.parametrize(
    "body",
    [
        REPLY[:-1],
        REPLY + b"}",
        REPLY.replace(b'"id"', b'"other"'),
        as_json(call(data=PRIVATE, signature="x")),
        as_json(call(data=PRIVATE, signature=None)),
        b'{"message": "Top secret", "number": ' + b"9" * 5_000 + b"}",
    ],
)
def test_an_error_has_nothing_of_the_call_and_nor_has_what_led_to_it(body: bytes) -> None:
    """The error of a JSON reader has the whole body in it."""
    with pytest.raises(WebhookError) as refused:
        RECEIVER.parse(body)
    error: BaseException | None = refused.value
    assert error is not None
    assert (error.__cause__, error.__context__) == (None, None)
    assert_nothing_private("".join(traceback.format_exception(error)))
    assert_nothing_private(repr(vars(error)))


def test_nothing_private_is_logged(inbox: WebhookInbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    inbox.accept(REPLY)
    inbox.accept(as_json(call(signature="x")))

    def handle(event: Event) -> None:
        raise RuntimeError(str(event.raw))

    inbox.run(handle, until_idle=True)
    assert_nothing_private(caplog.text)
    assert_nothing_private(repr(inbox))


def test_a_failure_is_logged_with_its_place(
    inbox: WebhookInbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the text of the error, this is what finds the mistake."""
    inbox.accept(REPLY)

    def handle(_event: Event) -> None:
        raise LookupError("Top secret")

    inbox.run(handle, until_idle=True)
    (record,) = caplog.records
    line = handle.__code__.co_firstlineno + 1
    assert record.getMessage() == (
        f"the handler raised LookupError in test_webhook_privacy.py:{line}, time 1 for event 1"
    )
    assert record.exc_info is None


def test_it_keeps_no_signature_and_no_data_that_is_handled(path: Path, inbox: WebhookInbox) -> None:
    inbox.accept(REPLY)
    with closing(sqlite3.connect(path)) as connection:
        stored = "".join(connection.iterdump())
    assert "Top secret" in stored
    assert signed("event-1") not in stored
    handled(inbox)
    inbox.close()
    assert b"Top secret" not in path.read_bytes()
    assert [file.name for file in path.parent.iterdir() if b"Top" in file.read_bytes()] == []
