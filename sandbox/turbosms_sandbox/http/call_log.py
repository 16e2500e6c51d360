"""The latest calls of methods, with what was asked and answered, byte for byte."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.http.call_summary import MAX_READ, MAX_TEXT, CallSummary, summarise
from turbosms_sandbox.http.foreign_tokens import ForeignTokens

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from starlette.types import Scope

    from turbosms_sandbox.calls.call import Call

MAX_CALLS: Final = 2_000
MAX_BYTES: Final = 16 * 1024 * 1024
"""How much of requests and answers is kept; the newest call is kept whatever its size."""
MAX_PHONES: Final = 3
"""How many of the numbers of a call are listed."""
MAX_PHONE: Final = 20
MAX_SHOWN: Final = 64 * 1024
"""How many bytes of a request or of an answer are shown; all of them can be downloaded."""
_COLON: Final = b": "
_FORM: Final = b"x-www-form-urlencoded"
STEP: Final = 16
"""How many calls are looked at in one go: some milliseconds of work at most."""
_MEANINGS = {int(code): code.meaning for code in ResultCode}
_ENVELOPE_START = re.compile(
    rb'\{"response_code":(?P<code>[0-9]+),"response_status":(?P<name>"(?:[^"\\]|\\.)*")'
)
_REORDERED_ENVELOPE_START = re.compile(
    rb'\{"response_status":(?P<name>"(?:[^"\\]|\\.)*"),"response_code":(?P<code>[0-9]+)'
)


@dataclass(eq=False, slots=True)
class LoggedCall:
    """One call. `answer` is what the client was sent, or would have been without its fault.

    The log keeps thousands of calls, and objects that lie all over the memory cost time when they
    are replaced: so a call has few of them.
    """

    number: int
    at: float
    verb: str
    path: str
    query: bytes
    head: bytes
    """The headers, a line for each."""
    operation: str
    body: bytes
    answer: bytes
    size: int
    """How many of `MAX_BYTES` it uses."""
    fault: str | None
    tokens: ForeignTokens
    """Hides those of others in what is shown; one object for all calls."""
    cached_summary: CallSummary | None = None
    """None until somebody has asked for the summary: nobody looks at most calls."""

    @property
    def summary(self) -> CallSummary:
        if self.cached_summary is None:
            # One byte more tells that the body is longer than what is read of it.
            beginning = self._without_foreign_tokens(self.body[: MAX_READ + 1])
            query = self.tokens.hidden_in_query(self.query)
            self.cached_summary = summarise(beginning, query)
        return self.cached_summary

    def row(self) -> dict[str, Any]:
        """The call as an entry of a list."""
        code, name = self._result()
        summary = self.summary
        return {
            "number": self.number,
            "at": format_time(self.at),
            "verb": self.verb,
            "operation": self.operation,
            "code": code,
            "name": name,
            "meaning": None if code is None else _MEANINGS.get(code),
            "fault": self.fault,
            "request_bytes": len(self.body),
            "answer_bytes": len(self.answer),
            "numbers": [phone[:MAX_PHONE] for phone in summary.phones[:MAX_PHONES]],
            "number_count": len(summary.phones),
            "text": summary.text[:MAX_TEXT],
        }

    def _headers(self) -> Iterator[tuple[bytes, bytes]]:
        for line in self.head.splitlines():
            name, _, value = line.partition(_COLON)
            yield name, value

    def _without_foreign_tokens(self, body: bytes) -> bytes:
        content_types = [value for name, value in self._headers() if name == b"content-type"]
        is_form = any(_FORM in value.lower() for value in content_types)
        return self.tokens.hidden_in_body(body, is_form=is_form)

    def _result(self) -> tuple[int | None, str | None]:
        """The code of the answer and its name, if it is an envelope."""
        match = _ENVELOPE_START.match(self.answer) or _REORDERED_ENVELOPE_START.match(self.answer)
        if match is None:
            return None, None
        return int(match["code"]), json.loads(match["name"])

    def matches(self, words: str) -> bool:
        """Whether the words, in small letters, stand in its method, result, text or a number."""
        code, name = self._result()
        result = "" if code is None else f"{code} {name}"
        texts = (f"{self.verb} {self.operation}", result, self.fault or "", self.summary.text)
        if any(words in text.casefold() for text in texts):
            return True
        digits = re.sub(r"[ ()+-]", "", words)
        return digits.isdecimal() and any(digits in phone for phone in self.summary.phones)

    def describe(self) -> dict[str, Any]:
        """The whole call, with as many of its bytes as are shown."""
        request = self.request()
        return self.row() | {
            "path": self.path,
            "query": self.tokens.hidden_in_query(self.query).decode("latin-1"),
            "headers": [
                [name.decode("latin-1"), self.tokens.hidden_in_header(name, value)]
                for name, value in self._headers()
            ],
            "request": request[:MAX_SHOWN].decode(errors="replace"),
            "request_cut": len(request) > MAX_SHOWN,
            "answer": self.answer[:MAX_SHOWN].decode(errors="replace"),
            "answer_cut": len(self.answer) > MAX_SHOWN,
        }

    def request(self) -> bytes:
        """The body of the request, without foreign tokens."""
        return self._without_foreign_tokens(self.body)


class CallLog:
    """The latest calls, in the order in which they were answered."""

    def __init__(self, own_token: str) -> None:
        self.tokens = ForeignTokens(own_token)
        self.last = 0
        """The number of the newest call, whether it is still kept or not."""
        self._calls: deque[LoggedCall] = deque(maxlen=MAX_CALLS)
        self._bytes = 0

    def add(
        self, scope: Scope, call: Call, answer: bytes, at: float, fault: str | None = None
    ) -> None:
        self.last += 1
        verb, path, operation = call.verb, scope["path"], call.operation
        if operation in OPERATIONS:
            verb, path, operation = intern(verb), intern(path), intern(operation)
        else:  # with a token in its path, it is none; and Python may keep for ever what is interned
            path = self.tokens.hidden_in_path(path)
            operation = self.tokens.hidden_in_path(operation)
        query = scope["query_string"]
        head = b"\n".join(map(_COLON.join, scope["headers"]))
        logged = LoggedCall(
            self.last,
            at,
            verb,
            path,
            query,
            head,
            operation,
            call.body,
            answer,
            len(path) + len(query) + len(head) + len(call.body) + len(answer),
            fault,
            self.tokens,
        )
        if len(self._calls) == MAX_CALLS:
            self._bytes -= self._calls.popleft().size
        self._calls.append(logged)
        self._bytes += logged.size
        while self._bytes > MAX_BYTES and len(self._calls) > 1:
            self._bytes -= self._calls.popleft().size

    def newest(self, limit: int, after: int = 0) -> Iterator[LoggedCall]:
        """At most `limit` of the calls after the one numbered `after`, newest first."""
        return islice(reversed(self._calls), max(0, min(limit, self.last - after)))

    def search(self, words: str, limit: int) -> Generator[None, None, list[LoggedCall]]:
        """At most `limit` of the calls that match the words, newest first.

        In steps between which others are served.
        """
        folded = words.strip().casefold()
        matching: list[LoggedCall] = []
        newest_first = [*reversed(self._calls)]
        for count, call in enumerate(newest_first, 1):
            if len(matching) >= limit:
                break
            if call.matches(folded):
                matching.append(call)
            if count % STEP == 0:
                yield
        return matching

    def find(self, number: int) -> LoggedCall | None:
        """The call with this number, if it is still kept."""
        if not self._calls:
            return None
        index = number - self._calls[0].number
        return self._calls[index] if 0 <= index < len(self._calls) else None

    def that_created(self, message_id: str) -> list[LoggedCall]:
        """The calls that created a message, or repeated such a call, in order.

        They are those that were answered with its id.
        """
        quoted_id = f'"{message_id}"'.encode()
        return [
            call
            for call in self._calls
            if call.operation in OPERATIONS
            and OPERATIONS[call.operation].creates
            and quoted_id in call.answer
        ]
