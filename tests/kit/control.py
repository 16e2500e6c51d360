"""The sandbox behind the scenes: faults, time, and what was really executed.

No client of ours has a part in it.
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOKEN: Final = "sandbox"
RICH: Final = 1_000_000_000
_MANY: Final = 1_000_000


class Control:
    """The control plane of one sandbox, and its service called by hand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._planned: int = 0

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self, verb: str, path: str, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        body = None if data is None else json.dumps(data)
        try:
            response = self._respond(verb, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._connection.close()  # it stood idle for too long
            response = self._respond(verb, path, body, headers)
        answer = json.loads(response.read())
        assert response.status == 200, answer
        return answer

    def _respond(
        self, verb: str, path: str, body: str | None, headers: Mapping[str, str] | None
    ) -> http.client.HTTPResponse:
        self._connection.request(verb, path, body, dict(headers or {}))
        return self._connection.getresponse()

    def description(self) -> Any:
        """The sandbox's own description of its control plane."""
        return self._ask("GET", "/sandbox/openapi.json")

    def reset(self) -> None:
        """Everything back to the start, with money for everything."""
        self._ask("POST", "/sandbox/reset")
        self.account(balance=RICH)

    def account(self, **changes: Any) -> Any:
        return self._ask("PATCH", "/sandbox/account", changes)

    def advance(self, seconds: float) -> None:
        self._ask("POST", "/sandbox/clock", {"advance": seconds})

    def reply(self, number: str, text: str) -> dict[str, int]:
        """The recipient writes in the Viber chat."""
        found: dict[str, int] = self._ask(
            "POST", "/sandbox/replies", {"sender": "TurboSMS", "number": number, "text": text}
        )
        return found

    def faults(
        self, operation: str, schedule: Sequence[Mapping[str, Any]], *, count: bool = True
    ) -> None:
        """What the next calls of an operation meet, one fault each, in place of earlier plans.

        With `count`, there stands one behind them that does nothing but count: an answer that is 0
        seconds late.
        """
        if self._planned:
            self.clear()
        for fault in schedule:
            self._ask("POST", "/sandbox/faults", {"method": operation, **fault})
        if count:
            self._ask(
                "POST",
                "/sandbox/faults",
                {"method": operation, "kind": "delay", "seconds": 0, "times": _MANY},
            )
        self._planned = len(schedule) + count * _MANY

    def arrived(self) -> int:
        """How many calls of that operation have arrived since.

        Without `count`, those that met a fault.
        """
        if not self._planned:
            return 0
        left: int = sum(fault["times"] for fault in self._ask("GET", "/sandbox/faults")["faults"])
        arrived = self._planned - left
        self._planned = left
        return arrived

    def clear(self) -> None:
        self._ask("DELETE", "/sandbox/faults")
        self._planned = 0

    def messages(self, text: str) -> list[tuple[str, str]]:
        """The recipients and ids of the messages that hold this text, newest first."""
        query = urlencode({"q": text, "limit": 100_000})
        found = self._ask("GET", f"/sandbox/messages?{query}")["messages"]
        return [(message["recipient"], message["message_id"]) for message in found]

    def call(self, operation: str, data: Any = None) -> dict[str, Any]:
        """The envelope that the service answers to a plain POST."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        answer: dict[str, Any] = self._ask("POST", f"/{operation}.json", data, headers)
        return answer
