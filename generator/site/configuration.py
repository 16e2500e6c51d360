"""The configuration of Zensical for one language."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

from generator.site.pages import ENGLISH, start_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.site.navigation import Navigation

_COMMON: Final = Path(__file__).with_name("zensical.toml")
_LANGUAGES: Final = Path(__file__).with_name("languages.toml")


class LanguageWords(TypedDict):
    """A table of `languages.toml`."""

    name: str
    """Of the language, in itself."""
    description: str
    """Of the site."""
    palettes: list[str]
    """The button of each palette, in the order of `zensical.toml`."""
    reference: str
    """The title of the reference."""


@dataclass(frozen=True)
class Site:
    """What the configuration of a language depends on."""

    help_url: str
    """The address where the site will be, from the spec."""
    root: Path
    """The repository."""
    languages: Sequence[str]
    """Those that there are pages in."""


def words_of_languages() -> dict[str, LanguageWords]:
    """What the theme says in each language besides its own texts."""
    words: dict[str, LanguageWords] = tomllib.loads(_LANGUAGES.read_text("utf-8"))
    return words


def configuration(site: Site, language: str, nav: Navigation) -> str:
    """The text of the file."""
    settings = tomllib.loads(_COMMON.read_text("utf-8"))
    words = words_of_languages()
    project = settings["project"]
    project["site_url"] = f"{site.help_url}{start_of(language)}"
    project["site_dir"] = f"site-{language}"
    project["site_description"] = words[language]["description"]
    project["nav"] = nav
    project["theme"]["language"] = language
    for palette, name in zip(project["theme"]["palette"], words[language]["palettes"], strict=True):
        palette["toggle"]["name"] = name
    project["extra"]["alternate"] = [
        {"name": words[each]["name"], "link": f"/{start_of(each)}", "lang": each}
        for each in site.languages
    ]
    if language == ENGLISH:
        python = project["plugins"]["mkdocstrings"]["handlers"]["python"]
        python["paths"] = [str(site.root / folder) for folder in ("overlay", "generated")]
    else:
        del project["plugins"]["mkdocstrings"]
    return _to_toml(settings)


def _to_toml(settings: Mapping[str, Any]) -> str:
    """As TOML with inline tables, which is all that a program needs to read it."""
    lines: list[str] = []
    for table, values in settings.items():
        lines.append(f"[{table}]")
        for key, value in values.items():
            lines.append(f"{json.dumps(key)} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    # Strings, numbers and booleans are written as in JSON.
    return json.dumps(value)
