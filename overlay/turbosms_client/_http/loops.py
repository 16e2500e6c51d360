"""Finds out which event loop is running: asyncio's or trio's."""

from __future__ import annotations

import sys


def is_trio() -> bool:
    """Whether the current task runs on trio."""
    trio = sys.modules.get("trio")
    return trio is not None and trio.lowlevel.in_trio_task()


def current_loop() -> object:
    """An object that identifies the running event loop."""
    if is_trio():
        import trio  # noqa: PLC0415 - only programs that use it have it

        return trio.lowlevel.current_trio_token()
    import asyncio  # noqa: PLC0415 - only programs that use it pay for it

    return asyncio.get_running_loop()
