"""What a call is about, for who looks for it: the numbers that it names, and the first text."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

MAX_READ: Final = 64 * 1024
"""How many bytes of a request are read for it; of a longer one the beginning."""
MAX_TEXT: Final = 200
_MAX_FIELDS: Final = 1_000
_MAX_LEVELS: Final = 6
_NUMBERS: Final = frozenset({"recipients", "recipient", "phone", "number"})
_TEXTS: Final = frozenset({"text", "message"})
_NUMBER: Final = re.compile(rb"(?<!\d)\d{9,15}(?!\d)", re.ASCII)


class Gist(NamedTuple):
    """The numbers in their order, and the first text that is not empty."""

    numbers: tuple[str, ...] = ()
    text: str = ""


def gist(body: bytes, query: bytes) -> Gist:
    """What the request says, whichever way it came; as much of it as can be read."""
    if body[:64].lstrip()[:1] in (b"{", b"["):
        return _of_json(body)
    try:
        pairs = parse_qsl((body or query)[:MAX_READ].decode("latin-1"), max_num_fields=_MAX_FIELDS)
    except ValueError:
        return Gist()
    numbers: list[str] = []
    texts: list[str] = []
    for name, value in pairs:
        # `recipients[0]` is one of the recipients, `sms[text]` a text.
        words = [word for word in re.split(r"[\[\]]+", name) if word and not word.isdecimal()]
        if words:
            _note(words[-1], value, numbers, texts)
    return _made(numbers, texts)


def _of_json(body: bytes) -> Gist:
    try:
        data = json.loads(body) if len(body) <= MAX_READ else None
    except (ValueError, RecursionError):
        data = None
    if data is None:
        found = _NUMBER.findall(body[:MAX_READ])
        return _made([number.decode() for number in found], [])
    numbers: list[str] = []
    texts: list[str] = []
    _walk("", data, numbers, texts, level=0)
    return _made(numbers, texts)


def _walk(name: str, value: Any, numbers: list[str], texts: list[str], *, level: int) -> None:
    if level > _MAX_LEVELS:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            # PHP writes a list as a map of its places.
            _walk(name if key.isdecimal() else key, item, numbers, texts, level=level + 1)
    elif isinstance(value, list):
        for item in value:
            _walk(name, item, numbers, texts, level=level + 1)
    else:
        _note(name, value, numbers, texts)


def _note(name: str, value: object, numbers: list[str], texts: list[str]) -> None:
    is_plain = isinstance(value, (str, int)) and not isinstance(value, bool)
    if is_plain and name in _NUMBERS:
        numbers.append(str(value))
    elif is_plain and name in _TEXTS and value:
        texts.append(str(value))


def _made(numbers: list[str], texts: list[str]) -> Gist:
    return Gist(tuple(dict.fromkeys(numbers)), texts[0] if texts else "")
