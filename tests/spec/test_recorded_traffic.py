"""openapi-core, which is not ours, takes what a real sandbox is sent and answers, in every edition.

All methods, transports and places of the token; and it misses a token wherever OpenAPI can say so.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.consumers.tools import WORK, python_with
from tests.kit.control import http_client
from tests.kit.json_values import form_fields
from tests.kit.processes import Process, SandboxProcess
from tests.openapi import ROOT, SPEC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _pytest.mark import ParameterSet

    Judge = Callable[[str, Iterable[dict[str, Any]]], list[str | None]]

pytestmark = pytest.mark.checkout

HERE = Path(__file__).parent / "openapi_core"
EDITIONS = ROOT / "generated/turbosms_api/spec"
JSON_ONLY = "message/sendmulti"
PHONE = "380678998668"
MESSAGE_ID = "f83f8868-5e46-c6cf-e4fb-615e5a293754"
SMS = {"sender": "TurboSMS", "text": "Hello"}
METHODS = [path.removeprefix("/").removesuffix(".json") for path in SPEC["paths"]]
DATA: dict[str, dict[str, Any]] = {
    "message/send": {"recipients": [PHONE], "sms": SMS, "sequence_id": "one"},
    JSON_ONLY: {"sequence_id": "two", "a": {"recipients": [PHONE], "sms": SMS}},
    "message/details": {"messages": [MESSAGE_ID]},
    "message/status": {"messages": [MESSAGE_ID]},
    "chat/recipients": {"sender": "TurboSMS", "rows": 5},
    "chat/sessions": {"chat_id": 1},
    "chat/messages": {"new_only": 1},
    "chat/send": {"chat_id": 1, "message": "Hello"},
    "user/balance": {"sequence_id": "three"},
    "file/add": {"data": "data:text/plain,Price%20list"},
    "file/details": {"id": 12345},
}
"""What is passed to methods; nothing to the others."""
PLACES = ("Bearer", "Basic", "query", "form")
TRANSPORTS = {"json": PLACES[:3], "form": PLACES, "query": PLACES[:3]}
"""The places where each transport can have the token."""
WAYS = [(transport, place) for transport, places in TRANSPORTS.items() for place in places]
SERVER = SPEC["servers"][1]["url"]
"""Where the spec says that the sandbox is; that of the test has another port."""
TOKEN = "sandbox"


def request(operation: str, transport: str, place: str | None) -> dict[str, Any]:
    """A call of a method with its data and the token, if there is a place for it."""
    data = DATA.get(operation, {})
    fields, query, headers, body = dict(form_fields(data)), {}, {}, ""
    if place in ("Bearer", "Basic"):
        headers["Authorization"] = f"{place} {TOKEN}"
    if place == "query":
        query["token"] = TOKEN
    if place == "form":
        fields["token"] = TOKEN
    if transport == "json":
        headers["Content-Type"], body = "application/json", json.dumps(data)
    elif transport == "form":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(fields)
    else:
        query |= fields
    return {
        "method": "GET" if transport == "query" else "POST",
        "url": f"{SERVER}/{operation}.json" + (f"?{urlencode(query)}" if query else ""),
        "headers": headers,
        "body": body,
    }


def ways(operation: str) -> list[tuple[str, str]]:
    return [way for way in WAYS if way[0] == "json" or operation != JSON_ONLY]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with SandboxProcess() as process:
        yield process.url


@pytest.fixture(scope="module")
def exchanges(address: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    """What was sent to a sandbox and what it answered, by method, transport and place."""
    recorded = {}
    with http_client(address) as client:
        for operation in METHODS:
            for transport, place in ways(operation):
                sent = request(operation, transport, place)
                method, url = sent["method"], sent["url"].removeprefix(SERVER)
                got = client.request(method, url, headers=sent["headers"], content=sent["body"])
                assert got.json()["response_code"] not in (103, 104, 105, 300, 301, 502), sent
                answer = {"status": got.status_code, "headers": dict(got.headers), "body": got.text}
                recorded[operation, transport, place] = {"request": sent, "response": answer}
    return recorded


@pytest.fixture(scope="module")
def python_of_openapi_core() -> Path:
    """The Python of an environment with openapi-core, which wants versions that others do not."""
    return python_with(HERE / "requirements.txt", WORK / ".openapi-core")


@pytest.fixture(scope="module")
def judge(python_of_openapi_core: Path) -> Iterator[Judge]:
    """What openapi-core says of exchanges, by an edition; None for each that it takes.

    It reads an edition for seconds, so there is one process for each, which answers line by line.
    """
    processes: dict[str, Process] = {}
    with ExitStack() as ended_afterwards:

        def judge(edition: str, exchanges: Iterable[dict[str, Any]]) -> list[str | None]:
            if edition not in processes:
                process = Process(python_of_openapi_core, HERE / "judge.py", EDITIONS / edition)
                processes[edition] = ended_afterwards.enter_context(process)
            verdicts = []
            for exchange in exchanges:
                processes[edition].type(f"{json.dumps(exchange)}\n")
                verdicts.append(json.loads(processes[edition].line()))
            return verdicts

        yield judge


def rarely(edition: str) -> ParameterSet:
    """Says the same in another version of OpenAPI as one that every run reads."""
    return pytest.param(edition, marks=pytest.mark.thorough_only)


def test_every_method_that_takes_data_has_some() -> None:
    for operation in METHODS:
        takes_data = SPEC["paths"][f"/{operation}.json"]["x-operation"]["takes_data"]
        assert bool(DATA.get(operation)) >= takes_data, operation


@pytest.mark.parametrize("edition", ["openapi.json", rarely("openapi-3.0.json")])
def test_it_takes_all_traffic(edition: str, exchanges: Any, judge: Judge) -> None:
    assert len(exchanges) == (len(METHODS) - 1) * len(WAYS) + 3
    verdicts = dict(zip(exchanges, judge(edition, exchanges.values()), strict=True))
    assert {way: said for way, said in verdicts.items() if said is not None} == {}


@pytest.mark.parametrize(
    "edition", [rarely("openapi-json-view.json"), "openapi-json-view-3.0.json"]
)
def test_the_view_has_json_and_the_first_place_alone(
    edition: str, exchanges: Any, judge: Judge
) -> None:
    verdicts = dict(zip(exchanges, judge(edition, exchanges.values()), strict=True))
    taken = {way for way, said in verdicts.items() if said is None}
    as_json = {(operation, "json", "Bearer") for operation in METHODS}
    # A form without fields is no body at all, which says nothing of its format.
    without_body = {
        (operation, "form", "Bearer") for operation in METHODS if not DATA.get(operation)
    }
    assert taken == as_json | without_body


@pytest.mark.parametrize(
    "edition",
    [
        "openapi.json",
        rarely("openapi-3.0.json"),
        rarely("openapi-json-view.json"),
        "openapi-json-view-3.0.json",
    ],
)
def test_a_missing_token_is_missed_where_that_can_be_said(edition: str, judge: Judge) -> None:
    without = {}
    for operation in METHODS:
        transports = ["json"] if "view" in edition else dict(ways(operation))
        for transport in transports:
            without[operation, transport] = request(operation, transport, None)
    sent = [{"request": each, "response": None} for each in without.values()]
    verdicts = dict(zip(without, judge(edition, sent), strict=True))
    admitted = {way for way, said in verdicts.items() if said is None}
    for way in verdicts.keys() - admitted:
        assert "Security" in str(verdicts[way]), verdicts[way]
    admitted_by_spec: set[tuple[str, str]] = set()
    if "view" not in edition:
        for operation in METHODS:
            if operation != JSON_ONLY:
                admitted_by_spec |= {(operation, "json"), (operation, "form")}
    assert admitted == admitted_by_spec


@pytest.mark.parametrize("edition", ["openapi.json", rarely("openapi-3.0.json")])
def test_it_tells_a_wrong_request_from_a_right_one(
    edition: str, exchanges: Any, judge: Judge
) -> None:
    right = exchanges["message/send", "form", "form"]
    for spoilt in ("recipients%5B0%5D=0", "recipients=380678998668", ""):
        body = right["request"]["body"].replace(f"recipients%5B0%5D={PHONE}", spoilt)
        wrong = {"request": {**right["request"], "body": body}, "response": None}
        assert judge(edition, [wrong]) != [None], spoilt
