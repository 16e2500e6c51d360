"""Values of JSON as literals of Python, PHP and TypeScript.

Texts may say anything. What is not printable is escaped, so that no reader of the sample is misled,
and nothing in a text ends its literal.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WIDTH: Final = 88
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
#: A key that would set the prototype of the object.
_PROTOTYPE: Final = "__proto__"


@dataclass(frozen=True)
class Language:
    """How a language writes what JSON can say."""

    text: Callable[[str], str]
    key: Callable[[str], str]
    constants: Mapping[bool | None, str]
    brackets: tuple[str, str] = ("{", "}")
    """Around an object, when there is something in it."""
    empty_object: str = "{}"
    separator: str = ": "
    """Between a key and its value."""
    step: str = "    "
    """What the items of a value are indented by."""


def literal(value: Any, language: Language, *, indent: str = "", before: int = 0) -> str:
    """The value on one line if that is not too long, else a line for each item.

    `before` is the number of characters that stand in front of it on its line.
    """
    flat = _flat(value, language)
    is_short = len(indent) + before + len(flat) <= _WIDTH
    if is_short or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + language.step
    lines: list[str] = []
    if isinstance(value, list):
        opening, closing = "[", "]"
        lines = [inner + literal(item, language, indent=inner) for item in value]
    else:
        opening, closing = language.brackets
        for key, item in value.items():
            start = language.key(key) + language.separator
            lines.append(inner + start + literal(item, language, indent=inner, before=len(start)))
    return "\n".join([opening, *(f"{line}," for line in lines), indent + closing])


def _flat(value: Any, language: Language) -> str:
    if isinstance(value, str):
        return language.text(value)
    if value is None or isinstance(value, bool):
        return language.constants[value]
    if isinstance(value, list):
        return f"[{', '.join(_flat(item, language) for item in value)}]"
    if isinstance(value, dict):
        return _flat_object(value, language)
    return json.dumps(value)


def _flat_object(value: dict[str, Any], language: Language) -> str:
    if not value:
        return language.empty_object
    pairs: list[str] = []
    for key, item in value.items():
        pairs.append(f"{language.key(key)}{language.separator}{_flat(item, language)}")
    opening, closing = language.brackets
    blank = " " if language is TYPESCRIPT else ""
    return f"{opening}{blank}{', '.join(pairs)}{blank}{closing}"


def _python_text(text: str) -> str:
    return f'"{_escaped(text, special=_QUOTES, unprintable=_python_letter)}"'


def _typescript_text(text: str) -> str:
    return f'"{_escaped(text, special=_QUOTES, unprintable=_in_braces)}"'


def _typescript_key(key: str) -> str:
    if key == _PROTOTYPE:
        return f"[{_typescript_text(key)}]"
    return key if _IDENTIFIER.fullmatch(key) else _typescript_text(key)


def _php_text(text: str) -> str:
    if text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return f'"{_escaped(text, special=(*_QUOTES, "$"), unprintable=_in_braces)}"'


#: What has a meaning within double quotes.
_QUOTES: Final = ("\\", '"')


def _escaped(text: str, special: tuple[str, ...], unprintable: Callable[[str], str]) -> str:
    letters: list[str] = []
    for letter in text:
        if letter in special:
            letters.append(f"\\{letter}")
        elif letter.isprintable():
            letters.append(letter)
        else:
            letters.append(unprintable(letter))
    return "".join(letters)


def _python_letter(letter: str) -> str:
    return "\\n" if letter == "\n" else f"\\U{ord(letter):08x}"


def _in_braces(letter: str) -> str:
    return "\\n" if letter == "\n" else f"\\u{{{ord(letter):x}}}"


_IN_SMALL_LETTERS: Final = {None: "null", True: "true", False: "false"}
PYTHON: Final = Language(
    text=_python_text,
    key=_python_text,
    constants={None: "None", True: "True", False: "False"},
)
PHP: Final = Language(
    text=_php_text,
    key=_php_text,
    constants=_IN_SMALL_LETTERS,
    brackets=("[", "]"),
    empty_object="new stdClass()",
    separator=" => ",
)
TYPESCRIPT: Final = Language(
    text=_typescript_text,
    key=_typescript_key,
    constants=_IN_SMALL_LETTERS,
    step="  ",
)
