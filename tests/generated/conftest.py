"""What the tests of the generator and of its output share."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import generator_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.spec.yaml_reader import Document

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).parent / "fixtures" / "small.yaml"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def small_spec(tmp_path: Path) -> Path:
    """A copy of a small spec of the same shape as openapi.yaml, to break and to generate from."""
    return Path(shutil.copy(SMALL, tmp_path))


@pytest.fixture(scope="session")
def run_generator() -> Callable[..., subprocess.CompletedProcess[str]]:
    """A command of the generator in this very process, with a current directory of choice.

    What a process adds (an entry point, an exit code, a hash seed) is tested with `generator_process`.
    """
    return generator_here


@pytest.fixture(scope="session")
def generator_process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """``python -m generator`` as a person runs it, in a directory and environment of choice."""

    def run(
        *arguments: str | Path, python: str | Path = sys.executable, cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-m", "generator", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, run_generator: Callable[..., subprocess.CompletedProcess[str]]
) -> Path:
    """A directory with the small spec, `small.yaml`, and what it makes, `out`.

    Copy it to change anything.
    """
    directory = tmp_path_factory.mktemp("made_once")
    shutil.copy(SMALL, directory)
    done = run_generator("generate", "--spec", "small.yaml", "--out", "out", cwd=directory)
    assert done.returncode == 0, done.stderr
    return directory


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `building_once` keeps what it built, by the digest of the spec."""
    return tmp_path_factory.mktemp("outputs")


@pytest.fixture
def building_once(monkeypatch: pytest.MonkeyPatch, outputs: Path) -> None:
    """The same spec is built once in a session, for tests of what a command does with the output.

    That building again gives the same bytes is for `test_generation` to prove.
    """
    from generator.package import build  # noqa: PLC0415

    really_build = build.build

    def build_once(document: Document, workshop: Path) -> Path:
        kept = outputs / hashlib.sha256(document.content).hexdigest()
        if not kept.exists():
            shutil.copytree(really_build(document, workshop), kept)
            shutil.rmtree(workshop / "output")
        return Path(shutil.copytree(kept, workshop / "output"))

    monkeypatch.setattr(build, "build", build_once)


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path], dict[str, bytes]]:
    """Every file of a directory by its relative path, caches of Python left out."""

    def read(directory: Path) -> dict[str, bytes]:
        return {
            file.relative_to(directory).as_posix(): file.read_bytes()
            for file in directory.rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }

    return read


@dataclass
class Service:
    """An HTTP server on this machine with one answer to everything that keeps what it was asked."""

    url: str
    status: int = 200
    body: bytes = b""
    requests: list[dict[str, Any]] = field(default_factory=list)

    def answers(self, body: Any, status: int = 200) -> None:
        self.status = status
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()


@pytest.fixture(name="service")
def _service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
            self.send_response(service.status, "As told")
            self.send_header("Content-Length", str(len(service.body)))
            self.end_headers()
            self.wfile.write(service.body)

        def log_message(self, *arguments: object) -> None:
            del arguments

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service = Service(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield service
        server.shutdown()
        thread.join()
