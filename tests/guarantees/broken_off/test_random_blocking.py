"""Random schedules of faults through the blocking client: nothing twice, nothing misreported.

The asynchronous client has a file of its own, so that the two run at the same time: a
worker of xdist takes whole files (`--dist loadfile`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.effort import examples
from tests.guarantees.broken_off.figures import Figures
from tests.guarantees.broken_off.machine import play

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = [
    pytest.mark.one_interpreter,
    pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning"),
]


EXAMPLES = examples(25, 1250)


@pytest.mark.parametrize("kind", ["sync"])
def test_random_schedules(
    control: Control, client_of: Callable[[str], AnyClient], tell: Callable[..., None], kind: str
) -> None:
    figures = Figures(f"{kind}, random schedules")
    play(control, client_of(kind), figures, examples=EXAMPLES)
    tell(figures)
    figures.check(EXAMPLES)
