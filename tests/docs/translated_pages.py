"""The Ukrainian pages, section by section, beside the English ones that they are made from.

    python -m tests.docs.translated_pages

lists the English sections that have changed since they were translated. Once the Ukrainian page
says the same, name them to note that:

    python -m tests.docs.translated_pages hybrid.md#sending-later README.md#campaigns
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Final, NamedTuple

from tests.docs.places import slug
from tests.docs.tables import MARKED

ROOT: Final = Path(__file__).parents[2]
UKRAINIAN: Final = ROOT / "docs" / "uk"
NAMES: Final = sorted(path.name for path in UKRAINIAN.glob("*.md"))
TRANSLATED: Final = Path(__file__).with_name("translated_sections.json")
"""The digest of each English section, as it was when its translation was last compared."""

_HEADING: Final = re.compile(r'(#+) (?:<a id="(?P<anchor>[^"]+)"></a>)?(?P<title>.+)')
_PREAMBLE: Final = "preamble"


class Section(NamedTuple):
    """What stands below one heading, up to the next one of any level."""

    level: int
    anchor: str
    text: str


def english_page(name: str) -> Path:
    """The page that a Ukrainian one is made from."""
    return ROOT / name if name == "README.md" else ROOT / "docs" / name


def sections_of(page: str) -> list[Section]:
    """The sections of a page, each by the anchor that its English heading has."""
    found: list[Section] = []
    level, anchor, lines = 1, _PREAMBLE, list[str]()
    in_code = False
    for line in page.splitlines():
        in_code ^= line.startswith("```")
        heading = None if in_code else _HEADING.fullmatch(line)
        if heading is None or heading[1] == "#":
            lines.append(line)
            continue
        found.append(Section(level, anchor, "\n".join(lines)))
        level, lines = len(heading[1]), []
        anchor = heading["anchor"] or slug(heading["title"])
    return [*found, Section(level, anchor, "\n".join(lines))]


def digest(section: Section) -> str:
    """Of what a translator has to read: neither line breaks nor the tables from data count."""
    words = MARKED.sub(r"\1\3", f"{section.text}\n").split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def current() -> dict[str, str]:
    """The digests of all English sections that have a translation, by page and anchor."""
    return {
        f"{name}#{section.anchor}": digest(section)
        for name in NAMES
        for section in sections_of(english_page(name).read_text("utf-8"))
    }


def noted() -> dict[str, str]:
    """What `current` was when the translations were last compared."""
    digests: dict[str, str] = json.loads(TRANSLATED.read_text("utf-8"))
    return digests


def changed() -> list[str]:
    """The English sections that are not as they were."""
    before = noted()
    return [name for name, value in current().items() if before.get(name) != value]


def note(names: list[str]) -> None:
    """Take these sections as translated, and forget those that are gone."""
    before, now = noted(), current()
    kept = {name: before[name] for name in now if name in before}
    kept |= {name: now[name] for name in names}
    TRANSLATED.write_text(f"{json.dumps(kept, indent=2, sort_keys=True)}\n", "utf-8")


def main() -> None:
    """Note the named sections; list those that are left."""
    parser = argparse.ArgumentParser(
        description="Compare the pages in docs/uk with the English ones."
    )
    parser.add_argument("sections", nargs="*", metavar="PAGE#ANCHOR")
    names: list[str] = parser.parse_args().sections
    unknown = set(names) - current().keys()
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    note(names)
    left = changed()
    for name in left:
        page = name.partition("#")[0]
        sys.stdout.write(f"{name} has changed: compare docs/uk/{page}\n")
    sys.exit(bool(left))


if __name__ == "__main__":
    main()
