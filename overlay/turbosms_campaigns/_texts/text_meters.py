"""Measures the text of one channel for rows of values, without putting it together."""

from collections.abc import Sequence

from turbosms_client import measure_sms

from .sizes import outside_gsm, size_of_character
from .templates import TextTemplate

_GSM_LETTER = "a"
_OTHER_LETTER = "\u0456"
_HALVES = ("\ud800", "\udfff")


class TextMeter:
    """Measures a text whose limit counts characters, as that of Viber does."""

    def __init__(self, template: TextTemplate, columns: Sequence[str]) -> None:
        """Values will come in the order of these columns."""
        self._fields = [(columns.index(field.column), field.default) for field in template.fields]
        self._literals = template.literals
        self.largest_proven = -1
        """Texts for which `units` tells no more than this are known to be within the limits."""

    def fill(self, values: Sequence[str]) -> list[str] | None:
        """What takes the place of the fields; None if one has no value, or no text remains.

        Args:
            values: without space around them, so that a blank one is empty.
        """
        filled: list[str] = []
        for index, default in self._fields:
            value = values[index] or default
            if value is None:
                return None
            filled.append(value)
        is_empty = not self._literals and not any(filled)
        return None if is_empty else filled

    def units(self, filled: Sequence[str]) -> int | None:
        """The length of the text, if it is the sum of its parts; else None."""
        return len(self._literals) + sum(map(len, filled))


class SmsMeter(TextMeter):
    """Measures the text of an SMS, whose size depends on its alphabet."""

    def __init__(self, template: TextTemplate, columns: Sequence[str]) -> None:
        super().__init__(template, columns)
        size = measure_sms(self._literals)
        self._is_gsm = size.encoding == "gsm-7"
        # A character of two units may not fit into the rest of a segment: its place matters.
        self._has_single_units = size.units == len(self._literals)
        self._literal_units = size.units
        self._single: set[str] = set()
        """Characters of values that are one unit each, and leave the encoding as it is."""
        self._special: set[str] = set()
        """The other ones that values have had."""
        self._segments_of: dict[int, int] = {}
        self.literal_culprits: tuple[str, ...] = ()
        """The characters outside the GSM alphabet that are there in every row."""
        if not self._is_gsm:
            self.literal_culprits = outside_gsm(self._literals)
        self._no_culprits: set[str] = {*self._literals}

    def units(self, filled: Sequence[str]) -> int | None:
        if not self._has_single_units:
            return None
        units = self._literal_units
        for value in filled:
            if not self._single.issuperset(value) and not self._learn(value):
                return None
            units += len(value)
        return units

    def segments(self, units: int) -> int:
        """The segments of a text for which `units` told this."""
        segments = self._segments_of.get(units)
        if segments is None:
            letter = _GSM_LETTER if self._is_gsm else _OTHER_LETTER
            segments = measure_sms(letter * units).segments
            self._segments_of[units] = segments
        return segments

    def culprits(self, filled: Sequence[str]) -> tuple[str, ...]:
        """The characters outside the GSM alphabet that a row has besides the literal ones."""
        for value in filled:
            if not self._no_culprits.issuperset(value):
                return self._find_culprits("".join(filled))
        return ()

    def _find_culprits(self, text: str) -> tuple[str, ...]:
        outside = outside_gsm(text)
        self._no_culprits.update(set(text).difference(outside))
        return tuple(character for character in outside if character not in self._no_culprits)

    def _learn(self, value: str) -> bool:
        """Find out about the characters of a value; whether all are single."""
        for character in set(value).difference(self._single):
            if character in self._special or not self._is_single(character):
                self._special.add(character)
                return False
            self._single.add(character)
        return True

    def _is_single(self, character: str) -> bool:
        if self._is_gsm:
            size = size_of_character(character)
            return size.encoding == "gsm-7" and size.units == 1
        first_half, last_half = _HALVES
        is_half = first_half <= character <= last_half
        return character <= "\uffff" and not is_half
