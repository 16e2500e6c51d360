"""Viber chats: who writes, what was said, and answers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from turbosms_cli import exits, texts
from turbosms_cli.session import Session, calling
from turbosms_cli.shells import file_names
from turbosms_cli.usage import Group

if TYPE_CHECKING:
    from turbosms_client import ChatMessage

_SENDERS = {
    "id": "id",
    "name": "name",
    "status": "status",
    "is_2way": "two-way",
    "recipients": "chats",
    "unread_messages": "unread",
    "balance": "balance",
    "last_message_date": "last message",
}
_RECIPIENTS = {
    "chat_id": "chat",
    "number": "number",
    "name": "name",
    "unread_messages": "unread",
    "total_messages": "messages",
    "last_message_date": "last message",
}
_SESSIONS = {
    "id": "session",
    "started": "started",
    "ended": "ended",
    "price": "price",
    "sent_messages": "sent",
    "unreplied_messages": "unanswered",
}
_SHOWN = 30
_ROWS = 500  # the most that one question may ask for
_limit = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Print so many at most."
)


@click.group(cls=Group)
def chat() -> None:
    """Viber chats: senders, recipients, sessions and messages.

    Only senders with two-way messages have chats. A recipient opens a session by writing; while it
    lasts, 24 hours, the chat can be answered.

    \b
    Examples:
      turbosms chat senders
      turbosms chat recipients --sender TurboSMS --new
      turbosms chat messages CHAT_ID
      turbosms chat send CHAT_ID --text "On its way."
    """


@chat.command()
@calling
def senders(session: Session) -> None:
    """List the Viber senders, with money and unread messages.

    \b
    Example:
      turbosms chat senders
    """
    from turbosms_cli.rows import listed  # noqa: PLC0415

    listed(session.output, _SENDERS, session.client.chat.senders())


@chat.command()
@click.option(
    "--sender", metavar="NAME", help="The sender; without it the Viber sender of the profile."
)
@click.option("--sender-id", type=int, metavar="N", help="The sender by its id.")
@click.option("--new", "new_only", is_flag=True, help="Only chats with unread messages.")
@_limit
@calling
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
    from turbosms_cli.rows import listed  # noqa: PLC0415

    if sender is None and sender_id is None:
        sender = session.profile.viber_sender
        if sender is None:
            raise click.UsageError(
                "Which sender? Pass --sender NAME or --sender-id N; turbosms chat senders has them."
            )
    found = session.client.chat.recipients(
        sender=sender, sender_id=sender_id, new_only=new_only, rows=_page(limit or _ROWS)
    )
    listed(session.output, _RECIPIENTS, islice(found, limit))


@chat.command()
@click.argument("chat_id", type=int, required=False)
@click.option(
    "--session", "session_id", type=int, metavar="N", help="A single session, in place of a chat."
)
@calling
def sessions(session: Session, /, *, chat_id: int | None, session_id: int | None) -> None:
    """List the sessions of a chat, newest first.

    A session is 24 hours in which the chat may be answered.

    \b
    Examples:
      turbosms chat sessions CHAT_ID
      turbosms chat sessions --session SESSION_ID
    """
    from turbosms_cli.rows import listed  # noqa: PLC0415

    found = session.client.chat.sessions(chat_id=chat_id, session_id=session_id)
    listed(session.output, _SESSIONS, found)


@chat.command()
@click.argument("chat_id", type=int, required=False)
@click.option("--new", "new_only", is_flag=True, help="Only what is unread, all of it.")
@click.option(
    "--after",
    type=int,
    metavar="MESSAGE_ID",
    help="Only what came after this message, oldest first.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Print so many at most; {_SHOWN} if neither --new nor --after is given.",
)
@calling
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

    The service marks as read whatever it answers, so --new brings a message once. A program had
    better keep the id of the last message that it has dealt with, and ask with --after: that loses
    nothing. No more is asked for than the limit needs, but for a limit beyond 500, which takes
    several questions of the same size: up to one message for each of them is read and not printed.

    \b
    Examples:
      turbosms chat messages CHAT_ID
      turbosms chat messages --new
      turbosms chat messages CHAT_ID --after MESSAGE_ID --limit 100
    """
    from turbosms_cli.chats import show  # noqa: PLC0415
    from turbosms_cli.failures import tell  # noqa: PLC0415
    from turbosms_client import RequestNotSentError, TransportError  # noqa: PLC0415

    if new_only and limit is not None:
        raise click.UsageError(
            "--new brings all that is unread at once, so there is no --limit with it."
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
            session.output.note("There are none.")
    except RequestNotSentError:
        raise
    except TransportError as error:
        tell(session.output, error)
        session.output.note(
            "What the lost answer held counts as read now: --new does not bring it, --after does."
        )
        raise SystemExit(exits.FAILED) from None


def _page(limit: int) -> int:
    """How many rows to ask for at once: few questions, and little beyond the limit."""
    return -(-limit // -(-limit // _ROWS))


@chat.command()
@click.argument("chat_id", type=int)
@texts.takes_text("A text of 1000 characters at most.")
@click.option(
    "--file",
    metavar="PATH|URL",
    shell_complete=file_names,
    help="A file in its place, or the address of one.",
)
@click.option(
    "--name",
    metavar="NAME",
    help="The file's name as the recipient sees it, 25 characters at most.",
)
@click.option(
    "--sequence-id",
    metavar="ID",
    help="A name for this message: within 14 days a second one sends nothing.",
)
@calling
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
    """Write in a chat while its session is open: a text or a file.

    Only the recipient can open a session, by writing; it lasts 24 hours, and takes five messages in
    a row without an answer. If the outcome is unknown, or Ctrl-C comes in between, the exit code is
    4, and the command that finishes it and sends nothing twice is printed: the same with
    --sequence-id.

    \b
    Examples:
      turbosms chat send CHAT_ID --text "On its way."
      turbosms chat send CHAT_ID --file invoice.pdf --name "Invoice 17.pdf"
    """
    import secrets  # noqa: PLC0415

    from turbosms_cli.creating import creating  # noqa: PLC0415

    text = texts.chosen(text, text_file)
    number = secrets.token_hex(16) if sequence_id is None else sequence_id
    with creating(session, number):
        sent = session.client.chat.send(
            chat_id, text=text, file=file, name=name, sequence_id=number
        )
        if session.output.as_json:
            session.output.row(
                {"chat_id": chat_id, "message_id": sent.message_id, "sequence_id": number}
            )
        else:
            session.output.line(f"Message {sent.message_id} in chat {chat_id}.")


@chat.command()
@click.argument("chat_id", type=int, required=False)
@click.option(
    "--after",
    type=int,
    metavar="MESSAGE_ID",
    help="Start after this message, not after the newest.",
)
@click.option(
    "--interval",
    type=click.FloatRange(min=1),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to ask.",
)
@calling
def watch(session: Session, /, *, chat_id: int | None, after: int | None, interval: float) -> None:
    """Print new messages as they come, until Ctrl-C. READING MARKS AS READ.

    They are those of a chat, or of all. Each message is a line: id, time, chat, in or out, status,
    text. It starts after the newest message, which counts as read by that. Where the network fails
    it says so and asks again, from the last message that it has printed; at the end it says which
    one that was, for --after of the next watch. Without CHAT_ID it relies on ids that grow over all
    chats.

    \b
    Examples:
      turbosms chat watch
      turbosms chat watch CHAT_ID --after MESSAGE_ID --json >> messages.jsonl
    """
    from turbosms_cli.chats import Watch  # noqa: PLC0415
    from turbosms_cli.creating import terminable  # noqa: PLC0415

    try:
        with terminable() as held:
            Watch(session, chat_id, after, interval, held).run()
    except KeyboardInterrupt:
        raise SystemExit(exits.FINE) from None
