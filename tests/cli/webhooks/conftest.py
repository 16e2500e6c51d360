"""Starts `turbosms webhook listen`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from tests.cli.conftest import merged
from tests.cli.webhooks.listening_command import Listening
from tests.webhooks.calls import SECRET
from tests.webhooks.serving import post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.running import OpenTerminal
    from tests.kit.terminals import Terminal
    from tests.kit.warm.programs import Programs


class Listen(Protocol):
    """Starts the command with options, and more in its environment."""

    def __call__(self, *options: object, port: int = 0, **env: str | None) -> Listening: ...


class OnTerminal(NamedTuple):
    """The command on a terminal, once it listens."""

    screen: Terminal
    port: int

    def post(self, body: bytes) -> int:
        """Make a call; the status of the answer."""
        status, _ = post(self.port, body)
        return status


class ListenOnTerminal(Protocol):
    """Starts the command on a terminal; `stdout` may be a pipe."""

    def __call__(self, *options: object, stdout: int | None = None) -> OnTerminal: ...


@pytest.fixture
def listen(environment: dict[str, str], programs: Programs) -> Iterator[Listen]:
    with ExitStack() as stack:

        def start(*options: object, port: int = 0, **env: str | None) -> Listening:
            changed = merged(environment, env)
            return stack.enter_context(Listening(programs, changed, *options, port=port))

        yield start


@pytest.fixture
def listen_on_terminal(terminal: OpenTerminal) -> ListenOnTerminal:
    def start(*options: object, stdout: int | None = None) -> OnTerminal:
        words = ("webhook", "listen", "--port", "0", *map(str, options))
        screen = terminal(*words, columns=300, stdout=stdout, TURBOSMS_WEBHOOK_SECRET=SECRET)
        screen.expect("Listening on http://127.0.0.1:")
        return OnTerminal(screen, int(screen.expect(";").rstrip(";")))

    return start
