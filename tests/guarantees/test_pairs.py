"""Two different faults in a row, in every operation of both clients that creates something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guarantees.cells import cells, check, seconds, settle
from tests.guarantees.faults import PAIRED, Variant
from tests.guarantees.operations import CREATING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.guarantees.control import Control
    from tests.guarantees.drivers import Driver

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning"),
]


@pytest.mark.parametrize(("operation", "kind", "fault"), cells(CREATING, PAIRED))
def test_two_faults(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str, fault: Variant
) -> None:
    for second in seconds(operation, fault, PAIRED):
        world, parts = check(control, driver_of(kind), operation, [fault, second])
        settle(driver_of(kind), operation, world, parts)
