"""Random schedules of faults in the asynchronous client: nothing twice, nothing misreported."""

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


EXAMPLES = {"asyncio": examples(100, 800), "trio": examples(70, 500)}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_random_schedules(
    control: Control, client_of: Callable[[str], AnyClient], tell: Callable[..., None], kind: str
) -> None:
    figures = Figures(f"{kind}, random schedules")
    play(control, client_of(kind), figures, examples=EXAMPLES[kind])
    tell(figures)
    assert len(figures.different) >= EXAMPLES[kind] * 3 // 4
    assert figures.faults_met > len(figures.different)
    assert (
        min(figures.resumed, figures.made_again, figures.cut_off, figures.refused, figures.unknown)
        > 0
    )
    assert (figures.executed_twice, figures.misreported) == (0, 0)
