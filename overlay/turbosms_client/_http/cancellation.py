"""Protects the pool of httpcore2, which loses a connection when an asyncio task is cancelled."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import anyio

from .loops import is_trio

T = TypeVar("T")


async def tidy_when_cancelled(exchange: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run the exchange. If the task is cancelled, let the exchange tidy up before that continues.

    httpcore2 returns a connection to its pool behind the shield of a cancel scope. The shield holds
    off the cancellation of another scope, but not `asyncio.Task.cancel`, after which the place of
    the connection in the pool is lost for good. So on asyncio, the exchange has a task of its own,
    which is cancelled through its scope.
    """
    if is_trio():
        return await exchange()
    import asyncio  # noqa: PLC0415 - only programs that use it pay for it

    scope = anyio.CancelScope()

    async def in_scope() -> T | BaseException:
        with scope:
            try:
                return await exchange()
            except (KeyboardInterrupt, SystemExit) as error:
                return error  # raised in the caller's task, where it is expected
        return asyncio.CancelledError()  # swallowed by the scope

    task = asyncio.create_task(in_scope())
    try:
        outcome = await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        with anyio.CancelScope(shield=True):
            while not task.done():
                with suppress(asyncio.CancelledError):  # the first one is raised again below
                    await asyncio.wait([task])
        raise
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome
