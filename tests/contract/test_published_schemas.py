"""What the sandbox answers fits the published JSON Schemas, in every transport, whatever is asked.

And what it carries out of the documented, described and wrong requests, they accept.
"""

from __future__ import annotations

import copy
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jsonschema_rs
import pytest

from tests.effort import THOROUGH
from tests.generator.publishing.messages.every_wrong_message import wrong_messages
from tests.generator.publishing.messages.good_messages import METHODS, requests
from tests.kit.control import RICH, http_client, phone
from tests.kit.json_values import form_fields
from tests.openapi import SPEC
from tests.unchecked_models import schemas_of_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

TRANSPORTS = ("json", "form", "query")
SUCCESS = {
    row["code"] for row in SPEC["x-result-codes"] if row["outcome"] in ("success", "partial")
}
#: Documented examples are of the past, of an account of their own, and of files that it had.
STARTS = ("start_time", "start_date")
VIBER_ENDS = [f"38000{tail}" for tail in ("1000001", "1000002", "1000003", "1000004", "3000002")]
SMS_ENDS = [f"38000200000{number}" for number in range(1, 8)]
REFUSED = [f"380000000{code}" for code in (305, 404, 406, 425, 426, 427, 503, 504)]
DOCUMENTED_SENDERS = ("Viber TurboSMS", "Shop", "S", "s" * 20)
OWN = {"sender": "TurboSMS", "text": "Hi"}
BUTTON = {"caption": "Open", "action": "https://example.com/", "count_clicks": 1}


@cache
def validator(method: str, kind: str) -> Any:
    schema = schemas_of_messages()[f"{method.replace('/', '.')}.{kind}.json"]
    return jsonschema_rs.Draft202012Validator(schema)


class Caller:
    """Calls the sandbox in a transport, and holds each answer against its schema."""

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http
        self.succeeded: Counter[tuple[str, str]] = Counter()
        self.codes: Counter[int] = Counter()

    def __call__(self, method: str, data: Any, transport: str = "json") -> dict[str, Any]:
        path = f"/{method}.json"
        if transport == "json":
            response = self._http.post(path, json=data)
        elif transport == "form":
            response = self._http.post(path, data=dict(form_fields(data)))
        else:
            response = self._http.get(f"{path}?{urlencode(dict(form_fields(data)))}")
        answer: dict[str, Any] = response.json()
        found = [error.message for error in validator(method, "answer").iter_errors(answer)]
        assert found == [], (method, data, answer)
        code = answer["response_code"]
        self.codes[code] += 1
        self.succeeded[method, transport] += code in SUCCESS
        return answer


def possible_here(request: Any) -> Any:
    """The request for senders that the sandbox has, and for now."""
    if not isinstance(request, dict):
        return request
    request = copy.deepcopy(request)
    channels = [value for value in request.values() if isinstance(value, dict)]
    for parameters in (request, *channels):
        for start in STARTS:
            parameters.pop(start, None)
        if parameters.get("sender") in DOCUMENTED_SENDERS:
            parameters["sender"] = "TurboSMS"
    return request


@pytest.fixture
def caller(control: Control) -> Iterator[Caller]:
    control.account(balance=RICH)
    control.writes()
    headers = {"Authorization": f"Bearer {control.token}"}
    with http_client(control.url, headers=headers) as http:
        yield Caller(http)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_answers_to_good_requests(caller: Caller, transport: str) -> None:
    for method in METHODS:
        for request in requests(method):
            for one in (request, possible_here(request)):
                assert validator(method, "request").is_valid(one)
                if transport != "query" or len(urlencode(dict(form_fields(one)))) < 1900:
                    caller(method, one, transport)
    added = caller("file/add", {"data": "data:text/plain,a"}, transport)["response_result"]
    assert caller("file/details", {"id": added["id"]}, transport)["response_result"] == added
    reached = {method for (method, _), count in caller.succeeded.items() if count}
    assert reached >= {*METHODS} - {"chat/send", "chat/sessions"}


