"""Debian's Chromium, axe, and a server that remembers what it was asked for."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from playwright.sync_api import sync_playwright

from tests.kit.tools import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page

PROGRAM: Final = "chromium-headless-shell"
"""Debian's Chromium without the parts that only a screen needs, and the name of its package."""

# Without most of these, Chromium looks for its maker's servers at every start.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(PROGRAM, PROGRAM), args=_FLAGS)
        yield browser
        browser.close()


def barriers(tab: Page, *without: str) -> list[Any]:
    """What axe finds that is serious or critical.

    The page's policy has to be off, since it refuses axe's script.

    It looks at every element, which takes long: `without` are selectors of what it need not see
    again.
    """
    tab.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found: list[Any] = tab.evaluate(
        """async (exclude) => {
            const within = {include: ['html'], exclude};
            const { violations } = await axe.run(within, {resultTypes: ['violations']});
            return violations
                .filter((row) => ['serious', 'critical'].includes(row.impact))
                .map((row) => [row.id, row.impact, row.nodes.slice(0, 3).map((node) => node.html)]);
        }""",
        list(without),
    )
    return found


class Site(NamedTuple):
    """A server on this machine, and the paths that it was asked for."""

    address: str
    asked: list[str]


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[Site]:
    """Serve HTML by path."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", asked)
        server.shutdown()
        thread.join()
