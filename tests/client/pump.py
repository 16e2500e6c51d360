"""Drives a flow of the client by script, without a network and without waiting."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from tests.kit.clients import QUICK
from turbosms_client._flows.instructions import Flow, SendRequest, Sleep
from turbosms_client._flows.running import Running
from turbosms_client._flows.runtime import Runtime
from turbosms_client._http.driver_interface import HTTPResponse, Lost, NotSent
from turbosms_client._message import Message

if TYPE_CHECKING:
    from turbosms_client import CallEvent, OutcomeUnknownError, RetryPolicy
    from turbosms_client._results.call_event import OnCall

T = TypeVar("T")
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)


class Pump:
    """Drives a flow by script, without a network, on a clock that sleeping and waiting moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.steps: list[SendRequest] = []
        self.interrupted: deque[OutcomeUnknownError] = deque()
        self.slept: list[float] = []
        self.events: list[CallEvent] = []
        self.on_call: OnCall = self.events.append
        self.message: Message[Any] = self.client(QUICK)

    def client(self, retry: RetryPolicy) -> Message[Any]:
        """The module `message` of a client that hands out its flows instead of running them."""
        return Message(self.runtime(retry))

    def runtime(self, retry: RetryPolicy) -> Runtime:
        """For a module of such a client."""
        senders = {"sms": "Shop", "viber": None}
        return Runtime(lambda flow: flow, retry, senders, self.interrupted)

    def running(self, flow: Flow[T]) -> Running[T]:
        """To be advanced step by step."""
        return Running(flow, self.interrupted, self.on_call)

    @property
    def bodies(self) -> list[Any]:
        """The JSON of each request so far."""
        return [json.loads(step.request.body) for step in self.steps]

    @staticmethod
    def outcome(scripted: Any) -> Any:
        """What a driver would return."""
        if isinstance(scripted, NOT_SENT):
            return NotSent(scripted, "https://api.turbosms.ua")
        if isinstance(scripted, httpx2.TransportError):
            return Lost(scripted, "https://api.turbosms.ua")
        if isinstance(scripted, BaseException):
            return scripted
        response = (
            scripted
            if isinstance(scripted, httpx2.Response)
            else httpx2.Response(200, json=scripted)
        )
        return HTTPResponse(response.status_code, dict(response.headers), response.content)

    def monotonic(self) -> float:
        return self.now

    def __call__(self, flow: Flow[Any], *script: Any) -> Any:
        """What the flow returns or raises.

        JSON answers, a network's error is an outcome, another one is an interruption, a time-out
        takes its time. The last one counts again and again.
        """
        results, result = list(script), None
        running = self.running(flow)
        try:
            while (instruction := running.advance(result)) is not None:
                result = None
                if isinstance(instruction, Sleep):
                    self.slept.append(instruction.seconds)
                    self.now += instruction.seconds
                    continue
                self.steps.append(instruction)
                result = results.pop(0) if len(results) > 1 else results[0]
                if isinstance(result, httpx2.ReadTimeout):
                    self.now += instruction.timeouts.read or 0
                result = self.outcome(result)
                _interrupt_by(result)
            return running.end()
        except BaseException as error:
            running.cut_off(error)
            raise


def _interrupt_by(scripted: Any) -> None:
    if isinstance(scripted, BaseException):
        raise scripted
