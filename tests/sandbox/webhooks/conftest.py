"""A receiver of webhooks, and a sandbox that tells it everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def set_webhooks(api: Any) -> Callable[..., Any]:
    """Sets these webhooks in place of all others."""

    def set_webhooks(*webhooks: dict[str, Any]) -> Any:
        return api.control("PUT", "webhooks", {"webhooks": [*webhooks]})["webhooks"]

    return set_webhooks


@pytest.fixture
def told(api: Any, receiver: Receiver, set_webhooks: Callable[..., Any]) -> Receiver:
    """The receiver of a webhook that has been set, for everything, in JSON."""
    set_webhooks(receiver.webhook())
    return receiver
