"""A PostgreSQL server for tests: in a folder of its own, on loopback, as a process of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self

import psycopg

from tests.kit import debian
from tests.kit.processes import free_port
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_USER: Final = "turbosms"
_UNPRIVILEGED: Final = "postgres"
"""The user of Debian's package, since PostgreSQL does not run as root."""
# The tests kill processes, not machines: what the server has written is safe without fsync.
_SETTINGS: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "America/New_York",  # nothing may depend on it
}


class PostgresServer:
    """A server, which ends with the block. Its address stays the same when it is restarted."""

    def __init__(self, environment: Mapping[str, str] = MappingProxyType({})) -> None:
        self._environment = {**os.environ, **environment}
        self._programs = _folder_of_programs()
        self._port = free_port()
        self._databases = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="turbosms-postgres-"))
        try:
            self._make_cluster()
            self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def create_database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"campaigns_{self._databases}"
        self._execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever uses it."""
        self._execute(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://{_USER}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # What a killed server has left behind may keep a new one from starting for a moment.
        wait_for(self._is_started)
        wait_for(self._answers)

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it: SIGINT ends connections, SIGQUIT and SIGKILL leave recovery to the next start."""
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(number)
            process.wait(120)

    def restart(self, number: int = signal.SIGINT) -> None:
        """End it, as `stop` does, and start it again on the same port."""
        self.stop(number)
        self.start()

    def close(self) -> None:
        """End it, and remove all that it has stored."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_cluster(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, _UNPRIVILEGED, _UNPRIVILEGED)
        options = ("-D", self._data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        command = self._command("initdb", [*options, "--no-sync"])
        done = subprocess.run(
            command, **_as_unprivileged(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def _is_started(self) -> bool:
        """Start the server unless it runs; whether it goes on running."""
        if self._process is not None and self._process.poll() is None:
            return (self._data / "postmaster.pid").exists()
        settings = [word for name in _SETTINGS for word in ("-c", f"{name}={_SETTINGS[name]}")]
        where = ["-D", self._data, "-k", self._folder, "-h", "127.0.0.1", "-p", self._port]
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("postgres", [*where, *settings]),
                **_as_unprivileged(),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return False

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "server.log").read_text("utf-8")
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self._port, user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _command(self, program: str, options: Sequence[object]) -> list[str]:
        return [str(self._programs / program), *map(str, options)]


def _folder_of_programs() -> Path:
    """Where PostgreSQL is: in the PATH, or where Debian puts it, a folder for each version."""
    in_path = shutil.which("postgres")
    if in_path is not None:
        return Path(in_path).resolve().parent
    found = debian.find("/usr/lib/postgresql/*/bin/postgres")
    return Path(found).parent


def _as_unprivileged() -> dict[str, Any]:
    """What `subprocess` needs to run a program as somebody who is not root."""
    # A folder that anybody may be in: the programs would warn of one that they may not see.
    options: dict[str, Any] = {"cwd": "/"}
    if os.geteuid() == 0:
        user = pwd.getpwnam(_UNPRIVILEGED)
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return options
