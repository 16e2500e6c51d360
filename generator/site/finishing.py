"""What Zensical leaves to do: links to files, the page in the other language, an index to load.

So the site can be read from a folder too, without a server: every link names a file, and the index
of the search is also there as a script, since browsers let no page read a file that lies beside it.
"""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING, Final

from generator.site.pages import languages_of, start_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.site.pages import Page

_INDEX: Final = "index.html"
_FOLDER: Final = re.compile(
    r'(?P<start>\bhref=")(?P<path>[^":#?]*/|(?:[^":#?]*/)?\.\.?)(?P<end>["#?])'
)
#: The theme would ask for a map of the other language beside each page.
_ALTERNATE: Final = re.compile(r'\s*<link rel="alternate"[^>]* hreflang="[^"]*">')
_OTHER_LANGUAGE: Final = re.compile(r'href="[^"]*"(?= hreflang="(?P<language>[a-z]+)")')


def finish_pages(built: Path, pages: Mapping[str, Page], help_url: str) -> None:
    """Finish all pages below `built`, the root of the site, which will be at `help_url`."""
    for path in sorted(built.rglob(_INDEX)):
        parent = path.parent.relative_to(built).as_posix()
        folder = "" if parent == "." else f"{parent}/"
        text = _ALTERNATE.sub("", path.read_text("utf-8"))
        text = _with_other_language(text, folder, pages)
        text = _with_own_links(text, folder, help_url)
        path.write_text(_FOLDER.sub(_named_file, text), encoding="utf-8")
    for language in languages_of(pages):
        _write_search_script(built / start_of(language))


def _with_other_language(text: str, folder: str, pages: Mapping[str, Page]) -> str:
    """Its links to other languages lead to the same page there, or else to the first one."""
    name = _name_of(folder, pages)

    def link(match: re.Match[str]) -> str:
        there = _folder_of(match["language"], name, pages)
        return f'href="{_from(folder, there)}"'

    return _OTHER_LANGUAGE.sub(link, text)


def _name_of(folder: str, pages: Mapping[str, Page]) -> str | None:
    """The name of the page in a folder; None for one of the reference."""
    for page in pages.values():
        if page.folder == folder:
            return page.name
    return None


def _folder_of(language: str, name: str | None, pages: Mapping[str, Page]) -> str:
    """The folder of a page in a language; of its first page if there is none by that name."""
    for page in pages.values():
        if (page.language, page.name) == (language, name):
            return page.folder
    return start_of(language)


def _with_own_links(text: str, folder: str, help_url: str) -> str:
    """Its links with the address of the site lead to the file instead."""
    own_address = re.compile(rf'(?P<start><a [^>]*href="){re.escape(help_url)}(?P<path>[^"#]*)')

    def link(match: re.Match[str]) -> str:
        return match["start"] + _from(folder, match["path"])

    return own_address.sub(link, text)


def _from(folder: str, other: str) -> str:
    """The way from a page to the page of another folder."""
    return posixpath.relpath(other + _INDEX, folder or ".")


def _named_file(match: re.Match[str]) -> str:
    return f"{match['start']}{match['path'].removesuffix('/')}/{_INDEX}{match['end']}"


def _write_search_script(start: Path) -> None:
    """Write `search.js` beside `search.json`; the theme loads it when there is no server."""
    index = json.loads((start / "search.json").read_text("utf-8"))
    for item in index["items"]:
        path, mark, place = item["location"].partition("#")
        item["location"] = f"{path}{_INDEX}{mark}{place}"
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (start / "search.js").write_text(f"var __index = {text}\n", encoding="utf-8")
