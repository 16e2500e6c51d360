"""The questions.

Not one of them can send, store, change or mark anything, whatever the service makes of it.

Therefore there is no message/send with recipients, no file/add with content, and nothing of the
chat module that marks messages as read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN_ID: Final = "00000000-0000-0000-0000-000000000000"
UNKNOWN_NUMBER: Final = 2_000_000_000
"""The number of no file and of no chat."""
WRONG_TOKEN: Final = "0" * 40
MALFORMED_TOKEN: Final = "no token!"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


class Probe(NamedTuple):
    """One question, and the answer that the documentation or the assumptions lead to expect."""

    name: str
    verb: str
    path: str
    """With the query; `TOKEN` stands for the account's token, also in the headers and the body."""
    code: int
    proves: tuple[str, ...]
    """The assumptions (A-nn) that such an answer bears out.

    `documented` for a statement of the documentation.
    """
    row: int | None = None
    """The code in every row of the result."""
    headers: dict[str, str] = {}  # noqa: RUF012 - read only
    body: str = ""


BEARER: Final = {"Authorization": "Bearer TOKEN"}
_OF_UNKNOWN: Final = f'{{"messages":["{UNKNOWN_ID}"]}}'


def _get(name: str, target: str, code: int, *proves: str, row: int | None = None) -> Probe:
    """By query; `target` is what comes behind the token."""
    path, _, query = target.partition("&")
    parts = ["token=TOKEN", query] if query else ["token=TOKEN"]
    return Probe(name, "GET", f"/{path}?{'&'.join(parts)}", code, proves, row)


def _post(
    name: str,
    path: str,
    code: int,
    *proves: str,
    headers: dict[str, str],
    body: str = "",
    row: int | None = None,
) -> Probe:
    return Probe(name, "POST", f"/{path}", code, proves, row, headers, body)


def _json(
    name: str, operation: str, body: str, code: int, *proves: str, row: int | None = None
) -> Probe:
    headers = BEARER | {"Content-Type": JSON}
    return Probe(name, "POST", f"/{operation}.json", code, proves, row, headers, body)


def _tokens() -> Iterator[Probe]:
    balance = "user/balance.json"
    yield _post("token-none", balance, 103, "A-20", headers={})
    for name, token, code in (("malformed", MALFORMED_TOKEN, 301), ("wrong", WRONG_TOKEN, 105)):
        header = {"Authorization": f"Bearer {token}"}
        yield _post(f"token-{name}", balance, code, "A-20", headers=header)
    for scheme in ("Basic", "Bearer"):
        header = {"Authorization": f"{scheme} TOKEN"}
        yield _post(f"token-{scheme.lower()}", balance, 0, "documented", headers=header)
    yield _get("token-in-query", balance, 0, "documented")
    in_form = {"Content-Type": FORM}
    yield _post("token-in-form", balance, 0, "documented", body="token=TOKEN", headers=in_form)
    other = {"Authorization": "Token TOKEN"}
    yield _post("token-other-scheme", balance, 103, "A-39", headers=other)
    wrong = {"Authorization": f"Bearer {WRONG_TOKEN}"}
    path = f"/{balance}?token=TOKEN"
    yield Probe("token-header-first", "GET", path, 105, ("A-40",), headers=wrong)
    name, path = "token-in-query-beside-json", "message/status.json?token=TOKEN"
    typed = {"Content-Type": JSON}
    yield _post(name, path, 0, "A-21", row=414, body=_OF_UNKNOWN, headers=typed)


def _modules() -> Iterator[Probe]:
    for module in ("message", "chat", "user", "file"):
        path, form = f"{module}/ping.json", {"Content-Type": FORM}
        yield _post(f"ping-{module}-post", path, 1, "documented", headers=BEARER)
        yield _get(f"ping-{module}-get", path, 1, "documented")
        yield _post(f"ping-{module}-form", path, 1, "documented", body="token=TOKEN", headers=form)
        yield _get(f"ping-{module}-without-format", f"{module}/ping", 1, "documented")
        yield _json(f"ping-{module}-json", f"{module}/ping", "{}", 1, "documented")
    yield _post("balance-without-body", "user/balance.json", 0, "A-24", headers=BEARER)
    yield _get("unknown-method", "message/nothing.json", 300, "A-32")
    yield _get("unknown-module", "nothing/ping.json", 300, "A-32")
    yield _get("unknown-format", "message/ping.yaml", 300, "A-32")
    yield Probe("unknown-verb", "PUT", "/message/ping.json?token=TOKEN", 300, ("A-32",))


