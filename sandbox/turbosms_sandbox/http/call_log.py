"""What callers asked and were answered, byte for byte: the latest calls of the service's methods.

They belong to the running process, like the connections that they came by: no state file keeps
them.
"""

from __future__ import annotations

import json
import re
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.account import TOKEN
from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.http.call_summary import MAX_TEXT, Gist, gist
from turbosms_sandbox.http.foreign_tokens import ForeignTokens

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from starlette.types import Scope

    from turbosms_sandbox.http.call_reading import Call

MAX_CALLS: Final = 2_000
MAX_BYTES: Final = 16 * 1024 * 1024
"""How much of requests and answers is kept; the newest call is, whatever its size."""
MAX_NUMBERS: Final = 3
"""How many of the numbers of a call a list shows."""
MAX_NUMBER: Final = 20
MAX_SHOWN: Final = 64 * 1024
"""How many bytes of a request or of an answer are shown in place; the rest can be downloaded."""
STEP: Final = 16
"""How many calls are looked at in one go: some milliseconds of work at most."""
_MEANINGS = {int(code): code.meaning for code in ResultCode}
_HEAD = re.compile(
    rb'\{"response_code":(?P<code>[0-9]+),"response_status":(?P<name>"(?:[^"\\]|\\.)*")'
)
_HEAD_IN_ANOTHER_ORDER = re.compile(
    rb'\{"response_status":(?P<name>"(?:[^"\\]|\\.)*"),"response_code":(?P<code>[0-9]+)'
)


class Recorded(NamedTuple):
    """One call. `answer` is what the caller was sent, or would have been without its fault."""

    number: int
    at: float
    verb: str
    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    operation: str
    body: bytes
    answer: bytes
    read_gist: list[Gist]
    """Its gist once somebody has looked, and nothing before: most calls nobody looks at."""
    fault: str | None = None

    @property
    def gist(self) -> Gist:
        """The numbers and the text of the request."""
        if not self.read_gist:
            self.read_gist.append(gist(self.body, self.query))
        return self.read_gist[0]

    @property
    def size(self) -> int:
        """What it takes of `MAX_BYTES`."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return headers + len(self.query) + len(self.path) + len(self.body) + len(self.answer)

    def row(self) -> dict[str, Any]:
        """The call in a list."""
        head = _HEAD.match(self.answer) or _HEAD_IN_ANOTHER_ORDER.match(self.answer)
        code = None if head is None else int(head["code"])
        about = self.gist
        return {
            "number": self.number,
            "at": on_the_wire(self.at),
            "verb": self.verb,
            "operation": self.operation,
            "code": code,
            "name": None if head is None else json.loads(head["name"]),
            "meaning": None if code is None else _MEANINGS.get(code),
            "fault": self.fault,
            "request_bytes": len(self.body),
            "answer_bytes": len(self.answer),
            "numbers": [number[:MAX_NUMBER] for number in about.numbers[:MAX_NUMBERS]],
            "number_count": len(about.numbers),
            "text": about.text[:MAX_TEXT],
        }

    def fits(self, words: str) -> bool:
        """Whether the call is about the words, which are in small letters.

        They may stand in its method, its result, a number that it names or its text.
        """
        about = self.gist
        head = _HEAD.match(self.answer) or _HEAD_IN_ANOTHER_ORDER.match(self.answer)
        result = "" if head is None else f"{int(head['code'])} {json.loads(head['name'])}"
        parts = (f"{self.verb} {self.operation}", result, self.fault or "", about.text)
        if any(words in part.casefold() for part in parts):
            return True
        digits = re.sub(r"[ ()+-]", "", words)
        return digits.isdecimal() and any(digits in number for number in about.numbers)

    def describe(self, tokens: ForeignTokens) -> dict[str, Any]:
        """The whole call, with as much of its bytes as is shown in place."""
        request = self.request(tokens)
        return self.row() | {
            "path": self.path,
            "query": tokens.hidden_in_form(self.query).decode("latin-1"),
            "headers": [
                [name.decode("latin-1"), tokens.hidden_in_header(name, value)]
                for name, value in self.headers
            ],
            "request": request[:MAX_SHOWN].decode(errors="replace"),
            "request_cut": len(request) > MAX_SHOWN,
            "answer": self.answer[:MAX_SHOWN].decode(errors="replace"),
            "answer_cut": len(self.answer) > MAX_SHOWN,
        }

    def request(self, tokens: ForeignTokens) -> bytes:
        """The body of the request, without a foreign token."""
        return tokens.hidden_in_body(self.body)


class Calls:
    """The latest calls, in the order in which they were answered."""

    def __init__(self, own_token: str = TOKEN) -> None:
        self.tokens = ForeignTokens(own_token)
        self.last = 0
        """The number of the newest call that there ever was."""
        self._calls: deque[Recorded] = deque(maxlen=MAX_CALLS)
        self._bytes = 0

    def add(
        self, scope: Scope, call: Call, answer: bytes, at: float, fault: str | None = None
    ) -> None:
        self.last += 1
        recorded = Recorded(
            self.last,
            at,
            call.verb,
            self.tokens.hidden_in_path(scope["path"]),
            scope["query_string"],
            scope["headers"],
            self.tokens.hidden_in_path(call.operation),
            call.body,
            answer,
            [],
            fault,
        )
        if len(self._calls) == MAX_CALLS:
            self._bytes -= self._calls.popleft().size
        self._calls.append(recorded)
        self._bytes += recorded.size
        while self._bytes > MAX_BYTES and len(self._calls) > 1:
            self._bytes -= self._calls.popleft().size

    def newest(self, limit: int, after: int = 0) -> Iterator[Recorded]:
        """At most so many of the calls behind the one numbered `after`, newest first."""
        return islice(reversed(self._calls), max(0, min(limit, self.last - after)))

    def search(self, words: str, limit: int) -> Generator[None, None, list[Recorded]]:
        """At most so many of the calls about the words, newest first.

        In steps that let others be served.
        """
        wanted = words.strip().casefold()
        found: list[Recorded] = []
        for place, call in enumerate([*reversed(self._calls)], 1):
            if len(found) >= limit:
                break
            if call.fits(wanted):
                found.append(call)
            if place % STEP == 0:
                yield
        return found

    def find(self, number: int) -> Recorded | None:
        place = number - self._calls[0].number if self._calls else -1
        return self._calls[place] if 0 <= place < len(self._calls) else None

    def that_created(self, message_id: str) -> list[Recorded]:
        """The calls answered with the id of a message that they created or repeated, in order."""
        needle = f'"{message_id}"'.encode()
        return [
            call
            for call in self._calls
            if call.operation in OPERATIONS
            and OPERATIONS[call.operation].creates
            and needle in call.answer
        ]
