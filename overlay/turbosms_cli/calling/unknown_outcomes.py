"""Calls that create something: if the outcome is unknown, print the command to complete them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from turbosms_cli.calling.error_messages import report_error, report_problem
from turbosms_cli.calling.repeat_command import note_how_to_complete, repeat_command
from turbosms_cli.calling.termination import terminable
from turbosms_cli.printing import exit_codes
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_cli.calling.session import Session


@contextmanager
def creating(session: Session, sequence_id: str) -> Iterator[None]:
    """If the outcome is unknown, print the command that completes the call, and exit with code 4.

    The same happens on Ctrl-C, from the first moment to the last: repeating a call that was not
    made does no harm. Input from stdin must be provided again.
    """
    from turbosms_client import OutcomeUnknownError  # noqa: PLC0415

    session.output.survives_closed_stdout = True
    again = repeat_command(sequence_id)
    try:
        with terminable():
            yield
    except OutcomeUnknownError as error:
        report_error(session.output, error, sequence_id=sequence_id, repeat=again)
    except KeyboardInterrupt:
        interrupted = session.client.interrupted
        if interrupted:
            session.output.note(_("Interrupted."))
            report_error(session.output, interrupted[-1], sequence_id=sequence_id, repeat=again)
        else:
            facts = {"sequence_id": sequence_id, "repeat": again}
            report_problem(session.output, "Interrupted", _("Interrupted."), **facts)
    else:
        return
    note_how_to_complete(session.output, _("To complete it, without doing it twice:"), again)
    raise SystemExit(exit_codes.UNKNOWN)
