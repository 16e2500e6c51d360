"""Campaigns: from a table of people to who got the message."""

from __future__ import annotations

import click

from turbosms_cli.commands import campaign_drafts, campaign_results, campaign_sending
from turbosms_cli.options.usage import Group


class _InOrderOfUse(Group):
    """Lists its commands as they follow each other, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrderOfUse)
def campaign() -> None:
    """Send personal texts to a table of people, and see who got them.

    A campaign is kept in a database. Whatever is killed or fails while it is sent, the next run
    goes on from there, and nobody gets a message twice. docs/campaigns.md describes it from the
    table to the report.

    \b
    Examples:
      turbosms campaign create sale --from customers.csv --sms TurboSMS \\
          --text "{name}, 20% off until Sunday" --price sms=0.80
      turbosms campaign start sale --yes && turbosms campaign run sale
      turbosms campaign report sale --html sale.html
    """


for _command in (
    *campaign_drafts.COMMANDS,
    *campaign_sending.COMMANDS,
    *campaign_results.COMMANDS,
):
    campaign.add_command(_command)
