"""What has become of campaigns."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.campaigns.campaign_session import (
    CampaignSession,
    campaign_command,
    confirm,
    name_argument,
)
from turbosms_cli.options.usage import Command, asked_for_json
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.reading.sources import STDIN
from turbosms_languages import _

if TYPE_CHECKING:
    from turbosms_campaigns import Campaign

_LOOK_EVERY: Final = 1.0


@click.command("list", cls=Command)
@campaign_command
def list_campaigns(session: CampaignSession, /) -> None:
    """Print all campaigns, the newest first.

    \b
    Example:
      turbosms campaign list
    """
    from turbosms_cli.campaigns.campaign_table import print_campaigns  # noqa: PLC0415

    if session.is_first_use:
        print_campaigns(session.output, ())
        return
    with session.opened() as campaigns:
        print_campaigns(session.output, campaigns)


@click.command(cls=Command)
@name_argument
@click.option("--follow", is_flag=True, help="Go on until it is sent and its outcomes are final.")
@campaign_command
def show(session: CampaignSession, /, *, name: str, follow: bool) -> None:
    """Print how far a campaign is.

    Rows by state, money, speed, workers, and what happened last. With --follow, it goes on until
    the campaign is sent and its outcomes are final; Ctrl-C ends the command, not the campaign.

    \b
    Examples:
      turbosms campaign show sale
      turbosms campaign show sale --json
    """
    from turbosms_cli.campaigns.progress_output import print_progress  # noqa: PLC0415

    with session.opened() as campaigns:
        campaign = campaigns.get(name)
        if follow:
            _follow(session, campaign)
        else:
            print_progress(session.output, campaign.progress())


def _follow(session: CampaignSession, campaign: Campaign) -> None:
    from turbosms_cli.campaigns.live_progress import Follower  # noqa: PLC0415
    from turbosms_cli.campaigns.progress_output import is_final, print_progress  # noqa: PLC0415

    follower = Follower(session.output, campaign)
    try:
        with follower.shown():
            progress = follower.look()
            while progress is None or not is_final(progress):
                time.sleep(_LOOK_EVERY)
                progress = follower.look()
    finally:
        last = campaign.progress()
        follower.print_last(last)
        if not session.output.as_json:
            print_progress(session.output, last)


@click.command(cls=Command)
@name_argument
@click.option(
    "--csv",
    metavar="FILE",
    shell_complete=file_names,
    help="Write a line of CSV for each row of the table; - is stdout.",
)
@click.option(
    "--jsonl",
    metavar="FILE",
    shell_complete=file_names,
    help="Write a line of JSON for each row of the table; - is stdout.",
)
@click.option(
    "--html",
    metavar="FILE",
    shell_complete=file_names,
    help="Write a page with charts, in one file that loads nothing; - is stdout.",
)
@campaign_command
def report(
    session: CampaignSession, /, *, name: str, csv: str | None, jsonl: str | None, html: str | None
) -> None:
    """Print the figures of a campaign, or write files.

    Files say who got what, and why others got nothing. They can be read by their owner alone: those
    of rows have phone numbers in them, the page has none.

    \b
    Examples:
      turbosms campaign report sale
      turbosms campaign report sale --html sale.html --csv sale.csv
      turbosms campaign report sale --jsonl - | jq -r .reason
    """
    from turbosms_cli.campaigns.progress_output import print_progress  # noqa: PLC0415
    from turbosms_cli.campaigns.report_output import print_figures, write_files  # noqa: PLC0415

    files = {
        form: file
        for form, file in (("csv", csv), ("jsonl", jsonl), ("html", html))
        if file is not None
    }
    to_stdout = [form for form, file in files.items() if file == STDIN]
    if len(to_stdout) > 1:
        raise click.UsageError(_("Only one form can be written to stdout."))
    if to_stdout and asked_for_json():
        raise click.UsageError(
            _("--json prints to stdout, and so does --{form} -.", form=to_stdout[0])
        )
    with session.opened() as campaigns:
        campaign = campaigns.get(name)
        if files:
            write_files(session.output, campaign.report(), files)
            return
        if not session.output.as_json:
            print_progress(session.output, campaign.progress())
        print_figures(session.output, campaign.report().to_dict())


@click.command(cls=Command)
@name_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@campaign_command
def delete(session: CampaignSession, /, *, name: str, yes: bool) -> None:
    """Delete a campaign with all of its rows.

    A draft, or one that is finished or cancelled.

    \b
    Example:
      turbosms campaign delete sale --yes
    """
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415

    with session.opened() as campaigns:
        rows = campaigns.get(name).progress().rows
        question = _("Delete {name} with its {rows:,} rows?", name=name, rows=rows)
        if not yes and not confirm(question, what_else=_("pass --yes")):
            raise FailedError(_("Nothing was deleted."))
        campaigns.delete(name)
    if session.output.as_json:
        session.output.row({"type": "deleted", "name": name, "rows": rows})
    else:
        session.output.line(_("Deleted: {name}.", name=name))


COMMANDS: Final = (list_campaigns, show, report, delete)
