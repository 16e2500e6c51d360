"""A WSGI app that receives calls; any framework can mount it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from turbosms_webhooks._background import BackgroundRun
from turbosms_webhooks._bodies import LARGEST_BODY
from turbosms_webhooks._events import Event
from turbosms_webhooks._inbox import WebhookInbox

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[[str, list[tuple[str, str]]], object]

_MOST_AT_ONCE: Final = 64 * 1024


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
        """
        self._inbox = inbox
        self._background = None if handler is None else BackgroundRun(inbox, handler)

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
    length = _length(environ)
    if length is None:
        return b""
    remaining = min(length, LARGEST_BODY + 1)
    parts: list[bytes] = []
    while remaining > 0:
        try:
            part = environ["wsgi.input"].read(min(remaining, _MOST_AT_ONCE))
        except OSError:
            return None
        if not part:
            return b"".join(parts) if environ.get("wsgi.input_terminated") else None
        parts.append(part)
        remaining -= len(part)
    return b"".join(parts)


def _length(environ: Environ) -> int | None:
    """The declared length; of a body in chunks, which some servers join, what is looked at."""
    declared = environ.get("CONTENT_LENGTH") or ""
    if declared.isascii() and declared.isdigit() and len(declared) < 20:
        return int(declared)
    return LARGEST_BODY + 1 if environ.get("wsgi.input_terminated") else None
