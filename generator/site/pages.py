"""The pages that are written: which there are, where each comes to be, and links between them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ENGLISH: Final = "en"
UKRAINIAN: Final = "uk"
#: Pages that do not lie in docs/ → the name they get.
_FROM_ELSEWHERE: Final = {"README.md": "index", "CHANGELOG.md": "changelog"}
#: What pages show or offer for download. Other files of the repository are not on the site.
_FOLDERS_OF_FILES: Final = ("docs/images/", "docs/examples/")

_FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_ADDRESS_IN_HTML: Final = re.compile(r'\b(?P<key>src|srcset|href)="(?P<target>[^"]+)"')
_ELSEWHERE: Final = re.compile(r"[a-z]+:|//")


@dataclass(frozen=True)
class Page:
    """A page in one language."""

    source: str
    """The file, from the root of the repository."""
    language: str
    name: str
    """`cli`; the first page of a language is `index`."""

    @property
    def folder(self) -> str:
        """Where it comes to be, from the root of the site: `cli/`, `uk/cli/`."""
        inside = "" if self.name == "index" else f"{self.name}/"
        return f"{start_of(self.language)}{inside}"


def start_of(language: str) -> str:
    """Where the pages of a language begin, from the root of the site."""
    return "" if language == ENGLISH else f"{language}/"


def read_pages(root: Path) -> dict[str, Page]:
    """All pages by their file."""
    found: dict[str, Page] = {}
    for source, name in _FROM_ELSEWHERE.items():
        found[source] = Page(source, ENGLISH, name)
    for path in sorted(root.glob("docs/*.md")):
        found[f"docs/{path.name}"] = Page(f"docs/{path.name}", ENGLISH, path.stem)
    for path in sorted(root.glob(f"docs/{UKRAINIAN}/*.md")):
        source = path.relative_to(root).as_posix()
        found[source] = Page(source, UKRAINIAN, _FROM_ELSEWHERE.get(path.name, path.stem))
    return found


def languages_of(pages: Mapping[str, Page]) -> list[str]:
    """The languages that have a first page."""
    return [page.language for page in pages.values() if page.name == "index"]


def first_page(pages: Mapping[str, Page], language: str) -> Page:
    """The page that a language begins with: its README."""
    (first,) = (
        page for page in pages.values() if (page.language, page.name) == (language, "index")
    )
    return first


def files_for_download(root: Path) -> Iterator[str]:
    """The files that pages may lead to, from the root of the repository."""
    for folder in _FOLDERS_OF_FILES:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix()


def place_of_file(source: str) -> str:
    """Where a file comes to be, from the root of the site: `images/inbox-dark.png`."""
    return source.removeprefix("docs/")


class Links:
    """Makes links of the repository into links of the site."""

    def __init__(self, pages: Mapping[str, Page], files: frozenset[str]) -> None:
        self._pages = pages
        self._files = files

    def in_text(self, text: str, page: Page) -> str:
        """The text of a page with the links that it has on the site."""
        parts: list[str] = []
        end = 0
        for fence in _FENCE.finditer(text):
            parts += [self._in_prose(text[end : fence.start()], page), fence[0]]
            end = fence.end()
        parts.append(self._in_prose(text[end:], page))
        return "".join(parts)

    def _in_prose(self, text: str, page: Page) -> str:
        def link(match: re.Match[str]) -> str:
            target = self.target(match["target"], page)
            label = self._in_prose(match["label"], page)
            if target is not None:
                return f"[{label}]({target})"
            # The repository has no address yet, so a file that is not on the site is only named.
            path, _, _ = _path_from_root(match["target"], page).partition("#")
            return label if path in label else f"{label} (`{path}`)"

        def address(match: re.Match[str]) -> str:
            return f'{match["key"]}="{self.target(match["target"], page) or match["target"]}"'

        return _ADDRESS_IN_HTML.sub(address, _LINK.sub(link, text))

    def target(self, target: str, page: Page) -> str | None:
        """Where a link of a page leads on the site. None: to a file that is not there."""
        if target.startswith("#") or _ELSEWHERE.match(target):
            return target
        path, mark, place = _path_from_root(target, page).partition("#")
        other = self._pages.get(path)
        if other is None and path not in self._files:
            return None
        # Zensical reads these as it finds them, beside the other pages of the language.
        if other is None:
            there = place_of_file(path)
        elif other.language == page.language:
            return f"{other.name}.md{mark}{place}"
        else:
            # With the name of the file, for readers without a server.
            there = f"{other.folder}index.html"
        return posixpath.relpath(there, start_of(page.language) or ".") + mark + place


def _path_from_root(target: str, page: Page) -> str:
    path, mark, place = target.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.source), path)) + mark + place
