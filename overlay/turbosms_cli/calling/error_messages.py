"""Error messages for people: what happened, what to do next, where to read more; and exit codes."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from turbosms_cli.calling.advice import next_step
from turbosms_cli.calling.error_sentences import sentence_about
from turbosms_cli.language.click_texts import in_plain_english
from turbosms_cli.options.usage import asked_for_json
from turbosms_cli.printing import exit_codes, streams
from turbosms_cli.printing.output import Output, ReaderGoneError
from turbosms_languages import Text, _, joined, speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import TurboSMSError


class _Repeats(logging.Handler):
    """Tells people at a terminal that the client is retrying.

    Whatever else it logs is reported here anyway.
    """

    def __init__(self, output: Output) -> None:
        super().__init__(logging.WARNING)
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "turbosms_retry", False) and sys.stderr.isatty():
            self._output.note(_attempt(record))


def _attempt(record: logging.LogRecord) -> Text:
    """What the client logs of another attempt: an error, the attempt, of how many, and when."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    error, attempt, attempts, pause = arguments
    from turbosms_client import TurboSMSError  # noqa: PLC0415

    return _(
        "{error} Attempt {attempt} of {attempts} in {pause:.1f} s.",
        error=sentence_about(error) if isinstance(error, TurboSMSError) else str(error),
        attempt=attempt,
        attempts=attempts,
        pause=pause,
    )


class FailedError(click.ClickException):
    """The command failed for a reason other than a refusal by the service."""

    exit_code = exit_codes.FAILED


@contextmanager
def reporting_errors(output: Output) -> Iterator[None]:
    """Turn what a command raises into a message and an exit code."""
    logging.getLogger("turbosms_client").addHandler(_Repeats(output))
    try:
        yield
    except ReaderGoneError:
        raise SystemExit(exit_codes.FINE) from None
    except KeyboardInterrupt:
        report_interruption(output)
        raise SystemExit(exit_codes.FAILED) from None
    except Exception as error:
        from turbosms_client import InvalidParameterError, OutcomeUnknownError, TurboSMSError  # noqa: PLC0415

        if isinstance(error, OSError) and not isinstance(error, TurboSMSError):
            report_problem(output, "OSError", streams.os_error_sentence(error))
            raise SystemExit(exit_codes.FAILED) from None
        if not isinstance(error, TurboSMSError):
            raise
        report_error(output, error)
        codes = {InvalidParameterError: exit_codes.USAGE, OutcomeUnknownError: exit_codes.UNKNOWN}
        raise SystemExit(codes.get(type(error), exit_codes.FAILED)) from None


def report_error(output: Output, error: TurboSMSError, **more: Any) -> None:
    """Report an error: a sentence or two on stderr, and for programs an object on stdout."""
    from turbosms_cli.calling.wrong_parameters import option_of_error  # noqa: PLC0415
    from turbosms_client import InvalidParameterError  # noqa: PLC0415

    output.survives_closed_stdout = True  # so that the exit code is set even if nobody reads
    code = getattr(error, "code", None)
    if isinstance(error, InvalidParameterError):
        more = {"parameter": option_of_error(error), "limit": error.limit, **more}
    if output.as_json:
        output.row(
            {
                "type": "error",
                "error": type(error).__name__,
                "message": sentence_about(error),
                "code": None if code is None else int(code),
                "name": getattr(code, "name", None),
                "next": next_step(error),
                "help_url": error.help_url,
                "help_command": error.help_command,
                **more,
            }
        )
    lines = [sentence_about(error), next_step(error), _where_to_read_more(error)]
    output.note(joined("\n", [line for line in lines if line is not None]))


def _where_to_read_more(error: TurboSMSError) -> str | None:
    """The page about the error. While it is not hosted, the command that explains the code."""
    from turbosms_api.tables.result_codes import HELP_IS_HOSTED  # noqa: PLC0415

    if HELP_IS_HOSTED:
        return error.help_url
    if error.help_command is not None:
        return _("More: {command}", command=error.help_command)
    return None


def report_problem(output: Output, kind: str, message: str, **more: Any) -> None:
    """Report a problem that is not an error of the client: in a sentence, and for `--json`."""
    output.survives_closed_stdout = True
    if asked_for_json():
        output.row(problem_row(kind, message, **more))
    output.note(message)


def report_interruption(output: Output) -> None:
    """Report that somebody has ended the command."""
    report_problem(output, "Interrupted", _("Interrupted."))


def report_wrong_usage(error: click.ClickException) -> None:
    """Report wrong usage as click does, and as an object for programs."""
    context = getattr(error, "ctx", None)
    output = Output(as_json=asked_for_json())
    output.survives_closed_stdout = True
    message = error.format_message()
    if not isinstance(error, click.UsageError):
        report_problem(output, "FailedError", message)
        return
    parameter = getattr(error, "param", None)
    hint: Text | None = None
    if context is not None:
        hint = _(
            "Try '{command} {option}' for help.",
            command=context.command_path,
            option=context.help_option_names[-1],
        )
    if output.as_json:
        names = None if parameter is None else (parameter.opts or [parameter.name])[0]
        output.row(
            problem_row("UsageError", _message_in_english(error), next=hint, parameter=names)
        )
    if context is not None and message == context.get_help():
        output.note(message)  # a group without a command prints its help
        return
    # On one line, since a foreign text with a line break could imitate a message of ours.
    lines: list[str] = [_("Error: {message}", message=" ".join(spoken(message).split()))]
    if context is not None:
        lines = [context.get_usage(), hint or "", "", *lines]
    output.note(joined("\n", lines))


def _message_in_english(error: click.ClickException) -> str:
    """What programs get: click has put the message together in the language of the reader."""
    parameter = getattr(error, "param", None)
    metavar = getattr(parameter, "metavar", None)
    with speaking("en"):
        vars(error)["message"] = in_plain_english(error.message)  # final for type checkers alone
        if metavar is None:
            return str(in_plain_english(error.format_message()))
        # An argument is named by it. The usage, which is for people, shows it too.
        vars(parameter)["metavar"] = in_plain_english(metavar)
        try:
            return str(in_plain_english(error.format_message()))
        finally:
            vars(parameter)["metavar"] = metavar


def problem_row(kind: str, message: str, **more: Any) -> dict[str, Any]:
    """What programs get of a problem that is not an error of the client."""
    from turbosms_api.tables.result_codes import HELP_URL  # noqa: PLC0415

    page = f"{HELP_URL}cli/"
    known = {"code": None, "name": None, "next": None, "help_url": page, "help_command": None}
    return {"type": "error", "error": kind, "message": message, **known, **more}
