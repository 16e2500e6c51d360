"""The account that the requests of a run meet.

Brought to the same state through the sandbox's control plane.
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType

TOKEN = "sandbox"
TEMPLATE = "Your code is %d"
IMAGE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SENDS: tuple[dict[str, Any], ...] = (
    {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": "By SMS"}},
    {"recipients": ["380503288668"], "viber": {"sender": "TurboSMS", "text": "By Viber"}},
    {
        "recipients": ["380001000001"],
        "text": "By Viber, or else by SMS",
        "viber": {"sender": "TurboSMS"},
        "sms": {"sender": "TurboSMS"},
    },
    {
        "recipients": ["380003000002"],
        "viber": {
            "sender": "TurboSMS",
            "text": "With a button",
            "caption": "Track",
            "action": "https://example.com/",
            "count_clicks": 1,
        },
    },
)
"""One message of each kind that status and details tell apart."""
REPLY = {"sender": "TurboSMS", "number": "380678998668", "text": "Where is my order?"}
"""What opens a chat and a session in it."""
LIFETIME = 60
"""Seconds after which all of them are final."""
STEP = 100
"""Seconds between two calls of a scenario, in which messages get on; then a repeat is none."""


class Known(NamedTuple):
    """What a generated request can refer to."""

    image_id: int
    chat_id: int
    session_id: int
    message_ids: tuple[str, ...]


class Account:
    """The account behind the sandbox at `address`."""

    def __init__(self, address: str) -> None:
        # Of the standard library, since a run resets the account thousands of times.
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._first: tuple[int, int, int] | None = None

    def __enter__(self) -> Account:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def reset(self) -> tuple[int, int, int]:
        """Start anew with a template, an uploaded image and a chat.

        Answers the ids of image, chat and session.

        They are the same every time.
        """
        self._control("POST", "/sandbox/reset")
        self._control("PATCH", "/sandbox/account", {"templates": [TEMPLATE]})
        image_id = self._call("/file/add.json", {"data": IMAGE})["id"]
        chat = self._control("POST", "/sandbox/replies", REPLY)
        ids = (image_id, chat["chat_id"], chat["session_id"])
        if self._first is not None:
            self._expect([*self._first], [*ids])
        self._first = ids
        return ids

    def renew(self, request: str) -> None:
        """Start anew with what `request` can tell from a `reset`: the rest is not asked for.

        Most of thousands of requests name nothing of it, and each part is a call of its own.
        """
        assert self._first is not None
        image_id, *chat = self._first
        self._control("POST", "/sandbox/reset")
        if "is_transactional" in request:
            self._control("PATCH", "/sandbox/account", {"templates": [TEMPLATE]})
        if "file_id" in request:
            made = self._call("/file/add.json", {"data": IMAGE})["id"]
            self._expect([image_id], [made])
        if "chat_id" in request:
            reply = self._control("POST", "/sandbox/replies", REPLY)
            self._expect(chat, [reply["chat_id"], reply["session_id"]])

    def prepare(self) -> Known:
        """Start anew, send one message of each kind and wait until their course is run."""
        ids = self.reset()
        message_ids = [
            row["message_id"] for body in SENDS for row in self._call("/message/send.json", body)
        ]
        self._control("POST", "/sandbox/clock", {"advance": LIFETIME})
        return Known(*ids, tuple(message_ids))

    def top_up(self) -> None:
        """Money for as many messages as a run can think of."""
        self._control("PATCH", "/sandbox/account", {"balance": 10**9})

    def move_on(self, *, reply: bool) -> None:
        """Let some time pass; with `reply`, the recipient has written something in the chat."""
        self._control("POST", "/sandbox/clock", {"advance": STEP})
        if reply:
            self._control("POST", "/sandbox/replies", REPLY)

    @staticmethod
    def _expect(before: list[int], now: list[int]) -> None:
        if before != now:
            raise RuntimeError(f"ids were {before} before this reset and are {now} now")

    def _control(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        text = None if body is None else json.dumps(body)
        try:
            return self._ask(method, path, text)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._connection.close()  # it stood idle for too long
            return self._ask(method, path, text)

    def _ask(self, method: str, path: str, text: str | None) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        self._connection.request(method, path, text, headers)
        response = self._connection.getresponse()
        content = response.read()
        if not 200 <= response.status < 300:
            raise RuntimeError(f"{method} {path}: HTTP {response.status}, {content!r}")
        return json.loads(content)

    def _call(self, path: str, body: dict[str, Any]) -> Any:
        answer = self._control("POST", path, body)
        if answer["response_result"] is None:
            raise RuntimeError(
                f"{path} refused {body}: {answer['response_code']} {answer['response_status']}"
            )
        return answer["response_result"]
