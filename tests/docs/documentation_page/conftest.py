"""The documentation page in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from generator.publishing.artefacts import Artefact
from generator.publishing.index import index
from generator.publishing.page import page
from tests.kit.service import Site
from tests.openapi import SPEC
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

Open: TypeAlias = Callable[..., Any]
"""Opens a published page: `opened("docs.html#codes", color_scheme="dark")`."""


@pytest.fixture(scope="session")
def spec() -> dict[str, Any]:
    return SPEC


@pytest.fixture(scope="module")
def pages(spec: dict[str, Any], sandbox: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation with the tests' sandbox as a server, that of three methods, the index."""
    made = tmp_path_factory.mktemp("pages")
    service, own = spec["servers"]
    here = {**spec, "servers": [service, {**own, "url": sandbox}]}
    few = ("/message/ping.json", "/message/send.json", "/chat/messages.json")
    (made / "docs.html").write_text(page(model_of(here)), "utf-8")
    (made / "few.html").write_text(
        page(model_of({**here, "paths": {path: spec["paths"][path] for path in few}})), "utf-8"
    )
    files = [Artefact("openapi.yaml", "OpenAPI", "The source.", 118356, "0" * 64)]
    (made / "index.html").write_text(index("1.0.0", files, "SHA256SUMS"), "utf-8")
    return made


@pytest.fixture(scope="module")
def site(pages: Path) -> Iterator[Site]:
    with Site({f"/{file.name}": file.read_text("utf-8") for file in pages.iterdir()}) as running:
        yield running


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        made.append(browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options}))
        return made[-1]

    yield new
    for context in made:
        context.close()


@pytest.fixture
def opened(site: Site, contexts: Callable[..., BrowserContext]) -> Open:
    """Whatever goes wrong in the page fails the test.

    `before` is a script that runs before those of the page.
    """

    def go(name: str, before: str = "", **options: Any) -> Page:
        tab = contexts(**options).new_page()
        tab.add_init_script(before)
        tab.on("pageerror", lambda error: pytest.fail(str(error)))
        tab.goto(f"{site.url}/{name}")
        return tab

    return go
