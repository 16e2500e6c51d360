"""Programs and other files from outside PyPI that some tests need.

`python -m tests.kit.debian` installs all that are missing at once, as `make test` does it.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


PACKAGES: Final = {
    "bash": "bash",
    "chromium-headless-shell": "chromium-headless-shell",
    "curl": "curl",
    "gcc": "gcc",
    "ip": "iproute2",
    "jq": "jq",
    "make": "make",
    "node": "nodejs",
    "npm": "npm",
    "php": "php-cli",
    "redis-check-rdb": "redis-tools",
    "webhook": "webhook",
    "zsh": "zsh",
    "/usr/include/time.h": "libc6-dev",
    "/usr/lib/postgresql/*/bin/postgres": "postgresql",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
    "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf": "fonts-noto-mono",
}
"""What the tests of every change need: programs and files with absolute paths, with their packages.

A path may have a `*`, where its package puts a version.
"""


@cache
def find(name: str, package: str = "") -> str:
    """The path of a program or file, installed as `provide` does it.

    Its package is that of `PACKAGES` unless it is given.
    """
    provide({name: package or PACKAGES[name]})
    return str(_place(name))


def provide(wanted: Mapping[str, str]) -> None:
    """See to it that what a test needs is there: names as in `PACKAGES`, each with its package.

    What is missing is installed if this is root's Debian, else the test is skipped.
    """
    install_missing(wanted)
    missing = _missing(wanted)
    if missing:
        advice = ", ".join(f"{name} (Debian: {wanted[name]})" for name in missing)
        pytest.skip(f"this test needs what is not installed: {advice}")


def install_missing(wanted: Mapping[str, str]) -> None:
    """Install it if this is root's Debian. What another process is installing is waited for.

    Where that fails it is said on stderr, and the tests that need it say what they miss.
    """
    if not _is_roots_debian():
        return
    with _lock():
        missing = _missing(wanted)
        if not missing:
            return
        try:
            _install([wanted[name] for name in missing])
        except subprocess.CalledProcessError as error:
            print(f"Packages for tests could not be installed: {error}", file=sys.stderr)


def _is_roots_debian() -> bool:
    is_debian = Path("/etc/debian_version").exists()
    return is_debian and os.geteuid() == 0


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """One process at a time: what a package unpacks is there before it can be used."""
    import fcntl  # noqa: PLC0415 - not on Windows

    with (Path(tempfile.gettempdir()) / "turbosms-client-apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _missing(wanted: Mapping[str, str]) -> list[str]:
    return [name for name in wanted if _place(name) is None]


def _place(name: str) -> str | None:
    if name.startswith("/"):
        matching = sorted(glob.glob(name))  # noqa: PTH207 - `Path.glob` takes no absolute pattern
        return matching[-1] if matching else None
    return shutil.which(name)


def _install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=True
        )


if __name__ == "__main__":
    install_missing(PACKAGES)
