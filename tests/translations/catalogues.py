"""The catalogue as a file to edit and as a compiled one, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import io
import re
from string import Formatter
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.translations.extraction import messages
from turbosms_languages.catalogues import compiled_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from babel.messages.catalog import Message

LANGUAGE: Final = "uk"
FILE: Final[Path] = compiled_file(LANGUAGE).with_suffix(".po")
_SOME_DAY: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_PERCENT: Final = re.compile(r"%[a-z]")


def read() -> Catalog:
    """The catalogue as it is edited."""
    with FILE.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGE)
    # They would be now, and in the compiled file.
    catalogue.creation_date = catalogue.revision_date = _SOME_DAY
    return catalogue


def extracted() -> Catalog:
    """A catalogue of all texts in the source, without translations."""
    template = Catalog(fuzzy=False)
    for message in messages():
        text = message.text if message.plural is None else (message.text, message.plural)
        template.add(text, locations=[(message.file, 0)], context=message.context)
    return template


def updated() -> Catalog:
    """The catalogue with the texts that are new, and without those that are not used any more."""
    catalogue = read()
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The file to edit."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, sort_by_file=True, include_lineno=False)
    lines = stream.getvalue().splitlines(keepends=True)
    # It would change with every update.
    return b"".join(line for line in lines if b"-Date:" not in line and b"Generated-By" not in line)


def compiled(catalogue: Catalog) -> bytes:
    """The file for gettext."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def problems() -> Iterator[str]:
    """What is wrong with the catalogue, in sentences."""
    catalogue, wanted = read(), extracted()
    for message in wanted:
        if message.id and catalogue.get(message.id, message.context) is None:
            yield f"not in the catalogue: {message.id!r}"
    for message in catalogue:
        if not message.id:
            continue
        if wanted.get(message.id, message.context) is None:
            yield f"not used any more: {message.id!r}"
        if message.fuzzy:
            yield f"fuzzy: {message.id!r}"
        yield from _problems_of(message)


def _problems_of(message: Message) -> Iterator[str]:
    ids, strings = _several(message.id), _several(message.string)
    if not strings or not all(strings) or (len(ids) == 2 and len(strings) != 3):
        yield f"not translated: {message.id!r}"
        return
    wanted = placeholders(ids[-1])
    for string in strings:
        if placeholders(string) != wanted and placeholders(string) != placeholders(ids[0]):
            yield f"other placeholders: {message.id!r} and {string!r}"


def _several(texts: str | Iterable[str] | None) -> list[str]:
    """The texts of a message, which are several if it depends on a number."""
    if texts is None:
        return []
    return [texts] if isinstance(texts, str) else list(texts)


def placeholders(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names in braces, each once, and what stands for values of `%`."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # a text without values may have any braces
        names = set()
    # In an example such as `{name|friend}`, the default is to be translated.
    columns = {name.partition("|")[0] for name in names}
    return tuple(sorted(columns)), tuple(_PERCENT.findall(text))
