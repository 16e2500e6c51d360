"""What the documentation says and what was decided once, for whatever is checked against it.

A result code that the service got later needs no line here: its row of the spec is taken as it is.
"""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Mapping

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


_DOCUMENTED: Final = [
    DocumentedCode(int(code), name, date.fromisoformat(since))
    for code, name, since in map(str.split, lines("result_codes.txt"))
]
_DECIDED: Final = [
    Judgement(int(code), outcome, scope, actor, repeat == "repeat")
    for code, outcome, scope, actor, repeat in map(str.split, lines("judgements.txt"))
]
_CODES: Final = {row.code for row in _DOCUMENTED}
_LATER: Final = [code for code in ResultCode if code not in _CODES]

RESULT_CODES: Final = sorted(
    [*_DOCUMENTED, *(DocumentedCode(int(code), code.name, code.since) for code in _LATER)]
)
JUDGEMENTS: Final = sorted(
    [
        *_DECIDED,
        *(
            Judgement(int(code), code.outcome, code.scope, code.actor, code.repeat)
            for code in _LATER
        ),
    ]
)

_SAMPLES: Final[dict[str, Any]] = json.loads((FACTS / "documented_samples.json").read_text("utf-8"))


def documented_requests(method: str) -> list[Any]:
    """The requests that the documentation of a method shows, in its order."""
    requests: list[Any] = copy.deepcopy(_SAMPLES[method]["requests"])
    return requests


def documented_answer(method: str) -> Any:
    """The answer that the documentation of a method shows."""
    (answer,) = copy.deepcopy(_SAMPLES[method]["answers"])
    return answer


def documented_sends() -> dict[str, Any]:
    """The requests that the documentation of message/send shows, by what they send."""
    names = ("sms", "viber", "hybrid", "deferred", "file", "link")
    return dict(zip(names, documented_requests("message/send"), strict=True))


def codes_of(outcome: str) -> tuple[int, ...]:
    return tuple(row.code for row in JUDGEMENTS if row.outcome == outcome)


SUCCESS: Final = codes_of("success")
PARTIAL: Final = codes_of("partial")
REPLAY: Final = codes_of("replay")
FAILURE: Final = codes_of("failure")
UNKNOWN: Final = codes_of("unknown")
"""Nobody knows whether a request with such a code was executed."""


def without_assumption(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a table of the spec, without the mark of what the project read into it."""
    return {column: value for column, value in row.items() if column != "x-assumption"}
