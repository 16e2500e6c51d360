"""Reads the body of an answer into a model, or says by one named error why it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .errors import UnreadableAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2


class _Model(Protocol):
    @classmethod
    def from_dict(cls: type[_M], src_dict: Mapping[str, Any]) -> _M: ...


_M = TypeVar("_M", bound=_Model)


def read_answer(model: type[_M], response: httpx2.Response) -> _M:
    """The body as a model.

    Raises:
        UnreadableAnswer: If the body is not JSON, not an object, or lacks what every answer has.
    """
    try:
        data = response.json()
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswer(response.status_code, response.content, "is not JSON") from error
    if not isinstance(data, dict):
        raise UnreadableAnswer(response.status_code, response.content, "is JSON, but not an object")
    try:
        return model.from_dict(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        problem = f"does not have the shape of {model.__name__}"
        raise UnreadableAnswer(response.status_code, response.content, problem) from error


__all__ = ["read_answer"]
