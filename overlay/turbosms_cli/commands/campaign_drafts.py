"""Before a campaign is sent: making it, checking it, trying it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.campaigns.campaign_session import (
    CampaignSession,
    calling_campaign_command,
    confirm,
    name_argument,
)
from turbosms_cli.campaigns.new_campaign import (
    campaign_options_of,
    new_campaign_options,
    table_file,
)
from turbosms_cli.options.text_options import doubts_about_line_breaks
from turbosms_cli.options.usage import Command
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.terminal_text import quoted
from turbosms_languages import _, _n, joined

if TYPE_CHECKING:
    from turbosms_campaigns import Campaign, CheckResult


_TEXTS: Final = ("text", "sms_text", "viber_text")


@click.command(cls=Command)
@name_argument
@new_campaign_options
@calling_campaign_command
def create(session: CampaignSession, /, *, name: str, sources: str, **chosen: Any) -> None:
    """Make a campaign from a table of people. Nothing is sent.

    Texts may have columns of the table in braces: {name}, or {name|friend} for rows in which it is
    empty. Each row is checked, and the first of several with the same number counts. The command
    prints what turbosms campaign check prints.

    \b
    Exit codes:
      0  made, and it can be started
      1  made, but it cannot be started as it is; or it failed
      2  wrong usage

    \b
    Examples:
      turbosms campaign create sale --from customers.csv --sms TurboSMS \\
          --text "{name}, 20% off until Sunday" \\
          --price sms=0.80 --max-cost 500
      turbosms campaign create news --from numbers.txt --viber TurboSMS \\
          --sms TurboSMS --text "We have moved" --rate 3000 --window 10:00-20:00
      turbosms campaign create thanks --from customers.csv --column phone \\
          --sms TurboSMS --text "Thank you" --holdout 5% \\
          --exclude unsubscribed.csv
    """
    from turbosms_cli.campaigns.check_output import print_check  # noqa: PLC0415
    from turbosms_cli.printing.progress import spinner  # noqa: PLC0415

    for doubt in doubts_about_line_breaks(chosen[name] for name in _TEXTS):
        session.output.note(doubt)
    options = campaign_options_of(session, chosen)
    with session.opened(creates=True) as campaigns:
        with table_file(sources) as file, spinner(session.output, _("Reading the table")):
            made = campaigns.create(name, recipients=file, **options)
        result = made.check(balance=False)
        print_check(session.output, result, made.limits)
    if result.problem_count:
        session.output.note(
            _(
                "It cannot be started with these rows. Delete it, and make it again from a "
                "corrected table, or with a default in the text, such as {{name|friend}}:\n  "
                "{delete}",
                delete=next_command("campaign delete", name, "--yes"),
            )
        )
    elif result.ready:
        session.output.note(
            _("Made. To send it: {command}", command=next_command("campaign start", name))
        )
    else:
        session.output.note(_("Made, but nobody is ready, so it cannot be started."))
    raise SystemExit(_code_of(result))


@click.command(cls=Command)
@name_argument
@click.option(
    "--samples",
    type=click.IntRange(0, 1000),
    default=3,
    show_default=True,
    metavar="N",
    help="How many rows to show as they would be sent.",
)
@calling_campaign_command
def check(session: CampaignSession, /, *, name: str, samples: int) -> None:
    """Print what would be sent, and its cost.

    How many rows get a message and why others do not, how long the texts are, samples of them, when
    they are sent, and the balance. Nothing is sent.

    \b
    Exit codes:
      0  it can be started
      1  rows cannot be sent as they are, or nobody is ready
      2  wrong usage

    \b
    Example:
      turbosms campaign check sale
    """
    from turbosms_cli.campaigns.check_output import print_check  # noqa: PLC0415

    with session.opened(calls=True) as campaigns:
        campaign = campaigns.get(name)
        result = campaign.check(samples=samples)
        print_check(session.output, result, campaign.limits)
    raise SystemExit(_code_of(result))


def _code_of(result: CheckResult) -> int:
    """Whether it can be started."""
    can_start = result.ready > 0 and not result.problem_count
    return exit_codes.FINE if can_start else exit_codes.FAILED


@click.command(cls=Command)
@name_argument
@click.argument("phone", metavar="NUMBER")
@click.option(
    "--row",
    type=click.IntRange(1),
    metavar="N",
    help="Take the values of this row of the table; by default, of the first that is ready.",
)
@calling_campaign_command
def test(session: CampaignSession, /, *, name: str, phone: str, row: int | None) -> None:
    """Send the message to any number, with the values of a row.

    It counts neither as a recipient nor against any limit.

    \b
    Exit codes:
      0  accepted
      1  refused, or the request failed
      2  wrong usage
      4  unknown outcome: look at the phone before you send it again

    \b
    Examples:
      turbosms campaign test sale 380678998668
      turbosms campaign test sale 380678998668 --row 2
    """
    from turbosms_cli.calling.error_messages import report_problem  # noqa: PLC0415
    from turbosms_client import OutcomeUnknownError, normalize_phone  # noqa: PLC0415

    if normalize_phone(phone) is None:
        raise click.BadParameter(
            _("{phone} is not a phone number.", phone=quoted(phone)), param_hint="NUMBER"
        )
    session.output.survives_closed_stdout = True
    with session.opened(calls=True) as campaigns:
        try:
            report = campaigns.get(name).test(phone, row=row)
        except OutcomeUnknownError:
            report_problem(
                session.output,
                "OutcomeUnknownError",
                _(
                    "It is not known whether the message was sent: look at the phone before you "
                    "send it again."
                ),
            )
            raise SystemExit(exit_codes.UNKNOWN) from None
    for accepted in report.accepted:
        if session.output.as_json:
            session.output.row(
                {
                    "type": "recipient",
                    "accepted": True,
                    "input": accepted.input,
                    "message_id": accepted.message_id,
                }
            )
        else:
            session.output.line(
                _(
                    "Sent to {phone}: message {message_id}",
                    phone=accepted.input,
                    message_id=accepted.message_id,
                )
            )


@click.command(cls=Command)
@name_argument
@click.option("--yes", is_flag=True, help="Do not ask, and do not ask the service for the balance.")
@calling_campaign_command
def start(session: CampaignSession, /, *, name: str, yes: bool) -> None:
    """Start a campaign, after a question with the numbers.

    From then on, turbosms campaign run or work sends it, on this machine or another one.

    \b
    Example:
      turbosms campaign start sale --yes
    """
    with session.opened(calls=not yes) as campaigns:
        campaign = campaigns.get(name)
        if not yes and campaign.state.value == "draft":
            _ask(session, campaign)
        campaign.start()
        progress = campaign.progress()
    from turbosms_cli.campaigns.progress_output import print_state  # noqa: PLC0415

    print_state(session.output, progress)
    if not progress.workers:
        session.output.note(_("To send it: {command}", command=next_command("campaign run", name)))


def _ask(session: CampaignSession, campaign: Campaign) -> None:
    """Ask, with the numbers. What cannot be started is not asked about."""
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415
    from turbosms_cli.campaigns.check_output import cost_in_words  # noqa: PLC0415
    from turbosms_cli.campaigns.limits_output import schedule_in_words  # noqa: PLC0415

    result = campaign.check(samples=0)
    balance = result.balance
    if result.problem_count or not result.ready or balance is None:
        return
    people = _n("{count:,} person gets a message.", "{count:,} people get a message.", result.ready)
    if result.cost is not None:
        people = _n(
            "{count:,} person gets a message, for {cost}.",
            "{count:,} people get a message, for {cost}.",
            result.ready,
            cost=cost_in_words(result.cost),
        )
    said = [
        joined(" ", (people, _("The balance is {balance:money} UAH.", balance=balance))),
        schedule_in_words(campaign.limits),
    ]
    if result.cost is not None and balance < result.cost.highest:
        said.append(_("The balance may not last: then the campaign pauses, and can go on later."))
    session.output.note(joined("\n", said))
    if not confirm(_("Start it?"), what_else=_("pass --yes")):
        raise FailedError(_("Nothing was started."))


COMMANDS: Final = (create, check, test, start)
