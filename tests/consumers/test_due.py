"""A consumer is run anew where anything has changed that its last real run depended on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.consumers import due, quick_start
from tests.consumers.declarations import HERE, read
from tests.consumers.due import EDITIONS, PUBLISHER, cases, digest, quick_start_digest
from tests.consumers.published_spec import published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.consumers.declarations import Consumer

pytestmark = pytest.mark.checkout


@pytest.fixture
def copy(tmp_path: Path) -> Consumer:
    """A consumer whose files may be changed."""
    original = HERE / "typescript-fetch"
    ignored = shutil.ignore_patterns("node_modules")
    return read(shutil.copytree(original, tmp_path / original.name, ignore=ignored))


@pytest.fixture
def marks(copy: Consumer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Gives the marks of that consumer as a case, after a real run of what it was at first."""
    row: dict[str, object] = {"digest": digest(copy)}
    monkeypatch.setattr(due, "recorded", lambda: {copy.name: row})
    monkeypatch.setattr(due, "consumers", lambda *languages, other_than: [copy])

    def of_the_only_case() -> list[str]:
        (case,) = cases()
        return [mark.name for mark in case.marks]

    return of_the_only_case


def test_what_has_not_changed_is_for_a_thorough_run_alone(marks: Callable[[], list[str]]) -> None:
    assert marks() == ["thorough_only"]


@pytest.mark.parametrize("name", ["send.ts", "package-lock.json", "tsconfig.json", "consumer.yaml"])
def test_a_changed_file_makes_it_run(
    marks: Callable[[], list[str]], copy: Consumer, name: str
) -> None:
    with (copy.directory / name).open("a") as file:
        file.write("\n")
    assert marks() == ["checkout"]


def test_a_new_file_makes_it_run(marks: Callable[[], list[str]], copy: Consumer) -> None:
    (copy.directory / "more.ts").touch()
    assert marks() == ["checkout"]


def test_what_was_never_run_is_run(
    marks: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "recorded", dict)
    assert marks() == ["checkout"]


def test_a_changed_spec_makes_it_run(copy: Consumer, tmp_path: Path) -> None:
    editions = shutil.copytree(EDITIONS, tmp_path / "editions")
    assert digest(copy, editions=editions) == digest(copy)
    with (editions / copy.edition).open("a") as file:
        file.write("\n")
    assert digest(copy, editions=editions) != digest(copy)


def test_a_changed_publisher_makes_it_run(copy: Consumer, tmp_path: Path) -> None:
    publisher = shutil.copytree(PUBLISHER, tmp_path / "publisher")
    assert digest(copy, publisher=publisher) == digest(copy)
    with (publisher / "build.py").open("a") as file:
        file.write("\n")
    assert digest(copy, publisher=publisher) != digest(copy)


# Every run compares what is published with what `turbosms spec` prints of these files.
@pytest.mark.thorough_only
def test_what_is_published_is_what_the_digest_is_of() -> None:
    for edition in EDITIONS.glob("openapi*"):
        assert (published() / edition.name).read_bytes() == edition.read_bytes()


def test_the_quick_start_is_followed_anew_where_page_or_spec_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = quick_start_digest()
    assert quick_start_digest() == before
    editions = shutil.copytree(EDITIONS, tmp_path / "editions")
    (editions / "openapi-json-view.json").write_text("{}")
    assert quick_start_digest(editions=editions) != before
    monkeypatch.setattr(quick_start, "block", lambda: "npm install something else")
    assert quick_start_digest() != before
