"""The ASGI application: the service, its files, the control plane and the inbox, put together."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from turbosms_sandbox.control.routes import create_control_app
from turbosms_sandbox.engine.service import Service
from turbosms_sandbox.http.failures import AnswerFailures
from turbosms_sandbox.http.guard import Guard
from turbosms_sandbox.http.health import PATH as HEALTH_PATH
from turbosms_sandbox.http.health import health
from turbosms_sandbox.http.method_calls import MethodCalls
from turbosms_sandbox.http.public_files import PublicFiles
from turbosms_sandbox.http.traffic import Traffic
from turbosms_sandbox.inbox.api import Inbox
from turbosms_sandbox.inbox.files_version import FilesVersion
from turbosms_sandbox.inbox.website import InboxPage
from turbosms_sandbox.journal.state_file import StateFile
from turbosms_sandbox.webhook_calls.receivers import Receivers
from turbosms_sandbox.webhook_calls.sender import WebhookSender

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from os import PathLike

    from starlette.types import ASGIApp, Receive, Scope, Send

    from turbosms_sandbox.account.opening import Opening


def create_app(  # noqa: PLR0913 - an argument for each option of the command line
    allowed_hosts: Collection[str] = (),
    *,
    read_clock: Callable[[], float] = time.time,
    state_file: str | PathLike[str] | None = None,
    seed: int | None = None,
    opening: Opening | None = None,
    trusted_hosts: Collection[str] = (),
    remote_control: bool = False,
    webhook_hosts: Collection[str] = (),
    webhook_apps: Mapping[str, ASGIApp] | None = None,
) -> Starlette:
    """Create a sandbox of its own as an ASGI application, in its opening state or that of a file.

    `allowed_hosts`: from where file/add may fetch files. `read_clock`: the real time, in seconds
    since the epoch; the virtual clock adds what is advanced. `state_file`: where everything is kept
    beyond the end of the process; it is created if necessary; StateFileError if it cannot be used.
    `seed`: makes the ids the same for the same requests after a reset. `opening`: the account at
    the start and after each reset. `trusted_hosts`: names by which the control plane and the inbox
    may be called besides `localhost` and addresses. `remote_control`: whether other machines may
    call them; then everybody who can reach the port can change everything. `webhook_hosts`: where
    webhooks may be besides this machine. `webhook_apps`: applications in this process by the URLs
    of webhooks, which are called without a socket; it may be filled later.

    The application's `state.service` is the service behind it; its `close` closes the state file.
    """
    service = Service(
        allowed_hosts,
        read_clock,
        seed=seed,
        state_file=None if state_file is None else StateFile(Path(state_file)),
        opening=opening,
    )
    guard = Guard(trusted_hosts, remote_control=remote_control)
    receivers = Receivers(frozenset(webhook_hosts), {} if webhook_apps is None else webhook_apps)
    return SandboxApp(service, guard, receivers)


class SandboxApp(Starlette):
    """The application of one service: `state.service`, and its calls: `state.traffic`."""

    def __init__(self, service: Service, guard: Guard, receivers: Receivers) -> None:
        traffic = Traffic(service)
        sender = WebhookSender(service, traffic.faults, receivers)
        version = FilesVersion(service.opening)
        inbox = Inbox(service, traffic, version)
        self._method_calls = MethodCalls(service, traffic, guard)
        super().__init__(
            routes=[
                Mount(
                    "/sandbox",
                    create_control_app(service, traffic, guard, sender, inbox.routes()),
                ),
                Route("/public/{path:path}", PublicFiles(service)),
                Route(HEALTH_PATH, health, methods=["GET", "HEAD"]),
                Route("/", InboxPage(guard, version)),
                Mount("/", self._method_calls),
            ],
            middleware=[Middleware(AnswerFailures)],
        )
        self.state.service = service
        self.state.traffic = traffic
        self.state.webhook_sender = self._sender = sender

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what can only be a call of a method.

        Finding that out by the routes costs as much as a send.
        """
        # A state file may have had webhooks in it.
        self._sender.start_if_needed()
        if scope["type"] == "http" and not _has_a_route(scope["method"], scope["path"]):
            await self._method_calls(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _has_a_route(verb: str, path: str) -> bool:
    is_read = verb in ("GET", "HEAD")
    return path.startswith(("/sandbox", "/public")) or (is_read and path in ("/", HEALTH_PATH))
