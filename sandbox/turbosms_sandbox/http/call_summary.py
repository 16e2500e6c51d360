"""What a call is about, for those who look for it: the numbers in it, and its first text."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

MAX_READ: Final = 64 * 1024
"""How many bytes of a request are read; of a longer one, those at its beginning."""
MAX_TEXT: Final = 200
_MAX_FIELDS: Final = 1_000
_MAX_LEVELS: Final = 6
_PHONE_NAMES: Final = frozenset({"recipients", "recipient", "phone", "number"})
_TEXT_NAMES: Final = frozenset({"text", "message"})
_PHONE: Final = re.compile(rb"(?<!\d)\d{9,15}(?!\d)", re.ASCII)


class CallSummary(NamedTuple):
    """The numbers in their order, and the first text that is not empty."""

    phones: tuple[str, ...] = ()
    text: str = ""


class _Collector:
    """Collects numbers and texts from the fields of a request."""

    def __init__(self) -> None:
        self._phones: list[str] = []
        self._texts: list[str] = []

    def add(self, name: str, value: object) -> None:
        is_plain = isinstance(value, (str, int)) and not isinstance(value, bool)
        if not is_plain:
            return
        if name in _PHONE_NAMES:
            self._phones.append(str(value))
        elif name in _TEXT_NAMES and value:
            self._texts.append(str(value))

    def add_json(self, name: str, value: Any, level: int = 0) -> None:
        """Add a JSON value and everything in it; an item of a list has the name of the list."""
        if level > _MAX_LEVELS:
            return
        if isinstance(value, dict):
            for key, item in value.items():
                # PHP writes a list as a map by index.
                self.add_json(name if key.isdecimal() else key, item, level + 1)
        elif isinstance(value, list):
            for item in value:
                self.add_json(name, item, level + 1)
        else:
            self.add(name, value)

    def summary(self) -> CallSummary:
        text = self._texts[0] if self._texts else ""
        return CallSummary(tuple(dict.fromkeys(self._phones)), text)


def summarise(body: bytes, query: bytes) -> CallSummary:
    """What a request is about, whichever way it came, as far as it can be read."""
    is_json = body[:64].lstrip()[:1] in (b"{", b"[")
    return _summarise_json(body) if is_json else _summarise_form(body or query)


def _summarise_form(form: bytes) -> CallSummary:
    try:
        pairs = parse_qsl(form[:MAX_READ].decode("latin-1"), max_num_fields=_MAX_FIELDS)
    except ValueError:
        return CallSummary()
    collector = _Collector()
    for name, value in pairs:
        # `recipients[0]` is one of the recipients, `sms[text]` a text.
        words = [word for word in re.split(r"[\[\]]+", name) if word and not word.isdecimal()]
        if words:
            collector.add(words[-1], value)
    return collector.summary()


def _summarise_json(body: bytes) -> CallSummary:
    try:
        values = json.loads(body) if len(body) <= MAX_READ else None
    except (ValueError, RecursionError):
        values = None
    if values is None:
        phones = [phone.decode() for phone in _PHONE.findall(body[:MAX_READ])]
        return CallSummary(tuple(dict.fromkeys(phones)))
    collector = _Collector()
    collector.add_json("", values)
    return collector.summary()
