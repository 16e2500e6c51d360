"""A WSGI app that receives calls; any framework can mount it."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from inspect import iscoroutinefunction
from typing import Any, Final, TypeAlias

from turbosms_webhooks._handling.background_run import BackgroundRun
from turbosms_webhooks._inbox import WebhookInbox
from turbosms_webhooks._receiving.bodies import LARGEST_BODY
from turbosms_webhooks._receiving.events import Event
from turbosms_webhooks._storing.error_names import error_name, error_place

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[[str, list[tuple[str, str]]], object]

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_MOST_AT_ONCE: Final = 64 * 1024
_MOST_DIGITS: Final = 20


class WebhookApp:
    """Answers every POST by the inbox, whatever its path.

    With a handler it also passes the events on, in a thread of its own, from the first call on.
    """

    def __init__(
        self, inbox: WebhookInbox, handler: Callable[[Event], object] | None = None
    ) -> None:
        """Make the app.

        Args:
            inbox: where calls are stored. The app does not close it.
            handler: called with each event, as by `WebhookInbox.run`.

        Raises:
            TypeError: the handler is a coroutine function, which only the ASGI app can await.
        """
        if iscoroutinefunction(handler):
            raise TypeError("the handler is a coroutine function: only the ASGI app can await it")
        self._inbox = inbox
        self._background = None if handler is None else BackgroundRun(inbox.run, handler)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if self._background is not None:
            self._background.start()
        status = HTTPStatus(self._status(environ))
        headers = [("Content-Length", "0")]
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "POST"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [b""]

    def close(self) -> None:
        """End the thread that handles events, after its event; the inbox stays open."""
        if self._background is not None:
            self._background.stop()

    def _status(self, environ: Environ) -> int:
        if environ.get("REQUEST_METHOD") != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        body = _body(environ)
        if body is None:
            self._inbox.note_hang_up()
            return HTTPStatus.BAD_REQUEST
        return self._inbox.accept(
            body, environ.get("CONTENT_TYPE"), environ.get("HTTP_AUTHORIZATION")
        )


def _body(environ: Environ) -> bytes | None:
    """The body, as much of it as an inbox looks at; None if the caller went away."""
    length = _declared_length(environ)
    if length is None and not environ.get("wsgi.input_terminated"):
        return b""  # its end is nowhere to be seen
    remaining = LARGEST_BODY + 1
    if length is not None:
        remaining = min(length, remaining)
    parts: list[bytes] = []
    while remaining > 0:
        part = _read(environ["wsgi.input"], min(remaining, _MOST_AT_ONCE))
        is_too_short = part == b"" and length is not None
        if part is None or is_too_short:
            return None
        if not part:
            break
        parts.append(part)
        remaining -= len(part)
    return b"".join(parts)


def _read(stream: Any, size: int) -> bytes | None:
    """Some bytes of a body, none at its end; None if it breaks off."""
    try:
        part: bytes = stream.read(size)
    # Servers have errors of their own for a caller that hung up, or sent chunks that are none.
    except Exception as error:
        _LOGGER.info("reading a call failed: %s in %s", error_name(error), error_place(error))
        return None
    return part


def _declared_length(environ: Environ) -> int | None:
    """The declared length; None for a body in chunks, whose end some servers show."""
    declared = environ.get("CONTENT_LENGTH") or ""
    is_number = declared.isascii() and declared.isdigit()
    return int(declared[:_MOST_DIGITS]) if is_number else None
