"""The first fetch of a sandbox: what it has to import for that keeps nobody waiting."""

from __future__ import annotations

import subprocess
import sys

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
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.returncode, result.stdout) == (0, "[]\n"), result.stdout + result.stderr
