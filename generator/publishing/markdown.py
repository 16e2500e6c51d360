"""Texts of the spec in files of Markdown.

They are Markdown themselves and stay so, but for what a reader of the file might act on: HTML, and
links to anything but pages.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from generator.package.rendering import visible

#: What begins a tag, a comment, an instruction or an address in angle brackets.
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_LINK: Final = re.compile(r"\](?=\((?!(?:https?://|#|[A-Za-z0-9_./-]+\))))")
_DEFINITION: Final = re.compile(r"^([ \t]*)\[(?=[^\]]*\]:)", re.MULTILINE)


def markdown(text: str) -> str:
    """The text as it stands, harmless wherever it is shown."""
    without_links = _DEFINITION.sub(r"\1\\[", _LINK.sub(r"\\]", visible(text)))
    return _TAG.sub("&lt;", without_links)


def line(text: str) -> str:
    """The same on one line."""
    return markdown(" ".join(text.split()))


def cell(text: str) -> str:
    """The same in a cell of a table."""
    return line(text).replace("|", "\\|")


def code(value: Any) -> str:
    """JSON as a span of code, which nothing in it ends."""
    text = json.dumps(value, ensure_ascii=False)
    escaped = "".join(
        letter if letter.isprintable() and letter not in "`<" else _as_json(letter)
        for letter in text
    )
    return f"`{escaped}`"


def _as_json(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else json.dumps(letter)[1:-1]
