"""The account that the requests of a run meet.

Brought to the same state through the sandbox's control plane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tests.kit.control import PIXEL, RICH, Control

if TYPE_CHECKING:
    from turbosms_testing import Reply

TOKEN = "sandbox"
TEMPLATE = "Your code is %d"
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
NUMBER = "380678998668"
"""Whose message opens a chat and a session in it."""
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
        self._sandbox = Control(address)
        self._first: tuple[int, int, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sandbox.__exit__()

    def reset(self) -> tuple[int, int, int]:
        """Start anew with a template, an uploaded image and a chat.

        Answers the ids of image, chat and session.

        They are the same every time.
        """
        self._sandbox.reset()
        self._sandbox.account(templates=[TEMPLATE])
        image_id = self._add_image()
        chat = self._reply()
        ids = (image_id, chat.chat_id, chat.session_id)
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
        self._sandbox.reset()
        if "is_transactional" in request:
            self._sandbox.account(templates=[TEMPLATE])
        if "file_id" in request:
            self._expect([image_id], [self._add_image()])
        if "chat_id" in request:
            reply = self._reply()
            self._expect(chat, [reply.chat_id, reply.session_id])

    def prepare(self) -> Known:
        """Start anew, send one message of each kind and wait until their course is run."""
        ids = self.reset()
        rows = [row for body in SENDS for row in self._sandbox.result("message/send", body)]
        self._sandbox.advance(LIFETIME)
        return Known(*ids, tuple(row["message_id"] for row in rows))

    def top_up(self) -> None:
        """Money for as many messages as a run can think of."""
        self._sandbox.account(balance=RICH)

    def move_on(self, *, reply: bool) -> None:
        """Let some time pass; with `reply`, the recipient has written something in the chat."""
        self._sandbox.advance(STEP)
        if reply:
            self._reply()

    def _add_image(self) -> int:
        added: int = self._sandbox.result("file/add", {"data": PIXEL})["id"]
        return added

    def _reply(self) -> Reply:
        return self._sandbox.reply(NUMBER, "Where is my order?", sender="TurboSMS")

    @staticmethod
    def _expect(before: list[int], now: list[int]) -> None:
        if before != now:
            raise RuntimeError(f"ids were {before} before this reset and are {now} now")
