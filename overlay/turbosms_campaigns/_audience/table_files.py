"""Reads the rows of a file: CSV however it is written, or a workbook.

A workbook has no more rows than its program allows, and is held in memory as a whole. All else is
read row by row.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

from turbosms_languages import _, reason_of
from turbosms_spreadsheets.columns import cleaned
from turbosms_spreadsheets.csv_rows import CsvReader
from turbosms_spreadsheets.errors import TableError, WrongEncodingError
from turbosms_spreadsheets.table_files import TableFile
from turbosms_spreadsheets.workbooks import is_workbook, workbook_rows

from .._model.errors import AudienceError
from .cell_values import trimmed
from .storable_texts import is_storable
from .table_columns import FoundColumns, WantedColumns, find_columns, fitness

_LOGGER: Final = logging.getLogger("turbosms_campaigns")
_WRAPPING: Final = "=\"'"
"""What `cleaned` takes off, besides space."""

Person: TypeAlias = tuple[str, tuple[str, ...]]
"""One row of a table: the phone number as it is written there, and the values wanted."""
_ValuesOf: TypeAlias = Callable[[Sequence[str]], tuple[str, ...]]


def read_file(path: str | os.PathLike[str], wanted: WantedColumns) -> Iterator[Person]:
    """Yield the rows of a file that are not empty.

    Raises:
        AudienceError: it cannot be read, or which column has the phone numbers is not clear.
        InvalidCampaignError: a column is not there, or is there twice.
    """
    with _opened(path) as file:
        is_text = not is_workbook(file)
        if is_text:
            reader = CsvReader(file, file.lines(), None, lambda sample: fitness(sample, wanted))
            rows = reader.cells()
        else:
            rows = (row.cells for row in workbook_rows(file, _LOGGER.warning))
        first = next((cells for cells in rows if any(map(cleaned, cells))), None)
        if first is None:
            raise AudienceError(_("{name} is empty.", name=file.name))
        columns = find_columns(file.name, first, wanted)
        if not columns.has_head:
            rows = chain([first], rows)
        people = _people(rows, columns)
        if is_text:
            yield from people
        else:
            for number, person in enumerate(people, 1):
                check_text(person, number)
                yield person


def file_name(path: str | os.PathLike[str]) -> str:
    """The name of a file without its folder, for messages and reports.

    What is no text in it, which file systems allow, becomes a question mark.
    """
    return Path(os.fsdecode(path)).name.encode(errors="replace").decode()


def _people(rows: Iterable[list[str]], columns: FoundColumns) -> Iterator[Person]:
    phone_index = columns.phone
    values_of = _picking(columns.values)
    width = 1 + max(phone_index, *(index or 0 for index in columns.values), 0)
    for cells in rows:
        try:
            phone = cells[phone_index].strip()
            values = values_of(cells)
        except IndexError:
            # A row that is shorter than the first one.
            whole = [*cells, *[""] * width]
            phone = whole[phone_index].strip()
            values = values_of(whole)
        is_wrapped = phone.strip(_WRAPPING) != phone
        if is_wrapped:
            phone = cleaned(phone)
        if phone or any(map(cleaned, cells)):
            yield phone, values


def _picking(indexes: Sequence[int | None]) -> _ValuesOf:
    """A function that picks cells of a row, without what cannot be seen around them."""
    present = [index for index in indexes if index is not None]
    if len(present) < len(indexes):
        return lambda cells: tuple(
            "" if index is None else trimmed(cells[index]) for index in indexes
        )
    if not present:
        return lambda cells: ()
    return lambda cells: tuple([trimmed(cells[index]) for index in present])


def check_text(person: Person, number: int) -> None:
    """Raise for what is no text, and could not be stored.

    Raises:
        AudienceError: it has half a character, or a zero byte.
    """
    phone, values = person
    text = "".join((phone, *values))
    if not is_storable(text):
        raise AudienceError(
            _("Row {row:,} has half a character, or a zero byte: it is no text.", row=number)
        )


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[TableFile]:
    name = file_name(path)
    try:
        stream = Path(os.fsdecode(path)).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        is_of_system = isinstance(error, OSError) and error.strerror is not None
        why = reason_of(error) if is_of_system else _("a file cannot have this name")
        raise AudienceError(_("{name} cannot be read: {why}.", name=name, why=why)) from error
    try:
        with stream:
            yield TableFile(name, stream)
    except WrongEncodingError as error:
        raise AudienceError(
            _("{error}: save it as UTF-8, or pass its rows.", error=str(error))
        ) from None
    except TableError as error:
        raise AudienceError(str(error)) from None
    except OSError as error:
        raise AudienceError(
            _("{name} cannot be read: {why}.", name=name, why=reason_of(error))
        ) from error
