"""What the page takes the sandbox's answers for (`types.d.ts`) is what they are.

The compiler compares real answers with the types: a key that a type lacks, or that an answer lacks,
is an error.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.inbox.page import checks
from tests.kit.control import http_client
from tests.kit.json_values import objects_in
from tests.kit.receiver import Receiver
from turbosms_sandbox.inbox.files_version import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

TYPES = FOLDER / "service/types.d.ts"
PHONE = "380001000002"
"""It has no Viber, so that a hybrid message goes over to SMS."""
CLICKED = "380678998668"
BUTTON = {"text": "Hi", "caption": "Go", "action": "https://example.com/", "count_clicks": 1}


@pytest.fixture
def answers(control: Control) -> dict[str, Any]:
    """Answers of each type, in which every key occurs."""
    with Receiver() as receiver:
        control.control("PUT", "webhooks", {"webhooks": [receiver.webhook()]})
        chat = control.reply(CLICKED, "Where is it?", sender="TurboSMS")
        send(control, CLICKED, viber={"sender": "TurboSMS", **BUTTON})
        send(control, PHONE, viber={"sender": "TurboSMS", "text": "Hi"}, sms=sms())
        message = send(control, CLICKED, sms=sms())
        control.advance(100)
        (button,) = [each for each in control.shown() if each["type"] == "viber"]
        control.control("POST", "reads", {"message_id": button["message_id"]})
        control.control("POST", "clicks", {"message_id": button["message_id"]})
        answer = {"chat_id": chat.chat_id, "file_data": "data:text/plain,a", "file_name": "a.txt"}
        control.result("chat/send", answer)
        calls = control.control("GET", "webhooks/calls")["calls"]
        (reply,) = [each for each in calls if each["type"] == "INBOX_VIBER_SESSION"]
        control.fault("message/send", "code", code=999)
        control.fault("user/balance", "delay", seconds=0)
        control.fault("user/ping", "http", status=503, headers={"Retry-After": "1"})
    return {
        "Account": control.account(),
        "Batch": batch(control),
        "Call": control.control("GET", "calls/1"),
        "Callback": control.control("GET", f"messages/{message}")["callbacks"][0],
        "Message": control.shown()[0],
        "WebhookCall": reply,
    }


def sms() -> dict[str, str]:
    return {"sender": "TurboSMS", "text": "Hello"}


def send(control: Control, phone: str, **channels: Any) -> str:
    rows = control.result("message/send", {"recipients": [phone], **channels})
    message_id: str = rows[0]["message_id"]
    return message_id


def batch(control: Control) -> dict[str, Any]:
    """What the stream tells at first: everything, the conversation of a phone too."""
    with (
        http_client(control.url) as client,
        client.stream("GET", "/sandbox/events", params={"number": CLICKED}) as stream,
    ):
        for line in stream.iter_lines():
            if line.startswith("data: "):
                told: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return told
    raise AssertionError("the stream tells nothing")


def complaints(answers: dict[str, Any], folder: Path) -> str:
    """What the compiler says when each answer is to be of its type."""
    lines = [
        f"import type {{ {', '.join(answers)} }} from '{TYPES.with_suffix('').with_suffix('')}';"
    ]
    for name, answer in answers.items():
        lines.append(f"export const of{name}: {name} = {json.dumps(answer)};")
    (folder / "answers.ts").write_text("\n".join(lines), "utf-8")
    project = folder / "tsconfig.json"
    # No answer has to do with the types of a browser, which take the compiler long to read.
    options = {"lib": ["es2024"]}
    settings = {
        "extends": str(checks.PROJECT),
        "compilerOptions": options,
        "include": ["answers.ts"],
        "exclude": [],
    }
    project.write_text(json.dumps(settings), "utf-8")
    return checks.types(project)


def test_answers_are_of_their_types(answers: dict[str, Any], tmp_path: Path) -> None:
    said = complaints(answers, tmp_path)
    assert said == "", said


@pytest.mark.thorough_only
def test_every_key_that_may_be_missing_occurs(answers: dict[str, Any]) -> None:
    optional = {*re.findall(r"(\w+)\?:", TYPES.read_text("utf-8"))}
    keys = {key for answer in objects_in(answers) for key in answer}
    assert optional
    assert optional - keys == set()


@pytest.mark.thorough_only
def test_a_key_more_or_less_is_told(answers: dict[str, Any], tmp_path: Path) -> None:
    answers["Account"]["strange"] = 1
    del answers["Batch"]["total"]
    answers["Message"]["channels"][0]["statuses"][0]["at"] = None
    found = complaints(answers, tmp_path)
    assert "'\"strange\"' does not exist in type 'Account'" in found
    assert "Property 'total' is missing" in found
    assert "Type 'null' is not assignable to type 'string'" in found
