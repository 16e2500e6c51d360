"""Cuts a call off in the middle.

Ctrl-C for the blocking client, a cancelled scope for the asynchronous one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import anyio
import anyio.lowlevel
import httpx2

from tests.guarantees.ends import Ended, classify
from turbosms_client import OutcomeUnknownError, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clients import AnyClient

Place: TypeAlias = Literal["request", "response"]


class Cut(NamedTuple):
    """Before the `nth` request leaves, or when the head of its answer has come."""

    place: Place
    nth: int


class Fuse:
    """A client with a connection of its own that breaks off where it is told to."""

    def __init__(self, client: AnyClient) -> None:
        self._left = 0
        self._place: Place = "request"
        self._scope: Any = None
        self._is_blocking = client.kind == "sync"
        hook = self._interrupt if self._is_blocking else self._cancel
        hooks: Any = {place: [hook(place)] for place in ("request", "response")}
        made = httpx2.Client if self._is_blocking else httpx2.AsyncClient
        self._caller = client.another(http_client=made(event_hooks=hooks, trust_env=False))
        self.client = self._caller.client

    def _due(self, place: str) -> bool:
        self._left -= place == self._place
        return place == self._place and self._left == 0

    def _interrupt(self, place: str) -> Callable[[Any], None]:
        def hook(_: object) -> None:
            if self._due(place):
                raise KeyboardInterrupt

        return hook

    def _cancel(self, place: str) -> Callable[[Any], Any]:
        async def hook(_: object) -> None:
            if self._due(place):
                self._scope.cancel()
                await anyio.lowlevel.checkpoint()

        return hook

    def burn(self, call: Callable[[Any], Any], cut: Cut) -> Ended:
        """Make the call.

        It ends as `cut`, with the error to resume, or as it would have before that moment came.

        AssertionError if a call that was cut off leaves the caller without the means to go on.
        """
        self._place, self._left = cut
        known = [*self.client.interrupted]
        ended = (
            self._blocking(call)
            if self._is_blocking
            else self._caller.run(lambda: self._async(call))
        )
        self._left = 0
        if not isinstance(ended, BaseException):
            return ended
        error = ended.__cause__
        assert isinstance(error, OutcomeUnknownError), repr(ended)
        assert [*self.client.interrupted] == [*known, error][-self.client.interrupted.maxlen :]
        return Ended("cut", error)

    def _blocking(self, call: Callable[[Any], Any]) -> Ended | BaseException:
        try:
            return classify(call(self.client))
        except TurboSMSError as error:
            return classify(error)
        except KeyboardInterrupt as caught:
            return caught

    async def _async(self, call: Callable[[Any], Any]) -> Ended | BaseException:
        with anyio.CancelScope() as self._scope:
            try:
                return classify(await call(self.client))
            except TurboSMSError as error:
                return classify(error)
            except anyio.get_cancelled_exc_class() as error:
                caught = error
                raise
        return caught
