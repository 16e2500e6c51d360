"""Which answer holds what another request asks for.

The links that the stateful phase follows with real ids.

The published contract has links between requests in JSON. Here they are followed in every
transport, and some more are: those from `message/sendmulti`, in whose answer the keys are the
caller's own.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.contract.harness import sent_request
from tests.contract.harness.envelope_checks import envelope_of, rows_of
from tests.contract.harness.published_contract import contract
from tests.kit.json_values import items_of
from tests.openapi import resolved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from schemathesis.engine.recorder import Interaction, ScenarioRecorder

    from tests.contract.harness.sent_request import Transport

Followed = Counter[tuple[str, str]]
"""How often a link was followed in a transport, with success."""


class Link(NamedTuple):
    """From the answer of `source` to a request of `target`.

    Where a value goes → the JSON pointer to it.
    """

    name: str
    source: str
    target: str
    values: dict[str, str]


FIRST = "/response_result/0"
INNER = "order-1"
"""The key under which every message/sendmulti of this phase has a send."""
LINKS = (
    Link(
        "the status of what was sent", "message/send", "message/status",
        {"messages": f"{FIRST}/message_id"},
    ),
    Link(
        "the details of what was sent", "message/send", "message/details",
        {"messages": f"{FIRST}/message_id"},
    ),
    Link(
        "the status of one of many sends", "message/sendmulti", "message/status",
        {"messages": f"/response_result/{INNER}/response_result/0/message_id"},
    ),
    Link(
        "the details of one of many sends", "message/sendmulti", "message/details",
        {"messages": f"/response_result/{INNER}/response_result/0/message_id"},
    ),
    Link(
        "the recipients of a sender", "chat/senders", "chat/recipients",
        {"sender_id": f"{FIRST}/id"},
    ),
    Link(
        "the messages of a recipient's chat", "chat/recipients", "chat/messages",
        {"chat_id": f"{FIRST}/chat_id"},
    ),
    Link(
        "the sessions of a recipient's chat", "chat/recipients", "chat/sessions",
        {"chat_id": f"{FIRST}/chat_id"},
    ),
    Link(
        "an answer to a recipient", "chat/recipients", "chat/send", {"chat_id": f"{FIRST}/chat_id"}
    ),
    Link(
        "the session of a message", "chat/messages", "chat/sessions",
        {"session_id": f"{FIRST}/session_id"},
    ),
    Link(
        "what came after a message", "chat/messages", "chat/messages",
        {"last_message_id": f"{FIRST}/id"},
    ),
    Link("an answer to a message", "chat/messages", "chat/send", {"chat_id": f"{FIRST}/chat_id"}),
    Link(
        "what came after an answer", "chat/send", "chat/messages",
        {"last_message_id": "/response_result/message_id"},
    ),
    Link(
        "the details of an uploaded file", "file/add", "file/details", {"id": "/response_result/id"}
    ),
    Link(
        "a message with an uploaded file", "file/add", "message/send",
        {"file_id": "/response_result/id"},
    ),
)  # fmt: skip

PUBLISHED = ("MessageId", "ChatId", "SessionId", "FileId")
"""Schemas that are the published ones here: made up from them, hardly an id is the account's."""
LEFT_OUT = {
    "ChatSessionsRequest": ("chat_id", "session_id"),
    "ChatMessagesRequest": ("chat_id", "last_message_id"),
    "FileAddRequest": ("url",),
    "SendRequest": ("start_time", "start_date", "is_transactional"),
    "SendForm": ("start_time", "start_date", "is_transactional"),
    "SmsParameters": ("start_time", "start_date"),
    "ViberParameters": ("start_time", "start_date", "is_transactional"),
}
"""Optional parameters given by links or not at all, and those that refuse most requests."""
QUERIES = {
    "/chat/sessions.json": "ChatSessionsRequest",
    "/chat/messages.json": "ChatMessagesRequest",
    "/message/send.json": "SendRequest",
    "/file/add.json": "FileAddRequest",
}
"""The same for a GET."""


def linked(document: dict[str, Any], transport: Transport) -> dict[str, Any]:
    """A copy of `document` for `transport` alone, with the links and without ids to make up."""
    document = _without_links(document)
    schemas, paths = document["components"]["schemas"], document["paths"]
    for name in PUBLISHED:
        schemas[name] = copy.deepcopy(contract().schema(name))
    schemas["MessageFileId"].update(enum=[0])
    schemas["DataUri"].update(pattern="^data:image/png,[A-Za-z0-9]{1,20}$")
    schemas["FileAddRequest"]["required"] = ["data"]
    schemas["ViberParameters"]["required"] = ["sender"]
    schemas["PageNumber"].update(maximum=2)
    schemas["Sender"].update(enum=["TurboSMS"])
    for name, left_out in LEFT_OUT.items():
        schema = schemas[name]
        schema["properties"] = {
            key: value for key, value in schema["properties"].items() if key not in left_out
        }
        schema["required"] = [key for key in schema.get("required", ()) if key not in left_out]
    # An uploaded image goes with all of a Viber message or with nothing of it.
    for name in ("SendRequest", "SendForm"):
        schemas[name]["required"] = ["recipients", "sender", "text", "caption", "action", "viber"]
    schemas["SendMultiRequest"].update(
        properties={INNER: {"$ref": "#/components/schemas/SendRequest"}}, required=[INNER]
    )
    for path, item in paths.items():
        if "get" in item:
            left_out = LEFT_OUT.get(QUERIES.get(path, ""), ())
            item["get"]["parameters"] = list(_parameters(item["get"]["parameters"], left_out))
    for link in LINKS:
        source = _operation(paths, link.source, transport)
        target = _operation(paths, link.target, transport)
        if source is not None and target is not None:
            answer = resolved(source["responses"]["200"], document)
            links = {**answer.get("links", {}), link.name: _definition(link, target, transport)}
            source["responses"]["200"] = {**answer, "links": links}
    return document


