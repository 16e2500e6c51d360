"""The calls that are kept for those who look.

What was asked and answered, byte for byte, but for foreign tokens.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.sandbox.conftest import Api
from turbosms_sandbox import Opening
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.http.call_log import MAX_BYTES, MAX_CALLS, MAX_SHOWN, CallLog
from turbosms_sandbox.http.foreign_tokens import ForeignTokens

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "0123456789abcdef"
CALLS = ["calls", "calls/1", "calls/1/request"]


def calls(api: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.request("GET", "/sandbox/calls", params=query).json()["calls"]
    return found


def test_a_call_as_it_was(api: Any) -> None:
    text = '{"recipients": ["380678998668"],\n "sms": {"sender": "TurboSMS", "text": "Привіт"}}'
    body = text.encode()
    headers = {
        "Authorization": "Bearer sandbox",
        "Content-Type": "application/json",
        "X-Trace": "7",
    }
    answer = api.request("POST", "/message/send.json?a=%20b", content=body, headers=headers)
    call = api.request("GET", "/sandbox/calls/1").json()
    assert (call["request"], call["answer"]) == (body.decode(), answer.text)
    assert (call["request_bytes"], call["answer_bytes"]) == (len(body), len(answer.content))
    assert (call["verb"], call["path"], call["query"]) == ("POST", "/message/send.json", "a=%20b")
    assert (call["operation"], call["code"], call["name"]) == (
        "message/send",
        801,
        "SUCCESS_MESSAGE_SENT",
    )
    assert call["meaning"]
    assert ["x-trace", "7"] in call["headers"]
    assert ["authorization", "Bearer sandbox"] in call["headers"]
    assert (call["request_cut"], call["answer_cut"], call["fault"]) == (False, False, None)
    for part, content in (("request", body), ("answer", answer.content)):
        saved = api.request("GET", f"/sandbox/calls/1/{part}")
        assert saved.content == content
        assert saved.headers["content-disposition"] == f'attachment; filename="{part}-1.txt"'
        assert saved.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("quirks", [[], ["key_order"], ["lists", "key_order"]])
def test_a_call_has_its_code_in_whatever_order(api: Any, quirks: list[str]) -> None:
    api.account(quirks=quirks)
    api.request("GET", "/user/ping.json")
    api.request("GET", "/message/send.json")
    assert [(call["code"], call["name"]) for call in calls(api)] == [
        (104, "REQUIRED_CONTENT"),
        (1, "PONG"),
    ]
    assert all(call["meaning"] for call in calls(api))


def test_a_code_that_is_in_no_table_has_no_meaning(api: Any) -> None:
    api.account(quirks=["code_438"])
    api.sms()
    api.sms("380503288668")
    call = calls(api)[0]
    assert (call["code"], call["name"], call["meaning"]) == (438, "UNKNOWN_438", None)


def test_half_a_surrogate_pair_is_shown(api: Any) -> None:
    text = "ї\ud800"
    sms = {"sender": "TurboSMS", "text": text}
    assert api.code("message/send", {"recipients": ["380678998668"], "sms": sms}) == 304
    shown = api.request("GET", "/sandbox/calls")
    assert shown.status_code == 200, shown.text
    assert shown.json()["calls"][0]["text"] == text
    assert api.request("GET", "/sandbox/calls/1").status_code == 200
    api.request("POST", "/sandbox/reset")
    api.call("message/send", {"recipients": ["380678998668"], "sms": sms | {"text": "ї"}})
    assert '"text":"ї"' in api.request("GET", "/sandbox/calls").text


def test_refused_calls_and_unknown_paths_are_kept_too(api: Any) -> None:
    api.call("user/balance")
    api.request("GET", "/user/balance.json", headers={})
    api.request("GET", "/message/sned.json")
    assert [(call["number"], call["operation"], call["code"]) for call in calls(api)] == [
        *((3, "message/sned", 300), (2, "user/balance", 103), (1, "user/balance", 0))
    ]
    assert [call["number"] for call in calls(api, limit=1)] == [3]
    assert calls(api, limit=0) == []


def test_the_control_plane_and_the_page_are_no_calls(api: Any) -> None:
    for path in ("/", "/sandbox/messages", "/sandbox/inbox/index.html", "/public/nothing.pdf"):
        api.request("GET", path)
    assert calls(api) == []


@pytest.mark.parametrize(
    ("verb", "path", "headers", "body"),
    [
        ("GET", f"/user/balance.json?token={SECRET}&x=1", {}, ""),
        ("GET", f"/user/balance.json?x=1&%74oken={SECRET}", {}, ""),
        ("GET", f"/user/balance.json?token[]={SECRET}", {}, ""),
        (
            "POST",
            "/user/balance.json",
            {"Content-Type": "application/x-www-form-urlencoded"},
            f"a=b&token={SECRET}",
        ),
        (
            "POST",
            "/user/balance.json",
            {"Content-Type": "application/json"},
            f'{{"a": "token", "token" : "{SECRET}"}}',
        ),
        (
            "POST",
            "/user/balance.json",
            {"Content-Type": "Application/X-WWW-Form-URLENCODED; charset=UTF-8"},
            f"token={SECRET}&a=b",
        ),
        ("POST", "/user/balance.json", {"Content-Type": "text/plain"}, f"a=b&ToKen={SECRET}"),
        ("POST", "/user/balance.json", {}, f"token%5B0%5D={SECRET}"),
        ("POST", "/user/balance.json", {}, f"token%00x={SECRET}"),
        (
            "POST",
            "/user/balance.json",
            {"Content-Type": "APPLICATION/JSON"},
            f'{{"\\u0074ok\\u0065n": "{SECRET}"}}',
        ),
        ("POST", "/user/balance.json", {}, f'[{{"a": {{"TOKEN":\n"{SECRET}'),
        ("POST", "/user/balance.json", {}, f'{{"token": ["{SECRET}"]}}'),
        ("POST", "/user/balance.json", {}, f'{{"token": {SECRET}, "a": 1}}'),
        (
            "POST",
            "/user/balance.json",
            {"Content-Type": "Multipart/Form-Data; boundary=x"},
            f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{SECRET}\r\n--x--',
        ),
        ("GET", "/user/balance.json", {"Referer": f"http://127.0.0.1:8026/?token={SECRET}"}, ""),
        ("GET", "/user/balance.json", {"X-Original-URL": f"/user/balance.json?token={SECRET}"}, ""),
        ("GET", f"/user/balance.json&token={SECRET}", {}, ""),
        ("GET", f"/user/balance.json%3Ftoken={SECRET}&a=b", {}, ""),
        ("GET", f"/token={SECRET}/user/balance.json", {}, ""),
        ("GET", "/user/balance.json", {"X-Auth-Token": SECRET}, ""),
        ("GET", "/user/balance.json", {"Proxy-Authorization": f"Basic {SECRET}"}, ""),
        ("GET", "/user/balance.json", {"Authorization": f"Basic {SECRET}"}, ""),
        ("GET", "/user/balance.json", {"Authorization": f"bearer   {SECRET}"}, ""),
        ("GET", "/user/balance.json", {"Authorization": SECRET}, ""),
    ],
)
def test_a_foreign_token_is_never_shown(
    api: Any, verb: str, path: str, headers: dict[str, str], body: str
) -> None:
    """It may be one of the real service's, sent here by mistake."""
    api.request(verb, path, headers=headers, content=body)
    call = api.request("GET", "/sandbox/calls/1")
    saved = api.request("GET", "/sandbox/calls/1/request")
    listed = api.request("GET", "/sandbox/calls")
    assert SECRET not in call.text + saved.text + listed.text
    assert "***" in call.text


