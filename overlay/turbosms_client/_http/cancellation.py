"""Cancelled tasks of asyncio, which would cost the pool of httpcore2 a connection each."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import anyio

from .loops import is_trio

T = TypeVar("T")


async def tidy_when_cancelled(exchange: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of the exchange. If the task is cancelled meanwhile, the exchange tidies up before
    that goes on.

    httpcore2 gives a connection back to its pool behind the shield of a cancel scope. That holds
    off the cancellation of another scope, but not `asyncio.Task.cancel`, after which the place of
    the connection in the pool is taken for good. So on asyncio the exchange has a task of its own,
    which is cancelled by its scope.
    """
    if is_trio():
        return await exchange()
    import asyncio  # noqa: PLC0415 - only programs that use it already pay for it

    scope = anyio.CancelScope()

    async def in_scope() -> T | BaseException:
        with scope:
            try:
                return await exchange()
            except (KeyboardInterrupt, SystemExit) as error:
                return error  # raised in the caller's task, where it is expected
        return asyncio.CancelledError()  # which the scope has swallowed

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
