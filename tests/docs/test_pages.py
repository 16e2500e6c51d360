"""Every Python block of the pages runs, every link leads to a page and a place in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.warm.programs import Programs

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: Code for comparison: it is valid, but only a test of its own page may run it.
SHOWN = re.compile(r"^```py\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


def blocks() -> Iterator[object]:
    for page in PAGES:
        # The code of the Ukrainian pages is that of the English ones, but for its texts.
        is_translated = page.parent.name == "uk"
        marks = [pytest.mark.thorough_only] if is_translated else []
        for number, match in enumerate(FENCE.finditer(page.read_text("utf-8")), start=1):
            yield pytest.param(match[1], id=f"{page.relative_to(ROOT)}-{number}", marks=marks)


def test_there_are_pages_with_code() -> None:
    assert ROOT / "README.md" in PAGES
    assert list(blocks())


@pytest.mark.parametrize("code", list(blocks()))
@pytest.mark.usefixtures("furnished")
def test_python_block_runs(code: str, sandbox: str, tmp_path: Path, programs: Programs) -> None:
    """Where every warning is an error, as in all of `programs`."""
    script = tmp_path / "block.py"
    script.write_text(code, "utf-8")
    environment = {
        "TURBOSMS_TOKEN": "sandbox",
        "TURBOSMS_BASE_URL": sandbox,
        "SSL_CERT_DIR": str(tmp_path),
    }
    done = programs.run([str(script)], environment)
    assert done.returncode == 0, done.stderr


def test_code_for_comparison_is_valid() -> None:
    shown = [(page.name, code) for page in PAGES for code in SHOWN.findall(page.read_text("utf-8"))]
    assert shown
    for name, code in shown:
        compile(code, name, "exec")


def test_the_modules_that_the_architecture_names_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(r"`(_[a-z]\w*(?:/\w+)?)(?:\.py|/)?`", page))
    assert {"_client", "_calls", "_calls/request_with_retries", "_storing/writer"} <= named
    missing = set(named)
    for package in (
        "turbosms_campaigns",
        "turbosms_client",
        "turbosms_django",
        "turbosms_webhooks",
    ):
        folder = ROOT / "overlay" / package
        missing -= {name for name in named if (folder / f"{name}.py").exists()}
        missing -= {name for name in named if (folder / name).is_dir()}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, place in LINK.findall(page.read_text("utf-8")):
        path = page.parent / target if target else page
        assert path.exists(), target
        if place and path.suffix == ".md":
            assert place in places(path.read_text("utf-8")), f"{target}#{place}"


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.name)
def test_the_readme_leads_to_every_page(page: Path) -> None:
    assert f"](docs/{page.name})" in (ROOT / "README.md").read_text("utf-8")
