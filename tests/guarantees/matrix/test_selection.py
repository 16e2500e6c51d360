"""What a run tries of the matrix: every two things in it meet, and a thorough run has all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guarantees.every_operation import CREATING, OPERATION_CALLS, READING
from tests.guarantees.faults import PAIRED, VARIANTS, Variant
from tests.guarantees.matrix import selection
from tests.guarantees.matrix.selection import kinds, named, pairwise, seconds, whole
from tests.kit.clients import CLIENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@pytest.mark.parametrize(
    ("operations", "faults"),
    [
        (OPERATION_CALLS, VARIANTS),
        (CREATING, VARIANTS),
        (READING, VARIANTS),
        (CREATING, PAIRED),
        (READING, PAIRED),
    ],
    ids=["one fault", "for all attempts", "made again", "two faults", "two faults of reads"],
)
def test_every_two_things_meet(operations: Collection[str], faults: Sequence[Variant]) -> None:
    chosen = pairwise(operations, faults)
    assert len({(cell.operation, str(cell.fault)) for cell in chosen}) == len(operations) * len(
        faults
    )
    assert len({(cell.operation, cell.kind) for cell in chosen}) == len(operations) * len(
        CLIENT_KINDS
    )
    assert len({(cell.kind, str(cell.fault)) for cell in chosen}) == len(CLIENT_KINDS) * len(faults)
    assert len(chosen) == len(operations) * len(faults)


@pytest.mark.parametrize("operations", [CREATING, READING], ids=["creating", "reading"])
def test_every_two_faults_meet(operations: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "THOROUGH", 0)
    runs = []
    for operation in operations:
        for first in PAIRED:
            runs += [(operation, first, second) for second in seconds(operation, first, PAIRED)]
    pairs = len(PAIRED) * (len(PAIRED) - 1)
    assert len({(first, second) for _, first, second in runs}) == pairs
    assert len({(operation, first) for operation, first, _ in runs}) == len(operations) * len(
        PAIRED
    )
    assert len({(operation, second) for operation, _, second in runs}) == len(operations) * len(
        PAIRED
    )
    assert len(runs) < len(operations) * pairs / 2


def test_a_thorough_run_has_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = whole(OPERATION_CALLS, VARIANTS)
    names = {named(cell) for cell in chosen}
    for operation, kind in kinds(OPERATION_CALLS):
        assert {f"{operation}-{kind}-{fault}" for fault in VARIANTS} <= names
    assert {named(cell) for cell in pairwise(OPERATION_CALLS, VARIANTS)} <= names
    assert len(names) == len(chosen)
    monkeypatch.setattr(selection, "THOROUGH", 1)
    assert len(seconds(CREATING[0], PAIRED[0], PAIRED)) == len(PAIRED) - 1
    assert selection.selected(OPERATION_CALLS, VARIANTS) == chosen
