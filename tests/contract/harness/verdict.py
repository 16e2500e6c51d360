"""What the contract says about a request: must it be refused, may it be called malformed?

The judgement rests on the request as it was sent, not on what a generator meant by it: an integer
in quotes is an integer in a query, and `viber[]=1` is an object there.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from tests.contract.harness.published_contract import contract
from tests.kit.json_values import walk
from tests.openapi import limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.harness.published_contract import Schema
    from tests.contract.harness.sent_request import Sent

CHANNELS = {"sms": "SmsParameters", "viber": "ViberParameters"}
NO_REQUESTS = ("token", "sequence_id")
"""Keys of message/sendmulti that are no requests (A-36, A-149)."""
SEQUENCE_ID = {"$ref": "#/components/schemas/SequenceId"}
NEEDS_NOTHING = ("chat/messages",)
"""Methods that take data of which nothing is required."""


class Verdict(Enum):
    """How a request stands to the contract."""

    VALID = "valid"
    """It satisfies its schema to the letter: it may be refused, but not as malformed."""
    LENIENT = "lenient"
    """It breaks the schema where the documentation lets that pass: either answer is right."""
    INVALID = "invalid"
    """It breaks the schema: no success."""


def judge(sent: Sent) -> Verdict:
    """Judge a request that was sent to one of the contract's paths."""
    if sent.method not in ("GET", "POST") or sent.url_length > limit("url_characters"):
        return Verdict.INVALID
    operation = contract().operations[sent.path]
    schema = contract().request_schema(sent.path, sent.transport)
    if not sent.certain or schema is None:
        return Verdict.LENIENT
    if operation.takes_data and sent.data == {} and operation.key not in NEEDS_NOTHING:
        return Verdict.INVALID
    data = from_text(schema, sent.data) if sent.textual else sent.data
    if operation.key == "message/send":
        return judge_send(schema, data, textual=sent.textual)
    return JUDGES.get(operation.key, _judge_plain)(schema, data)


def judge_send(schema: Schema, data: object, *, textual: bool) -> Verdict:
    """Judge one send.

    Globals hold for the channels that know them, and what has no effect does no harm.
    """
    effective = _effective(data, textual=textual) if isinstance(data, dict) else data
    if isinstance(effective, dict) and not CHANNELS.keys() & effective.keys():
        return Verdict.INVALID
    return _judge(schema, data, effective)


def sends_of(data: dict[str, Any]) -> dict[str, Any]:
    """The requests in a message/sendmulti."""
    return {key: value for key, value in data.items() if key not in NO_REQUESTS}


def _judge(schema: Schema, strict: object, lenient: object) -> Verdict:
    if not contract().tolerates(schema, lenient):
        return Verdict.INVALID
    return _strictly(schema, strict)


def _strictly(schema: Schema, data: object) -> Verdict:
    if contract().accepts(schema, data) and not _has_float(data):
        return Verdict.VALID
    return Verdict.LENIENT


def _judge_plain(schema: Schema, data: object) -> Verdict:
    return _judge(schema, data, without_empty(data))


def _judge_send_multi(schema: Schema, data: object) -> Verdict:
    if not isinstance(data, dict) or not sends_of(data):
        return Verdict.INVALID
    number = data.get("sequence_id")
    if number is not None and not contract().accepts(SEQUENCE_ID, number):
        return Verdict.INVALID
    # A send that fails does so on its own, under its key.
    return _strictly(schema, data)


def _judge_upload(schema: Schema, data: object) -> Verdict:
    given = without_empty(data)
    if isinstance(given, dict):
        if not {"data", "url"} & given.keys():
            return Verdict.INVALID
        if "data" in given:
            given.pop("url", None)
    return _judge(schema, data, given)


def _judge_one_of(*names: str) -> Callable[[Schema, object], Verdict]:
    """Judges requests that need one of these parameters, which JSON Schema could say only badly."""

    def judge_data(schema: Schema, data: object) -> Verdict:
        given = without_empty(data)
        if isinstance(given, dict) and given.keys().isdisjoint(names):
            return Verdict.INVALID
        return _judge(schema, data, given)

    return judge_data


def _judge_chat_messages(schema: Schema, data: object) -> Verdict:
    given = without_empty(data)
    if (
        isinstance(given, dict)
        and given.get("new_only") in (1, "1")
        and given["new_only"] is not True
    ):
        given = {name: value for name, value in given.items() if name not in ("page", "rows")}
    return _judge(schema, data, given)


def _judge_chat_send(schema: Schema, data: object) -> Verdict:
    given = without_empty(data)
    if isinstance(given, dict):
        files = {"file_data", "file_url"} & given.keys()
        if ("message" in given) == bool(files):
            return Verdict.INVALID
        if "file_data" in given:
            given.pop("file_url", None)
    return _judge(schema, data, given)


def _effective(data: dict[str, Any], *, textual: bool) -> dict[str, Any]:
    """What of a send has an effect: the recipients, the number, the merged channels."""
    given = _with_one_start(without_empty(data))
    result = {key: value for key, value in given.items() if key in ("recipients", "sequence_id")}
    for channel, name in CHANNELS.items():
        # `sms=` is as near as a form or a query gets to an empty object.
        local = {} if textual and data.get(channel) == "" else given.get(channel)
        if local is None:
            continue
        if local == []:
            local = {}
        if not isinstance(local, dict):
            result[channel] = local
            continue
        known = contract().schema(name)["properties"]
        merged = {key: value for key, value in given.items() if key in known}
        merged.update(_with_one_start(without_empty(local)))
        if merged.get("file_id"):
            merged.pop("image_url", None)
        result.setdefault("recipients", merged.get("recipients"))
        result[channel] = merged
    return result


def _with_one_start(values: dict[str, Any]) -> dict[str, Any]:
    """The values of one level; `start_date` is another name for `start_time`, which wins (A-28)."""
    if "start_date" not in values:
        return values
    rest = {key: value for key, value in values.items() if key != "start_date"}
    return {"start_time": values["start_date"], **rest}


def without_empty(data: Any) -> Any:
    """`data` without the parameters that count as missing: null and the empty text."""
    if not isinstance(data, dict):
        return data
    return {key: value for key, value in data.items() if value is not None and value != ""}


def from_text(schema: Schema, value: object) -> object:
    """`value` with integers for digits wherever `schema` has an integer.

    Forms and queries have no other way.
    """
    published = contract()
    schema = published.resolve(schema)
    if (
        isinstance(value, str)
        and schema.get("type") == "integer"
        and re.fullmatch(r"-?[0-9]{1,18}", value)
    ):
        return int(value)
    if not isinstance(value, dict):
        return value
    properties: dict[str, Schema] = dict(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        properties.update(published.resolve(part).get("properties", {}))
    rest = schema.get("additionalProperties", {})
    rest = rest if isinstance(rest, dict) else {}
    return {key: from_text(properties.get(key, rest), item) for key, item in value.items()}


def _has_float(value: object) -> bool:
    """JSON Schema takes 60.0 for an integer; the documentation does not say."""
    return any(isinstance(inner, float) for _, inner in walk(value))


JUDGES: dict[str, Callable[[Schema, object], Verdict]] = {
    "message/sendmulti": _judge_send_multi,
    "file/add": _judge_upload,
    "chat/recipients": _judge_one_of("sender_id", "sender"),
    "chat/sessions": _judge_one_of("chat_id", "session_id"),
    "chat/messages": _judge_chat_messages,
    "chat/send": _judge_chat_send,
}
"""The methods whose requests their schema alone does not judge."""
