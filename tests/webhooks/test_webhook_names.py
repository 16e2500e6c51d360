"""The public names: where they are from, their types, and what importing them costs."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

import turbosms_webhooks
from tests.kit import processes
from tests.kit.processes import PYTHON, ROOT, environment, output
from tests.webhooks.calls import as_json, call, report
from tests.webhooks.inboxes import RECEIVER
from turbosms_webhooks import (
    ButtonClick,
    Callback,
    DeliveryReport,
    IncomingMessage,
    UnknownEvent,
    asgi,
    wsgi,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.checkout  # pydantic is a tool of the checkout

NAMES = [getattr(turbosms_webhooks, name) for name in turbosms_webhooks.__all__]
CLASSES = [each for each in NAMES if inspect.isclass(each)]


def _methods() -> Iterator[object]:
    for kind in CLASSES:
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            if not name.startswith("_"):
                yield method


def test_importing_it_imports_neither_the_client_nor_anything_installed() -> None:
    program = (
        "import sys; before = {*sys.modules}\n"
        "import turbosms_webhooks.asgi, turbosms_webhooks.records, turbosms_webhooks.wsgi\n"
        "roots = {name.partition('.')[0] for name in {*sys.modules} - before}\n"
        "print(sorted(roots - {*sys.stdlib_module_names}))"
    )
    assert output(PYTHON, "-c", program).strip() == "['turbosms_api', 'turbosms_webhooks']"


def test_names_are_sorted_and_there() -> None:
    assert turbosms_webhooks.__all__ == sorted(turbosms_webhooks.__all__)


@pytest.mark.parametrize("kind", CLASSES)
def test_classes_say_where_they_are_imported_from(kind: type) -> None:
    assert kind.__module__ == "turbosms_webhooks"
    assert kind.__doc__


@pytest.mark.parametrize("method", list(_methods()), ids=lambda method: method.__qualname__)
def test_annotations_can_be_read(method: object) -> None:
    assert "return" in typing.get_type_hints(method)


@pytest.mark.parametrize("kind", CLASSES)
def test_so_can_those_of_classes(kind: type) -> None:
    assert typing.get_type_hints(kind) is not None


@pytest.mark.parametrize("app", [asgi.WebhookApp, wsgi.WebhookApp])
def test_both_apps_say_where_they_are_from(app: type) -> None:
    assert app.__module__ in ("turbosms_webhooks.asgi", "turbosms_webhooks.wsgi")
    assert "handler" in typing.get_type_hints(vars(app)["__init__"])


@pytest.mark.parametrize(
    ("webhook_type", "data"),
    [
        ("DLR_SMS_API", report()),
        ("INBOX_VIBER_SESSION", {"chat_id": 1}),
        ("VIBER_BUTTON_CLICK", {}),
        ("NEW", [1, None]),
    ],
)
def test_calls_and_events_can_be_copied_and_pickled(webhook_type: str, data: object) -> None:
    """A handler may pass them on to another process."""
    callback = RECEIVER.parse(as_json({**call(), "type": webhook_type, "data": data}))
    assert pickle.loads(pickle.dumps(callback)) == callback
    assert copy.deepcopy(callback) == callback


def test_nothing_warns_of_what_is_left_open(path: Path) -> None:
    """Neither with an inbox that is closed, nor with one that the end of the program finds open."""
    program = f"""
import gc
from tests.webhooks.calls import as_json, call
from tests.webhooks.inboxes import RECEIVER, handled
from turbosms_webhooks import WebhookInbox, wsgi
for name in ("closed", "open"):
    inbox = WebhookInbox({str(path)!r} + name, RECEIVER)
    inbox.expect(["a"])
    app = wsgi.WebhookApp(inbox, print)
    app({{"REQUEST_METHOD": "GET"}}, lambda *_: None)
    app.close()
    print(inbox.accept(as_json(call())), len(handled(inbox)), inbox.open_messages())
    if name == "closed":
        inbox.close()
        del app, inbox
        gc.collect()
"""
    command = (PYTHON, "-X", "dev", "-W", "error", "-c", program)
    done = processes.run(*command, cwd=ROOT, env=environment(PYTHONPATH=str(ROOT)))
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["200 1 ['a']"] * 2


@pytest.mark.parametrize(
    "kind", [ButtonClick, Callback, DeliveryReport, IncomingMessage, UnknownEvent]
)
def test_pydantic_reads_events(kind: type) -> None:
    schema = TypeAdapter(kind).json_schema()
    assert "raw" in schema["properties"]
