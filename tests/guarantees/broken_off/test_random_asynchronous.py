"""Random schedules of faults in the asynchronous client: nothing twice, nothing misreported.

The blocking client has a file of its own, so that the two run at the same time: a
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


EXAMPLES = {"asyncio": examples(25, 800), "trio": examples(25, 500)}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_random_schedules(
    control: Control, client_of: Callable[[str], AnyClient], tell: Callable[..., None], kind: str
) -> None:
    figures = Figures(f"{kind}, random schedules")
    play(control, client_of(kind), figures, examples=EXAMPLES[kind])
    tell(figures)
    figures.check(EXAMPLES[kind])
