"""Starts `turbosms webhook listen`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.cli.conftest import merged
from tests.cli.webhooks.listening_command import Listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.warm.programs import Programs


class Listen(Protocol):
    """Starts the command with options, and more in its environment."""

    def __call__(self, *options: object, port: int = 0, **env: str | None) -> Listening: ...


@pytest.fixture
def listen(environment: dict[str, str], programs: Programs) -> Iterator[Listen]:
    with ExitStack() as stack:

        def start(*options: object, port: int = 0, **env: str | None) -> Listening:
            changed = merged(environment, env)
            return stack.enter_context(Listening(programs, changed, *options, port=port))

        yield start
