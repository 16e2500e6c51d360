"""What is measured of the command line: processor time of whole processes, interpreter and all."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

from benchmarks.peers import OURS, base, command_line, python

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAIRS = 21


def help_against_httpx2() -> Iterator[float]:
    """`turbosms --help`, against `python -c "import httpx2"` with no more than it needs."""
    ours, theirs = ["-m", "turbosms_cli", "--help"], ["-c", "import httpx2"]
    sides = (ours, [*OURS, command_line()]), (theirs, [base()])
    for side in sides:  # not counted: the interpreter writes bytecode
        _seconds(*side)
    for _ in range(PAIRS):
        yield _seconds(*sides[0]) / _seconds(*sides[1])


def _seconds(arguments: Iterable[str], paths: Iterable[Path]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    python(arguments, paths)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
