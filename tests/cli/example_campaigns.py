"""The campaign `sale`, in the state in which a line of a help text or a page meets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.campaigns.steps import accepted, called, store
from turbosms_campaigns import Campaigns
from turbosms_campaigns._storage.database import Database
from turbosms_client import Sms

if TYPE_CHECKING:
    from collections.abc import Sequence

_STATES: Final = {
    "create": None,
    "check": "draft",
    "test": "draft",
    "start": "draft",
    "run": "running",
    "pause": "running",
    "resume": "paused",
    "cancel": "running",
    "set": "running",
    "retry": "finished",
    "list": "running",
    "show": "running",
    "report": "finished",
    "delete": "draft",
}
"""Its state before a command; None: it is not there."""
_COMMAND: Final = re.compile(r"turbosms campaign ([a-z]+)")


def prepare(database: str, line: str, phones: Sequence[str]) -> None:
    """Make an empty database, and the campaign as the first command of the line meets it."""
    command = _COMMAND.search(line)
    state = None if command is None else _STATES.get(command[1])
    with Campaigns(database, token="sandbox") as campaigns:
        if state is not None:
            make_campaign(campaigns, database, phones, state=state)


def make_campaign(
    campaigns: Campaigns,
    database: str,
    phones: Sequence[str],
    *,
    state: str = "draft",
    name: str = "sale",
) -> None:
    """A campaign of one text to these numbers, at any time of day, in a state of a campaign."""
    made = campaigns.create(
        name, recipients=phones, text="Hello", sms=Sms(sender="TurboSMS"), window=None
    )
    if state == "draft":
        return
    made.start()
    if state == "paused":
        made.pause()
    elif state == "cancelled":
        made.cancel()
    elif state == "finished":
        send_to_all(database, phones)
    assert made.state == state


def send_to_all(database: str, phones: Sequence[str], **refused: int) -> None:
    """Everybody is accepted, but those with a code: `p380501234567=404`."""
    opened = Database(database)
    try:
        assert store(opened, called(opened), accepted(phones, **refused))
    finally:
        opened.close()