# The word as a key, as JSON, forms and programs write it.
TOKEN_WORDS = st.sampled_from(
    [
        *("token", "TOKEN", "api_token", "%74oken", "%2574oken", "token%00x", "token[;]"),
        *("token[0]", "token%5B%5D", "token[\n]", "token.x", " token", "\ufefftoken"),
    ]
)
JSON_WORDS = st.sampled_from(["token", "Token", " token ", "token[]", "\\u0074oken", "to\\u006Ben"])
BLANKS = st.sampled_from(["", " ", "\n", "\r\n\t"])
FORM_FIELDS = st.sampled_from(
    ["a=1", "x=token", "{}=", "[x]=1", "sms[text]=a b", "token=sandbox", "name=token", "", "50%"]
)
SEPARATORS = st.sampled_from(["&", "&amp;", ";", "?", "\r\n", "\n", "&&", " "])
FORMS = st.builds(
    lambda before, separator, word, mark, after: (
        f"{before}{separator}{word}={mark}{SECRET}{mark}{after}"
    ),
    FORM_FIELDS,
    SEPARATORS,
    TOKEN_WORDS,
    BLANKS | st.sampled_from(["'", '"', "/", "sandbox"]),
    st.sampled_from(["", "&a=1", "\r\na=1", ";a=1"]),
)
JSON_VALUES = st.recursive(
    st.just(f'"{SECRET}"'),
    lambda value: st.builds(
        lambda inner, form: form % inner,
        value,
        st.sampled_from(
            ['["sandbox", %s]', '{"a": %s}', "[[], %s, 1]", '{"text": %s, "phone": 1}']
        ),
    ),
    max_leaves=3,
)
JSON_MEMBERS = st.builds(
    lambda word, before, after, value: f'"{word}"{before}:{after}{value}',
    JSON_WORDS,
    BLANKS,
    BLANKS,
    JSON_VALUES,
)
JSONS = st.builds(
    lambda member, form: form % member,
    JSON_MEMBERS,
    st.sampled_from(
        [
            *(
                "{%s}",
                '{"a": [{%s}], "text": "My token"}',
                '[1, {"token": "sandbox", %s, "b": {}}]',
            ),
            # Not JSON, but meant so.
            *("{%s,}", "{%s", '{"a": "My token", %s, b: 1}', "// My token\n{%s}", "\ufeff{%s}"),
        ]
    ),
)
OTHER_TEXTS = st.sampled_from(
    [
        f"{{'token': '{SECRET}', 'a': 1}}",
        f"{{'text': 'My token', 'token' : ['sandbox', '{SECRET}']}}",
        f"{{token: {SECRET}, a: 1}}",
        f"{{token: 'sandbox', a: {{api_token: {SECRET}}}}}",
        f"token: {SECRET}",
        f"text: My token\ntoken:\n  {SECRET}",
        f"<a><token>sandbox</token><token>{SECRET}</token></a>",
        f"['token' => '{SECRET}']",
        f"{{&quot;token&quot;:&quot;{SECRET}&quot;}}",
    ]
)
PARTS = st.builds(
    lambda name, more, blank, before: (
        f"--x\r\nContent-Disposition: form-data; name={name}{more}\r\n"
        f"{blank}{before}{SECRET}\r\n--x--"
    ),
    st.sampled_from(['"token"', "'token'", "token", '"token[]"', '"Token"; filename="a"']),
    st.sampled_from(["", "\r\nContent-Type: text/plain"]),
    st.sampled_from(["", "\r\n", "\r\n\r\n"]),
    st.sampled_from(["", "\r\n", "sandbox\r\n", "--"]),
)
TEXTS = FORMS | JSONS | OTHER_TEXTS | PARTS
WRAPPINGS = st.sampled_from(
    [
        *([lambda text: text] * 4),
        json.dumps,
        lambda text: json.dumps(json.dumps(text)),
        lambda text: json.dumps({"data": "{" + text}),
        lambda text: json.dumps({text: 1}),
        lambda text: quote(text, safe=""),
        lambda text: "data=" + quote("{" + text, safe=""),
    ]
)
ENCODINGS = st.sampled_from(["utf-8"] * 4 + ["utf-16", "utf-32", "utf-16-be"])
CONTENT_TYPES = st.sampled_from(
    [
        *("application/json", "application/x-www-form-urlencoded", "text/plain"),
        *("multipart/form-data; boundary=x", ""),
    ]
)


