"""Query strings and form bodies parsed as PHP does: `a[0]=…`, `a[]=…`, `a[b][c]=…`.

The last of several values wins. Every array becomes a dict with string keys, in the order in which
the keys appear. Text that is not UTF-8 keeps its bytes as lone surrogates, so that a rule can tell
it from valid text. Parsing takes time linear in the input.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

MAX_DEPTH = 64
"""Most pairs of brackets in one name, like PHP's `max_input_nesting_level`."""
MAX_PARAMETERS = 200_000
"""Most parameters of one request.

Room for a form `message/sendmulti` with many full lists of recipients.
"""

MAX_KEYS = 3 * MAX_PARAMETERS
"""Most keys of all names together: `a[b][c]` has three."""

_INTEGER_KEY = re.compile(r"0|-?[1-9][0-9]{0,18}", re.ASCII)
_INTEGERS = range(-(2**63), 2**63)
_BLANKS = frozenset(" \t\n\r\v\f")


class TooComplexError(ValueError):
    """The input nests deeper, or has more parameters, than a request may."""


class _Array(dict[str, object]):
    """A PHP array: it remembers the index that `[]` takes next.

    That is one more than the greatest integer key, or 0 without any.
    """

    __slots__ = ("next_index",)

    def __init__(self) -> None:
        super().__init__()
        self.next_index: int | None = None

    def take(self, key: str | None) -> str | None:
        """Reserve a key, None to append; returns the key as it is stored.

        None if nothing can be appended after the greatest integer.
        """
        if key is None:
            index = self.next_index or 0
            if index not in _INTEGERS:
                return None
            key = str(index)
        if _INTEGER_KEY.fullmatch(key) and int(key) in _INTEGERS:
            following = int(key) + 1
            if self.next_index is None:
                self.next_index = following
            else:
                self.next_index = max(self.next_index, following)
        return key


def parse(query: bytes) -> dict[str, object]:
    """Parse `query`; TooComplexError beyond MAX_DEPTH, MAX_PARAMETERS or MAX_KEYS."""
    root = _Array()
    if not query:
        return root
    keys = 0
    for pair in _pairs(query):
        name, _, value = pair.partition(b"=")
        path = _path(_decode(name))
        keys += len(path)
        if keys > MAX_KEYS:
            raise TooComplexError("too many keys")
        if path:
            _store(root, path, _decode(value))
    return root


def find(query: bytes, name: str) -> object:
    """What `parse` would have under `name`, a plain word, or None; nothing else is parsed."""
    if not query or query.count(b"&") >= MAX_PARAMETERS:
        return None
    root = _Array()
    plain_name = name.encode()
    for pair in _pairs(query):
        # Any other spelling of the name begins with a blank, or has an escape near its beginning.
        has_escape = b"%" in pair[: 3 * len(plain_name)]
        if not has_escape and not pair.startswith((plain_name, b"+", b" ")):
            continue
        key, _, value = pair.partition(b"=")
        try:
            path = _path(_decode(key))
        except TooComplexError:
            return None
        if path and path[0] == name:
            _store(root, path, _decode(value))
    return root.get(name)


def _pairs(query: bytes) -> list[bytes]:
    if query.count(b"&") >= MAX_PARAMETERS:
        raise TooComplexError("too many parameters")
    return query.split(b"&")


def _decode(text: bytes) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8", "surrogateescape")


def _path(name: str) -> list[str | None]:
    """Split `a[b][]` into `["a", "b", None]`; an empty list for a name that PHP ignores.

    Names end at a NUL.
    """
    name = name.partition("\0")[0].lstrip(" ")
    base, bracket, rest = name.partition("[")
    if not base:
        return []
    path: list[str | None] = [base.replace(" ", "_").replace(".", "_")]
    if bracket and "]" not in rest:
        # PHP's names have no brackets, blanks or dots: a bracket that is never closed becomes part
        # of the name.
        return [re.sub(r"[ .\[]", "_", name)]
    begin = 0 if bracket else -1
    while begin >= 0:
        end = rest.find("]", begin)
        if end < 0:
            break
        key = rest[begin:end]
        path.append(None if not key or key in _BLANKS else key)
        if len(path) - 1 > MAX_DEPTH:
            raise TooComplexError("nested too deep")
        begin = end + 2 if rest.startswith("[", end + 1) else -1
    return path


def _store(root: _Array, path: list[str | None], value: str) -> None:
    array = root
    for part in path[:-1]:
        key = array.take(part)
        if key is None:
            return
        inner = array.get(key)
        if not isinstance(inner, _Array):
            inner = array[key] = _Array()
        array = inner
    key = array.take(path[-1])
    if key is not None:
        array[key] = value
