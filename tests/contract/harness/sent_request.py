"""A request as the service gets to see it: which transport, which data, which length of URL."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

Transport = Literal["json", "form", "query"]

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

# Names that PHP keeps as they are; what it makes of others (blanks, dots, brackets left open) is
# not the point here.
_NAME = re.compile(r"([^\[\]. \x00]+)((?:\[[^\[\]\x00]*\])*)", re.DOTALL)


class NotReadableError(ValueError):
    """Nobody can say for certain what the service reads here."""


@dataclass(frozen=True)
class Sent:
    """One request, read back from its bytes."""

    method: str
    path: str
    url_length: int
    transport: Transport
    data: Any
    certain: bool
    """False if `data` is not surely what the service reads."""

    @property
    def textual(self) -> bool:
        """Whether numbers arrive as text."""
        return self.transport != "json"


def read(method: str, url: str, headers: dict[str, str], body: bytes | str | None) -> Sent:
    """Read a request back: a JSON body, else a form body, else the query."""
    parts = urlsplit(url)
    content = body.encode() if isinstance(body, str) else body or b""
    media_type = next(
        (value for name, value in headers.items() if name.lower() == "content-type"), ""
    )
    media_type = media_type.partition(";")[0].strip().lower()
    transport: Transport = "query"
    data: Any = {}
    certain = True
    if method == "POST" and content.strip() and media_type == JSON:
        transport = "json"
        data = json_or_none(content)
        if data == [] or "sendmulti" in parts.path:  # only there the names may be numbers
            data = named(data)
    else:
        text = parts.query
        if method == "POST" and content.strip() and media_type == FORM:
            transport = "form"
            text = content.decode("ascii", "surrogateescape")
        try:
            data = nested(parse_qsl(text, keep_blank_values=True, errors="strict"))
        except ValueError:
            certain = False
    if isinstance(data, dict) and transport != "json":
        data.pop("token", None)
    return Sent(method, parts.path, len(url), transport, data, certain)


def json_or_none(content: bytes) -> Any:
    """The JSON in `content`; None, which no method takes or answers, if there is none."""
    try:
        return json.loads(content.decode())
    except ValueError:
        return None


def named(data: Any) -> Any:
    """What PHP cannot tell from a list: a map with its places as keys (A-43).

    But only one that can be right at all: an empty list, or one of sends.
    """
    if isinstance(data, list) and all(isinstance(item, (dict, list)) for item in data):
        return {str(place): item for place, item in enumerate(data)}
    return data


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Read `a[b][]=c` as PHP does; every array becomes a dict.

    NotReadableError for names that PHP rewrites, and for keys of blanks.
    """
    root: dict[str, Any] = {}
    for name, value in pairs:
        match = _NAME.fullmatch(name)
        if not match:
            raise NotReadableError(name)
        path = [match[1], *re.findall(r"\[([^\]]*)\]", match[2])]
        if any(key.isspace() for key in path):
            # PHP appends for some of these, as it does for no key at all.
            raise NotReadableError(name)
        node = root
        for key in path[:-1]:
            key = key or _next_index(node)  # noqa: PLW2901
            if not isinstance(node.get(key), dict):
                node[key] = {}
            node = node[key]
        node[path[-1] or _next_index(node)] = value
    return root


def _next_index(node: dict[str, Any]) -> str:
    return str(max((int(key) for key in node if key.isascii() and key.isdigit()), default=-1) + 1)
