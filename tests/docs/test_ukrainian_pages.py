"""The pages in docs/uk have the sections, code, names and links of the English ones, in Ukrainian.

They may differ in texts alone: a string or a comment in code, if it is in Ukrainian. Prose cannot
be compared, so the sections that were translated are noted, and an English one that has changed
since then fails here.
"""

from __future__ import annotations

import ast
import io
import re
import shlex
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.docs.tables import MARKED
from tests.docs.translated_pages import (
    NAMES,
    ROOT,
    UKRAINIAN,
    Section,
    changed,
    current,
    english_page,
    noted,
    sections_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.checkout, pytest.mark.rules]

LETTERS = r"\u0430-\u044f\u0454\u0456\u0457\u0491"
CYRILLIC = re.compile(rf"[{LETTERS}]", re.IGNORECASE)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)#\s]*)(?P<place>#[^)\s]+)?\)")
ROW = re.compile(r"^(?:\||- |\d+\. )", re.MULTILINE)
SPAN = re.compile(r"`([^`]+)`")
IN_UKRAINIAN = "TURBOSMS_LANG=uk"
FILE_NAME = re.compile(r"[\w./-]+\.\w+")
WORD = r"[A-Za-z][a-z']+"
ENGLISH = re.compile(rf"\b{WORD}(?: {WORD}){{2,}}")


class Pair(NamedTuple):
    """A section in both languages."""

    english: Section
    ukrainian: Section

    def prose(self) -> tuple[str, str]:
        """Both without code and tables from data."""
        return prose_of(self.english.text), prose_of(self.ukrainian.text)


def prose_of(text: str) -> str:
    return MARKED.sub("", FENCE.sub("", f"{text}\n"))


def sections(path: Path) -> list[Section]:
    return sections_of(path.read_text("utf-8"))


def pairs_of(name: str) -> Iterator[Pair]:
    for pair in zip(sections(english_page(name)), sections(UKRAINIAN / name), strict=True):
        yield Pair(*pair)


each_page = pytest.mark.parametrize("name", NAMES)


def test_the_readme_leads_to_them() -> None:
    assert "](docs/uk/README.md)" in (ROOT / "README.md").read_text("utf-8")
    readme = (UKRAINIAN / "README.md").read_text("utf-8")
    assert [name for name in NAMES if f"]({name})" not in readme] == ["README.md"]


@each_page
def test_they_have_the_same_sections(name: str) -> None:
    english = [section[:2] for section in sections(english_page(name))]
    assert [section[:2] for section in sections(UKRAINIAN / name)] == english


def test_no_english_section_has_changed_since_it_was_translated() -> None:
    assert changed() == [], (
        "change these sections in docs/uk as well, then see tests/docs/translated_pages.py"
    )
    assert noted().keys() == current().keys()


@each_page
def test_lists_and_tables_have_the_same_rows(name: str) -> None:
    for pair in pairs_of(name):
        english, ukrainian = (ROW.findall(prose) for prose in pair.prose())
        assert ukrainian == english, pair.english.anchor


@each_page
def test_they_name_the_same_things(name: str) -> None:
    page = english_page(name).read_text("utf-8")
    for pair in pairs_of(name):
        english, ukrainian = (set(SPAN.findall(prose)) for prose in pair.prose())
        translated = {span for span in ukrainian - english if CYRILLIC.search(span)}
        assert len(english - ukrainian) == len(translated), english - ukrainian
        added = ukrainian - english - translated
        assert {span for span in added if span not in page} == set(), pair.english.anchor


@each_page
def test_they_lead_to_the_same_places(name: str) -> None:
    path, page = english_page(name), UKRAINIAN / name
    for pair in pairs_of(name):
        english = {in_ukrainian(target) for target in targets(pair.english.text, path)}
        ukrainian = targets(pair.ukrainian.text, page)
        other_language = {(page, ""), (path, "")}
        assert ukrainian - other_language == english - other_language, pair.english.anchor


def targets(text: str, page: Path) -> set[tuple[Path | str, str]]:
    """The pages and places of the links; a place of the page itself is with its name."""
    found = set[tuple[Path | str, str]]()
    for match in LINK.finditer(prose_of(text)):
        target, place = match["target"], match["place"] or ""
        if target.startswith(("http:", "https:")):
            found.add((target, place))
        else:
            found.add(((page.parent / target).resolve() if target else page, place))
    return found


