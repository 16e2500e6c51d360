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


def _json(
    name: str, operation: str, body: str, code: int, *proves: str, row: int | None = None
) -> Probe:
    headers = BEARER | {"Content-Type": JSON}
    return Probe(name, "POST", f"/{operation}.json", code, proves, row, headers, body)


def _tokens() -> Iterator[Probe]:
    for name, header, code in (
        ("none", None, 103),
        ("malformed", f"Bearer {MALFORMED_TOKEN}", 301),
        ("wrong", f"Bearer {WRONG_TOKEN}", 105),
        ("basic", "Basic TOKEN", 0),
        ("bearer", "Bearer TOKEN", 0),
    ):
        proves = ("documented",) if code == 0 else ("A-20",)
        headers = {} if header is None else {"Authorization": header}
        yield Probe(f"token-{name}", "POST", "/user/balance.json", code, proves, headers=headers)
    form = {"Content-Type": FORM}
    yield Probe("token-in-query", "GET", "/user/balance.json?token=TOKEN", 0, ("documented",))
    yield Probe(
        "token-in-form",
        "POST",
        "/user/balance.json",
        0,
        ("documented",),
        headers=form,
        body="token=TOKEN",
    )
    other = {"Authorization": "Token TOKEN"}
    yield Probe("token-other-scheme", "POST", "/user/balance.json", 103, ("A-39",), headers=other)
    wrong = {"Authorization": f"Bearer {WRONG_TOKEN}"}
    yield Probe(
        "token-header-first", "GET", "/user/balance.json?token=TOKEN", 105, ("A-40",), headers=wrong
    )
    body = f'{{"messages":["{UNKNOWN_ID}"]}}'
    path, typed = "/message/status.json?token=TOKEN", {"Content-Type": JSON}
    yield Probe("token-in-query-beside-json", "POST", path, 0, ("A-21",), 414, typed, body)


def _modules() -> Iterator[Probe]:
    for module in ("message", "chat", "user", "file"):
        path, form = f"/{module}/ping", {"Content-Type": FORM}
        yield Probe(
            f"ping-{module}-post", "POST", f"{path}.json", 1, ("documented",), headers=BEARER
        )
        yield Probe(f"ping-{module}-get", "GET", f"{path}.json?token=TOKEN", 1, ("documented",))
        yield Probe(
            f"ping-{module}-form",
            "POST",
            f"{path}.json",
            1,
            ("documented",),
            headers=form,
            body="token=TOKEN",
        )
        yield Probe(
            f"ping-{module}-without-format", "GET", f"{path}?token=TOKEN", 1, ("documented",)
        )
        yield _json(f"ping-{module}-json", f"{module}/ping", "{}", 1, "documented")
    yield Probe("balance-without-body", "POST", "/user/balance.json", 0, ("A-24",), headers=BEARER)
    yield Probe("unknown-method", "GET", "/message/nothing.json?token=TOKEN", 300, ("A-32",))
    yield Probe("unknown-module", "GET", "/nothing/ping.json?token=TOKEN", 300, ("A-32",))
    yield Probe("unknown-format", "GET", "/message/ping.yaml?token=TOKEN", 300, ("A-32",))
    yield Probe("unknown-verb", "PUT", "/message/ping.json?token=TOKEN", 300, ("A-32",))


