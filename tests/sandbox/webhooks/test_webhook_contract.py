"""What the sandbox tells webhooks is what the spec says, in both formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.kit.control import PIXEL
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.receiver import Receiver

pytestmark = pytest.mark.checkout

BUTTON = {"caption": "Go", "action": "https://example.com/", "count_clicks": 1}


@pytest.mark.parametrize("array", [False, True])
def test_every_event_is_as_the_spec_says(
    api: Any, receiver: Receiver, set_webhooks: Callable[..., Any], array: bool
) -> None:
    set_webhooks(receiver.webhook(array=array))
    for number in ("380001000001", "380001000004", "380003000002", "380003000003"):
        api.hybrid(number, viber={"sender": "TurboSMS", "text": "Hi", **BUTTON})
    for last in range(1, 8):
        api.sms(f"38000200000{last}")
    reply = api.reply(text="Hello")
    body = {"sender": "TurboSMS", "number": "380678998668", "file_data": PIXEL}
    api.control("POST", "replies", body)
    api.chat("send", chat_id=reply.chat_id, message="Hi")
    api.advance(200_000)
    told = receiver.take()
    seen: set[str] = set()
    for each in told:
        values = each.values
        schema = SPEC["webhooks"][values["type"]]["post"]["requestBody"]["content"]
        whole = {**schema["application/json"]["schema"], "components": SPEC["components"]}
        Draft202012Validator(whole).validate(values)
        seen.add(values["type"])
    assert seen == set(SPEC["webhooks"])
    files: list[str] = []
    for each in told:
        if each.values["type"].startswith("INBOX"):
            data = each.values["data"]
            (reply_data,) = data if array else [data]
            files.append(reply_data["file_url"])
    (link,) = filter(None, files)
    assert link.startswith(f"{api.url}/public/")
    assert api.request("GET", link.removeprefix(api.url)).status_code == 200
