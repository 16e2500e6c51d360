"""The inbox page in a real browser, while the application sends to thousands."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.servers import SANDBOX, running
from tests.kit.browser import PROGRAM, chromium
from tests.kit.debian import find

if TYPE_CHECKING:
    from collections.abc import Iterator

SENDS = 5
RECIPIENTS = 5_000
AFTERWARDS = 5_000
"""Milliseconds for which the page is watched after each send.

That is how long the statuses of an SMS take.
"""

_WATCH = """
window.longest = 0;
let last = performance.now();
const frame = (now) => {
    window.longest = Math.max(window.longest, now - last);
    last = now;
    requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""
_texts = count()


def why_no_browser() -> str | None:
    """Why no page can be measured here, or None.

    The browser is installed on the way, where that is possible.
    """
    try:
        find(PROGRAM)
    except pytest.skip.Exception as reason:
        return str(reason)
    return None


def longest_frames() -> Iterator[float]:
    """The longest time between two frames while a send to 5,000 arrives, in milliseconds.

    The list is in view, and the phone of one of the recipients.
    """
    with running(SANDBOX) as sandbox, chromium() as browser:
        sandbox.control("PATCH", "/sandbox/account", {"balance": 100_000_000})
        tab = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        tab.goto(f"{sandbox.address}/#/380500000007")
        tab.wait_for_selector(".link-live")
        tab.evaluate(_WATCH)
        for number in range(SENDS):
            tab.evaluate("window.longest = 0")
            sandbox.post("/message/send.json", _send())
            tab.get_by_text(f"{(number + 1) * RECIPIENTS:,} messages", exact=True).wait_for()
            tab.wait_for_timeout(AFTERWARDS)
            yield tab.evaluate("window.longest")


def _send() -> dict[str, Any]:
    recipients = [f"38050{number:07}" for number in range(RECIPIENTS)]
    text = f"Text number {next(_texts)}"
    return {
        "recipients": recipients,
        "viber": {"sender": "TurboSMS", "text": text},
        "sms": {"sender": "TurboSMS", "text": text},
    }
