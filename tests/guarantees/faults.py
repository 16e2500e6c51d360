"""The faults of the sandbox, and what the client promises to its caller when it meets them.

Nothing here looks at how the client decides. What is executed stands in docs/sandbox.md, what the
codes mean in the table of result codes; the rest is `predict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from tests.kit.answers import STATUSES
from tests.kit.facts import PARTIAL, REPLAY, SUCCESS, UNKNOWN
from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from turbosms_api.tables.operations import Operation

ResponseKind: TypeAlias = Literal["answer", "lost", "unreadable", "code"]
UNREADABLE: Final = object()
"""What a success with an empty result says to a call that needs the result."""
LATE: Final = 60
"""Seconds that no call with a deadline waits for its answer."""
DEADLINE: Final = 0.2


@dataclass(frozen=True)
class Variant:
    """A kind of fault, its values, whether the call is executed, and what comes back."""

    kind: str
    executes: bool
    response: ResponseKind
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def wire(self) -> dict[str, Any]:
        """The fault as the control plane takes it."""
        return {"kind": self.kind, **dict(self.values)}

    @property
    def status_or_code(self) -> int:
        """The HTTP status or the result code."""
        given: Mapping[str, Any] = dict(self.values)
        return int(given.get("status", given.get("code", 200)))

    @property
    def asks_for_too_long(self) -> bool:
        """Whether it asks for a longer pause than a policy without pauses allows."""
        return any(
            name == "headers" and value.get("Retry-After", "0") != "0"
            for name, value in self.values
        )

    def __str__(self) -> str:
        return " ".join([self.kind, *(str(value) for _, value in self.values)])


def _http(status: int, **headers: str) -> list[Variant]:
    values: list[tuple[str, Any]] = [("status", status)]
    if headers:
        values.append(
            ("headers", {name.replace("_", "-"): value for name, value in headers.items()})
        )
    return [
        Variant(kind, kind == "http_after", "unreadable", tuple(values))
        for kind in ("http", "http_after")
    ]


def _code(code: int) -> Variant:
    return Variant("code", False, "code", (("code", code),))


CODES: Final = (
    *(*SUCCESS, *PARTIAL, *REPLAY, *UNKNOWN),
    *(105, 106, 203, 300, 404, 407, 427, 505),
    *(600, 777, 998),
)
"""Of every outcome in the table of result codes, and some that the table does not know."""
VARIANTS: Final = (
    *map(_code, CODES),
    Variant("drop_before", False, "lost"),
    Variant("drop_after", True, "lost"),
    Variant("delay", True, "answer", (("seconds", 0.01),)),
    *(variant for status in STATUSES for variant in _http(status)),
    *_http(429, Retry_After="0"),
    *_http(503, Retry_After="3600"),
    Variant("truncate", True, "lost"),
    Variant("garbage", True, "unreadable"),
)
_PAIRED: Final = frozenset(
    {
        "code 0",
        "code 203",
        "code 427",
        "code 777",
        "code 999",
        "drop_before",
        "drop_after",
        "delay 0.01",
        "truncate",
    }
    | {"garbage", "http 502", "http 404", "http_after 429", "http_after 307"}
)
PAIRED: Final = tuple(variant for variant in VARIANTS if str(variant) in _PAIRED)
"""One for each way in which a call can fare, for what combines them."""
LATE_ANSWER: Final = Variant("delay", True, "lost", (("seconds", LATE),))
"""With a deadline."""


class Expected(NamedTuple):
    """How a call has to end.

    In the words of `ends.Ended`, with the reason where the outcome is unknown.
    """

    how: str
    reason: str = ""
    status_or_code: int = 0
    """The HTTP status of what is unreadable, the result code of a refusal."""
    attempts: int = 1
    held: bool = False
    """Whether the call was executed, now or before."""
    replayed: bool = False
    value: Any = UNREADABLE
    """What the call returns for a success with an empty result."""


def predict(
    row: Operation,
    blank: object,
    faults: Sequence[Variant],
    *,
    attempts: int = 4,
    doubt: bool = False,
    held: bool = False,
) -> Expected:
    """How a call ends whose attempts meet these faults, one each; later ones go well.

    `blank` is what the call returns for a success with an empty result, or UNREADABLE. `doubt` and
    `held` tell of calls made before under the same `sequence_id`: whether one was lost, and whether
    one was executed.
    """
    for attempt in range(1, attempts + 1):
        fault = faults[attempt - 1] if attempt <= len(faults) else None
        replayed = held and row.creates
        held |= fault is None or fault.executes
        if fault is None or fault.response == "answer":
            return Expected("result", attempts=attempt, held=True, replayed=replayed)
        understood = _understand(fault)
        if understood.outcome == "success" and blank is not UNREADABLE:
            return Expected("result", attempts=attempt, held=held, value=blank)
        # A refusal is the end; after an attempt in doubt it leaves open what became of that one.
        is_unknown = row.creates and (doubt or understood.outcome != "failure")
        doubt = True
        is_retried = understood.passing and row.retry != "consuming" and not fault.asks_for_too_long
        if attempt < attempts and is_retried and understood.outcome != "failure":
            continue
        if is_unknown:
            return Expected("unknown", understood.how, understood.status_or_code, attempt, held)
        return Expected(understood.how, "", understood.status_or_code, attempt, held)
    raise AssertionError("the last attempt ends it")


class _Understood(NamedTuple):
    """What a caller makes of a fault."""

    how: str
    status_or_code: int
    passing: bool
    """Whether a repeat can help."""
    outcome: str = "unknown"
    """`success`, `failure` or `unknown`."""


def _understand(fault: Variant) -> _Understood:
    if fault.response == "code":
        return _understand_code(fault.status_or_code)
    if fault.response == "lost":
        return _Understood("lost", 0, passing=True)
    status = fault.status_or_code
    passing = status in (408, 425, 429) or status >= 500 or 200 <= status < 300
    return _Understood(fault.response, status, passing)


def _understand_code(number: int) -> _Understood:
    if number not in ResultCode.__members__.values():
        return _Understood("refused", number, passing=False)
    code = ResultCode(number)
    if code.outcome in ("success", "partial", "replay"):
        # It says that the call was carried out, and has nothing to show for it.
        return _Understood("unreadable", 200, passing=True, outcome="success")
    return _Understood("refused", number, code.repeat, code.outcome)
