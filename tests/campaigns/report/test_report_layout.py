"""How the page of a report looks, on any screen, and whatever texts strangers have put into it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.report.filled import START, FilledCampaign, fill_with_everything
from tests.campaigns.report.pages import boxes_of
from tests.kit.browser import barriers

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FloatRect, Locator, ViewportSize

    from tests.campaigns.report.pages import OpenReport
    from turbosms_campaigns._storage.database import Database

PHONE: ViewportSize = {"width": 360, "height": 740}
HOSTILE = [
    "<script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran = 1">',
    "</style></title></svg><script>window.ran = 1</script>",
    "' onload='window.ran = 1",
    "&lt;script&gt; &amp; &#60;",
    "\u202egnp.exe \u2066\u2069",
    "a\x00b\x1b[31mc\x07",
    "W" * 3_000,
    "<base href='https://evil.example/'><link rel=stylesheet href='https://evil.example/a.css'>",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(
    open_report: OpenReport, everything: FilledCampaign, scheme: str
) -> None:
    # The page's policy would keep axe out, as it does everything.
    page = open_report(everything, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert barriers(page) == []


def test_it_is_light_or_dark_as_the_reader_likes(
    open_report: OpenReport, everything: FilledCampaign
) -> None:
    brightness = """() => {
        const colour = (name) => getComputedStyle(document.documentElement)[name];
        const sum = (text) => text.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b);
        return [sum(colour('backgroundColor')), sum(colour('color'))];
    }"""
    ground, text = open_report(everything, color_scheme="light").evaluate(brightness)
    assert ground > 700
    assert text < 100
    ground, text = open_report(everything, color_scheme="dark").evaluate(brightness)
    assert ground < 100
    assert text > 600


def _fill_with_days(database: Database) -> FilledCampaign:
    """A campaign of three days, which has the longest labels of times."""
    campaign = FilledCampaign(database, state="running")
    for day in range(3):
        for hour in range(0, 12, 2):
            sent_at = START + dt.timedelta(days=day, hours=hour)
            campaign.add("delivered", 1_000, sent_at=sent_at, settled_at=sent_at, channel="sms")
    return campaign


@pytest.mark.parametrize("width", [320, 360, 550, 1200])
@pytest.mark.parametrize("fill", [fill_with_everything, _fill_with_days])
def test_everything_has_its_place(
    open_report: OpenReport,
    file_database: Database,
    fill: Callable[[Database], FilledCampaign],
    width: int,
) -> None:
    page = open_report(fill(file_database))
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for axis in page.locator(".times").all():
        labels = _visible_boxes(axis)
        assert len(labels) >= 2
        for left, right in pairwise(labels):
            assert left["x"] + left["width"] < right["x"]
        assert labels[0]["x"] >= 0
        assert labels[-1]["x"] + labels[-1]["width"] <= width
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((element) => element.childNodes.length && element.offsetParent)
            .map((element) => parseFloat(getComputedStyle(element).fontSize))"""
    )
    assert min(sizes) >= 12


def test_no_word_of_a_heading_is_cut_off(open_report: OpenReport, file_database: Database) -> None:
    page = open_report(_fill_with_days(file_database))
    page.set_viewport_size(PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    region = page.get_by_role("region", name="What happened in each")
    # A window that has just got another size may still be laid out for the one before.
    page.wait_for_function(
        "(one) => one.scrollWidth === one.clientWidth", arg=region.element_handle()
    )
    heading = region.locator("thead th").last
    lines = heading.evaluate(
        "(one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"
    )
    assert lines < 3


def test_a_single_step_is_no_wall(open_report: OpenReport, file_database: Database) -> None:
    campaign = FilledCampaign(file_database)
    campaign.add("accepted", 20, sent_at=START)
    page = open_report(campaign)
    [column] = boxes_of(page, ".plot rect.sent")
    [plot] = boxes_of(page, ".plot >> nth=0")
    assert column["width"] / plot["width"] == pytest.approx(0.1, abs=0.01)
    middle = column["x"] + column["width"] / 2
    assert middle == pytest.approx(plot["x"] + plot["width"] / 2, abs=2)


def _visible_boxes(axis: Locator) -> list[FloatRect]:
    spans = axis.locator("span").all()
    boxes = [span.bounding_box() for span in spans if span.is_visible()]
    return [box for box in boxes if box is not None]


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_texts_of_strangers_are_shown_and_do_nothing(
    open_report: OpenReport, file_database: Database, text: str
) -> None:
    stored = text.replace("\x00", "")  # which PostgreSQL does not store, and SQLite cuts at
    campaign = FilledCampaign(
        file_database,
        name=stored,
        message={"text": stored, "viber": {"sender": stored, "caption": stored}, "sms": None},
        audience={"source": stored, "columns": []},
    )
    campaign.add("suppressed", reason=stored)
    campaign.add("delivered", 2, channel=stored, sent_at=START)
    campaign.add("undelivered", 1, channel="sms", status=stored, sent_at=START)
    campaign.add_event("chunk_in_doubt", chunk=1, failure=stored)
    campaign.add_event(stored)
    page = open_report(campaign)
    page.set_viewport_size(PHONE)
    shown = page.locator("h1").text_content()
    acts = {*map(chr, range(32)), "\u202e", "\u2066", "\u2069"}
    assert shown == "".join("\ufffd" if letter in acts else letter for letter in stored)
    assert page.locator("q").first.text_content() == shown
    assert page.evaluate("window.ran") is None
    assert page.locator("script, img, base, link[rel=stylesheet]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    headings = page.locator("h2").all_inner_texts()
    assert headings[-1] == "What happened"
