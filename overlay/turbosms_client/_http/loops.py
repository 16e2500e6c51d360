"""Which event loop is running: one of asyncio, or trio's."""

from __future__ import annotations

import sys


def is_trio() -> bool:
    """Whether the running task is one of trio."""
    trio = sys.modules.get("trio")
    return trio is not None and trio.lowlevel.in_trio_task()


def current_loop() -> object:
    """What stands for the running event loop; another one has another."""
    if is_trio():
        import trio  # noqa: PLC0415 - only programs that use it have it

        return trio.lowlevel.current_trio_token()
    import asyncio  # noqa: PLC0415 - only programs that use it already pay for it

    return asyncio.get_running_loop()
