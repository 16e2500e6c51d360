"""Delivery status of messages: status, details, and waiting until they are final."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.calling.session import Session, service_command
from turbosms_cli.options.adding import add_options
from turbosms_cli.options.table_options import table_options
from turbosms_cli.options.usage import Command
from turbosms_cli.printing import exit_codes
from turbosms_cli.reading import message_ids
from turbosms_cli.reading.sources import Files
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_AT_ONCE: Final = 5_000


def _naming_messages(function: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments and options for message ids to a command."""
    ids = click.argument("ids", nargs=-1, metavar="[ID]...")
    files = table_options(
        _(
            "A file of ids: one per line, the output of turbosms send, an array of such lines, or "
            "a table with a column message_id; - is stdin. May be repeated."
        )
    )
    return add_options(function, (ids, files))


@click.command(cls=Command)
@_naming_messages
@service_command
def status(session: Session, /, *, ids: tuple[str, ...], **files: Any) -> None:
    """Print the delivery status of messages, by their ids.

    For a hybrid, this is the channel that was used last; turbosms details shows both.

    \b
    Exit codes:
      0  all are known
      1  none is known, or the request failed
      2  wrong usage
      3  some are unknown (code 414)

    \b
    Examples:
      turbosms status MESSAGE_ID
      turbosms status --from ids.txt
      turbosms send 380678998668 --sms TurboSMS --text Hello \\
          | turbosms status --from -
    """
    from turbosms_cli.following.delivery_status import of_status  # noqa: PLC0415

    _look_up(
        session,
        message_ids.read(ids, Files(**files)),
        session.client.message.status,
        lambda *row: [of_status(*row)],
    )


@click.command(cls=Command)
@_naming_messages
@service_command
def details(session: Session, /, *, ids: tuple[str, ...], **files: Any) -> None:
    """Print what was sent, by message id.

    For each channel: status, text, price, segments, button. On a terminal, texts are cut to the
    width of the window; --json prints them in full.

    \b
    Exit codes:
      0  all are known
      1  none is known, or the request failed
      2  wrong usage
      3  some are unknown (code 414)

    \b
    Examples:
      turbosms details MESSAGE_ID
      turbosms details --json --from ids.txt
      turbosms send 380678998668 --sms TurboSMS --text Hello \\
          | turbosms details --from -
    """
    from turbosms_cli.following.delivery_status import of_details  # noqa: PLC0415

    _look_up(
        session, message_ids.read(ids, Files(**files)), session.client.message.details, of_details
    )


@click.command(cls=Command)
@_naming_messages
@click.option(
    "--timeout",
    type=click.IntRange(0, 30 * 86_400),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait.",
)
@click.option(
    "--interval",
    type=float,
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="Seconds between two requests.",
)
@click.option(
    "--hybrid/--no-hybrid",
    default=None,
    help=(
        "Whether an SMS follows if Viber fails. The output of turbosms send has this; ids alone "
        "do not: without this option, a failed Viber message without an SMS counts as final."
    ),
)
@service_command
def wait(
    session: Session,
    /,
    *,
    ids: tuple[str, ...],
    timeout: int,
    interval: float,
    hybrid: bool | None,
    **files: Any,
) -> None:
    """Wait until messages are final; delivered is enough.

    On a terminal, a live table shows them. Elsewhere, each message is a line of JSON as soon as it
    is final; at the end, so are the others. On Ctrl-C, the command prints what is known.

    \b
    Exit codes:
      0  all were delivered
      1  none was delivered, or the time ran out
      2  wrong usage
      3  some are final and were not delivered

    \b
    Examples:
      turbosms wait MESSAGE_ID --timeout 60
      turbosms send 380678998668 --sms TurboSMS --text Hi | turbosms wait --from -
      turbosms wait --hybrid --from ids.txt
    """
    from turbosms_cli.following.waiting import Waiting  # noqa: PLC0415

    hybrids = set[str]()
    named = list(message_ids.read(ids, Files(**files), hybrids))
    if hybrid is None and hybrids:
        hybrid = True
    raise SystemExit(Waiting(session, named, hybrid).run(timeout, interval))


def _look_up(
    session: Session,
    ids: Iterator[str],
    ask: Callable[[list[str]], dict[str, Any]],
    entries: Callable[..., Any],
) -> None:
    """Look up all messages, as many per request as possible, without keeping results."""
    from turbosms_cli.following.delivery_status import COLUMNS, is_found, record  # noqa: PLC0415

    found = unknown = 0
    lines = []
    while part := list(islice(ids, _AT_ONCE)):
        rows = ask(part)
        for message_id in part:
            row = rows.get(message_id)
            if is_found(row):
                found += 1
            else:
                unknown += 1
            if session.output.as_json:
                session.output.row(record(message_id, row))
            else:
                lines.extend(entries(message_id, row))
    if lines:
        from turbosms_cli.printing.printed_tables import Lines  # noqa: PLC0415

        session.output.show(Lines(lines, COLUMNS))
    if unknown:
        raise SystemExit(exit_codes.PARTIAL if found else exit_codes.FAILED)