def test_answers_to_wrong_requests(caller: Caller) -> None:
    """None that a schema refuses for more than its form alone is carried out."""
    executed: set[str] = set()
    requests = [
        wrong
        for wrong in wrong_messages()
        if wrong.kind == "request" and "too many" not in wrong.what
    ]
    step = 1 if THOROUGH else 3
    for wrong in requests[::step]:
        answer = caller(wrong.method, possible_here(wrong.value))
        if answer["response_code"] in SUCCESS and wrong.method != "message/sendmulti":
            executed.add(wrong.what)
    # The service takes any value of a flag, a null as nothing, and refuses a phone or an id in its
    # row; it ignores data where it needs none.
    lenient = {"wrong type", "no flag", "no id", "too short", "empty", "long SMS", "too small"}
    assert executed <= lenient, executed - lenient
    assert len(caller.codes) >= 20


def test_answers_about_messages_at_every_moment(caller: Caller, control: Control) -> None:
    recipients = [*VIBER_ENDS, *SMS_ENDS, *REFUSED, phone(7)]
    sends = [
        {"recipients": recipients, "viber": {**OWN, **BUTTON}},
        {"recipients": recipients, "sms": {**OWN, "text": "я" * 661}},
        {"recipients": recipients, "viber": {**OWN, "ttl": 60}, "sms": OWN, "sequence_id": "a"},
        {"recipients": [phone(8)], "sms": {"sender": "TurboSMS", "text": "€" * 70}},
        {"recipients": [phone(8), phone(8)], "sms": OWN},
        {"recipients": REFUSED[:2], "sms": OWN},
    ]
    ids = ["1", "f83f8868-5e46-c6cf-e4fb-615e5a293754"]
    for send in sends:
        rows = caller("message/send", send)["response_result"]
        ids += [row["message_id"] for row in rows if row["message_id"] is not None]
    caller("message/send", sends[2])
    caller("message/sendmulti", {"a": sends[3], "b": {"recipients": []}, "c": sends[2]})
    numbered = {"sequence_id": "many", "a": {"recipients": [phone(9)], "sms": OWN}}
    codes = [caller("message/sendmulti", numbered)["response_code"] for _ in range(2)]
    assert codes == [0, 507]
    for seconds in (0, 1, 1, 1, 1, 2, 5, 60, 90_000):
        control.advance(seconds)
        for transport in TRANSPORTS:
            some = ids if transport != "query" else ids[:20]
            caller("message/status", {"messages": some}, transport)
            caller("message/details", {"messages": some}, transport)
    assert caller.codes.keys() >= {0, 507, 803, 802}


def test_answers_about_chats_at_every_moment(caller: Caller, control: Control) -> None:
    caller("message/send", {"recipients": [phone(1)], "viber": {**OWN, **BUTTON}})
    (chat,) = [
        row["chat_id"] for row in caller("chat/recipients", {"sender_id": 1})["response_result"]
    ]
    session = {"chat_id": chat}
    file = {"file_data": "data:text/plain,a", "file_name": "я" * 25}
    for seconds in (0, 1, 5, 90_000):
        control.advance(seconds)
        for transport in TRANSPORTS:
            caller("chat/send", {**session, "message": f"{seconds} {transport}"}, transport)
            caller("chat/send", {**session, **file}, transport)
            caller("chat/senders", {}, transport)
            caller("chat/sessions", session, transport)
            caller("chat/sessions", {"session_id": 1_000_000}, transport)
            caller("chat/messages", {**session, "rows": 500}, transport)
            caller("chat/messages", {"new_only": 1}, transport)
            caller("chat/recipients", {"sender": "TurboSMS", "new_only": 1}, transport)
        control.writes()
    for transport in TRANSPORTS:
        assert caller.succeeded["chat/send", transport]
    assert 422 in caller.codes
