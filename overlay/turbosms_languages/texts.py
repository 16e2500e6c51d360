"""Texts that are strings in English, and can be said in other languages."""

from __future__ import annotations

import operator
import string
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Self, SupportsIndex, TypeAlias

from turbosms_languages.language import ENGLISH, LANGUAGES, current_language
from turbosms_languages.values import PRECISIONS, money_in, number_in, time_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Form: TypeAlias = str | Callable[[], str]
_SEPARATOR: Final = "\x04"
"""Between a context and its text, as in a compiled catalogue."""


class Text(str):
    """A text in English that can be said in other languages.

    What is done to it as to a string (`+`, an f-string, `join`) is English alone: texts are put
    together with `text`, whose values may be texts, or with `joined`.
    """

    _template: str
    _plural: str | None
    _count: int
    _values: Mapping[str, Any]
    _forms: Mapping[str, Form]
    """What it is by language, where that is in no catalogue."""

    def __str__(self) -> Self:
        # An exception makes a string of its text, which shall stay one that can be said.
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        # The oldest protocols of pickle would make a string of it, which is itself, without end.
        return super().__reduce_ex__(max(2, operator.index(protocol)))

    def said_in(self, language: str) -> str:
        """The text in a language."""
        if language == ENGLISH:
            return str.__str__(self)
        form = self._forms.get(language)
        if form is not None:
            return spoken_in(language, form if isinstance(form, str) else form())
        if self._plural is not None:
            template = plural_template(language, self._template, self._plural, self._count)
        else:
            template = translated(language, self._template)
        return _filled(language, template, self._values)


def text(template: str, /, **values: Any) -> Text:
    """A text with values in its braces.

    A value is shown as by `str.format`; besides, `{rows:,}` is a number in groups of digits,
    `{amount:money}` an amount, `{at:time}` and `{at:minute}` a time to the second or the minute,
    each as readers of the language write it. Braces of a text with values are doubled.
    """
    return _made(template, values)


def context_text(context: str, template: str, /, **values: Any) -> Text:
    """A text whose words mean something else elsewhere; the context is not shown."""
    return _made(f"{context}{_SEPARATOR}{template}", values)


def plural_text(singular: str, plural: str, count: int, /, **values: Any) -> Text:
    """A text that depends on a number, which is its value `count`."""
    template = singular if count == 1 else plural
    all_values = {"count": count, **values}
    made = Text(_filled(ENGLISH, template, all_values))
    made._template, made._plural, made._count = singular, plural, count
    made._values, made._forms = all_values, {}
    return made


def by_language(english: str, **forms: Form) -> Text:
    """A text whose other languages are in no catalogue, such as the meaning of a result code.

    A form may be a text itself, made of other words than the English one, or a function that
    returns it, for what is not read unless somebody wants it.
    """
    made = _made("{english}", {"english": english})
    made._forms = forms
    return made


def otherwise(english: str, words: str) -> Text:
    """A text that is said as `words` to whoever does not read English.

    For an English sentence that comes from elsewhere as it is, such as that of an exception, of
    which another one is made by what is known about it.
    """
    return by_language(english, **{one: words for one in LANGUAGES if one != ENGLISH})


def joined(separator: str, texts: Iterable[str]) -> Text:
    """Texts one after the other."""
    values = {f"part{number}": part for number, part in enumerate(texts)}
    between = separator.replace("{", "{{").replace("}", "}}")
    return _made(between.join(f"{{{name}}}" for name in values), values)


def spoken(words: str) -> str:
    """The text for the reader; a string that is no text is as it is."""
    return spoken_in(current_language(), words)


def spoken_in(language: str, words: str) -> str:
    """The text in a language; a string that is no text is as it is."""
    return words.said_in(language) if isinstance(words, Text) else words


def said(template: str, /, **values: Any) -> str:
    """A text for the reader at once, for what is put together of pieces that are no texts."""
    return spoken(text(template, **values))


def in_english(words: str) -> str:
    """The text as it is for programs, as a plain string."""
    return words.said_in(ENGLISH) if isinstance(words, Text) else words


def translated(language: str, template: str) -> str:
    """What stands for a template in the catalogue of a language; itself if there is nothing."""
    if language == ENGLISH:
        return template
    from turbosms_languages.catalogues import catalogue_of  # noqa: PLC0415 - not for English

    catalogue = catalogue_of(language)
    context, separator, message = template.partition(_SEPARATOR)
    if separator:
        return catalogue.pgettext(context, message)
    # The empty text stands for the head of the catalogue.
    return catalogue.gettext(template) if template else ""


def plural_template(language: str, singular: str, plural: str, count: int) -> str:
    """What stands for a text that depends on a number in the catalogue of a language."""
    if language == ENGLISH:
        return singular if count == 1 else plural
    from turbosms_languages.catalogues import catalogue_of  # noqa: PLC0415 - not for English

    return catalogue_of(language).ngettext(singular, plural, count)


def _made(template: str, values: Mapping[str, Any]) -> Text:
    _, _, english = template.rpartition(_SEPARATOR)
    made = Text(_filled(ENGLISH, english, values))
    made._template, made._plural, made._count = template, None, 0
    made._values, made._forms = values, {}
    return made


def _filled(language: str, template: str, values: Mapping[str, Any]) -> str:
    if not values:
        return template
    return _Filling(language).vformat(template, (), values)


class _Filling(string.Formatter):
    """Fills the braces of a template in a language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """The value as `!r` or `!s` asks for it, which an English text would otherwise be."""
        if isinstance(value, Text):
            value = value.said_in(self._language)
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value in the language."""
        if isinstance(value, Text):
            value = value.said_in(self._language)
        if format_spec == ",":
            return number_in(self._language, value)
        if format_spec == "money":
            return money_in(self._language, value)
        if format_spec in PRECISIONS:
            return time_in(self._language, value, format_spec)
        written: str = super().format_field(value, format_spec)
        has_comma = isinstance(value, float) and self._language != ENGLISH
        return written.replace(".", ",") if has_comma else written
