"""Where the pages of a website lead, and what they load."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Elements that are fetched with the page; other addresses are followed by a person, or by nobody.
_LOADED: Final = frozenset(
    {"audio", "embed", "iframe", "img", "input", "object", "script", "source", "track", "video"}
)
#: Links of the head that are fetched. The others, as `canonical`, only say something.
_LOADED_LINKS: Final = frozenset(
    {"dns-prefetch", "icon", "manifest", "modulepreload", "preconnect", "prefetch", "preload"}
    | {"stylesheet", "apple-touch-icon", "shortcut"}
)
_URL_IN_CSS: Final = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.followed: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.places.update(values[key] for key in ("id", "name") if values.get(key))
        loads = tag in _LOADED or (
            tag == "link" and not _LOADED_LINKS.isdisjoint(values.get("rel", "").split())
        )
        addresses = [values[key] for key in ("href", "src", "data", "poster") if key in values]
        addresses += [part.split()[0] for part in values.get("srcset", "").split(",") if part]
        self.loaded += addresses if loads else []
        self.followed += addresses
        self.loaded += _URL_IN_CSS.findall(values.get("style", ""))


@dataclass
class Website:
    """A folder of HTML pages, read whole."""

    root: Path
    addresses: dict[str, _Addresses] = field(default_factory=dict)
    """By the path of the page."""

    def __post_init__(self) -> None:
        for path in sorted(self.root.rglob("*.html")):
            page = _Addresses()
            page.feed(path.read_text("utf-8"))
            self.addresses[path.relative_to(self.root).as_posix()] = page

    def has(self, path: str, place: str = "") -> bool:
        """Whether there is such a file, and such a place in it."""
        if path.endswith("/") or not path:
            path += "index.html"
        if not (self.root / path).is_file():
            return False
        page = self.addresses.get(path)
        return not place or page is None or place in page.places

    def broken_links(self) -> Iterator[str]:
        """Every link that leads to no file, or to no place in it."""
        for name, page in self.addresses.items():
            for address in page.followed:
                parts = urlsplit(address)
                if parts.scheme or parts.netloc:
                    continue
                # Only 404.html, which stands for any address, counts from the root.
                folder = "" if parts.path.startswith("/") else posixpath.dirname(name)
                path = posixpath.normpath(
                    posixpath.join(folder, unquote(parts.path).removeprefix("/"))
                )
                if not parts.path:
                    path = name
                elif path == "." or parts.path.endswith("/"):
                    path = f"{path}/".removeprefix("./")
                if not self.has(path, unquote(parts.fragment)):
                    yield f"{name}: {address}"

    def loaded_from_elsewhere(self) -> Iterator[str]:
        """Whatever a browser would fetch from another host."""
        for name, page in self.addresses.items():
            yield from (f"{name}: {address}" for address in page.loaded if _is_elsewhere(address))
        for path in sorted(self.root.rglob("*.css")):
            for address in _URL_IN_CSS.findall(path.read_text("utf-8")):
                if _is_elsewhere(address):
                    yield f"{path.relative_to(self.root)}: {address}"


def _is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in {"http", "https"}
