"""Turns Markdown, JSON and lines for bash into HTML.

There is a link wherever something is named that has a place here.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, Final, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import MethodType

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from generator.spec.model.spec import Spec

_WIDTH: Final = 52
#: The tables of the spec, each with the anchor of its section.
_TABLES: Final = {
    "x-result-codes": "codes",
    "x-common-codes": "common-codes",
    "x-retry-classes": "retry-classes",
    "x-timeout-classes": "timeout-classes",
    "x-delivery-statuses": "delivery-statuses",
    "x-rejection-reasons": "rejection-reasons",
    "x-viber-kinds": "viber-kinds",
    "x-missing-codes": "missing-codes",
    "x-limits": "limits",
    "x-file-types": "file-types",
    "x-webhook-types": "webhook-types",
    "x-webhook-statuses": "webhook-statuses",
    "x-webhook-repeats": "webhook-repeats",
}
_CLASSES: Final = {str: "s", int: "n", float: "n", bool: "n", type(None): "n"}


class Prose:
    """Markdown of the spec. Its HTML is shown as text."""

    def __init__(self, links: Mapping[str, str]) -> None:
        """`links`: what code may name, and the anchor that it has here."""
        self._links = links
        self._markdown = MarkdownIt("commonmark", {"html": False})
        renderer = RendererHTML(self._markdown)
        renderer.rules["code_inline"] = cast("MethodType", self._code)
        self._markdown.renderer = renderer

    def block(self, text: str, own: str = "") -> Markup:
        """Paragraphs. `own` is the anchor where they stand, to which they need no link."""
        return Markup(self._markdown.render(text, {"own": own}))  # noqa: S704 - it escapes what it is given

    def inline(self, text: str, own: str = "") -> Markup:
        """One line."""
        return Markup(self._markdown.renderInline(text, {"own": own}))  # noqa: S704

    def plain(self, text: str) -> Markup:
        """One line without links, for what is a link or a button itself."""
        return Markup(self._markdown.renderInline(text, {"own": None}))  # noqa: S704

    def _code(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
    ) -> str:
        text = tokens[index].content
        code = Markup("<code>{}</code>").format(text)
        anchor = self._links.get(text)
        if anchor is None or env.get("own") in (anchor, None):
            return code
        return Markup('<a href="#{}">{}</a>').format(anchor, code)


def links(spec: Spec) -> dict[str, str]:
    """What the texts of the spec name between backticks: methods, tables, schemas, statuses."""
    anchors = {name: anchor for name, anchor in _TABLES.items() if name in spec.document.data}
    for webhook in spec.webhooks.calls:
        anchors[webhook.name] = f"webhook-{webhook.name}"
    for name in spec.schemas.by_name:
        anchors[name] = f"schema-{name}"
    for status in spec.statuses:
        anchors[status.name] = f"status-{status.name}"
    for reason in spec.rejection_reasons:
        anchors[reason.name] = f"reason-{reason.name}"
    for operation in spec.operations:
        anchors[operation.name] = f"{operation.module}-{operation.method}"
    return anchors


def json_html(value: Any, codes: frozenset[int] = frozenset()) -> Markup:
    """JSON in lines and colours; the result codes in it lead to their rows."""
    return _Json(codes).value(value, "", None)


def line_html(line: str, servers: Sequence[str]) -> Markup:
    """A line for bash, with every server in it; which is seen is chosen on the page."""
    before, server, after = line.partition(servers[0])
    if not server:
        raise ValueError(f"no call of {servers[0]}: {line}")
    choice = Markup("").join(
        Markup('<span data-server="{}">{}</span>').format(index, each)
        for index, each in enumerate(servers)
    )
    return Markup('{}<span class="server">{}</span>{}').format(_text(before), choice, _text(after))


def breakable(name: str) -> Markup:
    """A long name that may go on in the next line after an underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


class _Json:
    """Writes JSON in lines."""

    def __init__(self, codes: frozenset[int]) -> None:
        self._codes = codes

    def value(self, value: Any, indent: str, key: str | None) -> Markup:
        if isinstance(value, (dict, list)) and value:
            return self._container(value, indent, len(key or ""))
        text = _text(json.dumps(value, ensure_ascii=False))
        if key == "response_code" and value in self._codes:
            return Markup('<a class="n" href="#code-{}">{}</a>').format(value, text)
        if isinstance(value, (dict, list)):
            return text
        return Markup('<span class="{}">{}</span>').format(_CLASSES[type(value)], text)

    def _container(self, value: Any, indent: str, before: int) -> Markup:
        """Of scalars only, on one line if it fits behind what stands before it."""
        inner = f"{indent}  "
        items: list[Markup] = []
        if isinstance(value, dict):
            start = "{"
            end = "}"
            members = list(value.values())
            items += [self._member(key, item, inner) for key, item in value.items()]
        else:
            start = "["
            end = "]"
            members = value
            items += [self.value(item, inner, None) for item in value]
        if self._fits_on_one_line(value, members, len(indent) + before):
            return Markup("{}{}{}").format(start, Markup(", ").join(items), end)
        lines = Markup(",\n").join(Markup("{}{}").format(inner, item) for item in items)
        return Markup("{}\n{}\n{}{}").format(start, lines, indent, end)

    def _fits_on_one_line(self, value: Any, members: list[Any], before: int) -> bool:
        is_flat = not any(isinstance(member, (dict, list)) and member for member in members)
        is_short = before + len(json.dumps(value, ensure_ascii=False)) <= _WIDTH
        # An entry with a result code is read key by key.
        return is_flat and is_short and "response_code" not in value

    def _member(self, key: str, value: Any, indent: str) -> Markup:
        name = _text(json.dumps(key, ensure_ascii=False))
        return Markup('<span class="k">{}</span>: {}').format(name, self.value(value, indent, key))


def _text(text: str) -> Markup:
    """Text between tags, where quotes may stay quotes."""
    return Markup(html.escape(text, quote=False))  # noqa: S704