def _bodies() -> Iterator[Probe]:
    yield _post("body-none", "message/send.json", 104, "A-23", headers=BEARER)
    plain = BEARER | {"Content-Type": "text/plain"}
    yield _post(
        "body-other-type", "message/status.json", 104, "A-41", body="messages", headers=plain
    )
    yield _json("body-half", "message/send", '{"text":', 502, "A-23")
    yield _json("body-array", "message/send", "[1]", 502, "A-23")
    yield _json("body-empty-array", "message/send", "[]", 300, "A-43")
    yield _json("body-empty-object", "message/send", "{}", 300, "A-42")
    yield _json("body-no-channel", "message/send", '{"text":"Hello"}', 300, "A-23")
    yield _json("sendmulti-nothing", "message/sendmulti", "{}", 300, "A-79")
    lines = f'{{\n"messages":\n["{UNKNOWN_ID}"]\n}}'
    yield _json("several-lines", "message/status", lines, 0, "A-34", row=414)
    for name, number, assumption in (("too-long", "x" * 33, "A-35"), ("empty", "", "A-47")):
        body = f'{{"messages":["{UNKNOWN_ID}"],"sequence_id":"{number}"}}'
        yield _json(f"sequence-id-{name}", "message/status", body, 300, assumption)
    path, headers = "message/status.json?messages[0]=malformed", BEARER | {"Content-Type": JSON}
    yield _post("data-in-two-places", path, 0, "A-22", row=414, body=_OF_UNKNOWN, headers=headers)
    ids = "&".join(f"messages[{i}]={UNKNOWN_ID}" for i in range(45))
    yield _get("url-too-long", f"message/status.json&{ids}", 300, "A-42")


def _ids() -> Iterator[Probe]:
    for method in ("status", "details"):
        operation, path = f"message/{method}", f"message/{method}.json"
        yield _json(f"{method}-unknown", operation, _OF_UNKNOWN, 0, "A-56", row=414)
        yield _json(f"{method}-malformed", operation, '{"messages":["1"]}', 0, "A-56", row=307)
        yield _json(f"{method}-empty", operation, '{"messages":[]}', 300, "A-05")
        first, appended = f"{path}&messages[0]={UNKNOWN_ID}", f"{path}&messages[]={UNKNOWN_ID}"
        yield _get(f"{method}-by-query", first, 0, "A-56", row=414)
        yield _get(f"{method}-by-query-appended", appended, 0, "A-56", row=414)
        form, body = BEARER | {"Content-Type": FORM}, f"messages[0]={UNKNOWN_ID}"
        yield _post(f"{method}-by-form", path, 0, "A-56", row=414, body=body, headers=form)
    number, text = UNKNOWN_NUMBER, f'"{UNKNOWN_NUMBER}"'
    yield _json("file-unknown", "file/details", f'{{"id":{number}}}', 417, "documented")
    yield _json("file-malformed", "file/details", '{"id":"x"}', 308, "documented")
    yield _json("file-number-as-string", "file/details", f'{{"id":{text}}}', 308, "A-84")
    yield _get("file-by-query", f"file/details.json&id={number}", 417, "A-26")
    chat = f'{{"chat_id":{number}}}'
    yield _json("sessions-unknown-chat", "chat/sessions", chat, 424, "A-91")
    chat = f'{{"chat_id":{text}}}'
    yield _json("sessions-chat-as-string", "chat/sessions", chat, 310, "A-90")
    yield _json("sessions-of-nothing", "chat/sessions", "{}", 310, "A-93")
    yield _json("file-add-nothing", "file/add", '{"data":""}', 418, "A-80")


PROBES: Final = (*_tokens(), *_modules(), *_bodies(), *_ids())


def filled(text: str, token: str) -> str:
    """A part of a request with the account's token in its place."""
    return text.replace("TOKEN", token)


def describe(probe: Probe) -> dict[str, Any]:
    """The question as it is kept beside the answer: without the token."""
    return {"verb": probe.verb, "path": probe.path, "headers": probe.headers, "body": probe.body}
