"""How one flow becomes a method of both clients: one blocks until it has ended, the other returns an awaitable."""

from __future__ import annotations

import functools
import inspect
import types
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, ParamSpec, TypeAlias, TypeVar, overload

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Coroutine

    from ._errors import OutcomeUnknownError
    from ._flow import Flow
    from ._policy import RetryPolicy

K = TypeVar("K")
P = ParamSpec("P")
T = TypeVar("T")
Blocking: TypeAlias = Literal["blocking"]
Awaiting: TypeAlias = Literal["awaiting"]


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


class method(Generic[P, T]):  # noqa: N801 - a decorator
    """Makes a method of both clients out of a flow; name, docstring and signature stay, without `Flow`."""

    def __init__(self, flow: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        def blocking(module: Module[Blocking], *args: P.args, **kwargs: P.kwargs) -> Any:
            return module._run(flow(module, *args, **kwargs))

        async def awaiting(module: Module[Awaiting], *args: P.args, **kwargs: P.kwargs) -> Any:
            return await module._run(flow(module, *args, **kwargs))

        self.kinds = {False: _described(blocking, flow), True: _described(awaiting, flow)}
        self.__doc__ = flow.__doc__

    @overload
    def __get__(self, module: None, owner: type) -> method[P, T]: ...
    @overload
    def __get__(self, module: Module[Blocking], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, module: Module[Awaiting], owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, module: Module[Any] | None, owner: type) -> Any:
        if module is None:
            return self
        return types.MethodType(self.kinds[inspect.iscoroutinefunction(module._run)], module)


def _described(method: Any, flow: Callable[..., Any]) -> Any:
    shown: Any = functools.update_wrapper(method, flow)
    signature = inspect.signature(flow)
    result = signature.return_annotation.removeprefix("Flow[").removesuffix("]")
    shown.__signature__ = signature.replace(return_annotation=result)
    shown.__annotations__ = {**flow.__annotations__, "return": result}
    return shown
