"""The shop as programs of its own, on a database of any kind."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx2

from tests.kit.control import PLAIN_HTTP
from tests.kit.processes import PYTHON, ROOT, Process, environment, free_port, output
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTES = """
import django, json
django.setup()
from tests.django.shop.models import Note
print(json.dumps(list(Note.objects.order_by("pk").values_list("subject", "text"))))
"""


class ShopSite:
    """Its commands and its server; the tables are made at once."""

    def __init__(
        self, database: str, sandbox: str, settings: str = "tests.django.shop.settings"
    ) -> None:
        self._environment = environment(
            PYTHONPATH=str(ROOT),
            DJANGO_SETTINGS_MODULE=settings,
            SHOP_DATABASE=database,
            TURBOSMS_BASE_URL=sandbox,
        )
        self.run("-m", "django", "migrate", "--run-syncdb", "--verbosity", "0")

    def run(self, *arguments: str) -> str:
        """What a program of Python prints."""
        return output(PYTHON, *arguments, cwd=ROOT, env=self._environment)

    def manage(self, *arguments: str, **variables: str) -> Process:
        """A command of Django under way."""
        command = (PYTHON, "-m", "django", *arguments)
        return Process(*command, cwd=ROOT, env={**self._environment, **variables})

    def notes(self) -> list[tuple[str, str]]:
        """What the receivers have written down."""
        rows: list[Any] = json.loads(self.run("-c", NOTES))
        return [(subject, text) for subject, text in rows]

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of the site, behind Django's own server."""
        port = free_port()
        with self.manage("runserver", "--noreload", f"127.0.0.1:{port}") as server:
            yield answering(f"http://127.0.0.1:{port}", server)

    @contextmanager
    def served_by_uvicorn(self) -> Iterator[str]:
        """The same behind a server with an event loop."""
        port = free_port()
        application = "tests.django.shop.application:asgi"
        command = (PYTHON, "-m", "uvicorn", application, "--port", port, "--lifespan", "off")
        with Process(*command, cwd=ROOT, env=self._environment) as server:
            yield answering(f"http://127.0.0.1:{port}", server)


def answering(url: str, server: Process) -> str:
    def answers() -> bool:
        assert server.running, server.wait()
        try:
            httpx2.get(url, **PLAIN_HTTP)
        except httpx2.TransportError:
            time.sleep(0.05)
            return False
        return True

    wait_for(answers)
    return url
