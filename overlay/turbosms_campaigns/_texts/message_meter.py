"""Measures what each of a million rows would get, without rendering most of them.

A row differs from the others by a few short values, and of most values nothing but their length
matters. So one row is rendered, and measured by the client's own rules, for all that differ from it
in nothing that matters.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, NamedTuple

from turbosms_client import TurboSMS, measure_sms
from turbosms_languages import Text, _, joined, otherwise

from .rendering import MessageTemplate, MissingColumn
from .sizes import outside_gsm, problem_with, size_of_character

_KEPT: Final = 10_000
_LAST_OF_ONE_UNIT: Final = "\uffff"
_FIRST_HALF: Final = "\ud800"
_LAST_HALF: Final = "\udfff"


class MeasuredRow(NamedTuple):
    """What is known of one person's message."""

    segments: int | None
    """Of the SMS."""
    length: int
    """Characters of the texts of all channels."""
    culprits: tuple[str, ...]
    """The characters that make its SMS UCS-2, except those that are there in every row."""
    problem: tuple[str | None, Text] | None
    """Why it cannot be sent: the column at fault, and a sentence."""


class MessageMeter:
    """Measures the message for rows of values."""

    def __init__(self, client: TurboSMS, template: MessageTemplate, columns: Sequence[str]) -> None:
        """Values will come in the order of these columns."""
        self._client = client
        self._template = template
        self._columns = tuple(columns)
        self._measured: dict[Hashable, MeasuredRow] = {}
        self._has_sms = False
        self._literals = frozenset[str]()
        self._is_gsm = True
        self.literal_culprits: tuple[str, ...] = ()
        """The characters that make the SMS of every row UCS-2."""
        self._plain: set[str] = set()
        """Characters of which nothing matters in a value but how many there are."""
        self._culprits: set[str] = set()
        """Other characters, each of one unit, that make an SMS UCS-2."""
        self._has_other_fields = False
        for parameter, text in template.templates.items():
            if parameter == "sms.text":
                self._has_sms = True
                self._literals = frozenset(text.literals)
                self._is_gsm = measure_sms(text.literals).encoding == "gsm-7"
                self.literal_culprits = outside_gsm(text.literals)
            elif parameter != "viber.text" and text.fields:
                # What is wrong with a link or a caption is no matter of its size alone.
                self._has_other_fields = True

    def measure(self, rows: Sequence[tuple[str, ...]]) -> list[MeasuredRow]:
        """Measure what each of these rows gets.

        Args:
            rows: their values, without space around them, so that a blank one is empty.
        """
        if not self._columns:
            return [self._measure(())] * len(rows)
        found: list[MeasuredRow] = []
        for values, key in zip(rows, self._keys(rows), strict=True):
            measured = self._measured.get(key)
            if measured is None:
                measured = self._measure(values)
                self._keep(key, measured)
            found.append(measured)
        return found

    def texts(self, values: tuple[str, ...]) -> dict[str, str] | MissingColumn:
        """The texts that a row with these values gets, by parameter."""
        return self._template.fill_texts(self._by_column(values))

    def _by_column(self, values: tuple[str, ...]) -> dict[str, str]:
        return dict(zip(self._columns, values, strict=True))

    def _keep(self, key: Hashable, measured: MeasuredRow) -> None:
        if len(self._measured) >= _KEPT:
            self._measured.clear()
        # What is wrong may be told in words of this row.
        if measured.problem is None:
            self._measured[key] = measured

    def _keys(self, rows: Sequence[tuple[str, ...]]) -> Iterable[Hashable]:
        """For each row, the same as for those that it can stand for."""
        if self._has_other_fields:
            return rows
        columns = [self._what_matters_in(rows, index) for index in range(len(self._columns))]
        return zip(*columns, strict=True)

    def _what_matters_in(self, rows: Sequence[tuple[str, ...]], index: int) -> list[Hashable]:
        """What matters of the values of a column; each value is looked at once."""
        column = [values[index] for values in rows]
        matters: dict[str, Hashable] = {}
        for value in dict.fromkeys(column):
            if self._plain.issuperset(value):
                matters[value] = len(value)
            else:
                matters[value] = self._what_matters_of(value)
        return [matters[value] for value in column]

    def _what_matters_of(self, value: str) -> Hashable:
        """The same for values that can stand for each other: length and culprits, or all of it."""
        others = frozenset(value).difference(self._plain)
        if not self._culprits.issuperset(others):
            for character in others.difference(self._culprits):
                if not self._learn(character):
                    return value
            others = others.difference(self._plain)
        return len(value), others

    def _learn(self, character: str) -> bool:
        """Find out about a character; False if its place in the text may matter."""
        size = size_of_character(character)
        is_gsm = size.encoding == "gsm-7"
        is_half = _FIRST_HALF <= character <= _LAST_HALF
        is_one_unit = character <= _LAST_OF_ONE_UNIT and not is_half
        if is_gsm and self._is_gsm:
            # One of two units may not fit into the rest of a segment.
            is_one_unit = size.units == 1
        if not self._has_sms or (is_one_unit and (is_gsm or character in self._literals)):
            self._plain.add(character)
        elif is_one_unit:
            self._culprits.add(character)
        return character in self._plain or character in self._culprits

    def _measure(self, values: tuple[str, ...]) -> MeasuredRow:
        """Measure a row by the client's rules."""
        rendered = self._template.fill(self._by_column(values))
        if isinstance(rendered, MissingColumn):
            return MeasuredRow(None, 0, (), (rendered.column, _missing(rendered)))
        problem = problem_with(self._client, rendered)
        if problem is not None:
            parameter, sentence = problem
            return MeasuredRow(None, 0, (), (None, joined(": ", (parameter, sentence))))
        length = 0
        segments = None
        culprits: tuple[str, ...] = ()
        if rendered.viber is not None:
            length += len(rendered.viber.text or "")
        if rendered.sms is not None:
            text = rendered.sms.text or ""
            length += len(text)
            segments = measure_sms(text).segments
            culprits = outside_gsm(
                character for character in text if character not in self._literals
            )
        return MeasuredRow(segments, length, culprits, None)


def _missing(missing: MissingColumn) -> Text:
    column = missing.column
    place = missing.parameter.rpartition(".")[2]
    return otherwise(
        f"{column} is empty, and the {place} has no default for it, such as {{{column}|friend}}.",
        _("the column {column} is empty, and the text has no default for it", column=column),
    )
