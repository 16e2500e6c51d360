"""A wire between a browser and a server, which can be cut."""

from __future__ import annotations

import contextlib
import socket
from urllib.parse import urlsplit

from tests.kit.server import Server


class Wire(Server):
    """Hands on every connection to another server.

    While it is cut, connections end, and new ones too.
    """

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        self._there = (str(there.hostname), there.port)
        self._whole = True
        super().__init__()

    def cut(self) -> None:
        self._whole = False
        self.hang_up()

    def mend(self) -> None:
        self._whole = True

    def serve(self, connection: socket.socket) -> None:
        if not self._whole:
            return
        with socket.create_connection(self._there) as far:
            back = self.begin(self._carry, far, connection)
            self._carry(connection, far)
            far.shutdown(socket.SHUT_RDWR)
            back.join()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
