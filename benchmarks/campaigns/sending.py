"""How long a campaign takes to send, with all that makes it durable."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from functools import partial
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

ROUNDS = 3
CHUNK = 5_000
"""Recipients of a request, of the campaign as of the loop."""
CHUNKS = 20
DELAY = 1.0
"""Seconds for a call to 5,000: that of a service at the other end of a network."""
PERSONAL = 10_000
RICH = 100_000_000
SENDER = "TurboSMS"
SAME_FOR_ALL = "Sale, 20 % off until Sunday"
OWN_FOR_EACH = "Hello {name}, your code is {code}"


def against_bare_loop() -> Iterator[float]:
    """A campaign for 100,000 recipients, against a loop of `message.send` over the same chunks.

    In turns, against the same sandbox, which takes a second for each call. The start of the engine
    does not count: it is the same for a million.
    """

    def seconds(sandbox: Server, action: Callable[[], None]) -> float:
        fault = {"method": "message/send", "kind": "delay", "seconds": DELAY, "times": CHUNKS}
        sandbox.control("POST", "/sandbox/faults", fault)
        began = time.perf_counter()
        action()
        taken = time.perf_counter() - began
        sandbox.control("DELETE", "/sandbox/faults", {})
        return taken

    return _against_bare_loop(seconds)


def processor_against_bare_loop() -> Iterator[float]:
    """The same without the delay, in seconds of processor time of sender and sandbox together.

    Neither the disk nor what else the machine does counts.
    """
    return _against_bare_loop(_processor_seconds)


def _against_bare_loop(
    seconds: Callable[[Server, Callable[[], None]], float],
) -> Iterator[float]:
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
                    loop = seconds(sandbox, lambda: _send_all(client))
                campaign = _campaign(campaigns, people, SAME_FOR_ALL, partial(seconds, sandbox))
                if number % 2 == 1:
                    loop = seconds(sandbox, lambda: _send_all(client))
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
                seconds = partial(_processor_seconds, sandbox)
                yield PERSONAL / _campaign(campaigns, people, OWN_FOR_EACH, seconds)


@contextmanager
def _opened(folder: str, sandbox: Server) -> Iterator[Campaigns]:
    # With an inbox, nothing is asked about outcomes for two minutes.
    inbox = WebhookInbox(Path(folder, "webhooks.db"), WebhookReceiver("benchmark"))
    database = f"sqlite:///{folder}/campaigns.db"
    with Campaigns(database, token="sandbox", base_url=sandbox.address, inbox=inbox) as campaigns:
        yield campaigns
    inbox.close()


_names = count()


def _campaign(
    campaigns: Campaigns, people: Path, text: str, seconds: Callable[[Callable[[], None]], float]
) -> float:
    """Seconds of a worker that sends it, without those of one that has nothing to do."""
    sms = Sms(sender=SENDER)
    sale = campaigns.create(f"sale-{next(_names)}", recipients=people, text=text, sms=sms)
    sale.set(window=None)
    idle = seconds(lambda: _run(campaigns))
    sale.start()
    sending = seconds(lambda: _run(campaigns))
    assert sale.state == "finished"
    return sending - idle


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
