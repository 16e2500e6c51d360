"""While a campaign is sent: workers, and what people do to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.campaigns.campaign_session import (
    CampaignSession,
    calling_campaign_command,
    campaign_command,
    name_argument,
)
from turbosms_cli.campaigns.limit_options import limit_options, limits_of
from turbosms_cli.options.usage import Command
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing import exit_codes
from turbosms_languages import _

if TYPE_CHECKING:
    from turbosms_campaigns import Campaign, CancelResult, Progress
    from turbosms_languages import Text

_concurrency_option = click.option(
    "--concurrency",
    type=click.IntRange(1, 32),
    default=2,
    show_default=True,
    metavar="N",
    help="How many chunks this worker sends at once.",
)


_inbox_option = click.option(
    "--inbox",
    metavar="FILE",
    shell_complete=file_names,
    help=_("Take outcomes from this inbox of webhooks, too, which another program fills."),
)


@click.command(cls=Command)
@name_argument
@click.option(
    "--outcomes",
    "outcomes_timeout",
    type=click.IntRange(0, 15 * 86_400),
    metavar="SECONDS",
    help="How long to wait for outcomes after the last message; by default, until all are final.",
)
@_concurrency_option
@_inbox_option
@calling_campaign_command
def run(
    session: CampaignSession,
    /,
    *,
    name: str,
    outcomes_timeout: int | None,
    concurrency: int,
    inbox: str | None,
) -> None:
    """Send a campaign that was started, and wait for its outcomes.

    It shows how far the campaign is, until everything is sent and every outcome is final. It sends
    in chunks of up to 5,000 recipients, and also the other campaigns of the database that are
    running. If the campaign pauses, the command ends. On Ctrl-C, it finishes the chunks at hand,
    and after another one it ends at once; either way, the next run goes on, and nobody gets a
    message twice.

    \b
    Exit codes:
      0  everybody has the message, or is to have it
      1  nobody has it, the campaign pauses, or Ctrl-C
      2  wrong usage
      3  some were refused, or it did not arrive
      4  of some it cannot be known

    \b
    Example:
      turbosms campaign run sale --outcomes 600
    """
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415
    from turbosms_cli.campaigns.live_progress import Follower  # noqa: PLC0415
    from turbosms_cli.campaigns.progress_output import (  # noqa: PLC0415
        exit_code_of,
        pause_advice,
        print_progress,
    )
    from turbosms_cli.campaigns.worker_run import (  # noqa: PLC0415
        WorkerRun,
        telling_warnings,
        work_until,
    )

    output = session.output
    output.survives_closed_stdout = True
    again = next_command("campaign run", name)
    with session.opened(calls=True, inbox=inbox) as campaigns:
        campaign = campaigns.get(name)
        if campaign.state.value == "draft":
            start = next_command("campaign start", name)
            raise FailedError(
                _("{name} is a draft. Start it first: {start}", name=name, start=start)
            )
        follower = Follower(output, campaign)
        ending = _Ending(follower, outcomes_timeout)
        with follower.shown(), telling_warnings(output):
            worker = WorkerRun(campaigns, concurrency)
            was_done = work_until(worker, output, ending.is_here, again=again)
        progress = campaign.progress()
        follower.print_last(progress)
    if not output.as_json:
        print_progress(output, progress)
    if progress.state.value == "paused":
        output.note(pause_advice(progress))
        raise SystemExit(exit_codes.FAILED)
    if not was_done:
        output.note(_("To go on: {again}", again=again))
        raise SystemExit(exit_codes.FAILED)
    if not output.as_json:
        report = next_command("campaign report", name, "--html", f"{name}.html")
        output.note(_("Who got what: {report}", report=report))
    raise SystemExit(exit_code_of(progress))


class _Ending:
    """Says when `run` has nothing more to do."""

    def __init__(self, follower: Any, outcomes_timeout: int | None) -> None:
        self._follower = follower
        self._timeout = outcomes_timeout
        self._sent_since: float | None = None

    def is_here(self) -> bool:
        """Whether the campaign pauses, or is sent and its outcomes are final or waited for."""
        progress: Progress | None = self._follower.look()
        if progress is None:
            return False
        return progress.state.value == "paused" or self._is_final(progress)

    def _is_final(self, progress: Progress) -> bool:
        from turbosms_cli.campaigns.progress_output import is_final, is_sent  # noqa: PLC0415

        if not is_sent(progress):
            self._sent_since = None
            return False
        now = time.monotonic()
        if self._sent_since is None:
            self._sent_since = now
        is_late = self._timeout is not None and now - self._sent_since >= self._timeout
        return is_late or is_final(progress)


@click.command(cls=Command)
@_concurrency_option
@_inbox_option
@calling_campaign_command
def work(session: CampaignSession, /, *, concurrency: int, inbox: str | None) -> None:
    """Send every campaign that is started, until Ctrl-C.

    This is a worker for all campaigns of the database. It prints what happens to them. On SQLite,
    one process works, and others wait for it; on PostgreSQL, as many as you like, on any machine.
    On Ctrl-C or SIGTERM, the worker finishes the chunks at hand.

    \b
    Exit codes:
      0  ended by Ctrl-C
      1  failed
      2  wrong usage

    \b
    Example:
      turbosms campaign work --db sqlite:///campaigns.db
    """
    from turbosms_cli.campaigns.worker_news import WorkerNews  # noqa: PLC0415
    from turbosms_cli.campaigns.worker_run import (  # noqa: PLC0415
        WorkerRun,
        telling_warnings,
        work_until,
    )

    output = session.output
    output.survives_closed_stdout = True
    with session.opened(calls=True, creates=True, inbox=inbox) as campaigns:
        news = WorkerNews(output, campaigns)
        with telling_warnings(output):
            work_until(
                WorkerRun(campaigns, concurrency),
                output,
                news.print_it,
                again=next_command("campaign work"),
                greeting=_("Working. Press Ctrl-C to stop."),
            )
        news.print_it()


@click.command(cls=Command)
@name_argument
@campaign_command
def pause(session: CampaignSession, /, *, name: str) -> None:
    """Pause a campaign.

    No more chunks are begun; those at hand are finished.

    \b
    Example:
      turbosms campaign pause sale
    """
    with session.opened() as campaigns:
        campaign = campaigns.get(name)
        campaign.pause()
        _print_state(session, campaign)


@click.command(cls=Command)
@name_argument
@campaign_command
def resume(session: CampaignSession, /, *, name: str) -> None:
    """Go on with a campaign after a pause.

    Failures are counted from here again.

    \b
    Example:
      turbosms campaign resume sale
    """
    with session.opened() as campaigns:
        campaign = campaigns.get(name)
        campaign.resume()
        _print_state(session, campaign)


@click.command(cls=Command)
@name_argument
@campaign_command
def cancel(session: CampaignSession, /, *, name: str) -> None:
    """Stop a campaign for good.

    How many had been sent to by then is printed. Chunks at hand are finished by their worker; one
    whose outcome is in doubt is not repeated, since that could send it now.

    \b
    Example:
      turbosms campaign cancel sale
    """
    with session.opened() as campaigns:
        result = campaigns.get(name).cancel()
    if session.output.as_json:
        session.output.row(
            {
                "type": "cancelled",
                "name": name,
                "left": result.left,
                "cancelled": result.cancelled,
                "in_doubt": result.in_doubt,
            }
        )
        return
    session.output.sentences(_cancelled_in_words(result))


def _cancelled_in_words(result: CancelResult) -> Text:
    counts = {"cancelled": result.cancelled, "left": result.left}
    if not result.in_doubt:
        return _("Cancelled. {cancelled:,} get nothing; {left:,} had been sent to.", **counts)
    return _(
        "Cancelled. {cancelled:,} get nothing; {left:,} had been sent to, {in_doubt:,} of them "
        "with an outcome in doubt.",
        in_doubt=result.in_doubt,
        **counts,
    )


@click.command("set", cls=Command)
@name_argument
@limit_options
@campaign_command
def set_limits(session: CampaignSession, /, *, name: str, **chosen: Any) -> None:
    """Change the limits of a campaign, also while it is sent.

    They hold from the next chunk on. What is not given stays as it is; none takes a limit away. All
    limits are printed.

    \b
    Examples:
      turbosms campaign set sale --rate 600 --window 10:00-18:00
      turbosms campaign set sale --rate none
    """
    from turbosms_cli.campaigns.limits_output import limits_row, print_limits  # noqa: PLC0415

    limits = limits_of(chosen)
    if not limits:
        raise click.UsageError(_("Which limit? Pass one, such as --rate 600."))
    with session.opened() as campaigns:
        changed = campaigns.get(name).set(**limits)
    if session.output.as_json:
        session.output.row({"type": "limits", "name": name, **limits_row(changed)})
    else:
        print_limits(session.output, changed)


@click.command(cls=Command)
@name_argument
@click.option(
    "--undelivered", is_flag=True, help="Also those whose message expired or did not arrive."
)
@campaign_command
def retry(session: CampaignSession, /, *, name: str, undelivered: bool) -> None:
    """Send again to those whom another attempt may reach.

    The campaign must be finished. Those who may have the message already are left alone.

    \b
    Example:
      turbosms campaign retry sale --undelivered
    """
    with session.opened() as campaigns:
        result = campaigns.get(name).retry_failed(undelivered=undelivered)
    if session.output.as_json:
        counts = {"ready": result.ready, "left_out": result.left_out}
        session.output.row({"type": "retry", "name": name, **counts})
    else:
        session.output.sentences(
            _(
                "{ready:,} will be tried again; {left_out:,} failed for a reason that another "
                "attempt does not change.",
                ready=result.ready,
                left_out=result.left_out,
            )
        )
    if result.ready:
        session.output.note(
            _("To send to them: {command}", command=next_command("campaign run", name))
        )


def _print_state(session: CampaignSession, campaign: Campaign) -> None:
    from turbosms_cli.campaigns.progress_output import print_state  # noqa: PLC0415

    print_state(session.output, campaign.progress())


COMMANDS: Final = (run, work, pause, resume, cancel, set_limits, retry)
