"""What is measured of the command line: processor time of whole processes, interpreter and all."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers import OURS, base, command_line, python
from benchmarks.servers import ROOT, SANDBOX, running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAIRS = 21
SENDS = 7
RECIPIENTS = 20_000


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


def with_terminal_against_without() -> Iterator[float]:
    """Seconds of `turbosms send … > sent.jsonl` to 20,000 while somebody watches, by those of the
    same send while nobody does.
    """
    with running(SANDBOX) as sandbox, tempfile.TemporaryDirectory() as folder:
        sandbox.control("PATCH", "/sandbox/account", {"balance": 1_000_000})
        source = Path(folder, "numbers.txt")
        source.write_text(
            "".join(f"38050{number:07}\n" for number in range(RECIPIENTS)), encoding="ascii"
        )
        command = [sys.executable, "-m", "turbosms_cli", "send", "--from", str(source), "--yes"]
        command += ["--sms", "TurboSMS", "--text", "Hello"]
        environment = os.environ | {
            "TURBOSMS_TOKEN": "sandbox",
            "TURBOSMS_BASE_URL": sandbox.address,
            "TERM": "xterm-256color",
        }
        for _ in range(SENDS):
            seconds = []
            for is_watched in (True, False):
                sandbox.control("POST", "/sandbox/clock", {"advance": 100})
                seconds.append(_sent_in(command, environment, is_watched=is_watched))
            yield seconds[0] / seconds[1]


def _sent_in(command: list[str], environment: dict[str, str], *, is_watched: bool) -> float:
    """Seconds of a send whose stdout is a file and whose stderr is a terminal, or a pipe."""
    reader, writer = pty.openpty() if is_watched else os.pipe()
    with tempfile.TemporaryFile() as sent:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=sent, stderr=writer, env=environment, cwd=ROOT)
        os.close(writer)
        drawing = threading.Thread(target=_drain, args=[reader])
        drawing.start()
        code = process.wait(timeout=300)
        seconds = time.perf_counter() - began
        drawing.join()
        os.close(reader)
        sent.seek(0)
        count = sum(1 for _ in sent)
    assert (code, count) == (0, RECIPIENTS + 1)
    return seconds


def _drain(reader: int) -> None:
    """Take what is drawn, as the window of a terminal does."""
    try:
        while os.read(reader, 65536):
            pass
    except OSError:  # what Linux says when nobody holds the other end of a terminal any more
        return
