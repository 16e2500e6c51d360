"""A stand-in for Docker's API, where there is no Docker: a container is a process on loopback."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, Self

from tests.kit.processes import Process, free_port

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ID: Final = "0" * 64
_VERSION: Final = re.compile(r"^/v[0-9.]+(?=/)")
_ANY_HOST: Final = "0.0.0.0"


class DockerStandIn:
    """Knows one image, of which it starts one container, whose port it publishes."""

    def __init__(
        self, image: str, command: Sequence[str], port: int, environment: Mapping[str, str]
    ) -> None:
        """`command` and `port` are those of the image."""
        self._image = image
        self.started = 0
        self.removed = 0
        self._container_port = port
        self._port = free_port()
        replaced = {_ANY_HOST: "127.0.0.1", str(port): str(self._port)}
        self._command = [replaced.get(word, word) for word in command]
        self._environment = environment
        self._process: Process | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"tcp://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if self._process is not None:
            self._process.stop()

    def answer(self, verb: str, path: str) -> tuple[int, Any]:
        """Status and body for a call of the API."""
        call = f"{verb} {_VERSION.sub('', path.partition('?')[0])}"
        if call == f"POST /containers/{_ID}/start":
            self.started += 1
            self._process = Process(*self._command, env=self._environment)
        elif call == f"DELETE /containers/{_ID}":
            self.removed += 1
        answers: dict[str, Any] = {
            "GET /version": {"ApiVersion": "1.44", "Version": "27.0.0"},
            f"GET /images/{self._image}/json": {"Id": "sha256:0", "RepoTags": []},
            "POST /containers/create": {"Id": _ID, "Warnings": []},
            "GET /containers/json": [{"Id": _ID}],
            f"GET /containers/{_ID}/json": self._inspected(),
            f"POST /containers/{_ID}/start": {},
            f"DELETE /containers/{_ID}": {},
        }
        if call in answers:
            return 200, answers[call]
        return 404, {"message": f"{call} is not known here"}

    def _inspected(self) -> dict[str, Any]:
        published = [{"HostIp": _ANY_HOST, "HostPort": str(self._port)}]
        return {
            "Id": _ID,
            "Image": "sha256:0",
            "Config": {},
            "State": {"Status": "running" if self._process else "created", "Running": True},
            "NetworkSettings": {"Ports": {f"{self._container_port}/tcp": published}},
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, body = stand_in.answer(self.command, self.path)
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_DELETE = _do  # noqa: N815 - as the base asks for them

            def log_message(self, *_: Any) -> None:
                """Print nothing."""

        return Handler
