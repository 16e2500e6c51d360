"""The languages of the page: which one a visitor gets, and what the server says itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

LANGUAGES: Final = ("en", "uk")
"""The first one is for visitors who want neither."""
COOKIE: Final = "turbosms_inbox_language"
"""Holds the language that was chosen last."""
PARAMETER: Final = "lang"
"""The parameter of the page's address by which a language is chosen."""


def language_of(request: Request) -> str:
    """The language chosen in the address, else the one chosen before, else the browser's."""
    for chosen in (chosen_language(request), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return preferred_language(request.headers.get("accept-language", ""))


def chosen_language(request: Request) -> str | None:
    """The language that the address asks for; None if it asks for none that there is."""
    chosen = request.query_params.get(PARAMETER)
    return chosen if chosen in LANGUAGES else None


def preferred_language(accepted: str) -> str:
    """The language of the page that a header `Accept-Language` likes best."""
    best, best_weight = LANGUAGES[0], 0.0
    for item in accepted.split(","):
        language_range, _, parameter = item.partition(";")
        language = language_range.strip().partition("-")[0].casefold()
        weight = _weight(parameter)
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    """The weight of a language, `q=0.8` for example; none for what cannot be read."""
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip().casefold() == "q" else 0.0
    except ValueError:
        return 0.0


def page_texts(folder: Path) -> dict[str, dict[str, str]]:
    """By language, what `index.html` says: the rest is said by the modules of the page."""
    texts: dict[str, dict[str, str]] = json.loads((folder / "texts/page.json").read_text("utf-8"))
    return texts
