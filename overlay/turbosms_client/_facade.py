"""How one flow becomes a method of both clients: one blocks until it has ended, the other returns
an awaitable.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterator
from itertools import chain
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    Literal,
    ParamSpec,
    TypeAlias,
    TypeVar,
    overload,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._errors import OutcomeUnknownError
    from ._flow import Flow
    from ._policy import RetryPolicy

K = TypeVar("K")
P = ParamSpec("P")
T = TypeVar("T")
B = TypeVar("B")
A = TypeVar("A")
Blocking: TypeAlias = Literal["blocking"]
Awaiting: TypeAlias = Literal["awaiting"]
Pages: TypeAlias = "Iterator[Flow[list[T]]]"


class Module(Generic[K]):
    """A module of the service: a namespace of methods, with what they know of their client."""

    def __init__(
        self,
        run: Callable[[Flow[Any]], Any],
        retry: RetryPolicy,
        senders: dict[str, str | None],
        interrupted: deque[OutcomeUnknownError],
    ) -> None:
        self._run, self._retry, self._senders, self._interrupted = run, retry, senders, interrupted
        self._awaits = inspect.iscoroutinefunction(run)


class _Twins(Generic[P, B, A]):
    kinds: dict[bool, Any]

    @overload
    def __get__(self, module: None, owner: type) -> _Twins[P, B, A]: ...
    @overload
    def __get__(self, module: Module[Blocking], owner: type) -> Callable[P, B]: ...
    @overload
    def __get__(self, module: Module[Awaiting], owner: type) -> Callable[P, A]: ...
    def __get__(self, module: Module[Any] | None, owner: type) -> Any:
        if module is None:
            return self
        return types.MethodType(self.kinds[module._awaits], module)


class method(_Twins[P, T, Coroutine[Any, Any, T]], Generic[P, T]):
    """Makes a method of both clients out of a flow; name, docstring and signature stay, without
    `Flow`.
    """

    def __init__(self, flow: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        def blocking(module: Module[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return module._run(flow(module, *args, **kwargs))

        async def awaiting(module: Module[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return await module._run(flow(module, *args, **kwargs))

        self.kinds: dict[bool, Any] = {
            False: _described(blocking, flow),
            True: _described(awaiting, flow),
        }
        self.__doc__ = flow.__doc__


class pages(_Twins[P, Iterator[T], AsyncIterator[T]], Generic[P, T]):
    """Makes an iterator of both clients out of flows, each of which returns the next rows."""

    def __init__(self, flows: Callable[Concatenate[Any, P], Pages[T]]) -> None:
        def blocking(module: Module[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return chain.from_iterable(map(module._run, flows(module, *args, **kwargs)))

        def awaiting(module: Module[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return _Rows(map(module._run, flows(module, *args, **kwargs)))

        self.kinds: dict[bool, Any] = {
            False: _described(blocking, flows, "Iterator"),
            True: _described(awaiting, flows, "AsyncIterator"),
        }
        self.__doc__ = flows.__doc__


class _Rows(AsyncIterator[T]):
    """No generator, which whoever leaves a loop early would have to close."""

    def __init__(self, pages: Iterator[Any]) -> None:
        self._pages, self._rows = pages, deque[T]()

    async def __anext__(self) -> T:
        while not self._rows:
            if (page := next(self._pages, None)) is None:
                raise StopAsyncIteration
            self._rows.extend(await page)
        return self._rows.popleft()


def _described(method: Any, flow: Callable[..., Any], kind: str = "") -> Any:
    shown: Any = functools.update_wrapper(method, flow)
    signature = inspect.signature(flow)
    result = signature.return_annotation.partition("[")[2].removesuffix("]")
    result = f"{kind}[{result}]" if kind else result
    shown.__signature__ = signature.replace(return_annotation=result)
    shown.__annotations__ = {**flow.__annotations__, "return": result}
    return shown