@pytest.fixture(scope="module")
def kept_api() -> Iterator[Api]:
    """One for all examples."""
    api = Api()
    yield api
    api.app.state.service.close()


@settings(max_examples=examples(200, 5_000))
@given(text=TEXTS, wrap=WRAPPINGS, encoding=ENCODINGS, content_type=CONTENT_TYPES)
def test_a_foreign_token_is_hidden_in_whatever_spelling(
    kept_api: Api, text: str, wrap: Any, encoding: str, content_type: str
) -> None:
    body = wrap(text).encode(encoding)
    kept_api.request("POST", "/sandbox/reset")
    headers = {"Content-Type": content_type}
    kept_api.request("POST", "/message/send.json", content=body, headers=headers)
    shown = [kept_api.request("GET", f"/sandbox/{path}").content for path in CALLS]
    assert SECRET.encode() not in b"".join(shown).replace(b"\0", b"").replace(b"\\u0000", b"")


# A search that reads the same characters again from each place takes hours for one of these.
LONG = 200_000


@pytest.mark.one_interpreter
@pytest.mark.parametrize(
    "text",
    [
        "token" * LONG,
        "token[" * LONG,
        "token:" * LONG,
        "token&" * LONG,
        "=token" * LONG,
        "%74oken " * LONG,
        "name=token\n" * LONG,
        "name=" * LONG + "token",
        "name=token\n\nsandbox\n--x\n" * LONG,
        "\\" * LONG + "token",
        "%25" * LONG + "token",
        "token" + '"' * LONG,
        '"token"' + " " * LONG,
        '{"a":' + " " * LONG + '"token"' + " " * LONG + ":1}",
        '{"token":1,"a":[' + '"token",' * LONG + "1]}",
        '{"token":' * LONG,
        "{'token':'a'}" * LONG,
        "token=sandbox\n" * LONG,
    ],
    ids=lambda text: text[:20],
)
def test_the_time_for_hiding_is_linear(text: str) -> None:
    tokens = ForeignTokens("sandbox")
    tokens.hidden_in_path(text)
    tokens.hidden_in_body(text.encode(), is_form=True)


