"""`turbosms webhook listen` as a process, and calls to it."""

from __future__ import annotations

import re
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from tests.cli.running import rows
from tests.kit.processes import Exit
from tests.kit.waiting import wait_for
from tests.kit.warm.programs import TURBOSMS_FILE
from tests.webhooks.calls import JSON, SECRET, as_json, call, report
from tests.webhooks.serving import post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.kit.warm.programs import Programs

ADDRESS: Final = re.compile(r"Listening on (http://(?:[a-z0-9.]+|\[[0-9a-f:]+\]):([0-9]+))")
SECONDS: Final = 120.0


class Listening:
    """The command, once it listens. It ends with the block."""

    def __init__(
        self, programs: Programs, environment: Mapping[str, str], *options: object, port: int = 0
    ) -> None:
        """Start it at a free port, or at this one."""
        self._folder = tempfile.TemporaryDirectory()
        self._outputs = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        words = ["webhook", "listen", "--port", port, *options]
        command = [TURBOSMS_FILE, *map(str, words)]
        with (
            open("/dev/null", "rb") as stdin,  # noqa: PTH123 - a device
            self._outputs[0].open("wb") as stdout,
            self._outputs[1].open("wb") as stderr,
        ):
            streams = [stdin.fileno(), stdout.fileno(), stderr.fileno()]
            environment = {"TURBOSMS_WEBHOOK_SECRET": SECRET, **environment}
            self.process = programs.start(command, environment, streams)
        try:
            wait_for(lambda: ADDRESS.search(self.stderr) or self.process.poll() is not None)
            found = ADDRESS.search(self.stderr)
            assert found, self.stderr
        except BaseException:
            self.stop(signal.SIGKILL)
            raise
        self.url, self.port = found[1], int(found[2])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop(signal.SIGKILL)

    @property
    def stdout(self) -> str:
        return self._outputs[0].read_text("utf-8")

    @property
    def stderr(self) -> str:
        return self._outputs[1].read_text("utf-8")

    def rows(self, number: int) -> list[Any]:
        """The objects that it has printed, once there are so many."""
        wait_for(lambda: self.stdout.count("\n") >= number)
        return rows(self.stdout)

    def post(self, body: bytes, content_type: str = JSON, **headers: str) -> int:
        """Make a call; the status of the answer."""
        status, _ = post(self.port, body, "/", Content_Type=content_type, **headers)
        return status

    def tell(self, message_id: str, status: str = "DELIVRD", **changes: Any) -> int:
        """Tell it of a message."""
        fields = call(f"{message_id} {status}", report(status, message_id))
        return self.post(as_json({**fields, **changes}))

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait(SECONDS)

    def stop(self, number: int = signal.SIGINT) -> Exit:
        """End it by a signal, as Ctrl-C does."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> Exit:
        """How it ends."""
        try:
            code = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"It did not end: {self.stderr}") from None
        ended = Exit(code, self.stdout, self.stderr)
        self._folder.cleanup()
        return ended
