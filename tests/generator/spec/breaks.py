"""How a piece of the small spec is broken, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from generator.spec.problems import BrokenSpecError
from generator.spec.validation import read_spec

if TYPE_CHECKING:
    from pathlib import Path

TEXT_PROPERTY: Final = "description: What to say., x-codes: {missing: 201, type: 304, limit: 413}}"
ROW_OF_202: Final = (
    "  - {code: 202, name: REQUIRED_MESSAGE_RECIPIENT, meaning: Nobody., "
    "meaning_uk: Нікого немає., since: '2020-02-25', "
)


class Break(NamedTuple):
    piece: str
    replacement: str
    lines_below: int | None
    """How many lines below the piece the problem stands. `None`: somewhere else."""
    problem: str

    def check(self, small_spec: Path) -> None:
        """The small spec, broken like this, is refused with the line and the problem."""
        text = small_spec.read_text("utf-8")
        assert self.piece in text
        small_spec.write_text(text.replace(self.piece, self.replacement, 1), "utf-8")
        with pytest.raises(BrokenSpecError) as caught:
            read_spec(small_spec, "small.yaml")
        found = [line for line in str(caught.value).splitlines() if self.problem in line]
        assert found, str(caught.value)
        assert found[0].startswith("small.yaml:")
        if self.lines_below is not None:
            line = text[: text.index(self.piece)].count("\n") + 1 + self.lines_below
            assert found[0].startswith(f"small.yaml:{line}: "), found[0]
