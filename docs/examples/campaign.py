"""A hybrid campaign from start to finish, against a sandbox in a process of its own: `make run`.

Viber goes first, and SMS follows where Viber fails. The recipients are magic numbers of the sandbox
(docs/sandbox.md), one for each path that a message can take.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx2

from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import MessageDetails, SendReport

RECIPIENTS = {
    "+38 (067) 899-86-68": "an ordinary number",
    "380503288668": "another one",
    "380003000001": "reads the Viber message",
    "380001000001": "has no Viber",
    "380001000002": "has blocked the sender",
    "380001000004": "has Viber, but its phone is off",
    "380000000404": "is on the stop list",
    "380000000406": "is in a country that is not enabled",
    "0503288668": "is listed twice",
}
TTL = 300


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


def show(report: SendReport, details: dict[str, MessageDetails]) -> None:
    """Print a line for each recipient: who, which channel, final status, why SMS, price."""
    line = "{:<21} {:<36} {:<8} {:<9} {:<35} {:>5}"
    print(line.format("number", "who", "channel", "status", "why not Viber", "UAH"))
    for row in report.accepted:
        message = details[row.message_id or ""]
        viber, sms = message.viber, message.sms
        reason = (
            ""
            if viber is None or sms is None
            else viber.rejected_status or f"{viber.status}, the ttl ran out"
        )
        channel, end = ("SMS", sms) if sms else ("Viber", viber)
        assert end is not None
        print(
            line.format(
                row.input,
                RECIPIENTS[row.input],
                channel,
                end.status,
                reason,
                f"{message.price:.2f}",
            )
        )
    for row in [*report.rejected, *report.duplicates]:
        print(
            line.format(
                row.input, RECIPIENTS[row.input], "-", "refused", f"{row.code:d} {row.name}", "-"
            )
        )


def main() -> None:
    with sandbox() as url, TurboSMS(token="sandbox", base_url=url) as client:
        print(f"Sandbox at {url}")
        before = client.user.balance()
        report = client.message.send(
            list(RECIPIENTS),
            text="Your order 12345 has been shipped.",
            viber=Viber(
                sender="TurboSMS", caption="Track", action="https://example.com/12345", ttl=TTL
            ),
            sms=Sms(sender="TurboSMS"),
        )
        print(f"{report!r}\n")
        httpx2.post(
            f"{url}/sandbox/clock", json={"advance": TTL + 60}, trust_env=False
        ).raise_for_status()
        client.message.wait(report, timeout=30)
        show(report, client.message.details(report))
        after = client.user.balance()
        print(
            f"\nBalance before {before:.2f} UAH, after {after:.2f} UAH, "
            f"spent {before - after:.2f} UAH."
        )
    if os.environ.get("TURBOSMS_TOKEN"):
        print(
            "\nTURBOSMS_TOKEN is set, and nothing was sent with it. To send for real: "
            "TurboSMS() without base_url reads the token from there; "
            "name a sender of your account and your own recipients."
        )


if __name__ == "__main__":
    main()
