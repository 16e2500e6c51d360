"""Two different faults in a row, in every operation of both clients that creates something.

What changes nothing has a file of its own, so that the two run at the same time: a
worker of xdist takes whole files (`--dist loadfile`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guarantees.every_operation import CREATING
from tests.guarantees.faults import PAIRED, Variant
from tests.guarantees.matrix.checking import check, settle
from tests.guarantees.matrix.selection import cells, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = [
    pytest.mark.one_interpreter,
    pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning"),
]


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize(("operation", "kind", "fault"), cells(CREATING, PAIRED))
def test_two_faults(
    control: Control,
    client_of: Callable[[str], AnyClient],
    operation: str,
    kind: str,
    fault: Variant,
) -> None:
    for second in seconds(operation, fault, PAIRED):
        world, parts = check(control, client_of(kind), operation, [fault, second])
        settle(client_of(kind), operation, world, parts)
