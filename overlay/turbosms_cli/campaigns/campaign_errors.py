"""Errors of campaigns: a sentence, what to do next, an exit code, and for programs an object."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.calling.error_messages import problem_row
from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.calling.wrong_parameters import PRICE
from turbosms_cli.campaigns.database_option import file_of
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.terminal_text import one_line
from turbosms_languages import Text, _, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_campaigns import CampaignError, InvalidCampaignError
    from turbosms_cli.printing.output import Output

_PARAMETERS: Final = {
    "recipients": "sources",
    "sms.text": "sms_text",
    "viber.text": "viber_text",
    "sms.sender": "sms",
    "viber.sender": "viber",
    "viber.caption": "button",
    "viber.action": "button",
    "viber.image_url": "image",
    "viber.ttl": "ttl",
}
"""Parameters of the library → those of the commands, where the names differ."""
_TEXTS: Final = frozenset({"sms_text", "viber_text"})


@contextmanager
def reporting_campaign_errors(output: Output, database: str) -> Iterator[None]:
    """Turn errors of campaigns and of their database into a message and an exit code."""
    from sqlalchemy.exc import DBAPIError, OperationalError  # noqa: PLC0415

    from turbosms_campaigns import CampaignError  # noqa: PLC0415

    try:
        yield
    except CampaignError as error:
        _report(output, error)
        raise SystemExit(_exit_code(error)) from None
    except DBAPIError as error:
        # Not the whole address, which may have a password in it.
        file = file_of(database)
        why = one_line(str(error.orig)).strip()
        if file is None:
            sentence = _("The database cannot be used: {why}", why=why)
        else:
            sentence = _("The database {file} cannot be used: {why}", file=file, why=why)
        may_pass = isinstance(error, OperationalError)
        next_step = _("The same command may succeed later.") if may_pass else None
        _print(output, "DatabaseError", sentence, next_step=next_step)
        raise SystemExit(exit_codes.FAILED) from None


def _exit_code(error: CampaignError) -> int:
    from turbosms_campaigns import (  # noqa: PLC0415
        AudienceError,
        CampaignExistsError,
        CampaignNotFoundError,
        DatabaseAddressError,
        InvalidCampaignError,
    )

    wrong_usage = (
        AudienceError,
        CampaignExistsError,
        CampaignNotFoundError,
        DatabaseAddressError,
        InvalidCampaignError,
    )
    return exit_codes.USAGE if isinstance(error, wrong_usage) else exit_codes.FAILED


def _report(output: Output, error: CampaignError) -> None:
    from turbosms_campaigns import InvalidCampaignError  # noqa: PLC0415

    kind = type(error).__name__
    if isinstance(error, InvalidCampaignError):
        _report_invalid(output, error)
    else:
        _print(output, kind, str(error), next_step=_next_step(error))


def _report_invalid(output: Output, error: InvalidCampaignError) -> None:
    option = option_of_parameter(error.parameter)
    sentence: str = PRICE if error.parameter == "prices" else str(error)
    if option is not None:
        sentence = joined(": ", (option, sentence))
    # The first one is in the sentence.
    lines: list[str] = [
        _("  row {row:,}: {problem}", row=problem.row, problem=problem.problem)
        for problem in error.rows[1:]
    ]
    more = error.row_count - len(error.rows)
    if more > 0:
        lines.append(_("  and {more:,} more.", more=more))
    if option is not None:
        next_step = _("Nothing was changed: correct {option} and run it again.", option=option)
    elif error.rows:
        next_step = _(
            "Nothing was changed. Delete the campaign, and make it again from a corrected table, "
            "or with a default in the text, such as {name|friend}."
        )
    else:
        next_step = _("Nothing was changed.")
    _print(
        output,
        type(error).__name__,
        sentence,
        next_step=next_step,
        parameter=option,
        lines=lines,
        rows=[problem._asdict() for problem in error.rows],
        row_count=error.row_count,
    )


def option_of_parameter(parameter: str) -> str | None:
    """The option of the running command for a parameter of the library."""
    context = click.get_current_context(silent=True)
    if context is None:
        return None
    name = _PARAMETERS.get(parameter, parameter)
    if name in _TEXTS and context.params.get(name) is None:
        # The one for both channels, of which there may be a file.
        name = "text" if context.params.get("text") is not None else "text_file"
    for option in context.command.params:
        if option.name == name and isinstance(option, click.Option):
            return option.opts[0]
    return None


def _next_step(error: CampaignError) -> Text | None:
    from turbosms_campaigns import CampaignExistsError, CampaignNotFoundError  # noqa: PLC0415

    if isinstance(error, CampaignNotFoundError):
        return _("To see which there are: {command}", command=next_command("campaign list"))
    if isinstance(error, CampaignExistsError):
        return _(
            "Choose another name, or delete that one: {command}",
            command=next_command("campaign delete", error.name),
        )
    return None


def _print(
    output: Output,
    kind: str,
    sentence: str,
    *,
    next_step: str | None,
    lines: list[str] | None = None,
    **more: object,
) -> None:
    output.survives_closed_stdout = True  # so that the exit code is set even if nobody reads
    if output.as_json:
        output.row(problem_row(kind, sentence, next=next_step, **more))
    said = [sentence, *(lines or [])]
    if next_step is not None:
        said.append(next_step)
    output.note(joined("\n", said))
