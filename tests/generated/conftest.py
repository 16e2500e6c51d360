"""What the tests of the generator and of its output share."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def small_spec(tmp_path: Path) -> Path:
    """A copy of a small spec of the same shape as openapi.yaml, to break and to generate from."""
    return Path(shutil.copy(Path(__file__).parent / "fixtures" / "small.yaml", tmp_path / "small.yaml"))


@pytest.fixture(scope="session")
def run_generator() -> Callable[..., subprocess.CompletedProcess[str]]:
    """``python -m generator`` as a person runs it, with a current directory and environment of choice."""

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
    """An HTTP server on this machine that gives one answer to everything and keeps what it was asked."""

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
