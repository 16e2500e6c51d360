"""The contract as requests are generated from it.

The published one, with values that mean something to the sandbox.

Random text is no sender of the account, no number of Ukraine and no moment of the next fortnight:
generated from the published schemas alone, nearly every request is refused by the first rule it
meets, and no later rule is tried. So what is generated is narrower here, never wider. What is
checked is the published contract.
"""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.contract.harness.published_contract import contract
from tests.contract.harness.sent_request import FORM, JSON
from tests.kit.json_values import items_of, walk

if TYPE_CHECKING:
    from tests.contract.harness.account import Known
    from tests.contract.harness.published_contract import Schema
    from tests.contract.harness.sent_request import Transport

PAST_DATE = "2020-03-08 10:00"
"""The moment of the documented deferred messages."""
SAMPLE_FILE = 32895
"""The uploaded image of the documented samples."""
SAMPLE_CHAT = 2345
"""The second chat of the documented samples."""


def overlay(document: dict[str, Any], known: Known, *, complete: bool) -> dict[str, Any]:
    """A copy of `document` to generate requests from.

    `complete` asks for sends that say all that a send has to.
    """
    document = copy.deepcopy(document)
    tomorrow = datetime.now(ZoneInfo("Europe/Kyiv")) + timedelta(days=1)
    _replace(document["paths"], _samples(known, tomorrow))
    _replace(document["components"]["requestBodies"], _samples(known, tomorrow))
    _replace(document["components"]["parameters"], _samples(known, tomorrow))
    schemas = document["components"]["schemas"]
    for name, values in _narrowed(known, tomorrow).items():
        schemas[name].update(values)
    if complete:
        # One of the two channels is required, which JSON Schema can say only in a way that
        # generators trip over.
        schemas["SendRequest"]["required"] = ["recipients", "sender", "text", "sms"]
        schemas["SendForm"]["required"] = ["recipients", "sender", "text", "viber"]
        for name, required in (
            ("ChatRecipientsRequest", ["sender_id"]),
            ("ChatSessionsRequest", ["chat_id"]),
            ("ChatSendRequest", ["chat_id", "message"]),
        ):
            schemas[name]["required"] = required
        for name in ("file_data", "file_url"):
            # Next to a text, which is required here, there can be no file.
            schemas["ChatSendRequest"]["properties"].pop(name)
        _require(document["paths"]["/message/send.json"]["get"], "sender", "text", "sms")
        _require(document["paths"]["/chat/recipients.json"]["get"], "sender_id")
        _require(document["paths"]["/chat/send.json"]["get"], "message")
    return document


def only(document: dict[str, Any], transport: Transport) -> dict[str, Any]:
    """A copy of `document` without other transports, and operations that have no other."""
    document = copy.deepcopy(document)
    kept = {"json": JSON, "form": FORM}.get(transport)
    bodies = list(document["components"]["requestBodies"].values())
    for path, item in list(document["paths"].items()):
        if transport == "query":
            item.pop("post", None)
        else:
            item.pop("get", None)
            if "$ref" not in item["post"]["requestBody"]:
                bodies.append(item["post"]["requestBody"])
            if transport not in contract().transports(path):
                del item["post"]
        if not {"get", "post"} & item.keys():
            del document["paths"][path]
    for body in bodies:
        body["content"] = {name: media for name, media in body["content"].items() if name == kept}
    return document


def _require(operation: dict[str, Any], *names: str) -> None:
    for parameter in operation["parameters"]:
        if parameter.get("name") in names:
            parameter["required"] = True


def _narrowed(known: Known, tomorrow: datetime) -> dict[str, Schema]:
    """Schema → the keywords that replace its own."""
    days = [tomorrow + timedelta(days=count) for count in (0, 5)]
    moments: list[str] = []
    for day in days:
        moments += [f"{day:%Y-%m-%d %H:%M}", f"{day:%Y-%m-%dT%H:%M:%S}", f"{day:%Y-%m-%d}"]
    return {
        "Phone": {"pattern": r"^\+?380(50|63|66|67|68)[0-9]{7}$", "examples": ["380678998668"]},
        "Sender": {"enum": ["TurboSMS", "Viber TurboSMS", "Mobibon"], "examples": ["TurboSMS"]},
        "StartTime": {"enum": moments, "examples": [moments[0]]},
        "ImageUrl": {
            "pattern": r"^https?://example\.com/[a-z]{1,8}\.(jpg|jpeg|png|gif)$",
            "examples": ["https://example.com/spring.jpg"],
        },
        "Action": {
            "pattern": r"^https?://example\.com/[a-z]{0,8}$",
            "examples": ["https://example.com/"],
        },
        "Caption": {"examples": ["Look"]},
        "SmsText": {"examples": ["TurboSMS welcomes you!"]},
        "ViberText": {"examples": ["TurboSMS welcomes you!"]},
        "MessageFileId": {"enum": [0, 12345, 23456, known.image_id], "examples": [0]},
        "SenderId": {"enum": [1, 2, 3], "examples": [1]},
        "ChatId": {"enum": [known.chat_id], "examples": [known.chat_id]},
        "SessionId": {"enum": [known.session_id], "examples": [known.session_id]},
        "FileId": {"enum": [12345, 23456, known.image_id, 9], "examples": [12345]},
        "MessageId": {"enum": list(known.message_ids), "examples": [known.message_ids[0]]},
        "DataUri": {
            "pattern": r"^data:(text/plain|text/csv|application/pdf|image/png),[A-Za-z0-9]{1,20}$",
            "examples": ["data:text/plain,Price%20list"],
        },
    }


def _samples(known: Known, tomorrow: datetime) -> dict[object, object]:
    """What stands in the documented examples → what it is here."""
    documented = ("f83f8868-5e46-c6cf-e4fb-615e5a293754", "c51f4301-5e3c-78c9-134b-d1ce1e56a9ff")
    return {
        PAST_DATE: f"{tomorrow:%Y-%m-%d} 10:00",
        SAMPLE_FILE: known.image_id,
        SAMPLE_CHAT: known.chat_id,
        **dict(zip(documented, known.message_ids[1:], strict=False)),
    }


def _replace(node: object, samples: dict[object, object]) -> None:
    """Replace values below `node` wherever they stand in an example."""
    for _, holder in list(walk(node)):
        for key, value in list(items_of(holder)):
            if isinstance(value, (str, int)) and value in samples:
                holder[key] = samples[value]
