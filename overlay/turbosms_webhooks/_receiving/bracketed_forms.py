"""Forms that nest in brackets, as PHP writes and reads them: `data[0][message_id]=…`."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote_plus

from turbosms_webhooks._receiving.errors import WebhookError

MOST_VALUES: Final = 20_000
MOST_LEVELS: Final = 16


def read_form(content: bytes) -> dict[str, Any]:
    """The fields of a form; texts, and objects of them."""
    if content.count(b"&") >= MOST_VALUES:
        raise WebhookError("malformed")
    fields: dict[str, Any] = {}
    for pair in content.split(b"&"):
        name, _, value = pair.partition(b"=")
        path = _path(_text(name))
        if len(path) > MOST_LEVELS:
            raise WebhookError("malformed")
        if path[0]:
            _put(fields, path, _text(value))
    return fields


def _text(encoded: bytes) -> str:
    return unquote_plus(encoded.decode("utf-8", "replace"), errors="replace")


def _path(name: str) -> list[str]:
    """The keys that a name leads through: `a[b][]` is a, b and an empty one.

    A bracket that is not closed belongs to the key, and so does one at the beginning.
    """
    start = name.find("[")
    if start <= 0:
        return [name]
    inner = list(islice(_keys_in_brackets(name, start), MOST_LEVELS))
    return [name[:start], *inner] if inner else [name]


def _keys_in_brackets(name: str, start: int) -> Iterator[str]:
    """The keys of `[b][c]`; whatever follows the last one that is closed is ignored, as by PHP."""
    while name.startswith("[", start):
        end = name.find("]", start)
        if end == -1:
            return
        yield name[start + 1 : end]
        start = end + 1


def _put(fields: dict[str, Any], path: list[str], value: str) -> None:
    """Put a value where its path leads; what stands in the way goes."""
    *outer, last = path
    for key in outer:
        name = key or _next_index(fields)
        inner = fields.get(name)
        if not isinstance(inner, dict):
            inner = {}
            fields[name] = inner
        fields = inner
    fields[last or _next_index(fields)] = value


def _next_index(fields: dict[str, Any]) -> str:
    """The key that empty brackets stand for, if nothing but those came before."""
    return str(len(fields))
