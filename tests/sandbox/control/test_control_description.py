"""The description of the control plane: valid, complete, and true of every answer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from starlette.routing import Mount, Route

from tests.kit.receiver import Receiver
from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_api.tables.viber_kinds import VIBER_KINDS
from turbosms_sandbox.http.faults import METHOD_KINDS, WEBHOOK_KINDS
from turbosms_sandbox.webhooks.event_types import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2

    Call = Callable[..., Any]


@pytest.fixture
def description(api: Any) -> Any:
    response = api.request("GET", "/sandbox/openapi.json")
    assert response.headers["content-type"] == "application/json"
    return response.json()


@pytest.fixture
def call(api: Any, description: Any) -> Call:
    """Calls the control plane and holds its answer, and what was asked, to the description."""
    resource = Resource.from_contents(description, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:control", resource)

    def check(place: str, value: Any) -> None:
        schema = {"$ref": f"urn:control{place}/content/application~1json/schema"}
        Draft202012Validator(schema, registry=registry).validate(value)

    def call(verb: str, path: str, body: Any = None, *, at: str = "", **query: Any) -> Any:
        """`at` takes the place of what stands in braces."""
        options = {} if body is None else {"json": body}
        response = api.request(verb, f"/sandbox{re.sub('{.*}', at, path)}", params=query, **options)
        operation = description["paths"][path][verb.lower()]
        # In a JSON pointer within a URI.
        place = f"#/paths/{quote(path.replace('/', '~1'), safe='~')}/{verb.lower()}"
        outcome = (
            str(response.status_code)
            if str(response.status_code) in operation["responses"]
            else "default"
        )
        check(
            operation["responses"][outcome].get("$ref", f"{place}/responses/{outcome}"),
            response.json(),
        )
        if body is not None and outcome != "default":
            check(operation["requestBody"].get("$ref", f"{place}/requestBody"), body)
        return response.json()

    return call


def test_valid_and_complete(api: Any, description: Any) -> None:
    validate(description)
    control = next(
        route for route in api.app.routes if isinstance(route, Mount) and route.path == "/sandbox"
    )
    routes: set[tuple[str, str]] = set()
    for route in control.routes:
        if isinstance(route, Route):
            verbs = (route.methods or set()) - {"HEAD"}
            routes |= {(route.path, verb.lower()) for verb in verbs}
    described: set[tuple[str, str]] = set()
    for path, item in description["paths"].items():
        verbs = {"get", "post", "put", "patch", "delete"} & set(item)
        described |= {(path, verb) for verb in verbs}
    assert routes - described == set(), "not described"
    assert described - routes == set(), "described but not there"


def test_lists_of_values_are_those_of_the_tables(description: Any) -> None:
    schemas = description["components"]["schemas"]
    assert schemas["Status"]["enum"] == list(DELIVERY_STATUSES)
    assert set(schemas["ViberCourse"]["properties"]["kind"]["enum"]) == {
        row.kind for row in VIBER_KINDS
    }
    assert set(schemas["Fault"]["properties"]["kind"]["enum"]) == {*METHOD_KINDS, *WEBHOOK_KINDS}
    assert schemas["EventType"]["enum"] == list(EVENT_TYPES)


def test_every_answer_is_as_described(api: Any, call: Any, ids: Any) -> None:
    call("POST", "/reset")
    call("POST", "/clock", {"advance": 5})
    call("GET", "/account")
    call(
        "PATCH",
        "/account",
        {
            "senders": [{"name": "A", "test_number": "380501111111", "test_limit": 1}],
            "balance": 99.5,
        },
    )
    call(
        "PATCH",
        "/account",
        {
            "senders": {"A": None, "B": {"2way": True}},
            "templates": ["Code %d"],
            "countries": ["UA"],
        },
    )
    api.hybrid("380001000002", viber={"caption": "Go", "action": "https://example.com"})
    api.hybrid(
        "380003000002", viber={"caption": "Go", "action": "https://example.com", "count_clicks": 1}
    )
    api.viber("380001000004", ttl=60)
    api.sms("380678998668", start_time="2026-02-26 10:00")
    for seconds in (0, 1, 10, 100, 200_000):
        call("POST", "/clock", {"advance": seconds})
        assert len(call("GET", "/messages")["messages"]) == 4
    assert call("GET", "/messages", recipient="380678998668", limit=1, wait=0.5)["messages"]
    assert call("DELETE", "/messages", recipient="380678998668") == {"deleted": 1}
    call("POST", "/replies", {"sender": "TurboSMS", "number": "380678998668", "text": "Hi"})
    (button,) = ids(
        api.viber("380678998668", caption="Go", action="https://example.com", count_clicks=1)
    )
    api.advance(10)
    assert call("POST", "/reads", {"message_id": button})["clicked"] is None
    assert call("POST", "/clicks", {"message_id": button})["clicked"]
    call("PATCH", "/recipients", {"number": "380678998668", "viber": "Expired", "sms": None})
    assert call("GET", "/recipients")["recipients"]
    assert len(call("GET", "/messages/{message_id}", at=button)["calls"]) == 1
    for number in ("380001000002", "380678998668", "380503288668"):
        call("GET", "/conversations/{number}", at=number)
    assert call("GET", "/calls", limit=3)["calls"]
    call("GET", "/calls/{number}", at="1")
    call("GET", "/faults")
    call(
        "POST",
        "/faults",
        {"method": "*", "kind": "http", "status": 503, "headers": {"Retry-After": "1"}, "times": 2},
    )
    call("POST", "/faults", {"method": "message/send", "kind": "delay", "seconds": 1.5})
    call("POST", "/faults", {"method": "message/send", "kind": "code", "code": 999})
    call("DELETE", "/faults")
    call("GET", "/openapi.json")


def test_every_answer_about_webhooks_is_as_described(api: Any, call: Any, ids: Any) -> None:
    with Receiver() as receiver:
        webhook = receiver.webhook(format="form", login="shop", password="x")
        call("PUT", "/webhooks", {"webhooks": [webhook]})
        assert call("GET", "/webhooks")["webhooks"][0].items() >= webhook.items()
        (message,) = ids(api.sms("380678998668"))
        call("POST", "/faults", {"method": "webhook", "kind": "drop"})
        call("POST", "/clock", {"advance": 200_000})
        calls = call("GET", "/webhooks/calls", limit=10)["calls"]
        assert {each["failure"] for each in calls} == {None, "dropped"}
        assert {each["fault"] for each in calls} == {None, "drop"}
        told = call("GET", "/messages/{message_id}", at=message)["callbacks"]
        assert sum(len(callback["attempts"]) for callback in told) == len(calls)
        (again,) = call("POST", "/webhooks/resend", {"id": calls[0]["id"]})["calls"]
        assert (again["try"], again["status"]) == (calls[0]["try"] + 1, 200)


def test_every_batch_of_the_stream_is_as_described(live: httpx2.Client) -> None:
    description = live.get("/sandbox/openapi.json").json()
    resource = Resource.from_contents(description, default_specification=DRAFT202012)
    batch = {"$ref": "urn:control#/components/schemas/Batch"}
    validator = Draft202012Validator(
        batch, registry=Registry().with_resource("urn:control", resource)
    )
    seen: set[str] = set()
    live.post("/sandbox/faults", json={"method": "*", "kind": "code", "code": 998})
    live.get("/nothing")
    live.get("/user/ping")
    query = {"number": "380678998668"}
    with live.stream("GET", "/sandbox/events", params=query, timeout=60) as response:
        lines = (
            line.removeprefix("data: ")
            for line in response.iter_lines()
            if line.startswith("data: ")
        )
        for line in lines:
            validator.validate(json.loads(line))
            seen |= {key for key, value in json.loads(line).items() if value}
            if {"messages", "conversation", "calls", "fresh", "total"} <= seen:
                break
            body = {"recipients": ["380678998668"], "viber": {"sender": "TurboSMS", "text": "Hi"}}
            live.post("/message/send.json", json=body)


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("POST", "/reads", {"message_id": "x"}),
        ("POST", "/clicks", {}),
        ("PATCH", "/recipients", {"number": "x"}),
        ("GET", "/messages/{message_id}", None),
        ("GET", "/conversations/{number}", None),
        ("GET", "/calls/{number}", None),
        ("GET", "/calls/{number}/{part}", None),
        ("GET", "/events?limit=x", None),
        ("POST", "/clock", {"advance": -1}),
        ("PATCH", "/account", {"nothing": 1}),
        ("GET", "/messages?limit=x", None),
        ("DELETE", "/messages?nothing=x", None),
        ("POST", "/replies", {}),
        ("POST", "/faults", {}),
        ("POST", "/faults", {"method": "webhook", "kind": "code", "code": 1}),
        ("PUT", "/webhooks", {"webhooks": [{"url": "http://example.com", "secret": "x"}]}),
        ("POST", "/webhooks/resend", {"id": "x"}),
        ("GET", "/webhooks/calls?limit=x", None),
    ],
)
def test_errors_too(api: Any, call: Any, verb: str, path: str, body: Any) -> None:
    path, _, query = path.partition("?")
    parameters = dict(pair.split("=") for pair in query.split("&") if pair)
    assert set(call(verb, path, body, at="x", **parameters)) == {"error"}