def test_hiding_keeps_nobody_waiting(api: Any, ids: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes seconds for the largest bodies, so it is done beside the event loop."""
    threads = []
    hide = ForeignTokens.hidden_in_body

    def noting(self: ForeignTokens, body: bytes, **options: Any) -> bytes:
        threads.append(threading.current_thread())
        return hide(self, body, **options)

    (message_id,) = ids(api.sms())
    # The list shows the beginning of a body alone, and remembers it.
    assert calls(api)
    monkeypatch.setattr(ForeignTokens, "hidden_in_body", noting)
    for path in ("calls/1", "calls/1/request", f"messages/{message_id}"):
        assert api.request("GET", f"/sandbox/{path}").status_code == 200
    assert len(threads) == 3
    assert threading.current_thread() not in threads


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/x-www-form-urlencoded"}, "token=sandbox&a=%26token%3D5"),
        ({"Content-Type": "application/json"}, '{"token": "sandbox", "text": "the token: \\" 1"}'),
        ({"Content-Type": "application/json"}, '{"tokens": "many", "text": "&token=5"}'),
        ({"Content-Type": "application/json"}, '{"a": ["token", "b"], "token": ""}'),
        ({"Content-Type": "application/json"}, '{"token": "sandbox", "text": "Your token: 5",}'),
        ({}, "sms[text]=Your token: 5, or tokens, or a token & more=2&token=sandbox\r\n"),
    ],
)
def test_everything_else_is_shown(api: Any, headers: dict[str, str], body: str) -> None:
    api.request("POST", "/user/ping", headers=headers, content=body)
    assert api.request("GET", "/sandbox/calls/1/request").text == body


def test_an_own_token_is_the_one_that_is_shown(api: Any) -> None:
    api.options = {"opening": Opening(token=SECRET)}
    api.restart()
    for token in (SECRET, "sandbox"):
        for number in range(2):
            query = f"token={token}" if number else "x=1"
            api.request("GET", f"/user/ping?{query}", headers={"Authorization": f"Bearer {token}"})
    text = json.dumps([api.request("GET", f"/sandbox/calls/{n}").json() for n in (1, 2)])
    assert text.count(SECRET) == 3
    assert "sandbox" not in json.dumps(
        [api.request("GET", f"/sandbox/calls/{n}").json() for n in (3, 4)]
    )


def test_the_calls_that_created_a_message(api: Any, ids: Any) -> None:
    send = {
        "recipients": ["380678998668", "380503288668"],
        "sms": {"sender": "TurboSMS", "text": "Hi"},
    }
    first, second = ids(api.call("message/send", send | {"sequence_id": "one"}))
    api.call("message/send", send | {"sequence_id": "one"})
    api.status(first, second)
    answer = api.request("GET", f"/sandbox/messages/{second}").json()
    assert answer["message"]["message_id"] == second
    assert [(call["number"], call["code"]) for call in answer["calls"]] == [(1, 801), (2, 507)]
    many = api.call(
        "message/sendmulti", {"a": send | {"sms": {"sender": "TurboSMS", "text": "Other"}}}
    )
    (third, _) = ids(many["response_result"]["a"])
    answer = api.request("GET", f"/sandbox/messages/{third.upper()}").json()
    assert [call["operation"] for call in answer["calls"]] == ["message/sendmulti"]


@pytest.mark.parametrize(
    "path", ["messages/nothing", "messages/2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "calls/1"]
)
def test_what_is_not_there(api: Any, path: str) -> None:
    response = api.request("GET", f"/sandbox/{path}")
    assert (response.status_code, list(response.json())) == (404, ["error"])


@pytest.mark.parametrize("path", ["calls/x", "calls?limit=-1", "calls/%D9%A3"])
def test_what_is_no_number(api: Any, path: str) -> None:
    assert api.request("GET", f"/sandbox/{path}").status_code == 400


def test_faults_are_told_with_what_was_executed(live: httpx2.Client) -> None:
    plans: list[dict[str, Any]] = [
        {"kind": "code", "code": 998, "name": 'odd "name"'},
        {"kind": "http", "status": 503},
        {"kind": "drop_after"},
    ]
    for plan in plans:
        live.post("/sandbox/faults", json={"method": "user/ping", **plan})
        try:
            live.get("/user/ping.json")
        except httpx2.RemoteProtocolError:
            assert plan["kind"] == "drop_after"
    found = live.get("/sandbox/calls").json()["calls"]
    assert [
        (call["fault"], call["code"], call["name"], call["answer_bytes"] > 0) for call in found
    ] == [
        ("drop_after", 1, "PONG", True),
        ("http", None, None, False),
        ("code", 998, 'odd "name"', True),
    ]


def test_a_long_answer_is_cut_in_place_and_whole_to_save(api: Any) -> None:
    numbers = [f"38050{number:07}" for number in range(1_000)]
    body = json.dumps({"recipients": numbers, "sms": {"sender": "TurboSMS", "text": "Hi"}})
    headers = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}
    answer = api.request("POST", "/message/send.json", content=body, headers=headers)
    call = api.request("GET", "/sandbox/calls/1").json()
    assert call["answer_cut"]
    assert len(call["answer"]) == MAX_SHOWN
    assert answer.text.startswith(call["answer"])
    assert api.request("GET", "/sandbox/calls/1/answer").content == answer.content


def test_a_reset_forgets_calls(api: Any) -> None:
    api.call("user/ping")
    api.request("POST", "/sandbox/reset")
    assert calls(api) == []
    api.call("user/ping")
    assert [call["number"] for call in calls(api)] == [1]


SCOPE: dict[str, Any] = {"path": "/user/ping", "query_string": b"", "headers": []}


def add(log: CallLog, size: int) -> None:
    log.add(SCOPE, Call("POST", "user/ping", "", None, None, "", b"x" * size), b"{}", 0.0)


def test_only_the_latest_calls_are_kept() -> None:
    log = CallLog("sandbox")
    for _ in range(MAX_CALLS + 3):
        add(log, 1)
    assert log.find(3) is None
    kept = list(log.newest(10_000))
    assert [kept[0].number, kept[-1].number, len(kept)] == [MAX_CALLS + 3, 4, MAX_CALLS]
    assert [call.number for call in log.newest(10_000, MAX_CALLS + 1)] == [
        MAX_CALLS + 3,
        MAX_CALLS + 2,
    ]
    assert [log.find(number) is not None for number in (4, MAX_CALLS + 3, MAX_CALLS + 4)] == [
        True,
        True,
        False,
    ]


def test_only_so_many_bytes_are_kept_but_always_the_newest_call() -> None:
    log = CallLog("sandbox")
    for _ in range(5):
        add(log, MAX_BYTES // 2 - len(SCOPE["path"]) - len(b"{}"))
    assert [call.number for call in log.newest(9)] == [5, 4]
    add(log, MAX_BYTES * 2)
    assert [call.number for call in log.newest(9)] == [6]
    add(log, 1)
    assert [call.number for call in log.newest(9)] == [7]


@pytest.mark.parametrize(
    "large",
    [
        {"headers": [(b"x-long", b"x" * 60_000)]},
        {"path": "/" + "x" * 60_000},
        {"query_string": b"x" * 60_000},
    ],
)
def test_everything_that_is_kept_of_a_call_counts(large: dict[str, Any]) -> None:
    log = CallLog("sandbox")
    for _ in range(MAX_CALLS):
        log.add(SCOPE | large, Call("GET", "x", "", None, None, ""), b"{}", 0.0)
    assert len(list(log.newest(MAX_CALLS))) <= MAX_BYTES // 60_000


def test_python_is_not_told_to_keep_whatever_path_is_called() -> None:
    # CPython 3.12.0 to 3.12.6 keep interned texts for ever.
    def strange() -> str:
        return "".join(("/strange", "/path"))

    log = CallLog("sandbox")
    for path in (strange(), strange().removeprefix("/")):
        scope = SCOPE | {"path": path}
        log.add(scope, Call("GET", path, "", None, None, ""), b"{}", 0.0)
    unknown = strange()
    assert sys.intern(unknown) is unknown
