"""What the documentation says and what was decided once, for whatever is checked against it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

FACTS: Final = Path(__file__).resolve().parents[1] / "facts"


class DocumentedCode(NamedTuple):
    code: int
    name: str
    since: date


class Judgement(NamedTuple):
    """What a code says of the request, what it is about, who has to act, and whether to repeat.

    The documentation leaves this to the reader.
    """

    code: int
    outcome: str
    scope: str
    actor: str
    repeat: bool


def lines(name: str) -> list[str]:
    return (FACTS / name).read_text("utf-8").splitlines()


RESULT_CODES: Final = [
    DocumentedCode(int(code), name, date.fromisoformat(since))
    for code, name, since in map(str.split, lines("result_codes.txt"))
]
JUDGEMENTS: Final = [
    Judgement(int(code), outcome, scope, actor, repeat == "repeat")
    for code, outcome, scope, actor, repeat in map(str.split, lines("judgements.txt"))
]


def codes_of(outcome: str) -> tuple[int, ...]:
    return tuple(row.code for row in JUDGEMENTS if row.outcome == outcome)


SUCCESS: Final = codes_of("success")
PARTIAL: Final = codes_of("partial")
REPLAY: Final = codes_of("replay")
FAILURE: Final = codes_of("failure")
UNKNOWN: Final = codes_of("unknown")
"""Nobody knows whether a request with such a code was executed."""
