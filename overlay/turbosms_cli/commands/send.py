"""`turbosms send`: turns options into a preview, or into messages and their results."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Any, Final

import click

from turbosms_cli.calling.sequence_ids import DAYS, own_or_new, sequence_id_option
from turbosms_cli.calling.session import Session, service_command
from turbosms_cli.calling.termination import terminable
from turbosms_cli.options.asking import confirmed
from turbosms_cli.options.table_options import table_options
from turbosms_cli.options.text_options import doubts_about
from turbosms_cli.options.usage import Command
from turbosms_cli.reading.pipe_copies import Copies
from turbosms_cli.reading.recipients import Recipients, read
from turbosms_cli.reading.sources import Files
from turbosms_cli.reading.strange_numbers import complaint
from turbosms_cli.sending.message_options import MessageOptions, message_of, message_options
from turbosms_cli.sending.own_prices import prices_of
from turbosms_languages import _, _n
from turbosms_spreadsheets.csv_rows import DELIMITERS

_HANDFUL: Final = 10


@click.command(cls=Command)
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
@table_options(_("A file of recipients, one per line; - is stdin. May be repeated."))
@message_options
@sequence_id_option(
    _("Idempotency key: a second send with it within {days} days sends nothing.", days=DAYS)
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show what would be sent, to how many, in how many segments. Send nothing.",
)
@click.option(
    "--price",
    "prices",
    multiple=True,
    metavar="RATE=UAH",
    help="For --dry-run; the rates are sms, promotional, transactional.",
)
@click.option("--yes", is_flag=True, help="Do not ask, even with many recipients.")
@service_command
def send(  # noqa: PLR0913 - the options
    session: Session,
    /,
    *,
    numbers: tuple[str, ...],
    sources: tuple[str, ...],
    column: str | None,
    delimiter: str | None,
    encoding: str | None,
    sequence_id: str | None,
    dry_run: bool,
    prices: tuple[str, ...],
    yes: bool,
    **message_values: Any,
) -> None:
    """Send an SMS, a Viber message, or Viber with SMS fallback.

    Each recipient gets one message, however often the number is in the lists. With more than ten
    recipients, the command asks first. If the outcome is unknown, or on Ctrl-C, it prints the
    command that completes the send without sending twice: the same with --sequence-id.

    \b
    Exit codes:
      0  everyone was accepted
      1  nobody was accepted
      2  wrong usage
      3  some recipients were refused, or not reached yet
      4  unknown outcome: run the printed command

    \b
    Examples:
      turbosms send 380678998668 --sms TurboSMS --text "Your code is 4821"
      turbosms send 380678998668 --viber TurboSMS --sms TurboSMS --text Shipped
      turbosms send --from customers.csv --column phone --sms TurboSMS --text Sale
      turbosms send 380678998668 --viber TurboSMS --file invoice.pdf
      turbosms send 380678998668 --viber TurboSMS --text Shipped \\
          --button Track https://example.com/12345
      turbosms send --from numbers.txt --sms TurboSMS --text Sale \\
          --dry-run --price sms=0.34
    """
    message = message_of(message_values)
    files = Files(sources, column, delimiter, encoding)
    _check_files(files)
    with (
        closing(Copies()) as copies,
        closing(Recipients(read(numbers, files, copies))) as recipients,
    ):
        if not recipients.count:
            raise click.UsageError(
                _("There are no recipients: pass phone numbers, or --from FILE.")
            )
        _note_strange(session, recipients, is_table=column is not None)
        for doubt in doubts_about([message.text, message.sms_text, message.viber_text]):
            session.output.note(doubt)
        if dry_run:
            from turbosms_cli.sending.preview import preview  # noqa: PLC0415

            preview(session, message, recipients, prices_of(prices))
            return
        from turbosms_cli.sending.send_in_progress import Sending  # noqa: PLC0415

        session.output.survives_closed_stdout = True
        _find_errors(session, message, recipients, sequence_id)
        if recipients.count > _HANDFUL and not yes:
            _confirm(recipients.count, "-" in sources)
        sending = Sending(
            session,
            message,
            recipients,
            sequence_id=own_or_new(sequence_id),
            copies=copies,
        )
        with terminable():
            status = sending.run()
    raise SystemExit(status)


def _check_files(files: Files) -> None:
    """Refuse options for files that have no effect."""
    if not files.sources and {files.column, files.delimiter, files.encoding} != {None}:
        raise click.UsageError(
            _("--column, --delimiter and --encoding need a file: pass one with --from FILE.")
        )
    if files.delimiter is not None and files.column is None:
        raise click.UsageError(_("--delimiter is for tables: also pass the column, --column NAME."))


def _find_errors(
    session: Session, message: MessageOptions, recipients: Recipients, sequence_id: str | None
) -> None:
    """Raise what is wrong, before the command asks or uploads anything."""
    parameters = message.parameters(session, message.foreseen_file_id())
    session.client.message.preview(
        next(recipients.slices(1)), **parameters, sequence_id=sequence_id
    )


def _note_strange(session: Session, recipients: Recipients, *, is_table: bool) -> None:
    """Say which recipients are not phone numbers, and why."""
    for strange in recipients.strange:
        session.output.note(complaint(strange))
    more = recipients.strange_count - len(recipients.strange)
    if more:
        session.output.note(_("Not phone numbers either: {more:,} more.", more=more))
    has_delimiter = any(mark in strange for strange in recipients.strange for mark in DELIMITERS)
    if has_delimiter and not is_table:
        session.output.note(
            _("If the file is CSV, pass the column with the phone numbers: --column NAME.")
        )


def _confirm(count: int, stdin_is_read: bool) -> None:
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415

    if stdin_is_read or not sys.stdin.isatty():
        raise click.UsageError(
            _(
                "This would send to {count} recipients, and there is no terminal to ask: pass "
                "--yes.",
                count=count,
            )
        )
    if not confirmed(_n("Send to {count:,} recipient?", "Send to {count:,} recipients?", count)):
        raise FailedError(_("Nothing was sent."))
