"""What became of messages: their status, their details, and waiting until nothing more happens."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli import exits, message_ids
from turbosms_cli.message_ids import Files
from turbosms_cli.session import Session, calling
from turbosms_cli.shells import file_names
from turbosms_cli.table_options import reads_tables
from turbosms_cli.usage import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_AT_ONCE: Final = 5_000


def _naming_messages(function: Callable[..., None]) -> Callable[..., None]:
    """A command that messages are named to."""
    source = click.option(
        "--from",
        "sources",
        multiple=True,
        metavar="FILE",
        shell_complete=file_names,
        help=(
            "Ids from a file: one a line, the lines that turbosms send prints, an array of them, "
            "or a table with a column message_id; - is stdin. May be repeated."
        ),
    )
    return click.argument("ids", nargs=-1, metavar="[ID]...")(source(reads_tables(function)))


@click.command(cls=Command)
@_naming_messages
@calling
def status(session: Session, /, *, ids: tuple[str, ...], **files: Any) -> None:
    """Print how far messages are, by the ids that a send gave.

    Of a hybrid it shows the channel that was used last; turbosms details shows both.

    \b
    Exit codes:
      0  all are known
      1  none is, or the question failed
      2  used wrongly
      3  some are unknown (code 414)

    \b
    Examples:
      turbosms status MESSAGE_ID
      turbosms status --from ids.txt
      turbosms send 380678998668 --sms TurboSMS --text Hello \\
          | turbosms status --from -
    """
    from turbosms_cli.course import of_status  # noqa: PLC0415

    _look_up(
        session,
        message_ids.read(ids, Files(**files)),
        session.client.message.status,
        lambda *row: [of_status(*row)],
    )


@click.command(cls=Command)
@_naming_messages
@calling
def details(session: Session, /, *, ids: tuple[str, ...], **files: Any) -> None:
    """Print what was sent, by the ids that a send gave.

    On each channel: how far it is, text, price, segments, button. On a terminal a text is cut to
    the width of the window; with --json it is whole.

    \b
    Exit codes:
      0  all are known
      1  none is, or the question failed
      2  used wrongly
      3  some are unknown (code 414)

    \b
    Examples:
      turbosms details MESSAGE_ID
      turbosms details --json --from ids.txt
      turbosms send 380678998668 --sms TurboSMS --text Hello \\
          | turbosms details --from -
    """
    from turbosms_cli.course import of_details  # noqa: PLC0415

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
    help="How long between two questions.",
)
@click.option(
    "--hybrid/--no-hybrid",
    default=None,
    help=(
        "Whether an SMS follows where Viber fails. The lines of turbosms send tell; ids alone "
        "cannot: without it, their failed Viber messages without an SMS count as final."
    ),
)
@calling
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

    On a terminal a table follows them. Elsewhere each is a line of JSON as soon as it is final, and
    those that are not final at the end are lines then. Ctrl-C ends it with what is known.

    \b
    Exit codes:
      0  all were delivered
      1  none was, or the time ran out
      2  used wrongly
      3  some are final and were not delivered

    \b
    Examples:
      turbosms wait MESSAGE_ID --timeout 60
      turbosms send 380678998668 --sms TurboSMS --text Hi | turbosms wait --from -
      turbosms wait --hybrid --from ids.txt
    """
    from turbosms_cli.waiting import Waiting  # noqa: PLC0415

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
    """Ask for all, as many at once as a question may have; of those told, nothing is kept."""
    from turbosms_cli.course import is_found, record  # noqa: PLC0415

    found = unknown = 0
    lines = []
    while part := list(islice(ids, _AT_ONCE)):
        rows = ask(part)
        for number in part:
            row = rows.get(number)
            found, unknown = (found + 1, unknown) if is_found(row) else (found, unknown + 1)
            if session.output.as_json:
                session.output.row(record(number, row))
            else:
                lines.extend(entries(number, row))
    if lines:
        from turbosms_cli.layout import Lines  # noqa: PLC0415

        session.output.show(Lines(lines))
    if unknown:
        raise SystemExit(exits.PARTIAL if found else exits.FAILED)
