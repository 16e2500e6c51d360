"""Tokens that are not the sandbox's own, in what is shown of a call."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.sandbox.conftest import Api
from turbosms_sandbox import Opening
from turbosms_sandbox.http.foreign_tokens import ForeignTokens

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "0123456789abcdef"
CALLS = ["calls", "calls/1", "calls/1/request"]


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
    """A search that reads the same characters again from each place would take hours."""
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
    assert api.request("GET", "/sandbox/calls").json()["calls"]
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
