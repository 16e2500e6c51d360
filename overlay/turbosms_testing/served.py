"""A sandbox in a process of its own, behind a real socket."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

from turbosms_sandbox import Opening, run

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 20
"""Seconds that the process may take to terminate."""


@contextlib.contextmanager
def serve(opening: Opening) -> Iterator[str]:
    """Run a sandbox on a free port until the block or this process ends, and give its address.

    The account is passed through stdin, since others can read the arguments of a process.
    """
    command = [sys.executable, "-m", "turbosms_testing.served"]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(  # noqa: S603 - this very module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            print(json.dumps(asdict(opening)), file=process.stdin, flush=True)
            line = process.stdout.readline()
            address = re.search(r"http://\S+", line)
            if address is None:
                raise RuntimeError(f"The sandbox did not start. It printed {line!r}.")
            yield address[0]
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _end_with_the_parent() -> None:
    sys.stdin.read()  # until the other end of the pipe is gone
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    given = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    run(port=0, opening=Opening(**given))
