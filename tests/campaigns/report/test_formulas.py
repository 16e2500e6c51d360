"""Cells of CSV that are no formulas, wherever a spreadsheet ends a cell, and what they were."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_spreadsheets.formulas import as_written, harmless

TEXTS = st.lists(
    st.sampled_from(
        ("=", "+", "-", "@", "\uff1d", "'", '"', ";", ",", "\t", "\r\n", "\n", " ", "1", "5.5", "a")
    ),
    max_size=12,
).map("".join)
SIGNS = "=+-@\uff0b\uff0d\uff1d\uff20"


def _acts(cell: str) -> bool:
    """Whether a spreadsheet would compute a cell."""
    return cell.strip().lstrip('"').strip()[:1] in set(SIGNS)


def _is_number(cell: str) -> bool:
    return cell[:1] in {"+", "-"} and not cell[1:].strip(" 0123456789.,()-")


@given(TEXTS | st.text(max_size=20))
@settings(max_examples=examples(200, 20_000))
def test_what_a_cell_was_is_known(text: str) -> None:
    assert as_written(harmless(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=3))
@settings(max_examples=examples(200, 20_000))
def test_no_cell_acts_whatever_the_delimiter_is(texts: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(["row", *map(harmless, texts)])
    # Where the semicolon or the tab is the delimiter, quotes within a line mean nothing.
    for delimiter in (";", "\t"):
        for line in written.getvalue().splitlines():
            for cell in line.split(delimiter)[1:]:
                assert not _acts(cell)
    [read] = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert read[1:] == list(map(harmless, texts))
    assert not any(_acts(cell) and not _is_number(cell) for cell in read[1:])


def test_a_text_without_a_sign_stays_as_it_is() -> None:
    for text in ("", "Ґанна", "a;b", "'quoted'", '"', "x'\n'y"):
        assert harmless(text) == text
