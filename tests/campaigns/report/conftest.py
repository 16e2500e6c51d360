"""Reports of campaigns in files, and a browser that opens their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.report.filled import FilledCampaign, fill_with_everything
from tests.kit.browser import chromium
from turbosms_campaigns import Report
from turbosms_campaigns._storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

    from tests.campaigns.report.pages import OpenReport

DESKTOP: ViewportSize = {"width": 1200, "height": 900}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all of these tests, which one process runs in a row: see tests/order.py."""
    with chromium() as running:
        yield running


@pytest.fixture
def file_database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/campaigns.db")
    yield database
    database.close()


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[OpenReport]:
    """Opens a report; it may ask for nothing but itself, and nothing may go wrong."""
    visits: list[tuple[Page, list[str], list[str]]] = []

    def open_it(campaign: FilledCampaign, **options: Any) -> Page:
        file = tmp_path / f"{len(visits)}.html"
        Report(campaign.database, campaign.key).to_html(file)
        page = browser.new_context(viewport=DESKTOP, **options).new_page()
        asked: list[str] = []
        problems: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text))
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        visits.append((page, asked, problems))
        page.goto(file.as_uri())
        return page

    yield open_it
    for page, asked, problems in visits:
        assert asked == [page.url]
        assert problems == []
        page.context.close()


@pytest.fixture
def everything(file_database: Database) -> FilledCampaign:
    return fill_with_everything(file_database)
