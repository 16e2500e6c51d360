"""Viber chats: read messages and reply."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from turbosms_api.tables.limits import (
    FILE_CAPTION_LATIN,
    PAGE_ROWS_MAXIMUM,
    VIBER_TEXT_CHARACTERS,
)
from turbosms_cli.calling.sequence_ids import DAYS, own_or_new, sequence_id_option
from turbosms_cli.calling.session import Session, service_command
from turbosms_cli.language.help_texts import TextOption
from turbosms_cli.options.numbers import Seconds
from turbosms_cli.options.text_options import chosen_text, text_options
from turbosms_cli.options.usage import Group
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing import exit_codes
from turbosms_languages import _, _c

if TYPE_CHECKING:
    from turbosms_client import ChatMessage

_SENDERS = {
    "id": "id",
    "name": _("name"),
    "status": _("status"),
    "is_2way": _("two-way"),
    "recipients": _("chats"),
    "unread_messages": _("unread"),
    "balance": _("balance"),
    "last_message_date": _("last message"),
}
_RECIPIENTS = {
    "chat_id": _("chat"),
    "number": _("number"),
    "name": _("name"),
    "unread_messages": _("unread"),
    "total_messages": _("messages"),
    "last_message_date": _("last message"),
}
_SESSIONS = {
    "id": _("session"),
    "started": _("started"),
    "ended": _("ended"),
    "price": _("price"),
    "sent_messages": _c("heading", "sent"),
    "unreplied_messages": _("unanswered"),
}
_SHOWN = 30
_ROWS = PAGE_ROWS_MAXIMUM.value
_limit = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Print at most this many."
)


@click.group(cls=Group)
def chat() -> None:
    """Viber chats: senders, recipients, sessions and messages.

    Only two-way senders have chats. A recipient opens a session by writing; you can reply for as
    long as it lasts, 24 hours.

    \b
    Examples:
      turbosms chat senders
      turbosms chat recipients --sender TurboSMS --new
      turbosms chat messages CHAT_ID
      turbosms chat send CHAT_ID --text "On its way."
    """


@chat.command()
@service_command
def senders(session: Session) -> None:
    """List the Viber senders, with their money and unread messages.

    \b
    Example:
      turbosms chat senders
    """
    from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

    listed(session.output, _SENDERS, session.client.chat.senders())


@chat.command()
@click.option(
    "--sender", metavar="NAME", help="The sender; by default the Viber sender of the profile."
)
@click.option("--sender-id", type=int, metavar="N", help="The sender by its id.")
@click.option("--new", "new_only", is_flag=True, help="Only chats with unread messages.")
@_limit
@service_command
def recipients(
    session: Session,
    /,
    *,
    sender: str | None,
    sender_id: int | None,
    new_only: bool,
    limit: int | None,
) -> None:
    """List the chats of a sender, newest message first.

    \b
    Examples:
      turbosms chat recipients --sender TurboSMS
      turbosms chat recipients --sender TurboSMS --new --limit 10
    """
    from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

    if sender is None and sender_id is None:
        sender = session.profile.viber_sender
        if sender is None:
            raise click.UsageError(
                _("Which sender? Pass --sender NAME or --sender-id N (see turbosms chat senders).")
            )
    found = session.client.chat.recipients(
        sender=sender,
        sender_id=sender_id,
        new_only=new_only,
        rows=_page(limit or _ROWS),
    )
    listed(session.output, _RECIPIENTS, islice(found, limit))


@chat.command()
@click.argument("chat_id", type=int, required=False)
@click.option(
    "--session", "session_id", type=int, metavar="N", help="A single session, instead of a chat."
)
@service_command
def sessions(session: Session, /, *, chat_id: int | None, session_id: int | None) -> None:
    """List the sessions of a chat, newest first.

    A session lasts 24 hours, in which you can reply.

    \b
    Examples:
      turbosms chat sessions CHAT_ID
      turbosms chat sessions --session SESSION_ID
    """
    from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

    found = session.client.chat.sessions(chat_id=chat_id, session_id=session_id)
    listed(session.output, _SESSIONS, found)


@chat.command()
@click.argument("chat_id", type=int, required=False)
@click.option("--new", "new_only", is_flag=True, help="Print all unread messages.")
@click.option(
    "--after",
    type=int,
    metavar="MESSAGE_ID",
    help="Print the messages after this one, oldest first.",
)
@click.option(
    "--limit",
    cls=TextOption,
    type=click.IntRange(min=1),
    metavar="N",
    help=_(
        "Print at most this many; by default {limit}, or all with --new or --after.", limit=_SHOWN
    ),
)
@service_command
def messages(
    session: Session,
    /,
    *,
    chat_id: int | None,
    new_only: bool,
    after: int | None,
    limit: int | None,
) -> None:
    """Print the messages of a chat, or of all chats, newest first. READING MARKS AS READ.

    The service marks the messages that it returns as read, so --new returns each message once. In
    a program, store the id of the last message that you have handled, and use --after: this loses
    nothing. The command requests no more messages than the limit needs. A limit above 500 takes
    several requests of equal size, so up to one message per request is read but not printed.

    \b
    Examples:
      turbosms chat messages CHAT_ID
      turbosms chat messages --new
      turbosms chat messages CHAT_ID --after MESSAGE_ID --limit 100
    """
    from turbosms_cli.calling.error_messages import report_error  # noqa: PLC0415
    from turbosms_cli.following.chat_messages import show  # noqa: PLC0415
    from turbosms_client import RequestNotSentError, TransportError  # noqa: PLC0415

    if new_only and limit is not None:
        raise click.UsageError(
            _("--new returns all unread messages at once, so it cannot be used with --limit.")
        )
    if limit is None and not new_only and after is None:
        limit = _SHOWN
    rows = _page(limit or _ROWS)
    message: ChatMessage | None = None
    try:
        asked = session.client.chat.messages(
            chat_id, last_message_id=after, new_only=new_only, rows=rows
        )
        for message in islice(asked, limit):
            show(session.output, message)
        if message is None and not session.output.as_json:
            session.output.note(_("There are none."))
    except RequestNotSentError:
        raise
    except TransportError as error:
        report_error(session.output, error)
        session.output.note(
            _(
                "The messages in the lost response now count as read: get them with --after, not "
                "--new."
            )
        )
        raise SystemExit(exit_codes.FAILED) from None


def _page(limit: int) -> int:
    """The number of rows per request, for few requests and little beyond the limit."""
    requests = _rounded_up(limit, _ROWS)
    return _rounded_up(limit, requests)


def _rounded_up(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)


@chat.command()
@click.argument("chat_id", type=int)
@text_options(
    _("A text of at most {characters} characters.", characters=VIBER_TEXT_CHARACTERS.value)
)
@click.option(
    "--file",
    metavar="PATH|URL",
    shell_complete=file_names,
    help="Instead of a text, a file or its URL.",
)
@click.option(
    "--name",
    cls=TextOption,
    metavar="NAME",
    help=(
        _(
            "The file's name as the recipient sees it, at most {characters} characters.",
            characters=FILE_CAPTION_LATIN.value,
        )
    ),
)
@sequence_id_option(
    _("Idempotency key: a second message with it within {days} days is not sent.", days=DAYS)
)
@service_command
def send(  # noqa: PLR0913 - the options
    session: Session,
    /,
    *,
    chat_id: int,
    text: str | None,
    text_file: str | None,
    file: str | None,
    name: str | None,
    sequence_id: str | None,
) -> None:
    """Send a text or a file in a chat while a session is open.

    Only the recipient can open a session, by writing. It lasts 24 hours, and allows five messages
    in a row without a reply. If the outcome is unknown, or on Ctrl-C, the exit code is 4, and the
    command prints how to complete the call without sending twice: the same with --sequence-id.

    \b
    Examples:
      turbosms chat send CHAT_ID --text "On its way."
      turbosms chat send CHAT_ID --file invoice.pdf --name "Invoice 17.pdf"
    """
    from turbosms_cli.calling.unknown_outcomes import creating  # noqa: PLC0415

    text = chosen_text(text, text_file)
    if text is not None and file is not None:
        raise click.UsageError(_("A chat message is a text or a file, not both."))
    sequence_id = own_or_new(sequence_id)
    with creating(session, sequence_id):
        sent = session.client.chat.send(
            chat_id, text=text, file=file, name=name, sequence_id=sequence_id
        )
        if session.output.as_json:
            session.output.row(
                {"chat_id": chat_id, "message_id": sent.message_id, "sequence_id": sequence_id}
            )
        else:
            session.output.line(
                _(
                    "Message {message_id} in chat {chat_id}.",
                    message_id=sent.message_id,
                    chat_id=chat_id,
                )
            )


@chat.command()
@click.argument("chat_id", type=int, required=False)
@click.option(
    "--after",
    type=int,
    metavar="MESSAGE_ID",
    help="Start after this message instead of the newest.",
)
@click.option(
    "--interval",
    type=Seconds(),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="Seconds between requests.",
)
@service_command
def watch(session: Session, /, *, chat_id: int | None, after: int | None, interval: float) -> None:
    """Print new messages as they come, until Ctrl-C. READING MARKS AS READ.

    Watches one chat, or all. Each message is a line: id, time, chat, in or out, status, text. The
    command starts after the newest message, which counts as read from then on. If the network
    fails, it says so and retries from the last message printed. At the end, it says which message
    that was, for --after of the next watch. Without CHAT_ID, it assumes that message ids increase
    across all chats.

    \b
    Examples:
      turbosms chat watch
      turbosms chat watch CHAT_ID --after MESSAGE_ID --json >> messages.jsonl
    """
    from turbosms_cli.calling.termination import terminable  # noqa: PLC0415
    from turbosms_cli.following.chat_messages import Watch  # noqa: PLC0415

    try:
        with terminable() as termination:
            watching = Watch(
                session, chat_id, after=after, interval=interval, termination=termination
            )
            watching.run()
    except KeyboardInterrupt:
        raise SystemExit(exit_codes.FINE) from None
