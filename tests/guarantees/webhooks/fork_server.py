"""A program that starts processes by forking, after it has imported once what they need.

It reads a line of JSON for each: the name of a function in `shop.py`, and its arguments. The
process prints its id and its port once it listens. `[pid]` has the end of a process awaited.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from importlib import import_module
from typing import Any, Final, NoReturn

from tests.guarantees.webhooks import shop
from turbosms_sandbox.outgoing.http_client import make_http_client

_IMPORTED_LATER: Final = (
    "turbosms_sandbox.webhook_calls.http_calls",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
)


def main() -> None:
    for module in _IMPORTED_LATER:
        import_module(module)
    make_http_client(1.0, "http")  # the first one imports even more
    running: set[int] = set()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        if isinstance(name, int):
            os.waitpid(name, 0)
            running.remove(name)
            print("ended", flush=True)
            continue
        pid = os.fork()
        if not pid:
            _run(name, arguments)
        running.add(pid)
    # Whoever started this has ended, and should have ended these.
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def _run(name: str, arguments: list[Any]) -> NoReturn:
    """In the child, which must not come back into the loop of the parent, whatever happens."""
    os.close(sys.stdin.fileno())
    exit_code = 1
    try:
        getattr(shop, name)(*arguments, _announce)
        exit_code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(exit_code)


def _announce(port: int) -> None:
    print(os.getpid(), port, flush=True)


if __name__ == "__main__":
    main()
