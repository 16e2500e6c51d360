"""Writes our own files of the package from templates; the formatter breaks the lines."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2

from generator.spec.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES: Final = Path(__file__).parent / "templates"


def render(template: str, target: Path, values: Mapping[str, Any]) -> None:
    """Write what the template makes of the values; its name is a path within the templates."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([(TEMPLATES / template).parent]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is Python, and every value passes through `literal` or `prose`
    )
    environment.filters.update(literal=_literal, prose=_prose)
    text = environment.get_template(Path(template).name).render(values)
    target.write_text(text, encoding="utf-8", newline="\n")


def _literal(value: object) -> str:
    """A Python expression for a value; sets in order, so that the same data makes equal bytes."""
    if isinstance(value, frozenset):
        items = ", ".join(_literal(item) for item in sorted(value))
        return f"frozenset({{{items}}})" if value else "frozenset()"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    return repr(value)


def _prose(text: str) -> str:
    """Text for a docstring.

    Wrapped, and with nothing in it that would end the docstring or escape anything.
    """
    words = " ".join(text.split())
    safe = visible(words).replace("\\", "\\\\").replace('"', "'")
    return "\n".join(textwrap.wrap(safe, 108, break_long_words=False))
