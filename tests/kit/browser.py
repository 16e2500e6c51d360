"""Debian's Chromium, and axe."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from tests.kit.debian import PACKAGES, find, install_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PROGRAM: Final = "chromium-headless-shell"
"""Debian's Chromium without the parts that only a screen needs."""

FONTS: Final = {
    name: PACKAGES[name]
    for name in (
        "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
        "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    )
}
"""Those of the pictures in the documentation."""

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
    # Every run of tests comes by here, but few need a browser.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    # A running browser would not notice fonts that come later, or only in some pages.
    install_missing(FONTS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(PROGRAM), args=_FLAGS)
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
