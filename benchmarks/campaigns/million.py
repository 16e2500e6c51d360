"""A campaign for a million recipients on this machine, from the table to the report.

    python -m benchmarks.campaigns.million [RECIPIENTS]

Each phase is a process of its own: its seconds, its processor time, and the most memory it had.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.campaigns.people import write_people
from benchmarks.servers import ROOT, SANDBOX, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server

MILLION = 1_000_000
MANY = 200_000
"""In `make bench`, where a million takes too long."""
FEW = 10_000
RICH = 100_000_000
AN_HOUR = 3_600
PHASES = ("import", "check", "send", "outcomes", "csv", "jsonl", "html")


class Measured(NamedTuple):
    """What a phase took."""

    phase: str
    seconds: float
    processor: float
    megabytes: float
    """Its memory, at the most."""
    told: Any


class CampaignRun:
    """One campaign through all phases."""

    def __init__(self, recipients: int) -> None:
        self._recipients = recipients
        self.looks: list[float] = []
        """Milliseconds of each look at it while it is sent."""

    def phases(self) -> Iterator[Measured]:
        """Go through them, in order."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            sandbox = stack.enter_context(running(SANDBOX))
            sandbox.control("PATCH", "/sandbox/account", {"balance": RICH})
            write_people(folder / "people.csv", self._recipients)
            for phase in PHASES:
                if phase == "send":
                    yield self._send(folder, sandbox)
                    _let_an_hour_pass(folder, sandbox)
                else:
                    yield _finish(_begin(phase, folder, sandbox))

    def _send(self, folder: Path, sandbox: Server) -> Measured:
        """While another process looks at it."""
        watching = _begin("watch", folder, sandbox)
        sent = _finish(_begin("send", folder, sandbox))
        self.looks = _finish(watching).told
        return sent


class Runs:
    """A campaign for many, and one for few, which is what its memory is compared with."""

    @cached_property
    def _many(self) -> tuple[CampaignRun, list[Measured]]:
        run = CampaignRun(MANY)
        return run, list(run.phases())

    def memory(self) -> Iterator[float]:
        """Megabytes of memory of many above those of few: of the phase that has most."""
        few = {measured.phase: measured.megabytes for measured in CampaignRun(FEW).phases()}
        _, many = self._many
        yield max(measured.megabytes - few[measured.phase] for measured in many)

    def looks(self) -> Iterator[float]:
        """Milliseconds of a look at the campaign, while another process sends it."""
        run, _ = self._many
        yield from run.looks


class _Process(NamedTuple):
    phase: str
    began: float
    process: subprocess.Popen[str]


def _begin(phase: str, folder: Path, sandbox: Server) -> _Process:
    command = [sys.executable, "-m", "benchmarks.campaigns.phase"]
    process = subprocess.Popen(
        [*command, phase, str(folder), sandbox.address],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    return _Process(phase, time.perf_counter(), process)


def _finish(begun: _Process) -> Measured:
    process = begun.process
    assert process.stdout is not None
    with process.stdout:
        answer = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{begun.phase} has failed"
    found = json.loads(answer)
    return Measured(
        begun.phase,
        time.perf_counter() - begun.began,
        usage.ru_utime + usage.ru_stime,
        found["peak"],
        found["told"],
    )


def _let_an_hour_pass(folder: Path, sandbox: Server) -> None:
    """All messages are delivered, and a worker may ask about them at once."""
    sandbox.control("POST", "/sandbox/clock", {"advance": AN_HOUR})
    with closing(sqlite3.connect(folder / "campaigns.db")) as database, database:
        database.execute("UPDATE turbosms_chunk SET next_poll_at = 0 WHERE unsettled > 0")


def main() -> None:
    recipients = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    run = CampaignRun(recipients)
    print(f"{recipients:,} recipients; load of the machine at the beginning {os.getloadavg()}")
    print(f"{'':12}{'seconds':>10}{'processor':>12}{'a second':>12}{'peak in MB':>12}  told")
    for measured in run.phases():
        print(
            f"{measured.phase:12}{measured.seconds:10.1f}{measured.processor:12.1f}"
            f"{recipients / measured.seconds:12,.0f}{measured.megabytes:12.0f}  {measured.told}",
            flush=True,
        )
    looks = sorted(run.looks)
    print(f"show while it is sent, in ms: median {median(looks):.1f}, longest {looks[-1]:.1f}")
    print(f"load of the machine at the end {os.getloadavg()}")


if __name__ == "__main__":
    main()