def _without_links(document: dict[str, Any]) -> dict[str, Any]:
    """A copy without the published links, which are for JSON alone."""
    document = copy.deepcopy(document)
    for answer in document["components"]["responses"].values():
        answer.pop("links", None)
    return document


def _parameters(
    parameters: list[dict[str, Any]], left_out: Collection[str]
) -> Iterator[dict[str, Any]]:
    """The parameters of a GET so that a link can fill them.

    It gives one value to one parameter, never an object.
    """
    for parameter in parameters:
        is_chat_id = parameter.get("$ref") == "#/components/parameters/ChatId"
        if parameter.get("$ref") == "#/components/parameters/MessageIds":
            schema = {"$ref": "#/components/schemas/MessageId"}
            yield {"name": "messages[0]", "in": "query", "required": True, "schema": schema}
        elif parameter.get("name") in ("viber", "caption", "action", "file_id"):
            yield {**parameter, "required": True}
        elif parameter.get("name") not in left_out and not ("chat_id" in left_out and is_chat_id):
            yield parameter


def _operation(paths: dict[str, Any], key: str, transport: Transport) -> dict[str, Any] | None:
    found: dict[str, Any] | None = paths.get(f"/{key}.json", {}).get(
        "get" if transport == "query" else "post"
    )
    return found


def _definition(link: Link, target: dict[str, Any], transport: Transport) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: f"$response.body#{pointer}" for name, pointer in link.values.items()
    }
    ids = values.pop("messages", None)
    if transport == "query":
        given = values if ids is None else {"messages[0]": ids}
        parameters = {f"query.{name}": value for name, value in given.items()}
        return {"operationId": target["operationId"], "parameters": parameters}
    if ids is not None:
        values["messages"] = [ids] if transport == "json" else {"0": ids}
    return {"operationId": target["operationId"], "requestBody": values}


def expected() -> set[tuple[str, str]]:
    """The links, with each transport that both of their ends have."""
    paths = {row.key: row.path for row in contract().operations.values()}
    found: set[tuple[str, str]] = set()
    for link in LINKS:
        ways_out = contract().transports(paths[link.source])
        ways_in = contract().transports(paths[link.target])
        found |= {(link.name, transport) for transport in ways_out if transport in ways_in}
    return found


def leads_anywhere(path: str, chosen: Collection[str]) -> bool:
    """Whether a link between two of the `chosen` paths begins or ends at `path`."""
    keys = {row.key for row in contract().operations.values() if row.path in chosen}
    key = contract().operations[path].key
    return any(
        key in (link.source, link.target) for link in LINKS if {link.source, link.target} <= keys
    )


def followed(recorder: ScenarioRecorder) -> Followed:
    """The links that were followed.

    The request has the very ids of the answer that it came from, and succeeded.
    """
    counts: Followed = Counter()
    for case_id, node in recorder.cases.items():
        if node.transition is None or node.parent_id not in recorder.interactions:
            continue
        interaction = recorder.interactions.get(case_id)
        if interaction is None:
            continue
        source = contract().operations[recorder.cases[node.parent_id].value.operation.path].key
        target = contract().operations[node.value.operation.path].key
        for link in LINKS:
            if (link.source, link.target) == (source, target):
                transport = _followed(link, recorder.interactions[node.parent_id], interaction)
                if transport is not None:
                    counts[link.name, transport] += 1
    return counts


def _followed(link: Link, before: Interaction, after: Interaction) -> Transport | None:
    """The transport in which `after` carries what `link` points to in a success of `before`."""
    if before.response is None or after.response is None:
        return None
    source, answer = envelope_of(before.response), envelope_of(after.response)
    if source is None or answer is None or not contract().succeeded(answer["response_code"]):
        return None
    request = after.request
    headers = {name: value[0] for name, value in request.headers.items()}
    sent = sent_request.read(request.method, request.uri, headers, request.body)
    for name, pointer in link.values.items():
        value = _at(source, pointer.strip("/").split("/"))
        given = _at(sent.data, [name, "0"] if name == "messages" else [name])
        if value is None or given is None or str(given) != str(value):
            return None
        if name == "messages" and not any(
            row.get("message_id") == value and contract().succeeded(row["response_code"])
            for row in rows_of(answer)
        ):
            return None
    return sent.transport


def _at(node: Any, path: list[str]) -> Any:
    for key in path:
        by_key = {str(name): value for name, value in items_of(node)}
        node = by_key.get(key)
    return node
