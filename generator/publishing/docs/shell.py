"""Renders a template into one HTML file with style and scripts in it, and forbids it requests."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_TEMPLATES: Final = Path(__file__).parent.parent / "templates"
#: Runs before anything is shown: what needs the script is hidden from those who do not run it.
_FIRST: Final = 'document.documentElement.classList.add("js")'


def render(
    template: str,
    filters: Mapping[str, Callable[..., Any]],
    styles: Iterable[str],
    scripts: Iterable[str],
    values: Mapping[str, Any],
) -> str:
    """The page.

    `styles` and `scripts` are files of the templates' folder and are put one behind the other.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    environment.filters.update(filters)
    style = _joined(styles)
    script = _joined(scripts)
    policy = [
        "default-src 'none'",
        f"style-src {_hash(style)}",
        f"script-src {_hash(_FIRST)} {_hash(script)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    shell = {
        "policy": Markup("; ".join(policy)),  # noqa: S704 - quotes that are ours
        "style": Markup(style),  # noqa: S704
        "first": Markup(_FIRST),  # noqa: S704
        "script": Markup(script),  # noqa: S704
    }
    return environment.get_template(template).render({**values, "shell": shell})


def _joined(files: Iterable[str]) -> str:
    return "\n".join((_TEMPLATES / name).read_text("utf-8").strip() for name in files)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
