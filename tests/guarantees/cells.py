"""One cell of the matrix: a call that meets faults, held against what was promised and what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.guarantees.drivers import ATTEMPTS, Ended, reason
from tests.guarantees.faults import UNREADABLE, predict
from tests.guarantees.operations import WAYS
from turbosms_api.tables.operations import OPERATIONS
from turbosms_client import APIError, OutcomeUnknownError, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tests.guarantees.control import Control
    from tests.guarantees.drivers import Driver
    from tests.guarantees.faults import Expected, Variant
    from tests.guarantees.ways import World


def kinds(operations: Collection[str]) -> list[tuple[str, str]]:
    """Each operation with the clients to try: trio too for what creates something."""
    both = ("sync", "asyncio")
    return [
        (operation, kind)
        for operation in sorted(operations)
        for kind in (*both, *(("trio",) if OPERATIONS[operation].creates else ()))
    ]


def check(
    control: Control,
    driver: Driver,
    operation: str,
    faults: Sequence[Variant],
    *,
    attempts: int = ATTEMPTS,
    options: Mapping[str, Any] | None = None,
) -> tuple[World, list[Ended]]:
    """Make a call whose attempts meet these faults; answers its world, and how it ended."""
    way, row = WAYS[operation], OPERATIONS[operation]
    world = way.world(control)
    expected = predict(row, way.blank, faults, attempts=attempts)
    control.faults(operation, [fault.wire for fault in faults])
    ended = driver.ended(lambda: way.call(driver.client, world, **(options or {})))
    assert control.arrived() == expected.attempts, (ended, expected)
    control.clear()
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


def settle(driver: Driver, operation: str, world: World, parts: Sequence[Ended], *, hurried: bool = False) -> None:
    """The faults are over: what is unknown ends in exactly one, however often and by whomever it is asked for.

    `hurried`: the call has a deadline, which on a busy machine holds for what resumes it too.
    """
    way, control = WAYS[operation], world.control
    assert way.executed is not None
    control.clear()
    before = way.executed(world)
    assert before <= 1
    for part in parts:
        if part.how == "unknown":
            assert isinstance(part.value, OutcomeUnknownError)
            result = driver.run(part.value.resume) if not hurried else _patiently(driver, part.value)
            for report in result.values() if isinstance(result, dict) else [result]:
                assert getattr(report, "replayed", bool(before)) == bool(before)
    if any(part.how == "unknown" for part in parts):
        assert way.executed(world) == 1
    for client in (driver.client, driver.elsewhere):
        result = driver.run(partial(way.call, client, world))
        way.check(result, world)
        assert way.executed(world) == 1


def _patiently(driver: Driver, error: OutcomeUnknownError) -> Any:
    for _ in range(50):
        ended = driver.ended(error.resume)
        if ended.how == "result":
            return ended.value
        assert ended.how == "unknown", ended
        error = ended.value
    raise AssertionError("no end of it")
