"""A program that starts processes by forking, after it has imported once what they need.

It reads a line of JSON for each: the name of a function in `shop.py`, and its arguments. The
process prints its id and its port once it listens. `[pid]` has the end of a process awaited.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module
from typing import Any, Final

from tests.guarantees.webhooks import shop
from turbosms_sandbox.outgoing.http_client import make_http_client

_IMPORTED_LATER: Final = (
    "turbosms_sandbox.callbacks.http_calls",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
)


def main() -> None:
    for module in _IMPORTED_LATER:
        import_module(module)
    make_http_client(1.0)  # the first one imports even more
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        if isinstance(name, int):
            os.waitpid(name, 0)
            print("ended", flush=True)
        elif os.fork() == 0:
            _run(name, arguments)


def _run(name: str, arguments: list[Any]) -> None:
    """In the child."""
    os.close(sys.stdin.fileno())
    try:
        getattr(shop, name)(*arguments, _announce)
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0)


def _announce(port: int) -> None:
    print(os.getpid(), port, flush=True)


if __name__ == "__main__":
    main()
