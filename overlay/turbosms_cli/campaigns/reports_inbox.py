"""The inbox of webhooks from which a worker takes outcomes."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.sources import path_of
from turbosms_languages import _, with_detail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_webhooks import WebhookInbox


@contextmanager
def opened_inbox(name: str) -> Iterator[WebhookInbox]:
    """Open an inbox that another program fills.

    Raises:
        click.UsageError: there is no such file, or it is no inbox.
    """
    from turbosms_webhooks import WebhookInbox, WebhookReceiver  # noqa: PLC0415

    path = Path(path_of(name))
    if not path.is_file():
        raise click.UsageError(
            _(
                "{option}: there is no file {name}. What receives the webhooks makes it.",
                option="--inbox",
                name=quoted(name),
            )
        )
    # Whoever receives checks the signatures. This process receives nothing, and knows no secret.
    receiver = WebhookReceiver(secrets.token_hex())
    try:
        inbox = WebhookInbox(path, receiver)
    except (sqlite3.Error, OSError) as error:
        raise click.UsageError(
            with_detail(
                _("{option}: {name} cannot be used.", option="--inbox", name=quoted(name)), error
            )
        ) from None
    try:
        yield inbox
    finally:
        inbox.close()
