"""The sandbox, the shop that it calls back, and the line between them."""

from __future__ import annotations

import json
from contextlib import ExitStack
from random import Random
from typing import TYPE_CHECKING, Final

from tests.guarantees.webhooks.killable import ForkServer, Killable
from tests.guarantees.webhooks.line import Line, call, status_of
from tests.guarantees.webhooks.promises import Told
from tests.guarantees.webhooks.schedule_figures import Figures
from tests.guarantees.webhooks.shop import SERVERS
from tests.kit.control import Control

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_HEALTH_CHECK: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class World:
    """The two processes, and the line between them, for as many schedules as there are."""

    def __init__(self, folder: Path, seed: str) -> None:
        self._folder = folder
        self._chance = Random(seed)
        self._handled_size = 0
        self.figures = Figures()
        self._fork_server = ForkServer()
        self.sandbox = Killable(self._fork_server, "sandbox")
        self.shop = Killable(self._fork_server, "shop")
        self.line = Line(self.shop)
        self.control: Control
        self._connections = ExitStack()
        self.handled: list[Told] = []
        """Everything, in order."""

    def __enter__(self) -> Self:
        self.start_sandbox()
        return self

    def __exit__(self, *_: object) -> None:
        self._connections.close()
        self.line.close()
        self.shop.close()
        self.sandbox.close()
        self._fork_server.close()

    def start_sandbox(self) -> None:
        """Start it for the first time, or again."""
        self._connections.close()
        self.sandbox.start(self._folder / "state")
        control = Control(f"http://127.0.0.1:{self.sandbox.port}")
        self.control = self._connections.enter_context(control)

    def start_shop(self) -> None:
        server = self._chance.choice(SERVERS)
        self.shop.start(self._folder, server, self._chance.randrange(2**32))
        # With its first call, whatever it is, the WSGI app begins to handle what it has stored.
        assert status_of(call(self.shop.port, _HEALTH_CHECK)) == 405

    def read_handled(self) -> None:
        """Read what has been handled since."""
        path = self._folder / "handled"
        if not path.exists():
            return
        with path.open("rb") as file:
            file.seek(self._handled_size)
            new = file.read()
        whole_lines = new[: new.rfind(b"\n") + 1]
        self._handled_size += len(whole_lines)
        self.handled += [Told(*json.loads(line)) for line in whole_lines.splitlines()]
