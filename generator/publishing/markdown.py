"""Texts of the spec in files of Markdown.

They are Markdown themselves and stay so, but for what a reader of the file might act on: HTML, and
links to anything but pages.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from generator.spec.visible_text import visible

#: What begins a tag, a comment, an instruction or an address in angle brackets.
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_LINK: Final = re.compile(r"\](?=\((?!(?:https?://|#|[A-Za-z0-9_./-]+\))))")
_DEFINITION: Final = re.compile(r"^([ \t]*)\[(?=[^\]]*\]:)", re.MULTILINE)


def markdown(text: str) -> str:
    """The text as it stands, harmless wherever it is shown."""
    shown = visible(text, keep_line_breaks=True)
    without_links = _DEFINITION.sub(r"\1\\[", _LINK.sub(r"\\]", shown))
    return _TAG.sub("&lt;", without_links)


def line(text: str) -> str:
    """The same on one line."""
    return markdown(" ".join(text.split()))


def cell(text: str) -> str:
    """The same in a cell of a table."""
    return line(text).replace("|", "\\|")


def code(value: Any) -> str:
    """JSON as a span of code, which nothing in it ends."""
    letters: list[str] = []
    for letter in json.dumps(value, ensure_ascii=False):
        is_harmless = letter.isprintable() and letter not in "`<"
        letters.append(letter if is_harmless else _as_json(letter))
    return f"`{''.join(letters)}`"


def _as_json(letter: str) -> str:
    if ord(letter) < 0x10000:
        return f"\\u{ord(letter):04x}"
    return json.dumps(letter)[1:-1]
