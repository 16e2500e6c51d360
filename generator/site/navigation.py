"""The navigation: the table of pages in README.md, and the reference."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.site.pages import Page

#: Only the table of all pages has no heads.
_TABLE: Final = re.compile(r"^\| \| \|\n\| --- \| --- \|\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)
_ROW: Final = re.compile(r"^\| (?P<heading>[^|]+?) \| (?P<links>.*\]\(.*) \|$", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)#\s]+)\)")


def navigation(readme: str, first: Page, pages: Mapping[str, Page]) -> list[Any]:
    """The sections that the table of a README has, with the pages of its language.

    Args:
        readme: the text of the page `first`.
        pages: all pages by their file.
    """
    found: list[Any] = [{"turbosms-client": f"{first.name}.md"}]
    table = _TABLE.search(readme)
    if table is None:
        return found
    for row in _ROW.finditer(table["rows"]):
        section = []
        for label, target in _LINK.findall(row["links"]):
            source = posixpath.normpath(posixpath.join(posixpath.dirname(first.source), target))
            page = pages.get(source)
            if page is not None and page.language == first.language:
                section.append({label.replace("`", ""): f"{page.name}.md"})
        if section:
            found.append({_plain(row["heading"]): section})
    return found


def _plain(heading: str) -> str:
    """Without what stands in brackets, such as that the pages of a section are in English."""
    return re.sub(r" \([^)]*\)$", "", heading)
