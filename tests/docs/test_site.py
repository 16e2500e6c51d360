"""The website that `make docs` builds, and what it is made of.

It is built once; what needs no built site is tested without.
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections import Counter
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from generator.output.errors import GeneratorError
from generator.output.file_tree import read_tree
from generator.reference.public_names import PACKAGES, load_packages, public_names
from generator.site import build
from generator.site.navigation import navigation
from generator.site.pages import Links, files_for_download, first_page, read_pages
from generator.spec.validation import read_spec
from tests.docs.site_links import Website
from tests.openapi import SPEC
from tests.unchecked_models import model_of
from turbosms_api.tables.result_codes import HELP_IS_HOSTED, HELP_URL
from turbosms_apprise import NotifyTurboSMS
from turbosms_client import ResultCode, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import griffe
    from playwright.sync_api import Browser, Error, Request

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

ROOT = Path(__file__).parents[2]
PAGES = read_pages(ROOT)
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Website:
    return Website(build.build_site(model_of(SPEC), tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def packages() -> griffe.ModulesCollection:
    return load_packages(ROOT)


def test_every_page_is_in_the_navigation() -> None:
    for language in {page.language for page in PAGES.values()}:
        first = first_page(PAGES, language)
        nav = navigation((ROOT / first.source).read_text("utf-8"), first, PAGES)
        listed = Counter(re.findall(r"'([\w-]+)\.md'", repr(nav)))
        of_language = {page.name for page in PAGES.values() if page.language == language}
        assert listed == Counter(of_language)


def test_a_readme_without_the_table_of_pages_is_refused() -> None:
    with_heads = README.replace("| | |\n", "| Topic | Pages |\n")
    assert with_heads != README
    with pytest.raises(GeneratorError, match=r"README\.md has no table of the pages"):
        navigation(with_heads, first_page(PAGES, "en"), PAGES)


def test_links_of_the_repository_become_links_of_the_site() -> None:
    links = Links(PAGES, frozenset(files_for_download(ROOT)))
    page = PAGES["docs/testing.md"]
    for written, on_site in {
        "[a](cli.md#exit-codes)": "[a](cli.md#exit-codes)",
        "[a](../README.md)": "[a](index.md)",
        "[a](examples/shop/shop.py)": "[a](examples/shop/shop.py)",
        "[`a`](../tests/consumers/go)": "`a` (`tests/consumers/go`)",
        "[a](#here), [b](https://example.com/)": "[a](#here), [b](https://example.com/)",
        '<img src="images/inbox-dark.png">': '<img src="images/inbox-dark.png">',
        "```text\n[a](../README.md)\n```\n": "```text\n[a](../README.md)\n```\n",
    }.items():
        assert links.in_text(written, page) == on_site


def test_every_public_name_is_explained(packages: griffe.ModulesCollection) -> None:
    """What `__all__` names; and a docstring for each, which the page shows."""
    names = {name.path for name in public_names(packages)}
    for package in PACKAGES:
        exported = __import__(package).__all__ if package != "turbosms_django" else ()
        assert {f"{package}.{name}" for name in exported} <= names
    assert {"turbosms_django.notify", "turbosms_webhooks.asgi.WebhookApp"} <= names
    assert {"turbosms_testing.plugin.turbosms", "turbosms_client.TurboSMS.chat"} <= names
    assert [path for path in sorted(names) if packages[path].docstring is None] == []
    sent = packages["turbosms_client.TurboSMS.message.send"]
    assert str(sent.returns) == "SendReport"


def test_the_address_is_that_of_the_spec() -> None:
    assert NotifyTurboSMS.setup_url == f"{HELP_URL}apprise/"


def test_the_readme_says_where_the_documentation_is() -> None:
    assert (HELP_URL in README) is HELP_IS_HOSTED
    assert ("`turbosms codes 413`" in README) is not HELP_IS_HOSTED


def test_no_link_is_broken_and_nothing_comes_from_elsewhere(site: Website) -> None:
    assert list(site.broken_links()) == []
    assert list(site.loaded_from_elsewhere()) == []


def test_every_error_leads_to_its_place(site: Website) -> None:
    addresses = {code.help_url for code in ResultCode}
    addresses |= {kind.__new__(kind).help_url for kind in _with_subclasses(TurboSMSError)}
    assert len(addresses) > len(ResultCode)
    for address in sorted({*addresses, f"{HELP_URL}cli/", NotifyTurboSMS.setup_url}):
        path, _, place = address.removeprefix(HELP_URL).partition("#")
        assert path
        assert site.has(path, place), address


def test_every_public_name_has_its_page(site: Website, packages: griffe.ModulesCollection) -> None:
    places = json.loads((site.root / build.MANIFEST).read_text("utf-8"))["public_names"]
    assert places.keys() == {name.path for name in public_names(packages)}
    for place in places.values():
        path, _, anchor = place.partition("#")
        assert site.has(path, anchor), place
    message = places["turbosms_client.TurboSMS.message"] + ".send"
    assert site.has(*message.split("#"))


def test_pages_have_the_parts_that_they_have_on_github(site: Website) -> None:
    """Zensical reads another dialect, in which a list may become a part of its paragraph."""
    markdown = MarkdownIt().enable("table")
    parts = ("h1", "h2", "h3", "li", "ol", "pre", "table", "td", "ul")
    for source, page in PAGES.items():
        expected = _count(markdown.render((ROOT / source).read_text("utf-8")), parts)
        built = (site.root / page.folder / "index.html").read_text("utf-8")
        article = re.search(r"<article.*?</article>", built, re.DOTALL)
        assert article
        assert _count(article[0], parts) == expected, source


@pytest.mark.thorough_only
def test_the_same_bytes_every_time(site: Website, tmp_path: Path) -> None:
    spec = read_spec(ROOT / "openapi.yaml", "openapi.yaml")
    again = read_tree(build.build_site(spec, tmp_path))
    before = read_tree(site.root)
    assert again.keys() == before.keys()
    assert [path for path, content in again.items() if content != before[path]] == []


def test_in_a_browser(site: Website, browser: Browser) -> None:
    """From a server and from a folder: the search finds, pages fit, nothing else is asked for."""
    with _served(site.root) as start:
        for address in (start, f"{site.root.as_uri()}/"):
            page = browser.new_page(viewport={"width": 390, "height": 800})
            asked: list[str] = []
            problems: list[str] = []

            # Playwright puts an attribute on what it calls, which a bound `append` cannot have.
            def note_request(request: Request, asked: list[str] = asked) -> None:
                asked.append(request.url)

            def note_problem(error: Error, problems: list[str] = problems) -> None:
                problems.append(str(error))

            page.on("request", note_request)
            page.on("pageerror", note_problem)
            for path in ("index.html", "codes/index.html", "reference/index.html"):
                page.goto(address + path)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            page.set_viewport_size({"width": 1280, "height": 800})
            page.get_by_role("button", name="Search").click()
            field = page.get_by_role("combobox")
            field.fill("REQUIRED_MESSAGE_BUTTON_CAPTION")
            page.get_by_role("option").filter(has_text="Result codes").first.wait_for()
            assert field.input_value() == "REQUIRED_MESSAGE_BUTTON_CAPTION"
            assert [url for url in asked if not url.startswith(address)] == []
            assert problems == []
            page.close()


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        self.tags[tag] += 1


def _count(text: str, tags: tuple[str, ...]) -> dict[str, int]:
    counter = _Counter()
    counter.feed(text)
    return {tag: counter.tags[tag] for tag in tags}


def _with_subclasses(kind: type[TurboSMSError]) -> Iterator[type[TurboSMSError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__ == "turbosms_client":
            yield from _with_subclasses(below)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of a server for a folder."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        del format, args
