"""Two different faults one after the other, in every operation of both clients that changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guarantees.cells import check, kinds
from tests.guarantees.faults import PAIRED, Variant
from tests.guarantees.operations import CREATING, WAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.guarantees.control import Control
    from tests.guarantees.drivers import Driver

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("first", PAIRED, ids=str)
@pytest.mark.parametrize(("operation", "kind"), kinds(WAYS.keys() - set(CREATING)))
def test_two_faults(
    control: Control, driver_of: Callable[[str], Driver], operation: str, kind: str, first: Variant
) -> None:
    for second in PAIRED:
        if second is not first:
            check(control, driver_of(kind), operation, [first, second])