def _bodies() -> Iterator[Probe]:
    yield Probe("body-none", "POST", "/message/send.json", 104, ("A-23",), headers=BEARER)
    plain = BEARER | {"Content-Type": "text/plain"}
    yield Probe(
        "body-other-type",
        "POST",
        "/message/status.json",
        104,
        ("A-41",),
        headers=plain,
        body="messages",
    )
    yield _json("body-half", "message/send", '{"text":', 502, "A-23")
    yield _json("body-array", "message/send", "[1]", 502, "A-23")
    yield _json("body-empty-array", "message/send", "[]", 300, "A-43")
    yield _json("body-empty-object", "message/send", "{}", 300, "A-42")
    yield _json("body-no-channel", "message/send", '{"text":"Hello"}', 300, "A-23")
    yield _json("sendmulti-nothing", "message/sendmulti", "{}", 300, "A-79")
    yield _json(
        "several-lines",
        "message/status",
        f'{{\n"messages":\n["{UNKNOWN_ID}"]\n}}',
        0,
        "A-34",
        row=414,
    )
    long = '{{"messages":["{}"],"sequence_id":"{}"}}'
    yield _json(
        "sequence-id-too-long", "message/status", long.format(UNKNOWN_ID, "x" * 33), 300, "A-35"
    )
    yield _json("sequence-id-empty", "message/status", long.format(UNKNOWN_ID, ""), 300, "A-47")
    both, headers = f'{{"messages":["{UNKNOWN_ID}"]}}', BEARER | {"Content-Type": JSON}
    path = "/message/status.json?messages[0]=malformed"
    yield Probe("data-in-two-places", "POST", path, 0, ("A-22",), 414, headers, both)
    ids = "&".join(f"messages[{i}]={UNKNOWN_ID}" for i in range(45))
    yield Probe("url-too-long", "GET", f"/message/status.json?token=TOKEN&{ids}", 300, ("A-42",))


def _ids() -> Iterator[Probe]:
    for method in ("status", "details"):
        operation, query = f"message/{method}", f"/message/{method}.json?token=TOKEN&messages"
        yield _json(
            f"{method}-unknown", operation, f'{{"messages":["{UNKNOWN_ID}"]}}', 0, "A-56", row=414
        )
        yield _json(f"{method}-malformed", operation, '{"messages":["1"]}', 0, "A-56", row=307)
        yield _json(f"{method}-empty", operation, '{"messages":[]}', 300, "A-05")
        yield Probe(f"{method}-by-query", "GET", f"{query}[0]={UNKNOWN_ID}", 0, ("A-56",), 414)
        yield Probe(
            f"{method}-by-query-appended", "GET", f"{query}[]={UNKNOWN_ID}", 0, ("A-56",), 414
        )
        form, body = BEARER | {"Content-Type": FORM}, f"messages[0]={UNKNOWN_ID}"
        yield Probe(
            f"{method}-by-form", "POST", f"/{operation}.json", 0, ("A-56",), 414, form, body
        )
    yield _json("file-unknown", "file/details", f'{{"id":{UNKNOWN_NUMBER}}}', 417, "documented")
    yield _json("file-malformed", "file/details", '{"id":"x"}', 308, "documented")
    yield _json(
        "file-number-as-string", "file/details", f'{{"id":"{UNKNOWN_NUMBER}"}}', 308, "A-84"
    )
    yield Probe(
        "file-by-query",
        "GET",
        f"/file/details.json?token=TOKEN&id={UNKNOWN_NUMBER}",
        417,
        ("A-26",),
    )
    yield _json(
        "sessions-unknown-chat", "chat/sessions", f'{{"chat_id":{UNKNOWN_NUMBER}}}', 424, "A-91"
    )
    yield _json(
        "sessions-chat-as-string", "chat/sessions", f'{{"chat_id":"{UNKNOWN_NUMBER}"}}', 310, "A-90"
    )
    yield _json("sessions-of-nothing", "chat/sessions", "{}", 310, "A-93")
    yield _json("file-add-nothing", "file/add", '{"data":""}', 418, "A-80")


PROBES: Final = (*_tokens(), *_modules(), *_bodies(), *_ids())


def filled(text: str, token: str) -> str:
    """A part of a request with the account's token in its place."""
    return text.replace("TOKEN", token)


def describe(probe: Probe) -> dict[str, Any]:
    """The question as it is kept beside the answer: without the token."""
    return {"verb": probe.verb, "path": probe.path, "headers": probe.headers, "body": probe.body}
