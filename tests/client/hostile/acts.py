"""What the server does with one request.

How far it reads, whether it executes, and what state the answer leaves.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.client.hostile.books import STRANGER
from tests.kit.answers import accepted
from tests.kit.service import Manner, chunked, http

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class HostileAct(Manner):
    """One thing that happens.

    Without anything given, the request is executed and answered as it should be.
    """

    answer: str = "plain"
    """How the answer leaves: a name of `ANSWERS`."""
    stage: str = "executed"
    """`accepted`, `begun`, `head`, `read`: how far it came when it was left alone; `executed`.

    `late`: executed when the answer has left; `forgotten`: executed, but the memory of numbers is
    gone; `refused` with `code`: not looked at.
    """
    code: int = 203
    """The code of a refusal."""
    status: int = 502
    """The HTTP status of the answers that have one of their own."""
    headers: tuple[tuple[str, str], ...] = ()
    cut: float = 0.5
    """How much of an answer comes that is cut."""
    which: tuple[bool, ...] = ()
    """Of the requests in a `sendmulti`, in turn and from the start again: is this one meant?

    Empty: the whole is.
    """

    @property
    def end(self) -> str:
        if self.answer == "reset":
            return "reset"
        return self.leaves or ("closed" if self.answer in ENDING else "")


def deep(answer: dict[str, Any]) -> bytes:
    """The answer with something too deep to read next to it."""
    return (
        json.dumps(answer).encode()[:-1] + b', "extra": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    )


def coded(code: Any) -> Callable[[dict[str, Any], HostileAct], bytes]:
    """The answer under another code. Where nobody was accepted, no row says more than the code."""

    def write(answer: dict[str, Any], _: HostileAct) -> bytes:
        rows = answer["response_result"] or []
        told = rows if isinstance(rows, dict) or any(one["message_id"] for one in rows) else None
        return http(json.dumps({**answer, "response_code": code, "response_result": told}).encode())

    return write


def spoilt(
    change: Callable[[dict[str, Any]], Any],
) -> Callable[[dict[str, Any], HostileAct], bytes]:
    """The answer with its envelope or its rows changed."""
    return lambda answer, _: http(json.dumps(change(answer)).encode())


def sized(
    write: Callable[[bytes, HostileAct], bytes],
) -> Callable[[dict[str, Any], HostileAct], bytes]:
    """The bytes of the answer in another wrapping."""
    return lambda answer, act: write(json.dumps(answer).encode(), act)


def _rows(change: Callable[[list[Any]], Any]) -> Callable[[dict[str, Any], HostileAct], bytes]:
    return spoilt(
        lambda answer: {**answer, "response_result": change(answer["response_result"] or [])}
    )


def _and_foreign(answer: dict[str, Any]) -> dict[str, Any]:
    if answer["response_code"] == 507:
        # the result of an earlier request may well be about a number that this one does not ask for
        return answer
    return {
        **answer,
        "response_result": [*FOREIGN["response_result"], *(answer["response_result"] or [])],
    }


def _instead(said: Any, _: dict[str, Any]) -> Any:
    return said


UNKNOWN = (860, 9999, 999, 500, 501, -1, 10**50)
NO_CODES: tuple[Any, ...] = ("", "OK", "0x1", None, True, 801.0, [801], {}, "9" * 5000)
NO_ENVELOPES: tuple[Any, ...] = (None, [], {}, 801, "OK", True, [{}])
HTML = (
    b"<!DOCTYPE html><html><head><title>Oops</title></head><body>"
    + b"<p>Sorry</p>" * 20
    + b"</body></html>"
)
PAGE = ("Content-Type", "text/html; charset=windows-1251")
FOREIGN = accepted(STRANGER)

ANSWERS: dict[str, Callable[[dict[str, Any], HostileAct], bytes]] = {
    # readable, if one knows how
    "plain": sized(lambda body, act: http(body)),
    "chunked": sized(lambda body, act: chunked(body)),
    "HTTP/1.0": sized(lambda body, act: http(body, 200, ("Content-Length", "-"), version="1.0")),
    "after 100": sized(lambda body, act: b"HTTP/1.1 100 Continue\r\n\r\n" + http(body)),
    "after 103": sized(
        lambda body, act: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + http(body)
    ),
    "gzip": sized(lambda body, act: http(gzip.compress(body), 200, ("Content-Encoding", "gzip"))),
    "text/plain": sized(
        lambda body, act: http(body, 200, ("Content-Type", "text/plain; charset=nonsense"))
    ),
    "no type": sized(lambda body, act: http(body, 200, ("Content-Type", "-"))),
    "byte order mark": sized(lambda body, act: http(b"\xef\xbb\xbf" + body)),
    "UTF-16": sized(lambda body, act: http(body.decode().encode("utf-16"))),
    "201": sized(lambda body, act: http(body, 201)),
    "keys twice": sized(
        lambda body, act: http(b'{"response_code": 203, "response_result": null, ' + body[1:])
    ),
    "NaN": sized(
        lambda body, act: http(body[:-1] + b', "a": NaN, "b": -Infinity, "c": 1e999999999}')
    ),
    "large": sized(lambda body, act: http(body[:-1] + b', "a": "' + b"x" * 1_000_000 + b'"}')),
    "code as text": lambda answer, act: coded(str(answer["response_code"]))(answer, act),
    "rows by number": _rows(lambda rows: {str(place): one for place, one in enumerate(rows)}),
    "rows reversed": _rows(lambda rows: rows[::-1]),
    "rows repeated": _rows(lambda rows: rows + rows),
    "rows with plus": _rows(lambda rows: [{**one, "phone": "+" + one["phone"]} for one in rows]),
    "numbers as numbers": _rows(lambda rows: [{**one, "phone": int(one["phone"])} for one in rows]),
    "and foreign": spoilt(_and_foreign),
    # an envelope that says less than it should
    "no rows": _rows(lambda rows: None),
    "empty rows": _rows(lambda rows: []),
    "half the rows": _rows(lambda rows: rows[: len(rows) // 2]),
    "odd rows": _rows(
        lambda rows: [None, 5, "x", [], {}, *rows[1:], {"phone": {}}, {"phone": None}]
    ),
    "no ids": _rows(
        lambda rows: [{**one, "message_id": None} for one in rows if not one["response_code"]]
    ),
    "an id is missing": _rows(
        lambda rows: [one | {"message_id": None} for one in rows[:1]] + rows[1:]
    ),
    "rows are text": _rows(lambda rows: "OK"),
    # codes
    **{str(code): coded(code) for code in UNKNOWN},
    **{f"code {code!r}": coded(code) for code in NO_CODES},
    # no envelope
    **{f"JSON {said!r}": spoilt(partial(_instead, said)) for said in NO_ENVELOPES},
    "deep": lambda answer, act: http(deep(answer)),
    "deep rows": lambda answer, act: http(
        b'{"response_code":801,"response_result":' + b"[" * 90_000
    ),
    "empty": lambda answer, act: http(b""),
    "blank": lambda answer, act: http(b" \r\n" * 9),
    "204": lambda answer, act: http(b"", 204, ("Content-Length", "-")),
    "HTML": lambda answer, act: http(HTML, 200, PAGE),
    "status": lambda answer, act: http(HTML, act.status, PAGE, *act.headers),
    "status with envelope": sized(lambda body, act: http(body, act.status, *act.headers)),
    "101": lambda answer, act: http(b"", 101, ("Upgrade", "websocket"), ("Connection", "upgrade")),
    "no gzip": lambda answer, act: http(b"\x1f\x8b\x08garbage", 200, ("Content-Encoding", "gzip")),
    "cut gzip": sized(
        lambda body, act: http(gzip.compress(body)[:-20], 200, ("Content-Encoding", "gzip"))
    ),
    "no deflate": sized(
        lambda body, act: http(body, 200, ("Content-Encoding", "deflate, gzip, x"))
    ),
    "no text": lambda answer, act: http(bytes(range(128, 256)) * 9),
    # what belongs to another request
    "foreign": lambda answer, act: http(json.dumps(FOREIGN).encode()),
    "extra bytes": sized(
        lambda body, act: http(body) + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    ),
    "twice": sized(lambda body, act: http(body) * 2),
    # no whole response
    "cut": sized(lambda body, act: http(body[: int(len(body) * act.cut)], length=len(body))),
    "cut at the end": sized(
        lambda body, act: http(
            body[: int(len(body) * act.cut)], 200, ("Content-Length", "-"), version="1.0"
        )
    ),
    "cut chunks": sized(lambda body, act: chunked(body, whole=False)),
    "bad chunks": sized(lambda body, act: chunked(body, whole=False) + b"zz\r\n"),
    "cut head": sized(lambda body, act: http(body)[: int(60 * act.cut)]),
    "two lengths": sized(lambda body, act: http(body, 200, ("content-length", "7"))),
    "no length": sized(lambda body, act: http(body, 200, ("Content-Length", "-7"))),
    "bad status line": lambda answer, act: b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
    "status of words": lambda answer, act: b"HTTP/1.1 OK 200\r\n\r\n",
    "status 99": lambda answer, act: http(b"", 99),
    "HTTP/2": lambda answer, act: b"\x00\x00\x12\x04\x00\x00\x00\x00\x00",
    "bad header": sized(lambda body, act: http(body, 200, ("a b", "c"))),
    "nul in header": sized(lambda body, act: http(body, 200, ("X-A", "c\x00d"))),
    "endless head": sized(lambda body, act: http(body, 200, ("X-A", "x" * 200_000))),
    "nothing": lambda answer, act: b"",
    "reset": lambda answer, act: b"",
}
_NAMES = [*ANSWERS]
HONEST = _NAMES[: _NAMES.index("no rows")]
"""Those from which the whole truth can be read."""
TELLING = {"half the rows", "odd rows", "an id is missing"}
"""Those that say something, though not all."""
SAID = {*_NAMES[_NAMES.index("code as text") : _NAMES.index("deep")], "foreign"}
"""Those that differ in what the envelope says, and so can stand in another one."""
OF_ROWS = {*_NAMES[_NAMES.index("rows by number") : _NAMES.index(str(UNKNOWN[0]))]}
"""Those of them that differ in the rows of a send."""
# A known limit, not tested: h11 takes what it read behind an answer for the answer to the
# connection's next request. Neither HTTP/1.1 nor the service's envelope, which does not repeat the
# sequence_id, tells one from the other.
STRAY = {"extra bytes", "twice"}
"""Those with another answer behind them."""
ENDING = {*_NAMES[_NAMES.index("cut") :], "HTTP/1.0", "101"}
"""Those after which a connection cannot go on."""
