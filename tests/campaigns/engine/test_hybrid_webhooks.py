"""What webhooks tell of hybrids, from a sandbox that calls a real receiver."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import pytest

from tests.campaigns.engine.local_workers import ONLY_TOLD, work
from tests.campaigns.steps import campaign_row, recipient_rows, write_running
from tests.kit.control import passing_time
from tests.webhooks.calls import SECRET
from tests.webhooks.serving import behind_uvicorn
from turbosms_campaigns._model.settings import Message
from turbosms_client import Sms, Viber
from turbosms_webhooks import WebhookInbox, WebhookReceiver
from turbosms_webhooks.asgi import WebhookApp

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control
    from turbosms_campaigns._storage.context import Context

HYBRID: Final = Message(
    text="Hi", viber=Viber(sender="TurboSMS", ttl=60), sms=Sms(sender="TurboSMS")
)
UNREACHABLE: Final = "380507777777"
EXPECTED: Final = {
    "380501111111": ("delivered", "viber", "Delivered", None),
    "380003000001": ("delivered", "viber", "Read", None),
    "380001000001": ("delivered", "sms", "Delivered", "SRVC_NOT_VIBER_USER"),
    "380001000004": ("delivered", "sms", "Delivered", None),
    UNREACHABLE: ("undelivered", "sms", "Expired", "SRVC_USER_BLOCKED"),
}


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("array", [False, True])
def test_the_channel_that_counts_is_waited_for(
    sqlite_context: Context, rich: Control, tmp_path: Path, array: bool
) -> None:
    rich.decide(UNREACHABLE, viber="SRVC_USER_BLOCKED", sms="Expired")
    people = [{"phone": phone} for phone in EXPECTED]
    key = write_running(sqlite_context.database, people, message=HYBRID)
    inbox = WebhookInbox(tmp_path / "webhooks.db", WebhookReceiver(SECRET))
    with inbox, behind_uvicorn(WebhookApp(inbox)) as port:
        rich.webhooks.set(f"http://127.0.0.1:{port}/", secret=SECRET, array=array)
        with passing_time(rich, seconds=30, every=0.2):
            work(dataclasses.replace(sqlite_context, inbox=inbox), settings=ONLY_TOLD)
    told = {
        row.phone: (row.state, row.channel, row.status, row.rejected_status)
        for row in recipient_rows(sqlite_context.database, key)
    }
    assert told == EXPECTED
    prices = [row.price for row in recipient_rows(sqlite_context.database, key)]
    assert None not in prices
    assert campaign_row(sqlite_context.database, key).cost_spent == sum(prices)
