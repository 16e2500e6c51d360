"""Changes of the spec that are planted to see whether each gets the right verdict.

At a place, by an edit.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

from generator.versioning.changes import Impact
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Any], object]

MAJOR, MINOR, PATCH, NONE = Impact.MAJOR, Impact.MINOR, Impact.PATCH, Impact.NONE

SCHEMA: Final = "components/schemas"
BALANCE: Final = "paths/~1user~1balance.json"
DETAILS: Final = "paths/~1file~1details.json"
PARAMETERS: Final = f"{DETAILS}/get/parameters"
JSON: Final = "paths/~1message~1send.json/post/requestBody/content/application~1json"
FORM: Final = (
    "paths/~1message~1send.json/post/requestBody/content/application~1x-www-form-urlencoded"
)
NEW: Final = {"type": "string", "description": "Something new."}
NULLABLE: Final = {"type": ["integer", "null"]}
QUERY: Final = {
    "name": "more",
    "in": "query",
    "description": "Something new.",
    "schema": {"type": "string"},
}

#: What has to be there already, so that the breaking changes can change it.
DEFAULT: Final[tuple[str, Edit]] = (f"{SCHEMA}/SmsText", lambda at: at.update(default="Hi"))
#: What OpenAPI can say, by what happens at one place: what it means, and the rule that says so. All
#: that mean the same are planted in one revision, so they must not get in one another's way.
ON_THE_WIRE: Final[dict[str, tuple[Impact, str, str, Edit]]] = {
    "a path is removed": (MAJOR, "path-removed", "paths", lambda at: at.pop("/chat/ping.json")),
    "an operation is removed": (MAJOR, "operation-removed", BALANCE, lambda at: at.pop("get")),
    "an operation is called otherwise": (
        MAJOR, "operation-id-changed", f"{BALANCE}/post",
        lambda at: at.update(operationId="balance"),
    ),
    "an operation has another tag": (
        MAJOR, "operation-modified", f"{DETAILS}/post", lambda at: at.update(tags=["user"])
    ),
    "a parameter becomes required": (
        MAJOR, "parameter-became-required", PARAMETERS,
        lambda at: at.append({**QUERY, "required": True}),
    ),
    "a field of a request becomes required": (
        MAJOR, "required-properties-added", f"{SCHEMA}/SendRequest",
        lambda at: at["required"].append("sms"),
    ),
    "a field of a request is removed": (
        MAJOR, "schema-removed", f"{SCHEMA}/SendRequest/properties", lambda at: at.pop("is_flash")
    ),
    "a field of an answer is removed": (
        MAJOR, "property-removed", f"{SCHEMA}/SmsDetails/properties", lambda at: at.pop("ttl")
    ),
    "a webhook is removed": (
        MAJOR, "path-removed", "webhooks", lambda at: at.pop("VIBER_BUTTON_CLICK")
    ),
    "a field of a webhook is removed": (
        MAJOR, "property-removed", f"{SCHEMA}/WebhookReport/properties",
        lambda at: at.pop("dlr_date"),
    ),
    "a field of a webhook may be missing": (
        MAJOR, "required-properties-removed", f"{SCHEMA}/WebhookSessionReport",
        lambda at: at["required"].remove("status"),
    ),
    "a field of an answer may be missing": (
        MAJOR, "required-properties-removed", f"{SCHEMA}/Balance",
        lambda at: at["required"].remove("balance"),
    ),
    "a field of an answer may be null": (
        MAJOR, "schema-type-changed", f"{SCHEMA}/StoredFile/properties/id",
        lambda at: at.update(NULLABLE),
    ),
    "a limit is narrower": (
        MAJOR, "schema-constraint-changed", f"{SCHEMA}/Caption", lambda at: at.update(maxLength=29)
    ),
    "a value is no longer taken": (
        MAJOR, "enum-values-removed", f"{SCHEMA}/Flag", lambda at: at.update(enum=[1])
    ),
    "a form is written otherwise": (
        MAJOR, "encoding-modified", f"{FORM}/encoding/sms", lambda at: at.update(style="form")
    ),
    "a type has another name": (
        MAJOR, "schema-removed", "", lambda at: rename(at, "ChatSession", "Session")
    ),
    # Of a base that has one, see DEFAULT.
    "a default in a schema is another": (
        MAJOR, "schema-modified", f"{SCHEMA}/SmsText", lambda at: at.update(default="Hello")
    ),
    "the token has one place less": (
        MAJOR, "security-requirement-changed", "", lambda at: at["security"].pop()
    ),
    "an operation is added": (
        MINOR, "pathitem-added", "paths",
        lambda at: at.update({"/user/more.json": at["/user/ping.json"]}),
    ),
    "a parameter is added": (MINOR, "parameter-added", PARAMETERS, lambda at: at.append(QUERY)),
    "a field of a request is added": (
        MINOR, "schema-added", f"{SCHEMA}/SendRequest/properties", lambda at: at.update(more=NEW)
    ),
    "a field of an answer is added": (
        MINOR, "schema-added", f"{SCHEMA}/Balance/properties", lambda at: at.update(more=NEW)
    ),
    "a field of a request may be missing": (
        MINOR, "schema-modified", f"{SCHEMA}/ChatSendRequest", lambda at: at.pop("required")
    ),
    "a field of an answer is always there": (
        MINOR, "schema-modified", f"{SCHEMA}/StatusRow", lambda at: at["required"].append("status")
    ),
    "a default is set": (
        MINOR, "schema-modified", f"{SCHEMA}/SmsText", lambda at: at.update(default="Hi")
    ),
    "a limit is wider": (
        MINOR, "schema-modified", f"{SCHEMA}/Caption", lambda at: at.update(maxLength=31)
    ),
    "a value more is taken": (
        MINOR, "schema-modified", f"{SCHEMA}/Flag", lambda at: at.update(enum=[0, 1, 2])
    ),
    "a condition is dropped": (
        MINOR, "schema-removed", f"{SCHEMA}/IndexedMessageIds", lambda at: at.pop("propertyNames")
    ),
    "a description is another": (
        PATCH, "schema-modified", f"{SCHEMA}/Balance", lambda at: at.update(description="Money.")
    ),
    "a summary is another": (
        PATCH, "operation-modified", f"{BALANCE}/post", lambda at: at.update(summary="Money.")
    ),
    "an example is added": (
        PATCH, "example-added", f"{JSON}/examples",
        lambda at: at.update(more={**at["sms"], "summary": "More"}),
    ),
    "an example is removed": (
        PATCH, "example-removed", f"{FORM}/examples", lambda at: at.pop("hybrid")
    ),
    "the introduction is another": (
        PATCH, "info-modified", "info", lambda at: at.update(description="An API.")
    ),
}  # fmt: skip
#: What Redocly does not see, and what is no difference.
BESIDE_IT: Final[dict[str, tuple[Impact, str, str, Edit]]] = {
    "the token has another first place": (
        MAJOR,
        "token-place",
        "",
        lambda at: at["security"].reverse(),
    ),
    "the token has no place": (MAJOR, "token-place", "", lambda at: at.update(security=[])),
    "an example has another value": (
        PATCH,
        "other",
        f"{JSON}/examples/sms/value",
        lambda at: at.update(text="Hello"),
    ),
    "a class of ours is made otherwise": (
        PATCH,
        "other",
        "x-results/0",
        lambda at: at.update(many=False),
    ),
    "the order of keys is another": (
        PATCH,
        "other",
        SCHEMA,
        lambda at: at.update(Sender=at.pop("Sender")),
    ),
}


def rename(data: dict[str, Any], old: str, new: str) -> None:
    text = json.dumps(data).replace(f'#/components/schemas/{old}"', f'#/components/schemas/{new}"')
    data.update(json.loads(text))
    data["components"]["schemas"][new] = data["components"]["schemas"].pop(old)


def row(table: str, key: str, value: Any) -> str:
    """The path of the row of a table."""
    return f"{table}/{next(index for index, each in enumerate(SPEC[table]) if each[key] == value)}"


CODE_414: Final = row("x-result-codes", "code", 414)
FILE: Final = row("x-viber-kinds", "kind", "file")
OF_SEND: Final = "paths/~1message~1send.json/x-operation"
MORE: Final = {
    "name": "more",
    "value": 1,
    "unit": "things",
    "code": 300,
    "meaning": "More.",
    "source": "message/send",
}

#: What only the tables say.
IN_TABLES: Final[dict[str, tuple[Impact, str, str, Edit]]] = {
    "a code is removed": (MAJOR, "x-result-codes", "x-result-codes", lambda at: at.pop(9)),
    "a code has another number": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(code=428)
    ),
    "a code has another name": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(name="UNKNOWN_ID")
    ),
    "a code has another outcome": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(outcome="unknown")
    ),
    "a code may be repeated": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(repeat=True)
    ),
    "a limit as data is narrower": (
        MAJOR, "x-limits", row("x-limits", "name", "sms_unicode_characters"),
        lambda at: at.update(value=660),
    ),
    "a limit in a schema is narrower": (
        MAJOR, "x-limits", f"{SCHEMA}/Ttl", lambda at: at.update(minimum=61)
    ),
    "repeats are refused for longer": (
        MAJOR, "x-limits", row("x-limits", "name", "repeat_window_seconds"),
        lambda at: at.update(value=91),
    ),
    "a default is another": (
        MAJOR, "x-limits", row("x-limits", "name", "ttl_default"),
        lambda at: (at.pop("at"), at.update(value=3601)),
    ),
    "a limit answers another code": (
        MAJOR, "x-limits", row("x-limits", "name", "start_time_days"),
        lambda at: at.update(code=300),
    ),
    "a limit that refuses is added": (MAJOR, "x-limits", "x-limits", lambda at: at.append(MORE)),
    "a status is final": (
        MAJOR, "x-delivery-statuses", "x-delivery-statuses/2", lambda at: at.update(final=True)
    ),
    "a kind of message needs more": (
        MAJOR, "x-viber-kinds", f"{FILE}/required", lambda at: at.append("text")
    ),
    "a kind of message costs another rate": (
        MAJOR, "x-viber-kinds", FILE, lambda at: at.update(rate="promotional")
    ),
    "kinds of message match in another order": (
        MAJOR, "x-viber-kinds", "x-viber-kinds", lambda at: at.reverse()
    ),
    "a file can no longer be sent": (
        MAJOR, "x-file-types", "x-file-types/0", lambda at: at.update(send=False)
    ),
    "a kind of message comes before others": (
        MAJOR, "x-viber-kinds", "x-viber-kinds", lambda at: at.insert(5, {**at[4], "kind": "video"})
    ),
    "an operation is repeated otherwise": (
        MAJOR, "x-operation", OF_SEND, lambda at: at.update(retry="safe")
    ),
    "an operation answers a code less": (
        MAJOR, "x-operation", f"{OF_SEND}/codes", lambda at: at.remove(405)
    ),
    "a parameter answers another code": (
        MAJOR, "x-codes", f"{SCHEMA}/Ttl/x-codes", lambda at: at.update(limit=411)
    ),
    "one of two is no longer enough": (
        MAJOR, "x-any-of", f"{SCHEMA}/SendRequest/x-any-of", lambda at: at.remove("sms")
    ),
    "one of two is needed": (
        MAJOR, "x-any-of", f"{SCHEMA}/ChatMessagesRequest",
        lambda at: at.update({"x-any-of": ["chat_id", "new_only"]}),
    ),
    "a value is empty": (
        MAJOR, "x-empty", f"{SCHEMA}/ChatSession/properties/id",
        lambda at: at.update({"x-empty": 0}),
    ),
    "a value is no longer private": (
        MAJOR, "x-private", f"{SCHEMA}/StatusRow/properties/recipient",
        lambda at: at.pop("x-private"),
    ),
    "a name is no other name any more": (
        MAJOR, "x-synonym", f"{SCHEMA}/SendRequest/properties/start_date",
        lambda at: at.pop("x-synonym"),
    ),
    "a key is no longer sure": (
        MAJOR, "x-on-success", f"{SCHEMA}/StatusRow/x-on-success", lambda at: at.remove("sent")
    ),
    "a text is measured otherwise": (
        MAJOR, "x-alphabets", "x-alphabets/0", lambda at: at.update(characters="abc")
    ),
    "both of two are forbidden otherwise": (
        MAJOR, "x-either", f"{SCHEMA}/ChatSendRequest/x-either",
        lambda at: at.append(["file_name"]),
    ),
    "a value of another form": (
        MAJOR, "x-form", f"{SCHEMA}/SendRow/properties/message_id",
        lambda at: at.update({"x-form": "SequenceId"}),
    ),
    "one known value more": (
        MAJOR, "x-known", f"{SCHEMA}/StatusRow/properties/type/x-known",
        lambda at: at.append("email"),
    ),
    "a null is no longer sure": (
        MAJOR, "x-null-on-failure", f"{SCHEMA}/DetailsRow/x-null-on-failure",
        lambda at: at.remove("sms"),
    ),
    "a key comes with another": (
        MAJOR, "x-only-if", f"{SCHEMA}/StatusRow/properties/click_time/x-only-if",
        lambda at: at.update(type="sms"),
    ),
    "the whole answers a code less": (
        MAJOR, "x-operation", "paths/~1message~1sendmulti.json/x-operation/overall_codes",
        lambda at: at.remove(104),
    ),
    "only other values are taken": (
        MAJOR, "x-lenient", f"{SCHEMA}/Flag", lambda at: at.pop("x-lenient")
    ),
    "a name of a value is another": (
        MAJOR, "x-enum-varnames", f"{SCHEMA}/Flag/x-enum-varnames", lambda at: at.reverse()
    ),
    "a value is read otherwise": (
        MAJOR, "x-format", f"{SCHEMA}/StartTime", lambda at: at.pop("x-format")
    ),
    "a class is removed": (MAJOR, "x-retry-classes", "x-retry-classes", lambda at: at.pop("keyed")),
    "a reason is removed": (
        MAJOR, "x-rejection-reasons", "x-rejection-reasons", lambda at: at.pop()
    ),
    "a missing parameter answers another code": (
        MAJOR, "x-missing-codes", "x-missing-codes", lambda at: at.update(text=300)
    ),
    "a timeout class is removed": (
        MAJOR, "x-timeout-classes", "x-timeout-classes", lambda at: at.pop("upload")
    ),
    "a type of webhook is removed": (
        MAJOR, "x-webhook-types", "x-webhook-types", lambda at: at.pop()
    ),
    "a type of webhook is another event": (
        MAJOR, "x-webhook-types", "x-webhook-types/0", lambda at: at.update(event="ButtonClick")
    ),
    "a word of webhooks means another status": (
        MAJOR, "x-webhook-statuses", "x-webhook-statuses/0", lambda at: at.update(status="Sent")
    ),
    "a word of webhooks is added": (
        MINOR, "x-webhook-statuses", "x-webhook-statuses",
        lambda at: at.append({"word": "ENROUTE", "status": "Sent"}),
    ),
    "webhooks are repeated otherwise": (
        MINOR, "x-webhook-repeats", "x-webhook-repeats", lambda at: at.pop()
    ),
    "a code is added": (
        MINOR, "x-result-codes", "x-result-codes",
        lambda at: at.append({**at[-1], "code": 998, "name": "NEWER"}),
    ),
    "a limit as data is wider": (
        MINOR, "x-limits", row("x-limits", "name", "sms_unicode_characters"),
        lambda at: at.update(value=662),
    ),
    "a limit that refuses nothing is added": (
        MINOR, "x-limits", "x-limits", lambda at: at.append({**MORE, "code": None})
    ),
    "a status is added": (
        MINOR, "x-delivery-statuses", "x-delivery-statuses",
        lambda at: at.append({**at[0], "name": "Seen"}),
    ),
    "a key more is sure": (
        MINOR, "x-on-success", f"{SCHEMA}/StatusRow/x-on-success",
        lambda at: at.append("click_time"),
    ),
    "a third is enough": (
        MINOR, "x-any-of", f"{SCHEMA}/SendRequest/x-any-of", lambda at: at.append("text")
    ),
    "none of two is needed": (
        MINOR, "x-any-of", f"{SCHEMA}/SendRequest", lambda at: at.pop("x-any-of")
    ),
    "a kind of message comes last": (
        MINOR, "x-viber-kinds", "x-viber-kinds", lambda at: at.append({**at[4], "kind": "video"})
    ),
    "a kind of message needs less": (
        MINOR, "x-viber-kinds", f"{FILE}/required", lambda at: at.remove("caption")
    ),
    "a kind of message may be transactional": (
        MINOR, "x-viber-kinds", FILE,
        lambda at: at.update(transactional={"allowed": True, "code": None}),
    ),
    "a file can be uploaded": (
        MINOR, "x-file-types", row("x-file-types", "extension", "info"),
        lambda at: at.update(upload=True),
    ),
    "an operation answers a code more": (
        MINOR, "x-operation", f"{OF_SEND}/codes", lambda at: at.append(308)
    ),
    "a common code is added": (
        MINOR, "x-common-codes", "x-common-codes", lambda at: at.append(104)
    ),
    "somebody else has to act": (
        MINOR, "x-result-codes", CODE_414, lambda at: at.update(actor="nobody")
    ),
    "a meaning is another": (
        PATCH, "x-result-codes", CODE_414, lambda at: at.update(meaning="No such message.")
    ),
    "the text of a class is another": (
        PATCH, "x-retry-classes", "x-retry-classes", lambda at: at.update(safe="Any time.")
    ),
    "an assumption is named": (
        PATCH, "x-limits", "x-limits/1", lambda at: at.update({"x-assumption": "A-01"})
    ),
}  # fmt: skip


def parts(place: str) -> list[str]:
    return [part.replace("~1", "/") for part in place.split("/")] if place else []


def edited(*edits: tuple[str, Edit]) -> dict[str, Any]:
    data = copy.deepcopy(SPEC)
    for place, edit in edits:
        at: Any = data
        for part in parts(place):
            at = at[int(part)] if isinstance(at, list) else at[part]
        edit(at)
    return data
