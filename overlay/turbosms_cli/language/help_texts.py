"""Help in the language of the reader.

A command is described in English, by its docstring and by the `help` and `metavar` of its options.
`extraction` (in tests/translations) finds these texts, as they are cut up here, and this puts their
translations into a command that is about to be described.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.language.click_texts import ClickText
from turbosms_languages import Text, _, _c, current_language, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPHS: Final = re.compile(r"(\n{2,})")
_VERBATIM: Final = "\b\n"
"""With this, a paragraph keeps its line breaks, as lists of exit codes and examples do."""
_EXIT_CODE: Final = re.compile(r"(\d  )(.+)")
_WITHOUT_WORDS: Final = re.compile(r"[^a-zA-Z]*|(turbosms|export|--?[a-z]).*")
_WITH_WORDS: Final = re.compile(r".*(--(sms-|viber-)?text\s|--button\s|--name \").*[A-Za-z]{2}.*")


class TextOption(click.Option):
    """An option whose help is a text with values, of which click would keep a string."""

    def __init__(self, names: Any, *, help: Text, **settings: Any) -> None:  # noqa: A002 - as in click
        super().__init__(names, help=help, **settings)
        self.help = help


def translate_help(command: click.Command) -> None:
    """Translate all that is said of a command. Whatever is in no catalogue stays as it is."""
    if current_language() == "en":
        return
    command.help = None if command.help is None else translated_help(command.help)
    command.options_metavar = _metavar(command.options_metavar)
    if isinstance(command, click.Group):
        command.subcommand_metavar = _metavar(command.subcommand_metavar) or ""
    for parameter in command.params:
        parameter.metavar = _metavar(parameter.metavar)
        if isinstance(parameter, click.Option) and parameter.help is not None:
            parameter.help = _said(parameter.help)


def translated_help(text: str) -> str:
    """A docstring in the language of the reader."""
    parts = _PARAGRAPHS.split(inspect.cleandoc(text))
    return "".join(map(_translated_paragraph, parts))


def messages_of_help(text: str) -> Iterator[str]:
    """The texts of a docstring that have to be translated."""
    for paragraph in _PARAGRAPHS.split(text):
        if paragraph.startswith(_VERBATIM):
            for line in paragraph.removeprefix(_VERBATIM).split("\n"):
                _before, words = _parts_of_line(line)
                if words:
                    yield words
        elif paragraph.strip():
            yield _on_one_line(paragraph)


def _translated_paragraph(paragraph: str) -> str:
    if not paragraph.strip():
        return paragraph
    if not paragraph.startswith(_VERBATIM):
        return _said(_on_one_line(paragraph))
    lines = paragraph.removeprefix(_VERBATIM).split("\n")
    return _VERBATIM + "\n".join(_translated_line(line) for line in lines)


def _translated_line(line: str) -> str:
    before, words = _parts_of_line(line)
    return f"{before}{_said(words)}" if words else line


def _parts_of_line(line: str) -> tuple[str, str]:
    """What stands before the words of a line, and the words; empty if there are none."""
    words = line.lstrip()
    before = line[: len(line) - len(words)]
    code = _EXIT_CODE.fullmatch(words)
    if code is not None:
        return before + code[1], code[2]
    if _WITHOUT_WORDS.fullmatch(words) and not _WITH_WORDS.fullmatch(words):
        return line, ""
    return before, words


def _on_one_line(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _said(words: str) -> str:
    """A text of ours, or one that is a string still."""
    return spoken(words if isinstance(words, Text) else _(words))


def _metavar(metavar: str | None) -> str | None:
    # An argument is named by it in errors, of which programs get the English one.
    if metavar is None or isinstance(metavar, ClickText):
        return metavar
    return ClickText.of(spoken(_c("metavar", metavar)), metavar)
