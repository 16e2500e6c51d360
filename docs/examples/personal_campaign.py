"""A small campaign with a name in each text, against a sandbox of its own: the end of `make run`.

From a table of people to a report. What becomes of the messages is told by webhooks, which an inbox
stores; without one, the worker asks the service (docs/campaigns.md).
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx2

from turbosms_campaigns import Campaigns
from turbosms_client import ResultCode, Sms, Viber
from turbosms_webhooks import WebhookInbox, WebhookReceiver
from turbosms_webhooks.wsgi import WebhookApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_campaigns import Campaign, CheckResult

PEOPLE = """\
phone;name;bonus
+38 (067) 899-86-68;Олена;120
380001000001;Юрій;80
380503288668;Марія-Антуанетта;1500
0503288668;Марія;1500
380000000404;Зоя;15
not a number;Ганна;40
"""
TEXT = "Вітаємо, {name}! Ваші бонуси: {bonus}."
SECRET = "a secret of this example"


@contextlib.contextmanager
def sandbox() -> Iterator[str]:
    """Run a sandbox for the duration of the block, and give its address."""
    command = [sys.executable, "-m", "turbosms_cli", "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


class QuietHandler(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serving(app: WebhookApp) -> Iterator[str]:
    """Serve an app for the duration of the block, and give its address."""
    with make_server("127.0.0.1", 0, app, handler_class=QuietHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def control(url: str, method: str, path: str, **values: object) -> None:
    """Ask the sandbox for something that the service does not do."""
    httpx2.request(method, f"{url}/sandbox/{path}", json=values, trust_env=False).raise_for_status()


def show_check(check: CheckResult) -> None:
    """Print what would be sent, before it costs anything."""
    assert check.cost is not None
    counted = [f"{count} {state}" for state, count in check.counts.items() if count]
    print(f"{check.rows} rows: {', '.join(counted)}.")
    print(f"The first one gets: {check.samples[0].channels[0].text}")
    print(f"It costs {check.cost.lowest:.2f} to {check.cost.highest:.2f} UAH.\n")


def show_recipients(sale: Campaign) -> None:
    """Print a line for each row of the table."""
    line = "{:<19} {:<16} {:<9} {:<7} {:<35} {:>5}"
    print(line.format("phone", "name", "state", "channel", "why", "UAH"))
    for row in sale.recipients():
        why = row.rejected_status or ""
        if row.code:
            why = f"{row.code} {ResultCode(row.code).name}"
        price = "-" if row.price is None else f"{row.price:.2f}"
        values = (row.input, row.columns["name"], row.state, row.channel or "-", why, price)
        print(line.format(*values))


def main() -> None:
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        people = folder / "people.csv"
        people.write_text(PEOPLE, "utf-8")
        url = stack.enter_context(sandbox())
        inbox = WebhookInbox(folder / "webhooks.db", WebhookReceiver(SECRET))
        address = stack.enter_context(serving(WebhookApp(inbox)))
        control(url, "PUT", "webhooks", webhooks=[{"url": address, "secret": SECRET}])
        campaigns = stack.enter_context(
            Campaigns(
                f"sqlite:///{folder}/campaigns.db", token="sandbox", base_url=url, inbox=inbox
            )
        )
        print(f"\nA campaign of {people.name}, with the text: {TEXT}")
        sale = campaigns.create(
            "sale",
            recipients=people,
            text=TEXT,
            viber=Viber(sender="TurboSMS"),
            sms=Sms(sender="TurboSMS"),
            prices={"promotional": "0.50", "sms": "0.34"},
            window=None,
        )
        show_check(sale.check())
        sale.start()
        campaigns.run(until_idle=True, outcomes_timeout=0)
        control(url, "POST", "clock", advance=60)
        campaigns.run(until_idle=True)
        show_recipients(sale)
        print(f"\nSpent {sale.progress().spent:.2f} UAH.")


if __name__ == "__main__":
    main()
