"""The calls of the control plane about webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from turbosms_sandbox.control.json_responses import JSONAnswer
from turbosms_sandbox.control.request_reading import json_object_of, read_whole_number
from turbosms_sandbox.webhooks.changes import describe_webhooks
from turbosms_sandbox.webhooks.events_for_webhooks import describe_attempt
from turbosms_sandbox.webhooks.settings import read_webhooks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.webhook_calls.sender import WebhookSender

DEFAULT_LIMIT: Final = 100


class WebhookControl:
    """The calls that set the webhooks of one service, and look at what they were told."""

    def __init__(self, service: Service, sender: WebhookSender) -> None:
        self._service = service
        self._sender = sender

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/webhooks", self.webhooks, methods=["GET", "PUT"]),
            Route("/webhooks/calls", self.calls, methods=["GET"]),
            Route("/webhooks/resend", self.resend, methods=["POST"]),
        ]

    async def webhooks(self, request: Request) -> Response:
        """`/sandbox/webhooks`: PUT replaces all webhooks; both verbs answer them."""
        service = self._service
        if request.method != "PUT":
            return JSONAnswer(describe_webhooks(service.state.webhooks.webhooks))
        values = await json_object_of(request)
        await self._sender.check_hosts(read_webhooks(values))
        address = f"{request.url.scheme}://{request.url.netloc}"
        answer = service.control("sandbox/webhooks", values, address)
        self._sender.start_if_needed()
        return JSONAnswer(answer)

    async def calls(self, request: Request) -> Response:
        """`GET /sandbox/webhooks/calls`: the latest attempts, newest first."""
        limit = read_whole_number("limit", request.query_params.get("limit", str(DEFAULT_LIMIT)))
        attempts = self._service.state.webhooks.latest_attempts(limit)
        return JSONAnswer({"calls": [describe_attempt(*attempt) for attempt in attempts]})

    async def resend(self, request: Request) -> Response:
        """`POST /sandbox/webhooks/resend`: tell about an event once more, and what came of it."""
        service = self._service
        values = await json_object_of(request)
        event = service.control("sandbox/webhooks/resend", values)["id"]
        await self._sender.attempt_everything_due()
        told = service.state.webhooks.events_for_webhooks(event)
        made = [(each, each.attempts[-1]) for each in told if each.attempts]
        return JSONAnswer({"calls": [describe_attempt(*attempt) for attempt in made]})
