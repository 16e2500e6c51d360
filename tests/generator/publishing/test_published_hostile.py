"""What is published of a spec with hostile texts: no page runs them, no shell, no spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from markdown_it import MarkdownIt

from generator.publishing.markdown import cell, code, line, markdown
from generator.samples import curl
from tests.generator.hostile_texts import (
    ALL,
    CANARY,
    HTML,
    SHELL,
    with_text_everywhere,
    write,
)
from tests.kit.generating import generator_here
from tests.kit.json_values import replaced
from tests.kit.processes import run
from tests.kit.service import Site

if TYPE_CHECKING:
    import subprocess

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

SMALL: Final = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures/small.yaml").read_text("utf-8")
)
#: All of them in one, since the page takes its time.
TOGETHER: Final = " ".join(re.sub(r"\s", " ", text) for text in (*HTML, *SHELL))


class _Lines(HTMLParser):
    """The lines for bash of a page, as a reader copies them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self._within = ("class", "curl") in attrs
            self.found += [""] * self._within

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found[-1] += data


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    data = with_text_everywhere(SMALL, TOGETHER)
    scheme = ("components", "securitySchemes", "bearer")
    described = {"type": "http", "scheme": "bearer", "description": SHELL[5]}
    data = replaced(data, scheme, "")
    data["components"]["securitySchemes"]["bearer"] = described
    write(data, place / "spec.yaml")
    done = generator_here("publish", "--spec", "spec.yaml", "--out", "out", cwd=place)
    assert done.returncode == 0, done.stderr
    return place / "out"


@pytest.mark.parametrize("name", ["docs.html", "index.html"])
def test_a_page_runs_nothing_and_asks_for_nothing(
    published: Path, browser: Browser, name: str
) -> None:
    pages = {f"/{name}": (published / name).read_text("utf-8")}
    # The policy of the page would stop a script too; that nothing comes to it is the first wall.
    without = {
        "/open.html": re.sub(r'<meta http-equiv="Content-Security.*?>', "", pages[f"/{name}"])
    }
    with Site({**pages, **without}) as site:
        for path in (*pages, *without):
            tab = browser.new_page()
            tab.goto(site.url + path, wait_until="networkidle")
            for title in tab.locator("details > summary").all():
                title.click()
            assert tab.title() != "canary"
            assert tab.locator("[data-canary]").count() == 0
            links = tab.locator("[href], [src], [action]").evaluate_all(
                "all => all.map((each) => each.href || each.src || each.action)"
            )
            assert not [link for link in links if str(link).startswith("javascript")]
            tab.close()
        assert set(site.asked) <= {*pages, *without}


def run_by_bash(script: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    """The lines as a person would type them there."""
    env = {"TURBOSMS_TOKEN": "secret", "PATH": "/usr/bin:/bin", "HISTFILE": "/dev/null"}
    return run("bash", "--norc", "--noprofile", input="\n".join(script), env=env, cwd=place)


def test_no_line_for_bash_does_more_than_call_curl(published: Path, tmp_path: Path) -> None:
    lines = _Lines()
    lines.feed((published / "docs.html").read_text("utf-8"))
    assert len(lines.found) > 3
    script = ["set -o history -H", "curl() { printf '%s\\0' \"$@\"; }", *lines.found, ""]
    done = run_by_bash(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not [*tmp_path.iterdir()]
    words = done.stdout.split("\0")
    # `-d @file` and `-H @file` would send a file.
    assert not [word for word in words if word.startswith("@")]


@pytest.mark.parametrize("text", SHELL)
def test_a_header_or_a_field_is_one_word_of_bash(tmp_path: Path, text: str) -> None:
    url = "http://127.0.0.1:1/"
    lines = [
        curl.header_line(url, text.replace("\n", " ")),
        curl.token_line(url, text),
        curl.form_line(url, {text: ""}, text),
    ]
    script = ["set -o history -H", "curl() { echo $#; }", *lines, ""]
    done = run_by_bash(script, tmp_path)
    assert done.stdout.split() == ["3", "4", "3"]
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("text", ALL)
def test_markdown_has_neither_html_nor_links_to_scripts(text: str) -> None:
    for shown in (markdown(text), line(text), f"| {cell(text)} |\n| --- |\n", code({text: text})):
        made = MarkdownIt("commonmark", {"html": True}).enable("table")
        # Readers differ in which links they take.
        made.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
        html = made.render(shown)
        assert not re.search(r"<(script|img|svg|style)|(href|src)=.(javascript|&#)", html), html
        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", shown)


def test_files_of_markdown_have_no_html(published: Path) -> None:
    for name in ("llms.txt", "result-codes.md", "result-codes.uk.md"):
        html = MarkdownIt("commonmark", {"html": True}).render(
            (published / name).read_text("utf-8")
        )
        assert "<script" not in html
        assert "<img" not in html
        assert not [
            link
            for link in re.findall(r'(?:href|src)="([^"]*)', html)
            if ":" in link and not link.startswith(("http://", "https://"))
        ]


def test_a_spreadsheet_computes_nothing(tmp_path: Path) -> None:
    data: dict[str, Any] = SMALL
    for index, sign in enumerate("=+-@"):
        place = ("x-result-codes", index, "meaning")
        data = replaced(data, place, f"{sign}cmd|' /C calc'!A0")
    write(data, tmp_path / "spec.yaml")
    done = generator_here("publish", "--spec", "spec.yaml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out/result-codes.csv").read_text("utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len([cell for cell in cells if "cmd|" in cell]) == 4
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_every_json_is_json(published: Path) -> None:
    for file in published.rglob("*.json"):
        json.loads(file.read_text("utf-8"))
    assert not [*published.rglob(CANARY)]
    assert not (Path(sys.path[0] or ".") / CANARY).exists()
