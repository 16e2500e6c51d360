"""What the code of a page finds.

A sandbox in which two recipients have written, and a file to send; and a browser.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx2
import pytest
import yaml

from generator.publishing.artefacts import Artefact
from generator.publishing.index import index
from generator.publishing.page import page
from tests.kit.browser import chromium, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.kit.browser import Site

Control: TypeAlias = Callable[..., Any]
"""Calls the sandbox's control plane: `control("clock", advance=60)`, and without parameters GET."""

Open: TypeAlias = Callable[..., Any]
"""Opens a published page: `opened("docs.html#codes", color_scheme="dark")`."""


@pytest.fixture(scope="session")
def spec() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parents[2] / "openapi.yaml").read_text("utf-8")
    )
    return data


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def pages(spec: dict[str, Any], sandbox: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation with the tests' sandbox as a server, that of three methods, the index."""
    made = tmp_path_factory.mktemp("pages")
    service, own = spec["servers"]
    here = {**spec, "servers": [service, {**own, "url": sandbox}]}
    few = ("/message/ping.json", "/message/send.json", "/chat/messages.json")
    (made / "docs.html").write_text(page(here), "utf-8")
    (made / "few.html").write_text(
        page({**here, "paths": {path: spec["paths"][path] for path in few}}), "utf-8"
    )
    files = [Artefact("openapi.yaml", "OpenAPI", "The source.", 118356, "0" * 64)]
    (made / "index.html").write_text(index("1.0.0", files, "SHA256SUMS"), "utf-8")
    return made


@pytest.fixture(scope="module")
def site(pages: Path) -> Iterator[Site]:
    with served({f"/{file.name}": file.read_text("utf-8") for file in pages.iterdir()}) as running:
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
        tab.goto(f"{site.address}/{name}")
        return tab

    return go


@pytest.fixture
def control(sandbox: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Control:
    monkeypatch.setenv("TURBOSMS_TOKEN", "sandbox")
    monkeypatch.setenv("TURBOSMS_BASE_URL", sandbox)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # empty: to read the system's takes long
    monkeypatch.chdir(tmp_path)
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7 an invoice")

    def call(path: str, **body: Any) -> Any:
        address = f"{sandbox}/sandbox/{path}"
        answer = (
            httpx2.post(address, json=body, trust_env=False)
            if body
            else httpx2.get(address, trust_env=False)
        )
        return answer.raise_for_status().json()

    httpx2.post(f"{sandbox}/sandbox/reset", trust_env=False).raise_for_status()
    for number in ("380678998668", "380503288668"):
        call("replies", sender="TurboSMS", number=number, text="Where is my order?")
    return call
