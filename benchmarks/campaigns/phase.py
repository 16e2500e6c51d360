"""One phase of a campaign, as a process of its own, so that its memory and time are known.

    python -m benchmarks.campaigns.phase PHASE FOLDER ADDRESS

FOLDER has `people.csv`, and gets the database. Prints what the phase found out, and its
peak of memory, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turbosms_campaigns import Campaigns
from turbosms_client import Sms
from turbosms_webhooks import WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_campaigns import Campaign

NAME = "sale"
TEXT = "Sale, 20 % off until Sunday"
_LOOKS_APART = 0.25
_LONGEST = 3_600.0
_KB_IN_A_MEGABYTE = 1_024


def _import(campaigns: Campaigns, folder: Path) -> object:
    sms = Sms(sender="TurboSMS")
    sale = campaigns.create(NAME, recipients=folder / "people.csv", text=TEXT, sms=sms)
    return sale.progress().rows


def _check(campaigns: Campaigns, _: Path) -> object:
    return campaigns.get(NAME).check().ready


def _send(campaigns: Campaigns, _: Path) -> object:
    sale = campaigns.get(NAME)
    sale.set(window=None)
    sale.start()
    campaigns.run(until_idle=True, outcomes_timeout=0)
    return _counts(sale)


def _watch(campaigns: Campaigns, _: Path) -> object:
    """Milliseconds of each look at a campaign while another process sends it."""
    sale = campaigns.get(NAME)
    sale.progress()
    milliseconds: list[float] = []
    while not milliseconds or sale.state != "finished":
        time.sleep(_LOOKS_APART)
        began = time.perf_counter()
        sale.progress()
        milliseconds.append(1_000 * (time.perf_counter() - began))
    return milliseconds


def _find_outcomes(campaigns: Campaigns, _: Path) -> object:
    campaigns.run(until_idle=True, outcomes_timeout=_LONGEST)
    return _counts(campaigns.get(NAME))


def _write_csv(campaigns: Campaigns, folder: Path) -> object:
    return campaigns.get(NAME).report().to_csv(folder / "report.csv")


def _write_jsonl(campaigns: Campaigns, folder: Path) -> object:
    return campaigns.get(NAME).report().to_jsonl(folder / "report.jsonl")


def _write_html(campaigns: Campaigns, folder: Path) -> object:
    campaigns.get(NAME).report().to_html(folder / "report.html")
    return (folder / "report.html").stat().st_size


def _counts(sale: Campaign) -> dict[str, int]:
    counts = sale.progress().counts
    return {state.value: recipients for state, recipients in counts.items() if recipients}


PHASES: dict[str, Callable[[Campaigns, Path], object]] = {
    "import": _import,
    "check": _check,
    "send": _send,
    "watch": _watch,
    "outcomes": _find_outcomes,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "html": _write_html,
}


def main() -> None:
    phase, folder, address = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    options: dict[str, Any] = {}
    if phase == "send":
        # With an inbox, nothing is asked about outcomes for two minutes.
        inbox = WebhookInbox(folder / "webhooks.db", WebhookReceiver("benchmark"))
        options["inbox"] = inbox
    database = f"sqlite:///{folder}/campaigns.db"
    with Campaigns(database, token="sandbox", base_url=address, **options) as campaigns:
        told = PHASES[phase](campaigns, folder)
    print(json.dumps({"told": told, "peak": _peak()}))


def _peak() -> float:
    """The most memory that this process has had, in megabytes (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / _KB_IN_A_MEGABYTE


if __name__ == "__main__":
    main()