def in_ukrainian(target: tuple[Path | str, str]) -> tuple[Path | str, str]:
    """Where the Ukrainian page leads to in place of this."""
    for name in NAMES:
        if target[0] == english_page(name):
            return UKRAINIAN / name, target[1]
    return target


@each_page
def test_a_link_to_an_english_page_says_so(name: str) -> None:
    prose = prose_of((UKRAINIAN / name).read_text("utf-8"))
    for block in re.split(r"\n\n|^(?=[|-])", prose, flags=re.MULTILINE):
        leads_elsewhere = any(
            isinstance(page, Path) and page.suffix == ".md" and page.parent != UKRAINIAN
            for page, _ in targets(block, UKRAINIAN / name)
        )
        assert not leads_elsewhere or re.search(r"англійською|English", block), block


@each_page
def test_they_have_the_same_code(name: str) -> None:
    pages = [path.read_text("utf-8") for path in (english_page(name), UKRAINIAN / name)]
    blocks = zip(*(FENCE.findall(page) for page in pages), strict=True)
    for (language, english), (other_language, ukrainian) in blocks:
        assert other_language == language, english
        if language in ("python", "py"):
            assert_same_python(english, ukrainian)
        elif language == "console":
            assert_same_commands(english, ukrainian)
        else:
            assert_same_lines(english, ukrainian)


def assert_same_python(english: str, ukrainian: str) -> None:
    """But for comments and strings, which have the same fields in braces."""
    trees = ast.parse(english), ast.parse(ukrainian)
    for theirs, ours in zip(*(list(ast.walk(tree)) for tree in trees), strict=True):
        if isinstance(theirs, ast.Constant) and isinstance(ours, ast.Constant):
            assert fields(theirs.value) == fields(ours.value)
            if CYRILLIC.search(str(ours.value)):
                theirs.value = ours.value
    assert ast.unparse(trees[1]) == ast.unparse(trees[0])
    for theirs, ours in zip(comments(english), comments(ukrainian), strict=True):
        assert ours == theirs or CYRILLIC.search(ours)
        assert FILE_NAME.findall(ours) == FILE_NAME.findall(theirs)
    assert max(len(line) for line in ukrainian.splitlines()) <= 100


def fields(value: object) -> list[str]:
    return re.findall(r"\{\w+", str(value))


def comments(code: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def assert_same_commands(english: str, ukrainian: str) -> None:
    """What they print is a matter of the tests of the commands, but for JSON, and for programs."""
    for theirs, ours in zip(commands(english), commands(ukrainian), strict=True):
        words = [word for word in ours if word != IN_UKRAINIAN]
        for word, translated in zip(theirs, words, strict=True):
            assert translated == word or CYRILLIC.search(translated)
    printed = [
        [line for line in block.splitlines() if line.startswith("{")]
        for block in (english, ukrainian)
    ]
    assert printed[0] == printed[1]


def commands(block: str) -> list[list[str]]:
    lines = re.findall(r"^\$ (.*)$", block.replace("\\\n", ""), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def assert_same_lines(english: str, ukrainian: str) -> None:
    for theirs, ours in zip(english.splitlines(), ukrainian.splitlines(), strict=True):
        assert ours == theirs or CYRILLIC.search(ours)


@each_page
def test_they_are_in_ukrainian(name: str) -> None:
    page = (UKRAINIAN / name).read_text("utf-8")
    shown = re.sub(r"^\$ .*$|^\{.*$", "", page, flags=re.MULTILINE)
    words = re.sub(r"<[^>]+>", "", LINK.sub("]", SPAN.sub("`", prose_of(shown))))
    assert ENGLISH.findall(words) == []
    assert re.findall(r"\w*[ыэёъЫЭЁЪ]\w*", page) == []
    assert re.findall(rf"\w*(?:[a-zA-Z][{LETTERS}]|[{LETTERS}][a-zA-Z])\w*", page) == []
    assert re.findall(r"\w+[\u2019\u02bc]\w+", page) == [], "the apostrophe is '"
    assert re.findall(r"\d (?:\d{3}\b|%)", words) == [], "no-break spaces are missing"
