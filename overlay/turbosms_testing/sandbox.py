"""The sandbox as seen by a test: clients for the application, control plane, what was sent."""

from __future__ import annotations

import contextlib
import ssl
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self

import httpx2

from turbosms_client import AsyncTurboSMS, RetryPolicy, TurboSMS, format_money, normalize_phone
from turbosms_sandbox import Opening, create_app
from turbosms_testing.bridge import Bridge
from turbosms_testing.sent import SentMessage, Wanted, overview
from turbosms_testing.webhooks import Webhooks

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, MutableMapping

    from anyio.from_thread import BlockingPortal

URL = "http://127.0.0.1:8026"
"""The address of a sandbox without a socket. Nothing listens there."""
QUICK = RetryPolicy(pause=0.01, max_pause=0.01)
"""The usual number of attempts, without the pauses that protect a real service."""
PATIENCE = {"timeout": httpx2.Timeout(60).as_dict()}
GLANCE = 0.5
# The control plane is plain HTTP, and reading the certificates of a machine takes longer than most
# tests.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Reply(NamedTuple):
    """The ids of a recipient's message in a Viber chat."""

    chat_id: int
    session_id: int
    message_id: int


class Sandbox:
    """A sandbox, in this process or behind a socket, with everything that was sent to it."""

    def __init__(
        self,
        url: str = URL,
        transport: Bridge | None = None,
        opening: Opening | None = None,
        webhook_apps: MutableMapping[str, Any] | None = None,
    ) -> None:
        opening = opening or Opening()
        self.url = url
        self.token = opening.token
        self._sms_sender = opening.sms_sender
        self._viber_sender = opening.viber_sender
        self._transport = transport
        self._control: httpx2.BaseTransport
        self._control = transport or httpx2.HTTPTransport(verify=NO_CERTIFICATES)
        self.webhooks = Webhooks(self.control, webhook_apps)
        """What the sandbox calls back: `set`, `deliver`, `calls`, `resend`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()

    def __repr__(self) -> str:
        return f"<Sandbox {self.url}>"

    def client(self, **options: Any) -> TurboSMS:
        """Create a client for this sandbox; `options` are those of `TurboSMS`."""
        if self._transport is not None:
            options.setdefault(
                "http_client", httpx2.Client(transport=self._transport, trust_env=False)
            )
        return TurboSMS(**{**self._defaults(), **options})

    def async_client(self, **options: Any) -> AsyncTurboSMS:
        """Create an async client for this sandbox; `options` are those of `AsyncTurboSMS`."""
        if self._transport is not None:
            options.setdefault(
                "http_client", httpx2.AsyncClient(transport=self._transport, trust_env=False)
            )
        return AsyncTurboSMS(**{**self._defaults(), **options})

    def _defaults(self) -> dict[str, Any]:
        senders = {"sms_sender": self._sms_sender, "viber_sender": self._viber_sender}
        return {"token": self.token, "base_url": self.url, "retry": QUICK, **senders}

    # Behind the scenes: the control plane, see docs/sandbox.md.

    def control(
        self, verb: str, path: str, body: Any = None, *, query: dict[str, Any] | None = None
    ) -> Any:
        """Make any call of the control plane, such as `control("GET", "calls")`.

        ValueError with what the sandbox says if it refuses the call.
        """
        url = f"{self.url.rstrip('/')}/sandbox/{path}"
        request = httpx2.Request(verb, url, params=query, json=body, extensions=PATIENCE)
        response = self._control.handle_request(request)
        response.read()
        if response.is_error:
            raise ValueError(
                f"{verb} /sandbox/{path}: {response.json().get('error', response.text)}"
            )
        return response.json() if response.content else {}

    def reset(self) -> None:
        """Everything back to the start."""
        self.control("POST", "reset")

    def advance(self, seconds: float) -> str:
        """Move time forward; answers what time it is then, in Kyiv."""
        now: str = self.control("POST", "clock", {"advance": seconds})["now"]
        return now

    def account(self, **changes: Any) -> dict[str, Any]:
        """Change the account, such as `balance=0` or `stop_list=[…]`, and return all of it."""
        wire = {
            key: float(value) if isinstance(value, Decimal) else value
            for key, value in changes.items()
        }
        account: dict[str, Any] = self.control("PATCH", "account", wire)
        return account

    @property
    def balance(self) -> Decimal:
        """The remaining balance in UAH."""
        return Decimal(format_money(Decimal(str(self.account()["balance"]))))

    def reply(self, number: str, text: str, *, sender: str | None = None) -> Reply:
        """Let a recipient write in the Viber chat with a sender, by default that of the clients.

        This opens a session, or continues one.
        """
        if sender is None:
            sender = self._viber_sender
        answer = self.control(
            "POST", "replies", {"sender": sender, "number": _digits(number), "text": text}
        )
        return Reply(answer["chat_id"], answer["session_id"], answer["message_id"])

    def read(self, message: SentMessage | str) -> None:
        """Let the recipient read a delivered Viber message, passed as such or by id."""
        self.control("POST", "reads", {"message_id": _id(message)})

    def click(self, message: SentMessage | str) -> None:
        """Let the recipient click the button of a delivered Viber message, which also reads it."""
        self.control("POST", "clicks", {"message_id": _id(message)})

    def decide(self, number: str, **fates: str | None) -> None:
        """Set the behaviour of a phone number from now on: `viber=` and `sms=` (docs/sandbox.md).

        None restores its own.
        """
        self.control("PATCH", "recipients", {"number": _digits(number), **fates})

    def fault(self, method: str, kind: str, *, times: int = 1, **details: Any) -> None:
        """Make the next `times` calls of a method (`message/send`, `*`, or `webhook`) fail.

        For the kinds, see docs/sandbox.md.
        """
        self.control("POST", "faults", {"method": method, "kind": kind, "times": times, **details})

    def clear_faults(self) -> None:
        """Remove the faults that have not happened yet."""
        self.control("DELETE", "faults")

    # What was sent.

    def messages(self, recipient: str | None = None, *, limit: int = 1000) -> list[SentMessage]:
        """What was sent, to everyone or to one recipient, newest first."""
        query: dict[str, Any] = {"limit": limit}
        if recipient is not None:
            query["recipient"] = _digits(recipient)
        found = self.control("GET", "messages", query=query)["messages"]
        return [SentMessage.read(fields) for fields in found]

    def last(self, recipient: str | None = None) -> SentMessage:
        """The newest message; AssertionError if there is none."""
        __tracebackhide__ = True
        found = self.messages(recipient, limit=1)
        if not found:
            self._nothing(recipient, Wanted())
        return found[0]

    def assert_sent(  # noqa: PLR0913 - named
        self,
        recipient: str,
        *,
        text: str | re.Pattern[str] | None = None,
        channel: str | None = None,
        sender: str | None = None,
        status: str | None = None,
        count: int | None = None,
    ) -> SentMessage:
        """Return the newest matching message to `recipient`; AssertionError if there is none.

        `text` is the whole text, or a compiled pattern to search for. `channel` is `viber` or
        `sms`. With `count`, there must be exactly that many messages.
        """
        __tracebackhide__ = True
        wanted = Wanted(text, channel, sender, status)
        messages = self.messages(recipient)
        fitting = [message for message in messages if wanted.fits(message)]
        if not fitting:
            self._nothing(recipient, wanted)
        if count is not None and len(fitting) != count:
            raise AssertionError(
                f"{len(fitting)} messages {wanted} were sent to {_digits(recipient)}, "
                f"not {count}:\n{overview(fitting)}"
            )
        return fitting[0]

    def wait_for(
        self,
        recipient: str,
        *,
        text: str | re.Pattern[str] | None = None,
        channel: str | None = None,
        sender: str | None = None,
        timeout: float = 10.0,
    ) -> SentMessage:
        """Wait until another thread or process has sent such a message, and return it.

        AssertionError after `timeout` seconds. This blocks the calling thread, so an event loop
        that sends the message must run in another one.
        """
        __tracebackhide__ = True
        wanted = Wanted(text, channel, sender)
        until = time.monotonic() + timeout
        while True:
            messages = self.messages(recipient)
            fitting = next((message for message in messages if wanted.fits(message)), None)
            if fitting is not None:
                return fitting
            left = until - time.monotonic()
            if left <= 0:
                self._nothing(recipient, wanted)
            # A hybrid may get its SMS without any new message, so the messages are read again now
            # and then.
            query: dict[str, Any] = {
                "recipient": _digits(recipient),
                "wait": f"{min(left, GLANCE):.3f}",
                "limit": 1,
            }
            if messages:
                query["after"] = messages[0].message_id
            self.control("GET", "messages", query=query)

    def assert_not_sent(
        self,
        recipient: str | None = None,
        *,
        text: str | re.Pattern[str] | None = None,
        channel: str | None = None,
    ) -> None:
        """Raise AssertionError if such a message was sent to `recipient`, or to anyone."""
        __tracebackhide__ = True
        wanted = Wanted(text, channel)
        found = [message for message in self.messages(recipient) if wanted.fits(message)]
        if found:
            to = "anyone" if recipient is None else _digits(recipient)
            said = " ".join(["No message should have been sent to", to, str(wanted)]).strip()
            raise AssertionError(f"{said}, but there are:\n{overview(found)}")

    def _nothing(self, recipient: str | None, wanted: Wanted) -> NoReturn:
        __tracebackhide__ = True
        to = "anyone" if recipient is None else _digits(recipient)
        said = " ".join(["No message was sent to", to, str(wanted)]).strip() + "."
        near = self.messages(recipient)
        if near:
            raise AssertionError(f"{said} That number got:\n{overview(near, wanted)}")
        others = self.messages()
        if others:
            raise AssertionError(f"{said} Others got:\n{overview(others)}")
        raise AssertionError(f"{said} Nothing was sent at all.")


def _id(message: SentMessage | str) -> str:
    return message if isinstance(message, str) else message.message_id


def _digits(number: str) -> str:
    """The phone number as the service writes it; the sandbox judges anything else."""
    return normalize_phone(number) or number


@contextlib.contextmanager
def in_process(portal: BlockingPortal, opening: Opening) -> Iterator[Sandbox]:
    """Run a new sandbox in the event loop of `portal`, to be called without a socket."""
    webhook_apps: dict[str, Any] = {}
    app = create_app(opening=opening, webhook_apps=webhook_apps)
    bridge = Bridge(app, portal)
    try:
        with Sandbox(transport=bridge, opening=opening, webhook_apps=webhook_apps) as sandbox:
            yield sandbox
    finally:
        portal.call(app.state.service.close)
