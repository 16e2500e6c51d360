"""The modules of the service as the clients show them: each method of `_methods`, blocking and awaiting."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from . import _methods

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ._flow import Flow
    from ._methods import Settings

P = ParamSpec("P")
T = TypeVar("T")


class _Module:
    def __init__(self, run: Callable[[Flow[Any]], Any], settings: Settings) -> None:
        self._run = run
        self._settings = settings


def _blocking(flow: Callable[Concatenate[Settings, P], Flow[T]]) -> Callable[Concatenate[Any, P], T]:
    def method(self: _Module, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._run(flow(self._settings, *args, **kwargs))  # type: ignore[no-any-return]

    _describe(method, flow)
    return method


def _awaiting(
    flow: Callable[Concatenate[Settings, P], Flow[T]],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]:
    async def method(self: _Module, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._run(flow(self._settings, *args, **kwargs))  # type: ignore[no-any-return]

    _describe(method, flow)
    return method


def _describe(method: Any, flow: Callable[..., Any]) -> None:
    """Give `method` the name, the docstring and the signature of `flow`, as its caller sees them."""
    functools.update_wrapper(method, flow)
    shown = inspect.signature(flow)
    me, *parameters = shown.parameters.values()
    result = shown.return_annotation.removeprefix("Flow[").removesuffix("]")
    me = me.replace(name="self", annotation=inspect.Parameter.empty)
    method.__signature__ = shown.replace(parameters=[me, *parameters], return_annotation=result)
    method.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": result}


class Message(_Module):
    """The module `message`: sending, and what became of it."""

    send = _blocking(_methods.send)
    status = _blocking(_methods.status)
    details = _blocking(_methods.details)
    wait = _blocking(_methods.wait)
    ping = _blocking(_methods.ping)


class AsyncMessage(_Module):
    """The module `message`: sending, and what became of it."""

    send = _awaiting(_methods.send)
    status = _awaiting(_methods.status)
    details = _awaiting(_methods.details)
    wait = _awaiting(_methods.wait)
    ping = _awaiting(_methods.ping)


class Chat(_Module):
    """The module `chat`: Viber chats."""

    ping = _blocking(_methods.ping)


class AsyncChat(_Module):
    """The module `chat`: Viber chats."""

    ping = _awaiting(_methods.ping)


class User(_Module):
    """The module `user`: the account."""

    balance = _blocking(_methods.balance)
    ping = _blocking(_methods.ping)


class AsyncUser(_Module):
    """The module `user`: the account."""

    balance = _awaiting(_methods.balance)
    ping = _awaiting(_methods.ping)


class File(_Module):
    """The module `file`: files for Viber messages."""

    ping = _blocking(_methods.ping)


class AsyncFile(_Module):
    """The module `file`: files for Viber messages."""

    ping = _awaiting(_methods.ping)
