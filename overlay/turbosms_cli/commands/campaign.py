"""Campaigns: from a table of people to who got the message."""

from __future__ import annotations

import click

from turbosms_cli.commands import campaign_drafts, campaign_results, campaign_sending
from turbosms_cli.options.usage import Group


@click.group(cls=Group)
def campaign() -> None:
    """Send to a table of people, with personal texts, within limits, and exactly once.

    A campaign is kept in a database, so its commands may be ended and run again at any time, and
    nobody gets a message twice. docs/campaigns.md describes them from the table to the report.

    \b
    Examples:
      turbosms campaign create sale --from customers.csv --sms TurboSMS \\
          --text "{name}, 20 % off until Sunday" --price sms=0.80
      turbosms campaign start sale --yes && turbosms campaign run sale
      turbosms campaign report sale --html sale.html
    """


for _command in (
    *campaign_drafts.COMMANDS,
    *campaign_sending.COMMANDS,
    *campaign_results.COMMANDS,
):
    campaign.add_command(_command)
