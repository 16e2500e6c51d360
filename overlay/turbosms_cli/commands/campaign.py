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
    """Send to a table of people, and see who got it.

    Texts can be personal, and every campaign has limits: times of day, a rate, a maximum cost.
    Campaigns are kept in a database: if a run fails or is killed, the next one goes on, and nobody
    gets a message twice. docs/campaigns.md describes everything, from the table to the report.

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
