"""Which cells of the matrix a run tries.

The matrix has every operation, every client and every fault. A thorough run fills all of it, any
other one so much that every two of them meet: there, each fault meets each operation through one
client, in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from tests.effort import THOROUGH
from tests.kit.clients import CLIENT_KINDS
from turbosms_api.tables.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tests.guarantees.faults import Variant


OF_READS: Final = CLIENT_KINDS[:2]
"""Those that have to try everything in a thorough run, where nothing is created."""


class Cell(NamedTuple):
    """What meets in one test."""

    operation: str
    kind: str
    fault: Variant


def kinds(operations: Collection[str]) -> list[tuple[str, str]]:
    """Each operation with the clients to try: all of them for what creates something."""
    found = []
    for operation in sorted(operations):
        found += [(operation, kind) for kind in _kinds_of(operation)]
    return found


def _kinds_of(operation: str) -> tuple[str, ...]:
    return CLIENT_KINDS if OPERATIONS[operation].creates else OF_READS


def pairwise(operations: Collection[str], faults: Sequence[Variant]) -> list[Cell]:
    """Every operation with every fault, through a client that changes with both."""
    chosen = []
    for place, operation in enumerate(sorted(operations)):
        for shift, fault in enumerate(faults):
            chosen.append(Cell(operation, CLIENT_KINDS[(place + shift) % len(CLIENT_KINDS)], fault))
    return chosen


def whole(operations: Collection[str], faults: Sequence[Variant]) -> list[Cell]:
    """Every operation with every fault through every client."""
    every = []
    for operation, kind in kinds(operations):
        every += [Cell(operation, kind, fault) for fault in faults]
    # Those through a client that `kinds` has not for this operation, and `pairwise` has.
    more = [
        cell for cell in pairwise(operations, faults) if cell.kind not in _kinds_of(cell.operation)
    ]
    return every + more


def selected(operations: Collection[str], faults: Sequence[Variant]) -> list[Cell]:
    """What this run tries."""
    return whole(operations, faults) if THOROUGH else pairwise(operations, faults)


def cells(operations: Collection[str], faults: Sequence[Variant]) -> list[Any]:
    """The same as the parameters `operation`, `kind` and `fault` of a test."""
    return [pytest.param(*cell, id=named(cell)) for cell in selected(operations, faults)]


def named(cell: Cell) -> str:
    """A cell as a person reads it: no two faults have the same name."""
    return f"{cell.operation}-{cell.kind}-{cell.fault}"


def seconds(operation: str, first: Variant, faults: Sequence[Variant]) -> list[Variant]:
    """The faults that come after the first one: all others, or a third of them, as this run tries.

    Which third it is changes with the operation and with the first fault, so that every two faults
    meet in some operation that creates something and in some that does not, and every operation
    meets each of them in both places.
    """
    others = [fault for fault in faults if fault is not first]
    if THOROUGH:
        return others
    creates = OPERATIONS[operation].creates
    alike = [name for name in sorted(OPERATIONS) if OPERATIONS[name].creates == creates]
    shift = faults.index(first) + alike.index(operation)
    return [fault for fault in others if (faults.index(fault) + shift) % 3 == 0]
