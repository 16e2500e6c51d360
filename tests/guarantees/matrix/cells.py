"""One cell of the matrix: a call that meets faults, held against what was promised and done.

The matrix has every operation, every client and every fault. A thorough run fills all of it, any
other one so much that every two of them meet: there, each fault meets each operation through one
client, in turn.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from tests.effort import THOROUGH
from tests.guarantees.conftest import NO_PAUSE
from tests.guarantees.ends import Ended, ended_of, reason
from tests.guarantees.faults import UNREADABLE, predict
from tests.guarantees.operations import WAYS
from tests.kit.clients import CLIENT_KINDS
from turbosms_api.tables.operations import OPERATIONS
from turbosms_client import APIError, OutcomeUnknownError, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tests.guarantees.faults import Expected, Variant
    from tests.guarantees.ways import World
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control


OF_READS: Final = CLIENT_KINDS[:2]
"""Those that have to try everything in a thorough run, where nothing is created."""


class TooSlowError(Exception):
    """The machine is so busy that a call did not leave before its deadline was over."""


class Cell(NamedTuple):
    """What meets in one test."""

    operation: str
    kind: str
    fault: Variant


def kinds(operations: Collection[str]) -> list[tuple[str, str]]:
    """Each operation with the clients to try: all of them for what creates something."""
    found = []
    for operation in sorted(operations):
        found += [(operation, kind) for kind in _kinds_of(operation)]
    return found


def _kinds_of(operation: str) -> tuple[str, ...]:
    return CLIENT_KINDS if OPERATIONS[operation].creates else OF_READS


def pairwise(operations: Collection[str], faults: Sequence[Variant]) -> list[Cell]:
    """Every operation with every fault, through a client that changes with both."""
    chosen = []
    for place, operation in enumerate(sorted(operations)):
        for shift, fault in enumerate(faults):
            chosen.append(Cell(operation, CLIENT_KINDS[(place + shift) % len(CLIENT_KINDS)], fault))
    return chosen


def whole(operations: Collection[str], faults: Sequence[Variant]) -> list[Cell]:
    """Every operation with every fault through every client."""
    every = []
    for operation, kind in kinds(operations):
        every += [Cell(operation, kind, fault) for fault in faults]
    # Those through a client that `kinds` has not for this operation, and `pairwise` has.
    more = [
        cell for cell in pairwise(operations, faults) if cell.kind not in _kinds_of(cell.operation)
    ]
    return every + more


def selected(operations: Collection[str], faults: Sequence[Variant]) -> list[Cell]:
    """What this run tries."""
    return whole(operations, faults) if THOROUGH else pairwise(operations, faults)


def cells(operations: Collection[str], faults: Sequence[Variant]) -> list[Any]:
    """The same as the parameters `operation`, `kind` and `fault` of a test."""
    return [pytest.param(*cell, id=named(cell)) for cell in selected(operations, faults)]


def named(cell: Cell) -> str:
    """A cell as a person reads it: no two faults have the same name."""
    return f"{cell.operation}-{cell.kind}-{cell.fault}"


def seconds(operation: str, first: Variant, faults: Sequence[Variant]) -> list[Variant]:
    """The faults that come after the first one: all others, or a third of them, as this run tries.

    Which third it is changes with the operation and with the first fault, so that every two faults
    meet in some operation that creates something and in some that does not, and every operation
    meets each of them in both places.
    """
    others = [fault for fault in faults if fault is not first]
    if THOROUGH:
        return others
    creates = OPERATIONS[operation].creates
    alike = [name for name in sorted(OPERATIONS) if OPERATIONS[name].creates == creates]
    shift = faults.index(first) + alike.index(operation)
    return [fault for fault in others if (faults.index(fault) + shift) % 3 == 0]


def check(
    control: Control,
    client: AnyClient,
    operation: str,
    faults: Sequence[Variant],
    *,
    attempts: int = NO_PAUSE.attempts,
    options: Mapping[str, Any] | None = None,
) -> tuple[World, list[Ended]]:
    """Make a call whose attempts meet these faults; answers its world, and how it ended.

    TooSlowError if it has a deadline, and nothing arrived before that.
    """
    way, row = WAYS[operation], OPERATIONS[operation]
    world = way.world(control)
    expected = predict(row, way.blank, faults, attempts=attempts)
    control.plan(operation, [fault.wire for fault in faults])
    ended = ended_of(lambda: way.call(client, world, **(options or {})))
    arrived = control.arrived()
    if arrived == 0 and "deadline" in (options or {}):
        raise TooSlowError
    assert arrived == expected.attempts, (ended, expected)
    control.clear_faults()
    parts = way.parts(ended)
    assert parts
    for part in parts:
        check_end(part, expected, operation, world)
    if way.executed is not None:
        assert way.executed(world) == expected.held
    if way.consumed is not None:
        assert way.consumed(world) == expected.held
    if ended.how == "result" and expected.how == "result":
        if expected.value is UNREADABLE:
            way.check(ended.value, world)
        else:
            assert ended.value == expected.value
    return world, parts


def check_end(part: Ended, expected: Expected, operation: str, world: World) -> None:
    """The caller gets what was promised."""
    assert part.how == expected.how, (part, expected)
    if part.how == "result":
        assert getattr(part.value, "replayed", expected.replayed) == expected.replayed
        return
    assert part.value.operation == operation
    told = part
    if part.how == "unknown":
        assert part.value.sequence_id
        told = reason(part.value)
        assert told.how == expected.reason, (told, expected)
    if isinstance(told.value, ProtocolError):
        assert told.value.http_status == expected.number
    elif isinstance(told.value, APIError):
        assert told.value.code == expected.number


def settle(
    client: AnyClient,
    operation: str,
    world: World,
    parts: Sequence[Ended],
    *,
    hurried: bool = False,
) -> None:
    """The faults are over.

    What is unknown ends in exactly one, however often and by whomever it is asked for.

    `hurried`: the call has a deadline, which on a busy machine holds for what resumes it too.
    """
    way, control = WAYS[operation], world.control
    assert way.executed is not None
    control.clear_faults()
    before = way.executed(world)
    assert before <= 1
    for part in parts:
        if part.how == "unknown":
            assert isinstance(part.value, OutcomeUnknownError)
            result = client.resume(part.value) if not hurried else _patiently(client, part.value)
            for report in result.values() if isinstance(result, dict) else [result]:
                assert getattr(report, "replayed", bool(before)) == bool(before)
    if any(part.how == "unknown" for part in parts):
        assert way.executed(world) == 1
    for caller in (client, client.elsewhere):
        result = way.call(caller, world)
        way.check(result, world)
        assert way.executed(world) == 1


def _patiently(client: AnyClient, error: OutcomeUnknownError) -> Any:
    for _ in range(50):
        ended = ended_of(partial(client.resume, error))
        if ended.how == "result":
            return ended.value
        assert ended.how == "unknown", ended
        error = ended.value
    raise AssertionError("no end of it")
