"""Two different faults in a row, in every operation of both clients that changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guarantees.faults import PAIRED, Variant
from tests.guarantees.matrix.cells import cells, check, seconds
from tests.guarantees.operations import READING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = pytest.mark.one_interpreter


@pytest.mark.parametrize(("operation", "kind", "fault"), cells(READING, PAIRED))
def test_two_faults(
    control: Control,
    client_of: Callable[[str], AnyClient],
    operation: str,
    kind: str,
    fault: Variant,
) -> None:
    for second in seconds(operation, fault, PAIRED):
        check(control, client_of(kind), operation, [fault, second])
