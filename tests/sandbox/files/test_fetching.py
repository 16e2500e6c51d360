"""Fetching files: how much and for how long, and that it keeps nobody waiting."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from tests.kit.processes import PYTHON, output
from tests.kit.service import Act, Request, Service, drips
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.files import fetching
from turbosms_sandbox.outgoing import connections

# Names everything that is imported in the thread of the event loop while a sandbox fetches its
# first file.
PROGRAM = """
import asyncio
import sys
import threading

# What every sandbox has loaded before its first answer, or as soon as somebody opens its page.
import anyio._backends._asyncio
import concurrent.futures.thread

from turbosms_sandbox import create_app


class Noting:
    def __init__(self):
        self.in_the_loop = []
        self.elsewhere = []

    def find_spec(self, name, path=None, target=None):
        in_the_loop = threading.current_thread() is threading.main_thread()
        (self.in_the_loop if in_the_loop else self.elsewhere).append(name)


async def web(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\n")
    writer.write(b"Content-Length: 1\\r\\n\\r\\na")
    await writer.drain()
    writer.close()


async def add(app, url):
    answer = []
    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/file/add.json"}
    scope |= {"query_string": b"token=sandbox", "headers": headers}
    scope |= {"scheme": "http", "root_path": ""}

    async def receive():
        return {"type": "http.request", "body": b'{"url": "%s"}' % url.encode(), "more_body": False}

    async def send(message):
        answer.append(message.get("body", b""))

    await app(scope, receive, send)
    assert b'"response_code":0' in answer[-1], answer


async def main():
    server = await asyncio.start_server(web, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    app = create_app(["127.0.0.1"])
    await add(app, f"http://127.0.0.1:{port}/a.txt")
    server.close()


noting = Noting()
sys.meta_path.insert(0, noting)
asyncio.run(main())
assert "httpx2" in noting.elsewhere, noting.elsewhere
print(noting.in_the_loop)
"""


def test_the_event_loop_imports_nothing_for_a_fetch() -> None:
    assert output(PYTHON, "-c", PROGRAM) == "[]\n"


NO_MEDIA_TYPE = {"Content-Type": "-"}


def fetch(service: Service) -> tuple[bytes, str]:
    url = f"{service.url}/a.txt"
    return asyncio.run(fetching.fetch(url, [f"127.0.0.1:{service.port}"]))


def test_nothing_compressed_is_asked_for(service: Service) -> None:
    service.answers(Act(b"a", headers=NO_MEDIA_TYPE))
    assert fetch(service) == (b"a", "txt")
    assert service.requests[0].headers["accept-encoding"] == "identity"


def test_nothing_compressed_is_taken(service: Service) -> None:
    bomb = gzip.compress(b"a" * 10_000_000)
    service.answers(Act(bomb, headers={**NO_MEDIA_TYPE, "Content-Encoding": "gzip"}))
    with pytest.raises(Refusal) as refused:
        fetch(service)
    assert refused.value.code == ResultCode.NOT_ALLOWED_FILE_EMPTY


class Informing(Service):
    """Says several times that an answer will come, before it does."""

    def __init__(self, times: int) -> None:
        self._times = times
        super().__init__()

    def respond(self, act: Act, request: Request) -> bytes:
        early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        return early * self._times + super().respond(act, request)


def test_only_so_many_informational_answers_are_read() -> None:
    """Whoever sends them without end would keep the sandbox busy with nothing else."""
    with Informing(connections.MAX_INFORMATIONAL) as patient:
        patient.answers(Act(b"a", headers=NO_MEDIA_TYPE))
        assert fetch(patient) == (b"a", "txt")
    with Informing(connections.MAX_INFORMATIONAL + 1) as endless:
        endless.answers(Act(b"a", headers=NO_MEDIA_TYPE))
        with pytest.raises(Refusal) as refused:
            fetch(endless)
    assert refused.value.code == ResultCode.NOT_ALLOWED_FILE_EMPTY


def test_a_fetch_comes_to_an_end(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long there is a byte now and then."""
    monkeypatch.setattr(fetching, "DEADLINE", 0.5)
    service.answers(drips(b"a" * 1_000_000, 0.01, headers=NO_MEDIA_TYPE))
    with pytest.raises(Refusal) as refused:
        fetch(service)
    assert refused.value.code == ResultCode.NOT_ALLOWED_FILE_EMPTY
