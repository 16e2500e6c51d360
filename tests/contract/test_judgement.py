"""The judgement about requests.

What must be refused, what may not be called malformed, what is left open.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from requests import Request
from schemathesis import Response

from tests.contract.harness import sent_request
from tests.contract.harness.account import Known
from tests.contract.harness.envelope_checks import name_results
from tests.contract.harness.generation import overlay
from tests.contract.harness.published_contract import contract
from tests.contract.harness.verdict import Verdict, judge

pytestmark = pytest.mark.checkout

PHONE = "380678998668"
SMS = {"sender": "TurboSMS", "text": "Hello"}
MESSAGE = "f83f8868-5e46-c6cf-e4fb-615e5a293754"
SEND, MULTI, STATUS, ADD, DETAILS = (
    "/message/send.json", "/message/sendmulti.json", "/message/status.json",
    "/file/add.json", "/file/details.json",
)  # fmt: skip

JSON_REQUESTS = [
    (SEND, {"recipients": [PHONE], "sms": SMS}, Verdict.VALID),
    (
        SEND,
        {"recipients": [PHONE], "sms": {}, "sender": "TurboSMS", "text": "Hello"},
        Verdict.VALID,
    ),
    (SEND, {"recipients": [PHONE], "sms": {**SMS, "more": [None]}}, Verdict.VALID),
    (SEND, {"recipients": [PHONE], "sms": {**SMS, "is_flash": "yes"}}, Verdict.LENIENT),
    (SEND, {"recipients": ["nobody", None], "sms": SMS}, Verdict.LENIENT),
    (SEND, {"recipients": [PHONE], "sms": {**SMS, "start_time": None}}, Verdict.LENIENT),
    (SEND, {"recipients": [PHONE], "sms": SMS, "ttl": "soon"}, Verdict.LENIENT),
    (
        SEND,
        {"recipients": [PHONE], "sms": [], "sender": "TurboSMS", "text": "Hello"},
        Verdict.LENIENT,
    ),
    (SEND, {"recipients": [PHONE], "viber": {**SMS, "ttl": 600}, "ttl": "soon"}, Verdict.LENIENT),
    (
        SEND,
        {"recipients": [PHONE], "viber": {**SMS, "file_id": 5, "image_url": 7}},
        Verdict.LENIENT,
    ),
    (SEND, {"sms": {**SMS, "recipients": [PHONE]}}, Verdict.LENIENT),
    (SEND, {"recipients": [PHONE], "viber": {**SMS, "ttl": 600.0}}, Verdict.LENIENT),
    (SEND, {"recipients": [PHONE], "viber": {**SMS, "ttl": "600"}}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE], "viber": SMS, "ttl": 59}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE], "viber": SMS, "text": "x" * 1001}, Verdict.VALID),
    (
        SEND,
        {"recipients": [PHONE], "viber": {"sender": "TurboSMS"}, "text": "x" * 1001},
        Verdict.INVALID,
    ),
    (SEND, {"recipients": [PHONE], "sms": {**SMS, "text": 5}}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE], "sms": {**SMS, "sender": "x" * 21}}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE], "sms": SMS, "sequence_id": "x" * 33}, Verdict.INVALID),
    (
        SEND,
        {"recipients": [PHONE], "start_time": "soon", "sms": {**SMS, "start_date": "2030-01-01"}},
        Verdict.LENIENT,
    ),
    (
        SEND,
        {"recipients": [PHONE], "start_time": "2030-01-01", "sms": {**SMS, "start_date": "soon"}},
        Verdict.INVALID,
    ),
    (
        SEND,
        {
            "recipients": [PHONE],
            "sms": {**SMS, "start_time": "2030-01-01", "start_date": "soon"},
        },
        Verdict.LENIENT,
    ),
    (SEND, {"recipients": [PHONE]}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE], "sms": ""}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE], "sms": [SMS]}, Verdict.INVALID),
    (SEND, {"recipients": [], "sms": SMS}, Verdict.INVALID),
    (SEND, {"recipients": PHONE, "sms": SMS}, Verdict.INVALID),
    (SEND, {"recipients": [PHONE] * 5001, "sms": SMS}, Verdict.INVALID),
    (SEND, {"sms": SMS}, Verdict.INVALID),
    (SEND, {}, Verdict.INVALID),
    (SEND, [], Verdict.INVALID),
    (MULTI, {"a": {"recipients": [PHONE], "sms": SMS}}, Verdict.VALID),
    (MULTI, {"a": {"recipients": [PHONE]}, "b": 5}, Verdict.LENIENT),
    (MULTI, {"token": "sandbox", "sequence_id": "1"}, Verdict.INVALID),
    (STATUS, {"messages": [MESSAGE]}, Verdict.VALID),
    (STATUS, {"messages": [MESSAGE, "mine"]}, Verdict.LENIENT),
    (STATUS, {"messages": []}, Verdict.INVALID),
    (STATUS, {"messages": MESSAGE}, Verdict.INVALID),
    (ADD, {"data": "data:text/plain,x"}, Verdict.VALID),
    (ADD, {"data": "data:text/plain,x", "url": 5}, Verdict.LENIENT),
    (ADD, {"url": "ftp://example.com/a.txt"}, Verdict.INVALID),
    (ADD, {"sequence_id": "1"}, Verdict.INVALID),
    ("/user/balance.json", {}, Verdict.VALID),
    ("/user/balance.json", {"anything": {}}, Verdict.VALID),
    ("/user/balance.json", "text", Verdict.INVALID),
]

TEXT_REQUESTS = [
    (SEND, f"recipients[0]={PHONE}&sms[sender]=TurboSMS&sms[text]=5", Verdict.VALID),
    (
        SEND,
        f"recipients[0]={PHONE}&viber[sender]=TurboSMS&viber[text]=Hello&viber[ttl]=600&token=x",
        Verdict.VALID,
    ),
    (SEND, f"recipients[]={PHONE}&sender=TurboSMS&text=Hello&sms=", Verdict.LENIENT),
    (SEND, f"recipients[x]={PHONE}&sms[sender]=TurboSMS&sms[text]=Hello", Verdict.LENIENT),
    (SEND, f"recipients[0]={PHONE}&sms[sender]=TurboSMS&sms[text=Hello", Verdict.LENIENT),
    (
        SEND,
        f"recipients[0]={PHONE}&viber[sender]=TurboSMS&viber[text]=Hello&viber[ttl]=soon",
        Verdict.INVALID,
    ),
    (SEND, f"recipients={PHONE}&sms[sender]=TurboSMS&sms[text]=Hello", Verdict.INVALID),
    (SEND, "recipients=&sms[sender]=TurboSMS&sms[text]=Hello", Verdict.INVALID),
    (DETAILS, "id=12345", Verdict.VALID),
    (DETAILS, "id=0", Verdict.INVALID),
    (DETAILS, "id=first", Verdict.INVALID),
    (DETAILS, "token=sandbox", Verdict.INVALID),
]


def in_json(path: str, data: object) -> sent_request.Sent:
    return sent_request.read(
        "POST", f"http://127.0.0.1{path}", {"Content-Type": sent_request.JSON}, json.dumps(data)
    )


@pytest.mark.parametrize(("path", "data", "verdict"), JSON_REQUESTS)
def test_json(path: str, data: object, verdict: Verdict) -> None:
    assert judge(in_json(path, data)) is verdict


@pytest.mark.parametrize(("path", "text", "verdict"), TEXT_REQUESTS)
def test_form_and_query(path: str, text: str, verdict: Verdict) -> None:
    encoded = quote(text, safe="=&")
    form = sent_request.read(
        "POST",
        f"http://127.0.0.1{path}",
        {"content-type": f"{sent_request.FORM}; charset=utf-8"},
        encoded,
    )
    query = sent_request.read("GET", f"http://127.0.0.1{path}?{encoded}", {}, None)
    assert (form.transport, query.transport) == ("form", "query")
    assert judge(form) is judge(query) is verdict


def test_url_that_is_too_long() -> None:
    url = f"http://127.0.0.1{DETAILS}?id=12345&more="
    assert judge(sent_request.read("GET", url + "x" * (2000 - len(url)), {}, None)) is Verdict.VALID
    assert (
        judge(sent_request.read("GET", url + "x" * (2001 - len(url)), {}, None)) is Verdict.INVALID
    )


def test_other_verbs_media_types_and_bodies() -> None:
    url = f"http://127.0.0.1{DETAILS}"
    assert judge(sent_request.read("PUT", f"{url}?id=12345", {}, None)) is Verdict.INVALID
    assert (
        judge(sent_request.read("POST", url, {"content-type": sent_request.JSON}, b'{"id": 12345'))
        is Verdict.INVALID
    )
    assert (
        judge(
            sent_request.read(
                "POST", url, {"content-type": sent_request.JSON}, b'{"id": 12345, "\xff": 0}'
            )
        )
        is Verdict.INVALID
    )
    assert (
        judge(sent_request.read("POST", url, {"content-type": "text/plain"}, b'{"id": 12345}'))
        is Verdict.INVALID
    )


def test_brackets() -> None:
    assert sent_request.nested(
        [
            ("a[b][]", "1"),
            ("a[b][]", "2"),
            ("a[b][7]", "3"),
            ("a[b][]", "4"),
            ("c", "5"),
            ("c", "6"),
        ]
    ) == {
        "a": {"b": {"0": "1", "1": "2", "7": "3", "8": "4"}},
        "c": "6",
    }


@pytest.mark.parametrize("name", ["a.b", "a b", "a[b", "a[ ]", "a[b][\n]"])
def test_names_that_php_reads_in_its_own_way(name: str) -> None:
    with pytest.raises(sent_request.NotReadableError):
        sent_request.nested([(name, "1")])
    sent = sent_request.read("GET", f"http://127.0.0.1{DETAILS}?{quote(name)}=1", {}, None)
    assert not sent.certain


RESULTS = [{"code": 0}, {"code": 1}]
NAMED_RESULTS = {"0": {"code": 0}, "1": {"code": 1}}


@pytest.mark.parametrize(
    ("path", "body", "results"),
    [
        (MULTI, b'[{"sms": {}}, {"sms": {}}]', NAMED_RESULTS),
        (MULTI, b'{"a": {}}', RESULTS),
        (MULTI, b"", RESULTS),
        ("/chat/senders.json", b"[]", RESULTS),
        ("/chat/senders.json", b'[[false, "arbitrary-value"]]', RESULTS),
    ],
)
def test_results_get_the_names_of_sends_that_came_as_a_list(
    path: str, body: bytes, results: object
) -> None:
    request = Request("POST", f"http://127.0.0.1{path}", data=body).prepare()
    content = json.dumps({"response_result": RESULTS}).encode()
    response = Response(200, {}, content, request, 0.1, verify=False)
    name_results(response)
    assert json.loads(response.content) == {"response_result": results}


def test_codes_of_malformed_requests() -> None:
    assert contract().malformed_codes == {
        300,
        301,
        302,
        304,
        306,
        307,
        308,
        309,
        310,
        311,
        312,
        313,
        502,
    }


@pytest.mark.parametrize("complete", [True, False])
def test_what_is_generated_is_never_wider_than_the_contract(complete: bool) -> None:
    known = Known(
        7, 1234, 123321, tuple(f"{number:08x}-0000-0000-0000-000000000000" for number in range(4))
    )
    narrowed = overlay(contract().document, known, complete=complete)["components"]["schemas"]
    changed = {name for name, schema in narrowed.items() if schema != contract().schema(name)}
    assert len(changed) >= 12
    for name in changed:
        for value in [*narrowed[name].get("examples", ()), *narrowed[name].get("enum", ())]:
            assert contract().accepts({"$ref": f"#/components/schemas/{name}"}, value), (
                name,
                value,
            )
        assert set(contract().schema(name).get("required", ())) <= set(
            narrowed[name].get("required", ())
        )
