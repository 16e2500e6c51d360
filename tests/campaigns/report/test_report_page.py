"""The report as a page, in a real browser: what it shows.

What it shows comes from the figures, whatever the database, so these tests use files alone.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.report.filled import START, FilledCampaign
from tests.campaigns.report.pages import boxes_of
from turbosms_campaigns import Report

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.campaigns.report.pages import OpenReport
    from turbosms_campaigns._storage.database import Database


def _cells(page: Page, caption: str) -> list[list[str]]:
    """The rows of a table, also of one that is folded up."""
    cells: list[list[str]] = page.evaluate(
        """(wanted) => {
            const tables = [...document.querySelectorAll('table')];
            const table = tables.find((one) => one.caption.textContent.startsWith(wanted));
            const rows = [...table.tBodies[0].rows];
            return rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
        }""",
        caption,
    )
    return cells


def test_the_headline_figures_are_those_of_the_campaign(
    open_report: OpenReport, everything: FilledCampaign
) -> None:
    page = open_report(everything)
    assert page.title() == "autumn-sale: campaign report"
    assert page.locator("h1").inner_text() == "autumn-sale"
    tiles = page.locator(".tiles > div").all_inner_texts()
    lines = [" ".join(tile.split()) for tile in tiles]
    assert lines == [
        "Rows in the table 691",
        "Messages created 544 78.7 % of the rows",
        "Delivered 442 81.2 % of the messages",
        "Not delivered 34 6.2 % of the messages",
        "Refused 35 5.1 % of the rows",
        "Unknown 7 who may have a message",
        "Spent 289.00 UAH, 0.6538 for each delivered message",
    ]
    assert "Viber as Shop, or else SMS as Shop" in page.locator("header").inner_text()
    assert "Recipients of customers.csv" in page.locator("header").inner_text()


def test_the_states_add_up_to_the_rows(open_report: OpenReport, everything: FilledCampaign) -> None:
    *states, total = _cells(open_report(everything), "Rows by state")
    assert sum(int(count) for _, count, _ in states) == int(total[1]) == 691
    assert [name for name, _, _ in states][:2] == [
        "DeliveredThe message arrived.",
        "On the wayA message was created; its delivery is not final.",
    ]


def test_shares_of_a_bar_are_as_long_as_they_are_large(
    open_report: OpenReport, file_database: Database
) -> None:
    campaign = FilledCampaign(file_database)
    campaign.add("delivered", 60)
    campaign.add("refused", 30, code=404)
    campaign.add("invalid", 10, phone=None, input="no")
    page = open_report(campaign)
    bar = page.locator("figure .bar").first
    whole = bar.bounding_box()
    assert whole is not None
    shares = [
        box["width"] / whole["width"] for box in boxes_of(page, "figure .bar >> nth=0 >> rect")
    ]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.01)
    assert bar.get_attribute("aria-label") == (
        "Rows by outcome. Delivered: 60; Refused: 30; Left out: 10."
    )


def test_columns_over_time_are_as_high_as_they_are_many(
    open_report: OpenReport, file_database: Database
) -> None:
    campaign = FilledCampaign(file_database)
    campaign.add("accepted", 20, sent_at=START)
    campaign.add("accepted", 5, sent_at=START + dt.timedelta(seconds=2))
    campaign.add_event("paused", START + dt.timedelta(seconds=1), reason="user")
    page = open_report(campaign)
    first, second = boxes_of(page, ".plot rect.sent")
    assert first["height"] / second["height"] == pytest.approx(4, rel=0.02)
    assert first["y"] + first["height"] == pytest.approx(second["y"] + second["height"], abs=1)
    assert page.locator(".plot rect.sent title").all_text_contents() == [
        "10:00:00: 20",
        "10:00:02: 5",
    ]
    assert page.locator(".plot .mark title").all_text_contents() == ["Paused by a person, 10:00:01"]
    assert _cells(page, "What happened in each second") == [
        ["2026-10-01 10:00", "20", "0", "0"],
        ["2026-10-01 10:00", "0", "0", "0"],
        ["2026-10-01 10:00", "5", "0", "0"],
    ]


def test_lines_end_at_their_totals(open_report: OpenReport, everything: FilledCampaign) -> None:
    page = open_report(everything)
    label = page.locator(".plot").nth(1).get_attribute("aria-label")
    assert label == "In all, at the end: Sent: 544; Delivered: 442; Not delivered: 34."


def test_channels_have_their_outcomes_and_their_cost(
    open_report: OpenReport, everything: FilledCampaign
) -> None:
    page = open_report(everything)
    assert _cells(page, "Messages by channel") == [
        ["Viber", "306", "306", "0", "0", "153.00 UAH"],
        ["SMS", "204", "136", "34", "34", "136.00 UAH"],
        ["Channel not known yet", "34", "0", "0", "34", "0.00 UAH"],
    ]
    section = page.locator("section", has=page.get_by_role("heading", name="By channel"))
    assert "170 after Viber had failed" in section.inner_text()


def test_reasons_have_their_counts(open_report: OpenReport, everything: FilledCampaign) -> None:
    page = open_report(everything)
    heading = page.get_by_role("heading", name="Why rows have no message that arrived")
    items = page.locator("section", has=heading).locator(".bars li").all_inner_texts()
    lines = [" ".join(item.split()) for item in items]
    assert lines[0] == "Held out, for comparison. 60 Held out · 8.7 % of the rows"
    refusal = next(line for line in lines if "code 404" in line)
    assert refusal.endswith("34 Refused · 4.9 % of the rows · code 404")
    assert len(items) == 12
    assert page.locator("summary", has_text="reasons").count() == 0


@pytest.mark.thorough_only
def test_the_least_frequent_of_many_reasons_are_folded_up(
    open_report: OpenReport, file_database: Database
) -> None:
    campaign = FilledCampaign(file_database)
    for number in range(1, 15):
        campaign.add("excluded", number, reason=f"file:{number}.csv")
    page = open_report(campaign)
    assert page.locator(".bars li").count() == 12
    rows = _cells(page, "All 14 reasons")
    assert rows[0] == ["In the exclusion file 14.csv.", "Excluded", "14"]
    assert len(rows) == 14


def test_the_cost_is_drawn_to_the_scale_of_its_estimate(
    open_report: OpenReport, file_database: Database
) -> None:
    campaign = FilledCampaign(
        file_database,
        check_figures={"lowest_cost": "100", "highest_cost": "200"},
        cost_spent=Decimal(50),
        cost_reserved=Decimal(25),
        max_cost=Decimal(400),
    )
    campaign.add("delivered", 1)
    page = open_report(campaign)
    limit = boxes_of(page, ".limit")[0]["width"]
    drawn = {
        name: boxes_of(page, f".bar .{name}")[0]["width"] / limit
        for name in ("estimate", "estimate-more", "spent", "spent-more")
    }
    assert drawn == pytest.approx(
        {"estimate": 0.25, "estimate-more": 0.25, "spent": 0.125, "spent-more": 0.0625}, abs=0.01
    )
    heading = page.get_by_role("heading", name="Cost against the estimate")
    text = page.locator("section", has=heading).inner_text()
    assert "100.00 UAH to 200.00 UAH" in text
    assert "no price of 1 delivered message" in text


def test_what_happened_is_a_table(open_report: OpenReport, everything: FilledCampaign) -> None:
    rows = _cells(open_report(everything), "What happened, in Kyiv time")
    assert rows[0] == ["2026-10-01 09:30", "Created"]
    assert ["2026-10-01 10:14", "Paused by a person"] in rows
    assert len(rows) == 8


def test_a_draft_has_a_page_without_charts_of_what_was_sent(
    open_report: OpenReport, file_database: Database
) -> None:
    campaign = FilledCampaign(file_database, state="draft")
    campaign.add("ready", 3)
    page = open_report(campaign)
    headings = page.locator("h2").all_inner_texts()
    assert headings == ["What became of every row", "What was sent", "How it was sent"]
    assert "Draft" in page.locator("header").inner_text()


def test_a_campaign_without_a_row_has_a_page(
    open_report: OpenReport, file_database: Database
) -> None:
    page = open_report(FilledCampaign(file_database, state="draft"))
    assert "Rows in the table 0" in " ".join(page.locator(".tiles").inner_text().split())


def test_a_pause_and_a_wait_are_told_at_the_top(
    open_report: OpenReport, file_database: Database
) -> None:
    paused = FilledCampaign(file_database, state="paused", pause_reason="balance")
    header = open_report(paused).locator("header")
    assert "the balance does not cover the next chunk" in header.inner_text()
    start_at = dt.datetime(2100, 1, 1, 10, tzinfo=dt.UTC)
    waiting = FilledCampaign(file_database, "later", start_at=start_at)
    assert "Waits until 2100-01-01 12:00" in open_report(waiting).locator("header").inner_text()


def test_amounts_are_in_groups_as_numbers_are(
    open_report: OpenReport, file_database: Database
) -> None:
    campaign = FilledCampaign(
        file_database,
        check_figures={"lowest_cost": "1000000", "highest_cost": "1234567.891"},
        cost_spent=Decimal("312345.6"),
        balance=Decimal("9999.5"),
        max_cost=Decimal(2_000_000),
    )
    campaign.add("delivered", 2)
    text = open_report(campaign).locator("body").inner_text()
    for amount in ("1,000,000.00 UAH to 1,234,567.891 UAH", "312,345.60", "9,999.50 UAH"):
        assert amount in text
    assert "2,000,000.00 UAH" in text
    assert "no price of 2 delivered messages." in text


def test_a_page_on_a_server_asks_for_no_icon(
    open_report: OpenReport, everything: FilledCampaign
) -> None:
    page = open_report(everything)
    assert page.locator("link[rel=icon]").get_attribute("href") == "data:,"


def test_no_phone_number_is_in_the_page(
    everything: FilledCampaign, file_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    Report(file_database, everything.key).to_html(file)
    html = file.read_text("utf-8")
    assert "38050" not in html
    assert "Олена" not in html
