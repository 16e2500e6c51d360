"""How long a campaign takes to send, with all that makes it durable."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.campaigns.people import write_people
from benchmarks.servers import SANDBOX, running
from turbosms_campaigns import Campaigns
from turbosms_client import Sms, TurboSMS
from turbosms_webhooks import WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.servers import Server

ROUNDS = 5
CHUNK = 5_000
"""Recipients of a request, of the campaign as of the loop."""
CHUNKS = 20
PERSONAL = 10_000
RICH = 100_000_000
SENDER = "TurboSMS"
SAME_FOR_ALL = "Sale, 20 % off until Sunday"
OWN_FOR_EACH = "Hello {name}, your code is {code}"


def against_bare_loop() -> Iterator[float]:
    """A campaign for 100,000 recipients, against a loop of `message.send` over the same chunks.

    Seconds of processor time of the sender and of the sandbox together: neither the disk nor what
    else the machine does counts. In turns, against the same sandbox. The start of the engine does
    not count: it is the same for a million.
    """
    with tempfile.TemporaryDirectory() as folder, running(SANDBOX) as sandbox:
        people = Path(folder, "people.csv")
        write_people(people, CHUNK * CHUNKS)
        with _opened(folder, sandbox) as campaigns, TurboSMS("sandbox", sandbox.address) as client:
            _run(campaigns)
            for number in range(ROUNDS):
                sandbox.control("POST", "/sandbox/reset", {})
                sandbox.control("PATCH", "/sandbox/account", {"balance": RICH})
                loop = 0.0
                if number % 2 == 0:
                    loop = _processor_seconds(sandbox, lambda: _send_all(client))
                campaign = _seconds_of_campaign(campaigns, sandbox, people, SAME_FOR_ALL)
                if number % 2 == 1:
                    loop = _processor_seconds(sandbox, lambda: _send_all(client))
                yield campaign / loop


def personal_texts_a_second() -> Iterator[float]:
    """Recipients a second whose texts are all different.

    A second of processor time of the sender and of the sandbox together, which have two processors
    in fact.
    """
    with tempfile.TemporaryDirectory() as folder, running(SANDBOX) as sandbox:
        people = Path(folder, "people.csv")
        write_people(people, PERSONAL)
        with _opened(folder, sandbox) as campaigns:
            _run(campaigns)
            for _ in range(ROUNDS):
                sandbox.control("POST", "/sandbox/reset", {})
                sandbox.control("PATCH", "/sandbox/account", {"balance": RICH})
                yield PERSONAL / _seconds_of_campaign(campaigns, sandbox, people, OWN_FOR_EACH)


@contextmanager
def _opened(folder: str, sandbox: Server) -> Iterator[Campaigns]:
    # With an inbox, nothing is asked about outcomes for two minutes.
    inbox = WebhookInbox(Path(folder, "webhooks.db"), WebhookReceiver("benchmark"))
    database = f"sqlite:///{folder}/campaigns.db"
    with Campaigns(database, token="sandbox", base_url=sandbox.address, inbox=inbox) as campaigns:
        yield campaigns
    inbox.close()


_names = count()


def _seconds_of_campaign(campaigns: Campaigns, sandbox: Server, people: Path, text: str) -> float:
    """Seconds of a worker that sends it, without those of one that has nothing to do."""
    sms = Sms(sender=SENDER)
    sale = campaigns.create(f"sale-{next(_names)}", recipients=people, text=text, sms=sms)
    sale.set(window=None)
    idle = _processor_seconds(sandbox, lambda: _run(campaigns))
    sale.start()
    seconds = _processor_seconds(sandbox, lambda: _run(campaigns))
    assert sale.state == "finished"
    return seconds - idle


def _run(campaigns: Campaigns) -> None:
    campaigns.run(until_idle=True, outcomes_timeout=0)


def _send_all(client: TurboSMS) -> None:
    """A loop over as many chunks, of numbers that no campaign has."""
    for chunk in range(CHUNKS):
        phones = [f"38067{number:07}" for number in range(chunk * CHUNK, (chunk + 1) * CHUNK)]
        report = client.message.send(phones, sms=Sms(sender=SENDER, text=SAME_FOR_ALL))
        assert len(report.accepted) == CHUNK


def _processor_seconds(sandbox: Server, action: Callable[[], None]) -> float:
    began = time.process_time() + sandbox.processor()
    action()
    return time.process_time() + sandbox.processor() - began
