"""Measures what each of a million rows would get, without rendering most of them.

A row differs from the others by a few short values. So what is the same in all rows is measured
once, and of the values only their characters are looked at: as long as these do not change how the
whole is encoded, its size is a sum. All else is rendered, and measured by the client's own rules,
which also decide whether texts of a size can be sent. Rows with equal values are measured once.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from turbosms_client import TurboSMS, measure_sms

from .rendering import MessageTemplate, MissingColumn, RenderedMessage
from .sizes import problem_with
from .text_meters import SmsMeter, TextMeter

_KEPT: Final = 10_000


class MeasuredRow(NamedTuple):
    """What is known of one person's message."""

    segments: int | None
    """Of the SMS."""
    length: int
    """Characters of the texts of all channels."""
    culprits: tuple[str, ...]
    """The characters that make its SMS UCS-2, except those that are there in every row."""
    problem: tuple[str | None, str] | None
    """Why it cannot be sent: the column at fault, and a sentence."""


class MessageMeter:
    """Measures the message for rows of values."""

    def __init__(self, client: TurboSMS, template: MessageTemplate, columns: Sequence[str]) -> None:
        """Values will come in the order of these columns."""
        self._client = client
        self._template = template
        self._columns = tuple(columns)
        self._measured: dict[tuple[str, ...], MeasuredRow] = {}
        self._sms: SmsMeter | None = None
        self._meters: list[TextMeter] = []
        self._has_other_fields = False
        for parameter, text in template.templates.items():
            if parameter == "sms.text":
                self._sms = SmsMeter(text, self._columns)
                self._meters.append(self._sms)
            elif parameter == "viber.text":
                self._meters.append(TextMeter(text, self._columns))
            elif text.fields:
                # What is wrong with a link or a caption is no matter of its size alone.
                self._has_other_fields = True

    @property
    def literal_culprits(self) -> tuple[str, ...]:
        """The characters that make the SMS of every row UCS-2."""
        return () if self._sms is None else self._sms.literal_culprits

    def measure(self, values: tuple[str, ...]) -> MeasuredRow:
        """Measure what a row with these values gets.

        Args:
            values: without space around them.
        """
        measured = self._measured.get(values)
        if measured is None:
            if len(self._measured) >= _KEPT:
                self._measured.clear()
            measured = self._measure_by_parts(values) or self._measure_whole(values)
            self._measured[values] = measured
        return measured

    def rendered(self, values: tuple[str, ...]) -> RenderedMessage | MissingColumn:
        """What a row with these values gets."""
        return self._template.fill(dict(zip(self._columns, values, strict=True)))

    def _measure_by_parts(self, values: tuple[str, ...]) -> MeasuredRow | None:
        """Measure a row if its sizes are sums that are known to be within the limits."""
        if self._has_other_fields:
            return None
        length = 0
        segments = None
        culprits: tuple[str, ...] = ()
        for meter in self._meters:
            filled = meter.fill(values)
            units = None if filled is None else meter.units(filled)
            if filled is None or units is None or units > meter.largest_proven:
                return None
            length += units
            if meter is self._sms:
                segments = self._sms.segments(units)
                culprits = self._sms.culprits(filled)
        return MeasuredRow(segments, length, culprits, None)

    def _measure_whole(self, values: tuple[str, ...]) -> MeasuredRow:
        """Measure a row by the client's rules; texts of its sizes are proven afterwards."""
        rendered = self.rendered(values)
        if isinstance(rendered, MissingColumn):
            return MeasuredRow(None, 0, (), (rendered.column, _missing(rendered)))
        problem = problem_with(self._client, rendered)
        if problem is not None:
            parameter, sentence = problem
            return MeasuredRow(None, 0, (), (None, f"{parameter}: {sentence}"))
        self._prove(values)
        length = 0
        segments = None
        culprits: tuple[str, ...] = ()
        if rendered.viber is not None:
            length += len(rendered.viber.text or "")
        if self._sms is not None and rendered.sms is not None:
            text = rendered.sms.text or ""
            length += len(text)
            segments = measure_sms(text).segments
            culprits = self._sms.culprits(self._sms.fill(values) or ())
        return MeasuredRow(segments, length, culprits, None)

    def _prove(self, values: tuple[str, ...]) -> None:
        for meter in self._meters:
            filled = meter.fill(values)
            units = None if filled is None else meter.units(filled)
            if units is not None:
                meter.largest_proven = max(meter.largest_proven, units)


def _missing(missing: MissingColumn) -> str:
    column = missing.column
    _, _, place = missing.parameter.partition(".")
    return f"{column} is empty, and the {place} has no default for it, such as {{{column}|friend}}."
