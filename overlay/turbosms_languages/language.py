"""The language of the reader."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "uk")
"""Those that there are texts in; the first one is what texts are written in."""

_process = [ENGLISH]
"""Of the whole process: a thread does not have the context of the one that has started it."""
_context: ContextVar[str | None] = ContextVar("turbosms_language", default=None)


def current_language() -> str:
    """The language of this context, or else of the process."""
    return _context.get() or _process[0]


def set_language(language: str) -> None:
    """Choose the language of the process; ValueError if there are no texts in it."""
    _process[0] = _known(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Choose the language of what runs in the context; ValueError if there are no texts in it."""
    token = _context.set(_known(language))
    try:
        yield
    finally:
        _context.reset(token)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"There are no texts in {language!r}: choose {' or '.join(LANGUAGES)}.")
    return language
