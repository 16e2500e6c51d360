"""How one flow becomes a method of both clients.

The method of `TurboSMS` blocks until the flow has ended; that of `AsyncTurboSMS` is awaited.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import (
    Any,
    Concatenate,
    Generic,
    Literal,
    ParamSpec,
    TypeAlias,
    TypeVar,
    overload,
)

from turbosms_api.parameters import SendOptions

from ._flow import Flow
from ._runtime import Runtime

ClientKind = TypeVar("ClientKind")
P = ParamSpec("P")
T = TypeVar("T")
BlockingResult = TypeVar("BlockingResult")
AwaitedResult = TypeVar("AwaitedResult")
Blocking: TypeAlias = Literal["blocking"]
Awaiting: TypeAlias = Literal["awaiting"]
Pages: TypeAlias = Iterator[Flow[list[T]]]


class Module(Generic[ClientKind]):
    """A module of the service: a namespace of methods, for one of the two clients."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._is_awaited = inspect.iscoroutinefunction(runtime.run)


class _MethodOfBoth(Generic[P, BlockingResult, AwaitedResult]):
    def __init__(self, blocking: Any, awaiting: Any, doc: str | None) -> None:
        self._blocking = blocking
        self._awaiting = awaiting
        self.__doc__ = doc

    @overload
    def __get__(
        self, module: None, owner: type
    ) -> _MethodOfBoth[P, BlockingResult, AwaitedResult]: ...
    @overload
    def __get__(self, module: Module[Blocking], owner: type) -> Callable[P, BlockingResult]: ...
    @overload
    def __get__(self, module: Module[Awaiting], owner: type) -> Callable[P, AwaitedResult]: ...
    def __get__(self, module: Module[Any] | None, owner: type) -> Any:
        if module is None:
            return self
        function = self._awaiting if module._is_awaited else self._blocking
        return types.MethodType(function, module)


class method(_MethodOfBoth[P, T, Coroutine[Any, Any, T]], Generic[P, T]):  # noqa: N801 - a decorator
    """Makes a method of both clients out of a flow; name, docstring and signature stay."""

    def __init__(self, flow: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        def blocking(module: Module[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return module._runtime.run(flow(module, *args, **kwargs))

        async def awaiting(module: Module[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return await module._runtime.run(flow(module, *args, **kwargs))

        result = _inner(flow)
        super().__init__(
            _described(blocking, flow, result), _described(awaiting, flow, result), flow.__doc__
        )


class pages(_MethodOfBoth[P, Iterator[T], AsyncIterator[T]], Generic[P, T]):  # noqa: N801 - a decorator
    """Makes an iterator of both clients out of flows, each of which returns the next items."""

    def __init__(self, flows: Callable[Concatenate[Any, P], Pages[T]]) -> None:
        def blocking(module: Module[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return _Iteration(module._runtime.run, flows(module, *args, **kwargs))

        def awaiting(module: Module[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return _AwaitedIteration(module._runtime.run, flows(module, *args, **kwargs))

        item = _inner(flows)
        super().__init__(
            _described(blocking, flows, f"Iterator[{item}]"),
            _described(awaiting, flows, f"AsyncIterator[{item}]"),
            flows.__doc__,
        )


class _Iteration(Iterator[T]):
    def __init__(self, run: Callable[[Flow[list[T]]], list[T]], pages: Pages[T]) -> None:
        self._run = run
        self._pages = pages
        self._items = deque[T]()

    def __next__(self) -> T:
        while not self._items:
            self._items.extend(self._run(next(self._pages)))
        return self._items.popleft()


class _AwaitedIteration(AsyncIterator[T]):
    """No generator, which whoever leaves a loop early would have to close."""

    def __init__(self, run: Callable[[Flow[list[T]]], Any], pages: Pages[T]) -> None:
        self._run = run
        self._pages = pages
        self._items = deque[T]()

    async def __anext__(self) -> T:
        while not self._items:
            page = next(self._pages, None)
            if page is None:
                raise StopAsyncIteration
            self._items.extend(await self._run(page))
        return self._items.popleft()


def _inner(flow: Callable[..., Any]) -> str:
    """What is between the brackets of a flow's annotation, `Flow[SendReport]` or `Pages[…]`."""
    annotation: str = flow.__annotations__["return"]
    return annotation.partition("[")[2].removesuffix("]")


def _described(function: Any, flow: Callable[..., Any], result: str) -> Any:
    """The function with the name, the docstring and the signature that its caller sees."""
    shown: Any = functools.update_wrapper(function, flow)
    signature = inspect.signature(flow)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            parameters.extend(_options())
        else:
            parameters.append(parameter)
    shown.__signature__ = signature.replace(parameters=parameters, return_annotation=result)
    shown.__annotations__ = {**flow.__annotations__, "return": result}
    return shown


def _options() -> list[inspect.Parameter]:
    """The parameters that stand behind `**options: Unpack[SendOptions]`, by name."""
    keywords = []
    for name, annotation in SendOptions.__annotations__.items():
        kind = inspect.Parameter.KEYWORD_ONLY
        text = getattr(annotation, "__forward_arg__", annotation)
        keywords.append(inspect.Parameter(name, kind, default=None, annotation=text))
    return keywords
