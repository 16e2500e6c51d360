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
    own_address = re.compile(rf'(?P<start><a [^>]*href="){re.escape(help_url)}(?P<path>[^"#]*)')
    folders = {(page.language, page.name): page.folder for page in pages.values()}
    names = {page.folder: page.name for page in pages.values()}
    for path in sorted(built.rglob(_INDEX)):
        folder = path.parent.relative_to(built).as_posix().removeprefix(".")
        folder = f"{folder}/" if folder else ""
        text = path.read_text("utf-8")

        def other(match: re.Match[str], folder: str = folder) -> str:
            language = match["language"]
            there = folders.get((language, names.get(folder, "")), start_of(language))
            return f'href="{posixpath.relpath(there + _INDEX, folder or ".")}"'

        def here(match: re.Match[str], folder: str = folder) -> str:
            return match["start"] + posixpath.relpath(match["path"] + _INDEX, folder or ".")

        text = _OTHER_LANGUAGE.sub(other, _ALTERNATE.sub("", text))
        text = own_address.sub(here, text)
        path.write_text(_FOLDER.sub(_named_file, text), encoding="utf-8")
    for language in languages_of(pages):
        _write_search_script(built / start_of(language))


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
