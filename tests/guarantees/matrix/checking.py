"""A call that meets faults, held against what was promised and done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.guarantees.ends import Ended, classify_call, reason
from tests.guarantees.every_operation import OPERATION_CALLS
from tests.guarantees.faults import UNREADABLE, predict
from tests.kit.clients import NO_PAUSE
from turbosms_api.tables.operations import OPERATIONS
from turbosms_client import APIError, OutcomeUnknownError, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.guarantees.faults import Expected, Variant
    from tests.guarantees.operation_call import World
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control


class TooSlowError(Exception):
    """The machine is so busy that a call did not leave before its deadline was over."""


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
    operation_call, row = OPERATION_CALLS[operation], OPERATIONS[operation]
    world = operation_call.world(control)
    expected = predict(row, operation_call.blank, faults, attempts=attempts)
    control.plan(operation, [fault.wire for fault in faults])
    ended = classify_call(lambda: operation_call.call(client, world, **(options or {})))
    arrived = control.arrived()
    if arrived == 0 and "deadline" in (options or {}):
        raise TooSlowError
    assert arrived == expected.attempts, (ended, expected)
    control.clear_faults()
    parts = operation_call.parts(ended)
    assert parts
    for part in parts:
        check_end(part, expected, operation, world)
    if operation_call.executed is not None:
        assert operation_call.executed(world) == expected.held
    if operation_call.consumed is not None:
        assert operation_call.consumed(world) == expected.held
    if ended.how == "result" and expected.how == "result":
        if expected.value is UNREADABLE:
            operation_call.check(ended.value, world)
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
    failure = part
    if part.how == "unknown":
        assert part.value.sequence_id
        failure = reason(part.value)
        assert failure.how == expected.reason, (failure, expected)
    if isinstance(failure.value, ProtocolError):
        assert failure.value.http_status == expected.status_or_code
    elif isinstance(failure.value, APIError):
        assert failure.value.code == expected.status_or_code


def settle(
    client: AnyClient,
    operation: str,
    world: World,
    parts: Sequence[Ended],
    *,
    hurried: bool = False,
) -> None:
    """After the faults, what is unknown ends in exactly one, whoever resumes it and however often.

    `hurried`: the call has a deadline, which on a busy machine holds for what resumes it too.
    """
    operation_call, control = OPERATION_CALLS[operation], world.control
    assert operation_call.executed is not None
    control.clear_faults()
    before = operation_call.executed(world)
    assert before <= 1
    for part in parts:
        if part.how == "unknown":
            assert isinstance(part.value, OutcomeUnknownError)
            result = client.resume(part.value) if not hurried else _patiently(client, part.value)
            reports = result.values() if isinstance(result, dict) else [result]
            for report in reports:
                assert getattr(report, "replayed", bool(before)) == bool(before)
    if any(part.how == "unknown" for part in parts):
        assert operation_call.executed(world) == 1
    for caller in (client, client.elsewhere):
        result = operation_call.call(caller, world)
        operation_call.check(result, world)
        assert operation_call.executed(world) == 1


def _patiently(client: AnyClient, error: OutcomeUnknownError) -> Any:
    for _ in range(50):
        ended = classify_call(partial(client.resume, error))
        if ended.how == "result":
            return ended.value
        assert ended.how == "unknown", ended
        error = ended.value
    raise AssertionError("no end of it")
