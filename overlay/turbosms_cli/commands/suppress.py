"""The suppression list: the numbers that get nothing, in any campaign."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.campaigns.campaign_session import CampaignSession, campaign_command
from turbosms_cli.options.usage import Group, asked_for_json
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing.kyiv_times import in_kyiv
from turbosms_cli.reading.sources import STDIN, path_of
from turbosms_languages import _, _c

if TYPE_CHECKING:
    from turbosms_campaigns import Campaigns, Suppression

_SHOWN: Final = 1_000
_REASONS: Final = {
    "manual": _c("reason", "manual"),
    "import": _c("reason", "import"),
    "reply": _c("reason", "reply"),
    "stop_list": _c("reason", "stop_list"),
}
_SOURCES: Final = {
    "the command line": _("the command line"),
    "a reply in Viber": _("a reply in Viber"),
}
_OF_CAMPAIGN: Final = "campaign "
"""What the source of a number begins with that a campaign has found on the service's stop list."""


@click.group(cls=Group)
def suppress() -> None:
    """Keep the list of numbers that get nothing.

    It holds for every campaign of the database. Workers add the numbers that the service has in its
    stop list and, where they get webhooks, those of people who reply STOP.

    \b
    Examples:
      turbosms suppress add 380678998668
      turbosms suppress import unsubscribed.csv
      turbosms suppress export suppressed.csv
    """


@suppress.command()
@click.argument("phones", nargs=-1, required=True, metavar="NUMBER...")
@click.option(
    "--reason", default="manual", show_default=True, metavar="TEXT", help="Why, for the list."
)
@campaign_command
def add(session: CampaignSession, /, *, phones: tuple[str, ...], reason: str) -> None:
    """Add numbers to the list.

    They also hold for those whom a running campaign has not reached yet.

    \b
    Example:
      turbosms suppress add 380678998668 "+38 (050) 328-86-68"
    """
    with session.opened(creates=True) as campaigns:
        new = campaigns.suppressions.add(phones, reason=reason, source="the command line")
    _print_count(
        session,
        "added",
        new,
        _("{new:,} added, {known:,} were there.", new=new, known=len(phones) - new),
    )


@suppress.command()
@click.argument("phones", nargs=-1, required=True, metavar="NUMBER...")
@campaign_command
def remove(session: CampaignSession, /, *, phones: tuple[str, ...]) -> None:
    """Remove numbers from the list.

    Rows that are suppressed in a campaign stay so.

    \b
    Example:
      turbosms suppress remove 380678998668
    """
    with session.opened() as campaigns:
        removed = campaigns.suppressions.remove(phones)
    _print_count(session, "removed", removed, _("{removed:,} removed.", removed=removed))


@suppress.command("list")
@campaign_command
def list_numbers(session: CampaignSession, /) -> None:
    """Print the numbers with the reason, who said so, and when.

    \b
    Example:
      turbosms suppress list
    """
    from itertools import islice  # noqa: PLC0415

    from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

    columns = {
        "phone": _("phone"),
        "reason": _("reason"),
        "source": _("source"),
        "added_at": _("added_at"),
    }
    if session.is_first_use:
        listed(session.output, columns, [])
        return
    with session.opened() as campaigns:
        suppressions = campaigns.suppressions
        if session.output.as_json:
            listed(session.output, columns, suppressions)
            return
        listed(session.output, columns, map(_in_words, islice(suppressions, _SHOWN)))
        more = len(suppressions) - _SHOWN
        if more > 0:
            session.output.note(
                _(
                    "And {more:,} more: {export} writes all.",
                    more=more,
                    export=next_command("suppress export", "suppressed.csv"),
                )
            )


def _in_words(entry: Suppression) -> dict[str, Any]:
    """An entry for people: where the words are ours, in their language; the time is Kyiv's."""
    _campaign, is_of_campaign, name = entry.source.partition(_OF_CAMPAIGN)
    source = _SOURCES.get(entry.source, entry.source)
    if is_of_campaign and not _campaign:
        source = _("campaign {name}", name=name)
    return {
        "phone": entry.phone,
        "reason": _REASONS.get(entry.reason, entry.reason),
        "source": source,
        "added_at": in_kyiv(entry.added_at),
    }


@suppress.command("import")
@click.argument("file", metavar="FILE", shell_complete=file_names)
@click.option(
    "--column",
    metavar="NAME",
    help="The column of phone numbers, if it is not the only one or named like one.",
)
@click.option(
    "--reason", default="import", show_default=True, metavar="TEXT", help="Why, for the list."
)
@campaign_command
def import_numbers(
    session: CampaignSession, /, *, file: str, column: str | None, reason: str
) -> None:
    """Add the numbers of a file to the list.

    The file is CSV, Excel, or a list of numbers; - is stdin. If one of them is no phone number,
    nothing is added. What turbosms suppress export wrote keeps its reasons.

    \b
    Example:
      turbosms suppress import numbers.txt
    """
    from turbosms_cli.campaigns.new_campaign import table_file  # noqa: PLC0415

    with session.opened(creates=True) as campaigns, table_file(file) as path:
        new = campaigns.suppressions.import_file(path, column=column, reason=reason)
    _print_count(session, "added", new, _("{new:,} added.", new=new))


@suppress.command("export")
@click.argument("file", metavar="FILE", shell_complete=file_names)
@campaign_command
def export_numbers(session: CampaignSession, /, *, file: str) -> None:
    """Write the list to a CSV file.

    Its owner alone can read it. - is stdout.

    \b
    Example:
      turbosms suppress export suppressed.csv
    """
    if file == STDIN and asked_for_json():
        raise click.UsageError(_("--json prints to stdout, and so does - in place of a file."))
    with session.opened() as campaigns:
        if file == STDIN:
            _export_to_stdout(campaigns)
            return
        count = campaigns.suppressions.export_file(path_of(file))
    _print_count(session, "written", count, _("{count:,} written.", count=count))


def _export_to_stdout(campaigns: Campaigns) -> None:
    from turbosms_cli.printing.stdout_files import stdout_for_a_file  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="turbosms-suppress-") as folder:
        file = Path(folder, "stdout")
        campaigns.suppressions.export_file(file)
        with file.open(encoding="utf-8", newline="") as table, stdout_for_a_file() as stdout:
            shutil.copyfileobj(table, stdout)


def _print_count(session: CampaignSession, what: str, count: int, sentence: str) -> None:
    if session.output.as_json:
        session.output.row({"type": "suppressions", what: count})
    else:
        session.output.line(sentence)
