"""The servers that are measured, each a process of its own on a free port."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PRISM = Path(__file__).parent / "prism"
SANDBOX = [sys.executable, "-m", "turbosms_cli", "sandbox", "--port", "0"]
BARE = [sys.executable, "-m", "benchmarks.bare"]
CONSTANT = [sys.executable, "-m", "benchmarks.constant"]


class Server:
    """A running server: its address, and what it uses."""

    def __init__(self, process: subprocess.Popen[Any], address: str) -> None:
        self.address = address
        self._process = process

    def memory(self) -> int:
        """Bytes of memory that are its own, where the system tells (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def processor(self) -> float:
        """Seconds of processor time that it has used (Linux)."""
        fields = (
            Path(f"/proc/{self._process.pid}/stat")
            .read_text(encoding="ascii")
            .rpartition(")")[2]
            .split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def main_thread(self) -> float:
        """Seconds of processor time that its main thread has used, to the microsecond (Linux)."""
        counters = Path(f"/proc/{self._process.pid}/schedstat").read_text(encoding="ascii")
        return int(counters.split()[0]) / 1e9

    def threads(self) -> float:
        """Seconds of processor time that its threads have used, to the microsecond (Linux).

        Those that have ended do not count.
        """
        counters = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(each.read_text(encoding="ascii").split()[0]) for each in counters) / 1e9

    def load(self, connections: int, requests: list[tuple[str, Any]]) -> float:
        """Seconds in which it answered all of them."""
        command = [sys.executable, "-m", "benchmarks.load", self.address, str(connections)]
        result = subprocess.run(
            command,
            input=json.dumps(requests),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=300,
        )
        return float(result.stdout)

    def post(self, path: str, body: Any) -> bytes:
        headers = {"Content-Type": "application/json", "Authorization": "Bearer sandbox"}
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            content: bytes = answer.read()
        return content

    def control(self, verb: str, path: str, body: Any) -> None:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(
            self.address + path, json.dumps(body).encode(), headers, method=verb
        )
        urllib.request.urlopen(request, timeout=30).close()


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[Server]:
    """Start a server that prints its address as the last word of its first line."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield Server(process, process.stdout.readline().split()[-1])
        finally:
            process.terminate()


def why_no_prism() -> str | None:
    """Why Prism cannot be measured here, or None.

    It is installed on the way, in the versions of its lock file.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    if not (PRISM / "node_modules/.bin/prism").exists():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        installed = subprocess.run(command, cwd=PRISM, capture_output=True, text=True, check=False)
        if installed.returncode:
            return f"npm ci failed: {installed.stderr.strip().splitlines()[-1:]}"
    return None


@contextlib.contextmanager
def prism() -> Iterator[Server]:
    """Prism mocking openapi.yaml."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        str(PRISM / "node_modules/.bin/prism"),
        "mock",
        str(ROOT / "generated/turbosms_api/spec/openapi.yaml"),
        "-h",
        "127.0.0.1",
    ]
    command += ["-p", str(port), "--verboseLevel", "silent"]
    environment = os.environ | {"NODE_ENV": "production"}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            deadline = time.monotonic() + 60
            while socket.socket().connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
                time.sleep(0.1)
            yield Server(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def seconds_to_first_answer(command: list[str]) -> float:
    """From the start of a process to its first answer."""
    began = time.perf_counter()
    with running(command) as server:
        urllib.request.urlopen(f"{server.address}/user/ping.json", timeout=30).close()
        return time.perf_counter() - began
