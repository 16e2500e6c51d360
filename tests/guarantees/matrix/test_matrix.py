"""Every fault of the sandbox in every operation of both clients.

What the caller gets, and what was executed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.guarantees.ends import classify_call
from tests.guarantees.every_operation import CREATING, OPERATION_CALLS, READING
from tests.guarantees.faults import DEADLINE, LATE_ANSWER, VARIANTS, Variant
from tests.guarantees.matrix.checking import TooSlowError, check, settle
from tests.guarantees.matrix.selection import cells, kinds, selected
from turbosms_api.tables.operations import OPERATIONS
from turbosms_sandbox.http.faults import METHOD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")


def test_every_kind_of_fault_is_tried() -> None:
    """Those of webhooks are in the calls that webhooks make: tests/sandbox/webhooks has them."""
    assert {variant.kind for variant in VARIANTS} == {*METHOD_KINDS}


def test_every_operation_is_called() -> None:
    assert OPERATION_CALLS.keys() == OPERATIONS.keys()
    for operation, row in OPERATIONS.items():
        assert (OPERATION_CALLS[operation].executed is not None) == row.creates
        assert (OPERATION_CALLS[operation].consumed is not None) == (row.retry == "consuming")


@pytest.mark.parametrize(("operation", "kind", "fault"), cells(OPERATION_CALLS, VARIANTS))
def test_one_fault(
    control: Control,
    client_of: Callable[[str], AnyClient],
    operation: str,
    kind: str,
    fault: Variant,
) -> None:
    check(control, client_of(kind), operation, [fault])


@pytest.mark.parametrize(("operation", "kind", "fault"), cells(CREATING, VARIANTS))
def test_one_fault_for_all_attempts(
    control: Control,
    client_of: Callable[[str], AnyClient],
    operation: str,
    kind: str,
    fault: Variant,
) -> None:
    client = client_of(kind)
    world, parts = check(control, client, operation, [fault] * 4)
    settle(client, operation, world, parts)


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("operation", sorted(READING))
def test_a_read_that_failed_can_be_made_again(
    control: Control, client_of: Callable[[str], AnyClient], operation: str
) -> None:
    operation_call = OPERATION_CALLS[operation]
    for cell in selected(READING, VARIANTS):
        if cell.operation != operation:
            continue
        client = client_of(cell.kind)
        world, _ = check(control, client, operation, [cell.fault] * 4)
        control.clear_faults()
        if operation_call.consumed is None:
            operation_call.check(operation_call.call(client, world), world)


@pytest.mark.parametrize(
    ("operation", "kind"), kinds([name for name in CREATING if OPERATION_CALLS[name].deadline])
)
@pytest.mark.parametrize("times", [1, 4])
def test_a_deadline(
    control: Control, client_of: Callable[[str], AnyClient], operation: str, kind: str, times: int
) -> None:
    """The answer is later than the caller waits: executed, and not known to be."""
    client, faults = client_of(kind), [LATE_ANSWER] * times
    for deadline in (DEADLINE, 1, 5, 25):
        options = {"deadline": deadline}
        try:
            world, parts = check(control, client, operation, faults, attempts=1, options=options)
        except TooSlowError:
            continue
        settle(client, operation, world, parts, hurried=True)
        return
    pytest.fail("not even 25 seconds were enough to make a call")


@pytest.mark.parametrize(("operation", "kind"), kinds(CREATING))
def test_no_connection(
    control: Control,
    client_of: Callable[[str], AnyClient],
    operation: str,
    kind: str,
    closed_port: str,
) -> None:
    client, operation_call = client_of(kind), OPERATION_CALLS[operation]
    world = operation_call.world(control)
    lonely = client.of(closed_port)
    for part in operation_call.parts(classify_call(lambda: operation_call.call(lonely, world))):
        assert part.how == "not sent"
    assert operation_call.executed is not None
    assert operation_call.executed(world) == 0
    result: Any = operation_call.call(client, world)
    operation_call.check(result, world)
