"""`turbosms webhook listen`: puts a listener together, and takes it apart at the end."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from turbosms_cli.calling.error_messages import FailedError
from turbosms_cli.calling.termination import terminable
from turbosms_cli.printing import streams
from turbosms_cli.webhooks.database_place import DatabasePlace, database_place
from turbosms_cli.webhooks.event_handler import EventHandler
from turbosms_cli.webhooks.listener import Listener
from turbosms_cli.webhooks.refused_bodies import RefusedBodies
from turbosms_cli.webhooks.sandbox_webhook import SandboxError, SandboxWebhook
from turbosms_languages import _, _n, joined, reason_of
from turbosms_webhooks import WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbosms_cli.printing.output import Output

_ANY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104 - what a user may choose
_BYTES_OF_SECRET: Final = 24


@dataclass(frozen=True, kw_only=True)
class ListenOptions:
    """What the user has chosen."""

    host: str
    port: int
    secrets: tuple[str, ...] = field(repr=False)
    """The newest first. Empty: a sandbox calls, and gets a new one."""
    basic_auth: tuple[str, str] | None = field(repr=False)
    command: tuple[str, ...]
    """The words of the command for each event; none without one."""
    database: str | None
    sandbox: str | None
    """Host and port."""
    keep_refused: Path | None


def listen(output: Output, options: ListenOptions) -> int:
    """Receive calls until Ctrl-C; returns the exit code."""
    known = options.secrets or (secrets.token_urlsafe(_BYTES_OF_SECRET),)
    receiver = WebhookReceiver(known, basic_auth=options.basic_auth)
    is_temporary = options.port == 0 or options.sandbox is not None
    with (
        terminable(),
        _place(options, is_temporary=is_temporary) as place,
        _inbox(place, receiver) as inbox,
        _listener(output, options, inbox, place) as listener,
        _told_by_sandbox(output, options, listener, known[0]),
    ):
        handler = EventHandler(output, options.command, listener.end)
        return listener.run(
            handler, greeting=_greeting(options, listener, place, inbox.count_waiting())
        )


@contextmanager
def _place(options: ListenOptions, *, is_temporary: bool) -> Iterator[DatabasePlace]:
    with database_place(options.database, options.port, is_temporary=is_temporary) as place:
        yield place


@contextmanager
def _inbox(place: DatabasePlace, receiver: WebhookReceiver) -> Iterator[WebhookInbox]:
    try:
        inbox = WebhookInbox(place.path, receiver)
    except (sqlite3.Error, OSError, ValueError) as error:
        why = reason_of(error)
        raise FailedError(
            _("{path} cannot be used as a database: {why}.", path=place.path, why=why)
        ) from None
    with inbox:
        yield inbox


@contextmanager
def _listener(
    output: Output, options: ListenOptions, inbox: WebhookInbox, place: DatabasePlace
) -> Iterator[Listener]:
    refused = RefusedBodies(options.keep_refused) if options.keep_refused is not None else None
    address = (options.host, options.port)
    try:
        listener = Listener(output, inbox, place, address, refused)
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else _("this is no host")
        raise FailedError(
            _(
                "Cannot listen on {host} port {port}: {why}. --port chooses another one.",
                host=options.host,
                port=options.port,
                why=why,
            )
        ) from None
    listener.start_server()
    try:
        yield listener
    finally:
        listener.stop_server()


@contextmanager
def _told_by_sandbox(
    output: Output, options: ListenOptions, listener: Listener, secret: str
) -> Iterator[None]:
    """Have the sandbox call, if there is one; at a chosen port, until the end only."""
    if options.sandbox is None:
        yield
        return
    values = {"url": f"{_url(options.host, listener.port)}/", "secret": secret}
    if options.basic_auth is not None:
        values |= dict(zip(("login", "password"), options.basic_auth, strict=True))
    webhook = SandboxWebhook(options.sandbox, values)
    try:
        webhook.set()
    except SandboxError as problem:
        raise FailedError(str(problem)) from None
    try:
        yield
    finally:
        if options.port == 0:
            try:
                webhook.remove()
            except SandboxError as problem:
                output.note(str(problem))


def _greeting(
    options: ListenOptions, listener: Listener, place: DatabasePlace, waiting: int
) -> str:
    lines: list[str] = [
        _("Listening on {url}; press Ctrl-C to stop.", url=_url(options.host, listener.port))
    ]
    if options.sandbox is not None:
        lines.append(_("The sandbox at http://{sandbox} calls it.", sandbox=options.sandbox))
    if place.is_temporary:
        lines.append(
            _(
                "Events are kept in a temporary file until they are handled; --database FILE "
                "keeps them beyond the end of this command."
            )
        )
    else:
        lines += [_("Events are kept until they are handled, in:"), f"  {place.path}"]
    if waiting:
        lines.append(
            _n(
                "{count:,} event from before to be handled.",
                "{count:,} events from before to be handled.",
                waiting,
            )
        )
    return joined("\n", lines)


def _url(host: str, port: int) -> str:
    """The address by which programs on this machine call it."""
    if host in _ANY_ADDRESS:
        host = "127.0.0.1" if host == _ANY_ADDRESS[0] else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def warn_of_other_machines(host: str) -> None:
    """Say that whoever reaches this host can make calls."""
    streams.say(
        _(
            "WARNING: this listens on {host}, not only on this machine. Whoever reaches it can "
            "make calls, of which only those with a right signature are accepted; nothing is "
            "encrypted.",
            host=host,
        )
    )
