"""Random schedules of faults through the blocking client: nothing twice, nothing misreported."""

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


EXAMPLES = examples(125, 1250)


@pytest.mark.parametrize("kind", ["sync"])
def test_random_schedules(
    control: Control, client_of: Callable[[str], AnyClient], tell: Callable[..., None], kind: str
) -> None:
    figures = Figures(f"{kind}, random schedules")
    play(control, client_of(kind), figures, examples=EXAMPLES)
    tell(figures)
    assert len(figures.different) >= EXAMPLES * 3 // 4
    assert figures.faults_met > len(figures.different)
    assert (
        min(figures.resumed, figures.made_again, figures.cut_off, figures.refused, figures.unknown)
        > 0
    )
    assert (figures.executed_twice, figures.misreported) == (0, 0)
