"""Which language a command speaks: `--lang`, `TURBOSMS_LANG`, or else the locale.

It is found before any command is imported, and before click reads the arguments, so that also what
is wrong with them is said in it.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from turbosms_languages import LANGUAGES, set_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPTION: Final = "--lang"
VARIABLE: Final = "TURBOSMS_LANG"
_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first one that is set says what the locale is, as everywhere on POSIX."""
_NONE: Final = frozenset({"C", "POSIX"})
_ENGLISH: Final = LANGUAGES[0]


def choose_language() -> None:
    """Choose the language of this process. What is no language is refused later, by click."""
    set_language(language_of(sys.argv[1:], os.environ))


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language, from arguments and environment."""
    for chosen in (_option_in(words), environment.get(VARIABLE)):
        if chosen in LANGUAGES:
            return chosen
    return _language_of_locale(environment)


def words_before_command(words: Sequence[str]) -> int:
    """How many words stand before the command: options of `turbosms` itself."""
    count = 0
    while count < len(words) and words[count].startswith("-"):
        count += 2 if words[count] == OPTION else 1
    return min(count, len(words))


def _option_in(words: Sequence[str]) -> str | None:
    """The last value of the option before the command; None without one."""
    before = words[: words_before_command(words)]
    chosen = None
    for place, word in enumerate(before):
        if word.startswith(f"{OPTION}="):
            chosen = word.removeprefix(f"{OPTION}=")
        elif word == OPTION:
            chosen = before[place + 1] if place + 1 < len(before) else None
    return chosen


def _language_of_locale(environment: Mapping[str, str]) -> str:
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "C")
    if _plain(locale) in _NONE:
        return _ENGLISH
    # Several languages, the most wanted first; without a locale, it does not count.
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    spoken = (_plain(each).partition("_")[0] for each in wanted)
    return next((language for language in spoken if language in LANGUAGES), _ENGLISH)


def _plain(locale: str) -> str:
    """A locale without its encoding and variant: `uk_UA` of `uk_UA.UTF-8`."""
    return locale.partition(".")[0].partition("@")[0]
