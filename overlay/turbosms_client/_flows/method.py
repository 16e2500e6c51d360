"""Turns one flow into a method of both clients.

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
    get_args,
    get_type_hints,
    overload,
)

from turbosms_api.parameters import SendOptions

from .instructions import Flow
from .runtime import Runtime

ClientKind = TypeVar("ClientKind")
P = ParamSpec("P")
T = TypeVar("T")
BlockingResult = TypeVar("BlockingResult")
AwaitedResult = TypeVar("AwaitedResult")
Blocking: TypeAlias = Literal["blocking"]
Awaiting: TypeAlias = Literal["awaiting"]
FlowsOfItems: TypeAlias = Iterator[Flow[list[T]]]


class MethodOwner(Generic[ClientKind]):
    """The base of a namespace of methods, for one of the two clients."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._is_awaited = inspect.iscoroutinefunction(runtime.run)


class _MethodOfBoth(Generic[P, BlockingResult, AwaitedResult]):
    def __init__(self, flow: Callable[..., Any], blocking: Any, awaiting: Any) -> None:
        self._flow = flow
        self._blocking = functools.update_wrapper(blocking, flow)
        self._awaiting = functools.update_wrapper(awaiting, flow)
        self._is_described = False
        self.__doc__ = flow.__doc__

    @overload
    def __get__(
        self, module: None, owner: type
    ) -> _MethodOfBoth[P, BlockingResult, AwaitedResult]: ...
    @overload
    def __get__(
        self, module: MethodOwner[Blocking], owner: type
    ) -> Callable[P, BlockingResult]: ...
    @overload
    def __get__(self, module: MethodOwner[Awaiting], owner: type) -> Callable[P, AwaitedResult]: ...
    def __get__(self, module: MethodOwner[Any] | None, owner: type) -> Any:
        if module is None:
            return self
        if not self._is_described:
            self._describe()
        function = self._awaiting if module._is_awaited else self._blocking
        return types.MethodType(function, module)

    def _describe(self) -> None:
        """Give both functions the signature that their callers see.

        Only on first use: the signature contains classes rather than their names, and this way
        unused ones are not imported.
        """
        signature = _signature(self._flow)
        blocking_result, awaited_result = self._results(signature.return_annotation)
        _sign(self._blocking, signature.replace(return_annotation=blocking_result))
        _sign(self._awaiting, signature.replace(return_annotation=awaited_result))
        self._is_described = True

    @staticmethod
    def _results(annotation: Any) -> tuple[Any, Any]:
        """The return types of the two methods for a flow with this annotation."""
        return annotation, annotation


class plain_method(_MethodOfBoth[P, T, T], Generic[P, T]):
    """Makes a method that is the same in both clients: it sends nothing and is never awaited."""

    def __init__(self, function: Callable[Concatenate[Any, P], T]) -> None:
        def call(module: MethodOwner[Any], *args: P.args, **kwargs: P.kwargs) -> T:
            return function(module, *args, **kwargs)

        super().__init__(function, call, call)


class method(_MethodOfBoth[P, T, Coroutine[Any, Any, T]], Generic[P, T]):
    """Makes a method of both clients from a flow, with its name, docstring and signature."""

    def __init__(self, flow: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        def blocking(module: MethodOwner[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return module._runtime.run(flow(module, *args, **kwargs))

        async def awaiting(module: MethodOwner[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return await module._runtime.run(flow(module, *args, **kwargs))

        super().__init__(flow, blocking, awaiting)

    @staticmethod
    def _results(annotation: Any) -> tuple[Any, Any]:
        result = _result_of_flow(annotation)
        return result, result


class iterating_method(_MethodOfBoth[P, Iterator[T], AsyncIterator[T]], Generic[P, T]):
    """Makes an iterator for both clients from flows, each of which returns the next items."""

    def __init__(self, flows: Callable[Concatenate[Any, P], FlowsOfItems[T]]) -> None:
        def blocking(module: MethodOwner[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return _Iteration(module._runtime.run, flows(module, *args, **kwargs))

        def awaiting(module: MethodOwner[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return _AwaitedIteration(module._runtime.run, flows(module, *args, **kwargs))

        super().__init__(flows, blocking, awaiting)

    @staticmethod
    def _results(annotation: Any) -> tuple[Any, Any]:
        (flow,) = get_args(annotation)
        item_type: Any = get_args(_result_of_flow(flow))[0]
        return Iterator[item_type], AsyncIterator[item_type]


class _Iteration(Iterator[T]):
    def __init__(self, run: Callable[[Flow[list[T]]], list[T]], flows: FlowsOfItems[T]) -> None:
        self._run = run
        self._flows = flows
        self._items = deque[T]()

    def __next__(self) -> T:
        while not self._items:
            self._items.extend(self._run(next(self._flows)))
        return self._items.popleft()


class _AwaitedIteration(AsyncIterator[T]):
    """Not a generator, which callers would have to close if they leave a loop early."""

    def __init__(self, run: Callable[[Flow[list[T]]], Any], flows: FlowsOfItems[T]) -> None:
        self._run = run
        self._flows = flows
        self._items = deque[T]()

    async def __anext__(self) -> T:
        while not self._items:
            flow = next(self._flows, None)
            if flow is None:
                raise StopAsyncIteration
            self._items.extend(await self._run(flow))
        return self._items.popleft()


def _result_of_flow(annotation: Any) -> Any:
    """`SendReport` for `Flow[SendReport]`, which is a generator that returns one."""
    return get_args(annotation)[-1]


def _signature(function: Callable[..., Any]) -> inspect.Signature:
    """The signature with classes as annotations, and with the options of a send by name."""
    hints = get_type_hints(function)
    signature = inspect.signature(function)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            parameters.extend(_options())
        else:
            annotation = hints.get(parameter.name, inspect.Parameter.empty)  # `self` has none
            parameters.append(parameter.replace(annotation=annotation))
    return signature.replace(parameters=parameters, return_annotation=hints["return"])


def _options() -> list[inspect.Parameter]:
    """The parameters that `**options: Unpack[SendOptions]` stands for, by name."""
    named = []
    for name, annotation in get_type_hints(SendOptions).items():
        kind = inspect.Parameter.KEYWORD_ONLY
        named.append(inspect.Parameter(name, kind, default=None, annotation=annotation))
    return named


def _sign(function: Any, signature: inspect.Signature) -> None:
    """Make the signature readable for tools, even those that read only the annotations."""
    annotations = {"return": signature.return_annotation}
    for parameter in signature.parameters.values():
        if parameter.annotation is not inspect.Parameter.empty:
            annotations[parameter.name] = parameter.annotation
    function.__signature__ = signature
    function.__annotations__ = annotations
