"""Reads people that are passed one by one: phone numbers, or dicts by column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any, Final

from turbosms_languages import _
from turbosms_spreadsheets.columns import cell_text, cleaned, folded

from .._model.errors import AudienceError, InvalidCampaignError
from .cell_values import trimmed
from .table_columns import WantedColumns, missing_column, phone_names
from .table_files import Person, check_text

_SHAPES_KEPT: Final = 100
_TABLE: Final = _("the table")


def read_people(people: Iterable[Any], wanted: WantedColumns) -> Iterator[Person]:
    """Yield the people that are not empty.

    Whether a column is there is only known at the end, since dicts may leave empty ones out.

    Raises:
        AudienceError: one is neither a number nor a dict, or has no number, or is no text.
        InvalidCampaignError: a column was in none of them, or is twice in one.
    """
    reader = _Reader(wanted)
    number = 0
    for person in people:
        found = reader.read(person, number + 1)
        if found[0] or reader.has_value(person, number + 1):
            number += 1
            check_text(found, number)
            yield found
    if number > 0:
        reader.check_columns()


class _Reader:
    """Reads them, and knows which columns there were."""

    def __init__(self, wanted: WantedColumns) -> None:
        self._wanted = wanted
        self._blank = ("",) * len(wanted.values)
        self._missing = {folded(column) for _, column in wanted.values}
        """The columns that have been in nobody."""
        self._keys_by_shape: dict[tuple[Any, ...], tuple[Any, list[Any]]] = {}

    def read(self, person: Any, number: int) -> Person:
        if isinstance(person, Mapping) and person:
            phone_key, keys = self._keys_of(person, number)
            cells = ["" if key is None else _text(person[key], number) for key in keys]
            return cleaned(_text(person[phone_key], number)), tuple(map(trimmed, cells))
        if isinstance(person, (str, Real)):
            return cleaned(_text(person, number)), self._blank
        if person is None or isinstance(person, Mapping):
            return "", self._blank
        raise AudienceError(
            _(
                "Row {row:,} is neither a phone number nor a dict, but {kind}.",
                row=number,
                kind=type(person).__name__,
            )
        )

    def has_value(self, person: Any, number: int) -> bool:
        """Whether anything stands in a row without a number."""
        if not isinstance(person, Mapping):
            return False
        return any(cleaned(_text(value, number)) for value in person.values())

    def check_columns(self) -> None:
        for parameter, column in self._wanted.values:
            if folded(column) in self._missing:
                known = sorted({str(key) for shape in self._keys_by_shape for key in shape})
                raise missing_column(_TABLE, parameter, column, known)

    def _keys_of(self, person: Mapping[Any, Any], number: int) -> tuple[Any, list[Any]]:
        """The key of the number, and those of the values, which may not be there."""
        shape = tuple(person)
        found = self._keys_by_shape.get(shape)
        if found is None:
            found = self._find_keys(shape, number)
            if len(self._keys_by_shape) >= _SHAPES_KEPT:
                self._keys_by_shape.clear()
            self._keys_by_shape[shape] = found
        return found

    def _find_keys(self, shape: Sequence[Any], number: int) -> tuple[Any, list[Any]]:
        names = [str(key) for key in shape]
        self._missing.difference_update(map(folded, names))
        keys: list[Any] = []
        for parameter, column in self._wanted.values:
            keys.append(_key_of(shape, names, parameter, column))
        return self._phone_key(shape, names, number), keys

    def _phone_key(self, shape: Sequence[Any], names: list[str], number: int) -> Any:
        if self._wanted.phone is not None:
            key = _key_of(shape, names, "column", self._wanted.phone)
            if key is not None:
                return key
            if not self._wanted.phone_may_be_elsewhere:
                raise missing_column(
                    _("row {row:,}", row=number), "column", self._wanted.phone, names
                )
        if len(names) == 1:
            return shape[0]
        named = phone_names(names)
        if len(named) == 1:
            return shape[named[0]]
        listed = ", ".join(names) or "none"
        raise AudienceError(
            _(
                "Row {row:,} does not say which column has the phone number: name it. Its "
                "columns: {listed}.",
                row=number,
                listed=listed,
            )
        )


def _text(value: Any, number: int) -> str:
    """A value as it would be in CSV.

    Raises:
        AudienceError: it is a number that Python does not write.
    """
    try:
        return cell_text(value)
    except ValueError:
        raise AudienceError(
            _("Row {row:,} has a number of thousands of digits.", row=number)
        ) from None


def _key_of(shape: Sequence[Any], names: Sequence[str], parameter: str, column: str) -> Any:
    """The key of a column; None if there is none."""
    name = folded(column)
    found = [key for key, each in zip(shape, names, strict=True) if folded(each) == name]
    if len(found) > 1:
        raise InvalidCampaignError(
            _(
                "Several columns of {table} are called {column!r}: rename one.",
                table=_TABLE,
                column=column,
            ),
            parameter=parameter,
        )
    return found[0] if found else None
