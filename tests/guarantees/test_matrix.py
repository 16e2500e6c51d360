"""Every fault of the sandbox in every operation of both clients: what the caller gets, and what was executed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.guarantees.cells import check, kinds, settle
from tests.guarantees.faults import DEADLINE, LATE_ANSWER, VARIANTS, Variant
from tests.guarantees.operations import CREATING, WAYS
from turbosms_api.tables.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.guarantees.control import Control
    from tests.guarantees.drivers import Driver

pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")


def test_every_kind_of_fault_is_tried(control: Control) -> None:
    schema = control.description()["components"]["schemas"]["Fault"]
    assert {variant.kind for variant in VARIANTS} == set(schema["properties"]["kind"]["enum"])


def test_every_operation_is_called() -> None:
    assert WAYS.keys() == OPERATIONS.keys()
    for operation, row in OPERATIONS.items():
        assert (WAYS[operation].executed is not None) == row.creates
        assert (WAYS[operation].consumed is not None) == (row.retry == "consuming")


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
@pytest.mark.parametrize(("operation", "kind"), kinds(WAYS))
def test_one_fault(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str, variant: Variant
) -> None:
    check(control, driver_of(kind), operation, [variant])


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
@pytest.mark.parametrize(("operation", "kind"), kinds(CREATING))
def test_one_fault_for_all_attempts(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str, variant: Variant
) -> None:
    driver = driver_of(kind)
    world, parts = check(control, driver, operation, [variant] * 4)
    settle(driver, operation, world, parts)


@pytest.mark.parametrize(("operation", "kind"), kinds(set(WAYS) - set(CREATING)))
def test_a_read_that_failed_can_be_made_again(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str
) -> None:
    driver, way = driver_of(kind), WAYS[operation]
    for variant in VARIANTS:
        world, _ = check(control, driver, operation, [variant] * 4)
        control.clear()
        if way.consumed is None:
            way.check(driver.run(partial(way.call, driver.client, world)), world)


@pytest.mark.parametrize(("operation", "kind"), kinds([name for name in CREATING if WAYS[name].deadline]))
@pytest.mark.parametrize("times", [1, 4])
def test_a_deadline(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str, times: int
) -> None:
    """The answer is later than the caller waits: executed, and not known to be."""
    driver, options = driver_of(kind), {"deadline": DEADLINE}
    world, parts = check(control, driver, operation, [LATE_ANSWER] * times, attempts=1, options=options)
    settle(driver, operation, world, parts, hurried=True)


@pytest.mark.parametrize(("operation", "kind"), kinds(CREATING))
def test_no_connection(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str, closed: str
) -> None:
    driver, way = driver_of(kind), WAYS[operation]
    world = way.world(control)
    client = driver.new_client(base_url=closed)
    for part in way.parts(driver.ended(lambda: way.call(client, world))):
        assert part.how == "not sent"
    assert way.executed is not None
    assert way.executed(world) == 0
    result: Any = driver.run(lambda: way.call(driver.client, world))
    way.check(result, world)
