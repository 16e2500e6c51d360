"""Makes the files of a page and runs its lines, as a reader would who has three terminals."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.kit.processes import ROOT, Process, environment, free_port
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

_FENCE: Final = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE_NAME: Final = re.compile(r"# ([\w-]+\.\w+)\n")
_SERVERS: Final = ("uvicorn ", "celery ", "webhook ")
_SECONDS_FOR_OUTPUT: Final = 60
# Whatever pip would install has to be here, with its extras; nothing is fetched.
_PIP: Final = """#!{python}
import sys
from importlib.metadata import metadata
from packaging.requirements import Requirement

assert sys.argv[1] == "install"
for text in sys.argv[2:]:
    needed = Requirement(text)
    found = metadata(needed.name)
    assert needed.extras <= set(found.get_all("Provides-Extra") or ()), text
"""


def blocks_of(page: str, language: str) -> list[str]:
    """The blocks of a page in docs/ that are written in this language."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return [code for named, code in _FENCE.findall(text) if named == language]


class PageShell:
    """A folder with the files of a page, the sandbox that runs already, and what is started."""

    def __init__(self, page: str, folder: Path, control: Control, turbosms: Programs) -> None:
        self.folder = folder
        self.page = page
        self.ports = {"8026": control.url.rpartition(":")[2], "8000": str(free_port())}
        self.servers: dict[str, Process] = {}
        self._stack = ExitStack()
        programs = folder / "bin"
        programs.mkdir()
        turbosms.write_command(programs / "turbosms")
        pip = programs / "pip"
        pip.write_text(_PIP.format(python=sys.executable))
        pip.chmod(0o755)
        (programs / "pip3").symlink_to(pip)
        path = (str(programs), str(Path(sys.executable).parent), os.environ["PATH"])
        self.environment = environment(
            "TURBOSMS_",
            PATH=":".join(path),
            HOME=str(folder),
            NO_PROXY="127.0.0.1,localhost",
            SSL_CERT_DIR=str(programs),  # empty of certificates: to read the system's takes long
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def here(self, text: str) -> str:
        """A text of the page with the ports that are used here."""
        for written, used in self.ports.items():
            text = re.sub(rf"\b{written}\b", used, text)
        return text

    def write_files(self) -> None:
        """Write the blocks that begin with a file name."""
        text = (ROOT / "docs" / self.page).read_text("utf-8")
        for _language, code in _FENCE.findall(text):
            match = _FILE_NAME.match(code)
            if match is not None:
                self.write(match[1], code)

    def write(self, name: str, code: str) -> None:
        """Write a file, which may be started."""
        file = self.folder / name
        file.write_text(self.here(code), "utf-8")
        file.chmod(0o755)

    def run_block(self, block: str) -> None:
        """Run the lines of a block, and see that each prints what the page says."""
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, expected = command.partition("\n")
            if line.startswith("export "):
                self.export(dict(word.split("=", 1) for word in shlex.split(self.here(line))[1:]))
            elif line.startswith(_SERVERS):
                self._start(line)
            elif not line.startswith("turbosms sandbox"):  # which runs already
                self._run(line, expected)

    def export(self, variables: Mapping[str, str]) -> None:
        """Set variables for all that is run from now on."""
        self.environment |= variables

    def run(self, line: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a line to its end."""
        return subprocess.run(
            ["bash", "-c", self.here(line)],
            cwd=self.folder,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _run(self, line: str, expected: str) -> None:
        deadline = time.monotonic() + _SECONDS_FOR_OUTPUT
        done = self.run(line)
        # What follows from something else may take a moment, as it does for a reader.
        while expected != done.stdout and line.startswith("curl -s ") and "-X" not in line:
            if time.monotonic() > deadline:
                break
            done = self.run(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        if expected:
            assert done.stdout == expected, f"{line}\n{done.stderr}"

    def _start(self, line: str) -> None:
        words = shlex.split(self.here(line))
        server = Process(*words, cwd=self.folder, env=self.environment, group=True)
        self._stack.enter_context(server)
        name = words[0]
        self.servers[name] = server
        if name == "celery":
            wait_for(lambda: _has_said(server, " ready."))
        else:
            port = int(words[-1])
            wait_for(lambda: server.running is False or _listens(port))
        assert server.running, server.said()


def _has_said(server: Process, text: str) -> bool:
    assert server.running, server.said()
    return text in server.said()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
    except OSError:
        return False
    return True
