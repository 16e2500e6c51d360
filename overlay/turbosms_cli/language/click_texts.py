"""The texts of click itself, such as `Usage:` and what is wrong with an argument.

click asks gettext for each of them, but in the language of the environment alone, and with nothing
in English left of it for `--json`. So its modules ask here instead.
"""

from __future__ import annotations

import importlib
from typing import Any, Final, Self

from turbosms_languages import Text, _c, current_language, in_english, spoken
from turbosms_languages.texts import plural_template, translated

MODULES: Final = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_WORDS: Final = frozenset({"number_type", "param_type"})
"""Values that are words of click, such as `integer`."""
_KINDS_OF_PATH: Final = frozenset({"File", "Directory", "Path"})


class ClickText(str):
    """A text of click in the language of the reader, which remembers it in English."""

    english: str

    @classmethod
    def of(cls, words: str, english: str) -> Self:
        """Make one."""
        made = cls(words)
        made.english = english
        return made

    def format(self, /, *args: Any, **values: Any) -> ClickText:
        """Fill in the values, in both languages."""
        words = {name: _said(name, value) for name, value in values.items()}
        english = {name: in_plain_english(value) for name, value in values.items()}
        return ClickText.of(
            str.format(self, *args, **words), str.format(self.english, *args, **english)
        )


def speak_for_click() -> None:
    """Have click ask here for its texts, unless they are in English anyway."""
    if current_language() == "en":
        return
    for name in MODULES:
        module: Any = importlib.import_module(f"click.{name}")
        if hasattr(module, "_"):
            module._ = _text  # the usual name of gettext
        if hasattr(module, "ngettext"):
            module.ngettext = _plural


def in_plain_english(value: Any) -> Any:
    """A text of ours or of click in English; any other value as it is."""
    if isinstance(value, ClickText):
        return value.english
    return in_english(value) if isinstance(value, Text) else value


def _text(message: str) -> ClickText:
    return ClickText.of(translated(current_language(), message), message)


def _plural(singular: str, plural: str, count: int) -> ClickText:
    template = plural_template(current_language(), singular, plural, count)
    return ClickText.of(template, singular if count == 1 else plural)


def _said(name: str, value: Any) -> Any:
    if isinstance(value, Text):
        return spoken(value)
    if name in _WORDS and type(value) is str:
        return spoken(_c("click", value))
    # `File`, of which click says that it does not exist.
    is_kind_of_path = name == "name" and value in _KINDS_OF_PATH
    return spoken(_c("click", value)) if is_kind_of_path else value
