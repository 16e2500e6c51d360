"""A task that is cancelled while its connection fails.

Nothing that its error refers to holds the token.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from tests.effort import SEED, examples
from turbosms_client import AsyncTurboSMS, RetryPolicy, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "s3cret-token"


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.close()


def frames(error: BaseException | None) -> Iterator[str]:
    """The modules of the frames in the tracebacks of what the error refers to."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        traceback = one.__traceback__
        while traceback is not None:
            yield traceback.tb_frame.f_globals["__name__"]
            traceback = traceback.tb_next


async def cancel(chance: random.Random) -> list[BaseException]:
    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    client = AsyncTurboSMS(TOKEN, url, sms_sender="Shop", retry=RetryPolicy(attempts=1))
    ended: list[BaseException] = []
    for _ in range(examples(150, 2_000)):
        task = asyncio.create_task(client.user.balance())
        for _ in range(chance.randrange(30)):
            await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            ended.append(error)
        except TurboSMSError:
            pass
    await client.aclose()
    server.close()
    return ended


def test_no_frames_of_the_connection() -> None:
    ended = asyncio.run(cancel(random.Random(SEED)))
    assert ended
    for error in ended:
        assert not [
            name
            for name in frames(error)
            if name.startswith(("turbosms_client._http", "httpcore2"))
        ]


def test_what_the_caller_was_handling_is_left_to_them() -> None:
    seen: list[BaseException] = []

    async def call() -> None:
        client = AsyncTurboSMS(TOKEN, "http://127.0.0.1:9")
        try:
            int("of the caller")
        except ValueError:
            try:
                await client.user.balance()
            except asyncio.CancelledError as error:
                seen.append(error)

    async def cancelled() -> None:
        task = asyncio.create_task(call())
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(cancelled())
    (error,) = seen
    assert isinstance(error.__context__, ValueError)
    assert error.__context__.__traceback__ is not None
