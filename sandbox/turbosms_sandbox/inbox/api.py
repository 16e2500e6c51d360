"""The calls of the control plane that look: messages, conversations, calls, once or as a stream."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeVar

import anyio
from anyio.lowlevel import checkpoint
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from turbosms_sandbox import acts, phones
from turbosms_sandbox.asked import read_body, read_seconds, read_whole_number
from turbosms_sandbox.commands import ControlError
from turbosms_sandbox.inbox import conversations, search
from turbosms_sandbox.inbox.feed import Feed, Place, View
from turbosms_sandbox.inbox.messages import describe
from turbosms_sandbox.inbox.website import Files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Mapping

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from turbosms_sandbox.inbox.calls import Recorded
    from turbosms_sandbox.messages.records import Message
    from turbosms_sandbox.service import Service

T = TypeVar("T")

DEFAULT_LIMIT: Final = 100
LIVE: Final = 50
"""How many messages and calls a stream looks at unless told otherwise, and at most `MAX_LIVE`."""
MAX_LIVE: Final = 500
MAX_WAIT: Final = 600
"""Seconds for which a call can wait for a message."""
STATUS_PAUSE: Final = 0.1
DISCONNECT_PAUSE: Final = 1.0
"""Seconds after which a call that waits looks again for itself.

At statuses, or whether its caller is still there.
"""
GATHERING: Final = 0.05
"""Seconds for which a stream gathers what happens before it tells of it."""
REST: Final = 5
"""How many times as long as it looked who waits or listens rests at least.

No wide search takes all the time.
"""
LOOK_PAUSE: Final = 0.25
"""Seconds after which a stream looks again by itself, as time changes statuses without a beat."""
SILENCE: Final = 15.0
"""Seconds after which a stream says something, so that nothing in between takes it for dead."""
RETRY: Final = 1_000
"""Milliseconds after which a browser connects again."""


class Inbox:
    """The calls on one service that look at what was sent, and take messages from view."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/messages", self.messages, methods=["GET", "DELETE"]),
            Route("/messages/{message_id}", self.message, methods=["GET"]),
            Route("/conversations/{number}", self.conversation, methods=["GET"]),
            Route("/calls", self.calls, methods=["GET"]),
            Route("/calls/{number}", self.call, methods=["GET"]),
            Route("/calls/{number}/{part}", self.part, methods=["GET"]),
            Route("/recipients", self.recipients, methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Mount("/inbox", Files(self._service.opening)),
        ]

    async def messages(self, request: Request) -> Response:
        """`/sandbox/messages` with the parameters of a search.

        GET shows what was sent, DELETE takes it from there.

        GET answers newest first, `limit` messages at most, with the course of each channel. With
        `wait` it answers once there is a message that fits, or after so many seconds without any.
        """
        await read_body(request)
        values: dict[str, str] = dict(request.query_params)
        if request.method == "DELETE":
            answer = self._service.control("sandbox/messages/delete", values)
            self._service.begin_life()
            return JSONResponse(answer)
        limit = read_whole_number("limit", values.pop("limit", str(DEFAULT_LIMIT)))
        seconds = read_seconds("wait", values.pop("wait", "0"), MAX_WAIT)
        began = anyio.current_time()
        found = await self._find(values, limit)
        deadline = began + seconds
        # Time alone changes the status of a message and adds the SMS of a hybrid; nothing else
        # changes without a beat.
        pause = (
            STATUS_PAUSE
            if {"status", "sender", "q", "search"} & values.keys()
            else DISCONNECT_PAUSE
        )
        while not found and limit and not self._service.pulse.stopped:
            left = deadline - anyio.current_time()
            if left <= 0 or await request.is_disconnected():
                break
            rest = REST * (anyio.current_time() - began)
            await self._service.pulse.wait(min(left, pause))
            await anyio.sleep(min(left, rest))
            began = anyio.current_time()
            found = await self._find(values, limit)
        now = self._service.now()
        return JSONResponse({"messages": [describe(message, now) for message in found]})

    async def _find(self, values: Mapping[str, str], limit: int) -> list[Message]:
        storage = self._service.state.storage
        return await _in_steps(
            search.read(values, storage).gather(storage, self._service.now(), limit)
        )

    async def message(self, request: Request) -> Response:
        """`GET /sandbox/messages/{message_id}`.

        A message, and the calls that were answered with its id.
        """
        service = self._service
        try:
            message = acts.find(request.path_params["message_id"], service.state.storage)
        except ControlError as problem:
            raise HTTPException(404, str(problem)) from None
        calls = [
            call.describe(service.calls.tokens) for call in service.calls.that_created(message.id)
        ]
        return JSONResponse({"message": describe(message, service.now()), "calls": calls})

    async def conversation(self, request: Request) -> Response:
        """`GET /sandbox/conversations/{number}`: what a number has on its phone."""
        state, number = self._service.state, _number(request.path_params["number"])
        messages = await _in_steps(search.Search(number).gather(state.storage, self._service.now()))
        return JSONResponse(
            conversations.describe(number, messages[::-1], state, self._service.now())
        )

    async def recipients(self, _: Request) -> Response:
        """`GET /sandbox/recipients`: the numbers whose fate a tester decided."""
        chosen = self._service.state.fates.chosen.items()
        return JSONResponse(
            {"recipients": [acts.describe_fate(number, script) for number, script in chosen]}
        )

    async def calls(self, request: Request) -> Response:
        """`GET /sandbox/calls`: the newest calls of methods, `limit` at most."""
        limit = read_whole_number("limit", request.query_params.get("limit", str(DEFAULT_LIMIT)))
        return JSONResponse({"calls": [call.row() for call in self._service.calls.newest(limit)]})

    async def call(self, request: Request) -> Response:
        """`GET /sandbox/calls/{number}`: a call with its request and its answer."""
        return JSONResponse(self._call(request).describe(self._service.calls.tokens))

    async def part(self, request: Request) -> Response:
        """`GET /sandbox/calls/{number}/request` and `/answer`.

        All bytes of one of the two, to be saved.
        """
        call = self._call(request)
        name = request.path_params["part"]
        if name not in ("request", "answer"):
            raise HTTPException(404, "a call has a request and an answer")
        tokens = self._service.calls.tokens
        content = call.request(tokens) if name == "request" else call.answer
        headers = {
            "Content-Disposition": f'attachment; filename="{name}-{call.number}.txt"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type="text/plain", headers=headers)

    def _call(self, request: Request) -> Recorded:
        call = self._service.calls.find(read_whole_number("number", request.path_params["number"]))
        if call is None:
            raise HTTPException(404, "this call is not (or no longer) kept")
        return call

    async def events(self, request: Request) -> Response:
        """`GET /sandbox/events`.

        What happens, as server-sent events, in batches; with a search and an open phone.

        After a connection that broke, it goes on where the id in `Last-Event-ID` or `last_event_id`
        says.
        """
        values: dict[str, str] = dict(request.query_params)
        place = Place.read(request.headers.get("last-event-id") or values.pop("last_event_id", ""))
        values.pop("last_event_id", None)
        limit = read_whole_number("limit", values.pop("limit", str(LIVE)))
        if limit > MAX_LIVE:
            raise ControlError(f"limit: {MAX_LIVE} at most")
        number = values.pop("number", None)
        for name in ("after", "before"):
            if name in values:
                raise ControlError(f"{name}: a stream is about the newest messages")
        searched = search.read(values, self._service.state.storage)
        view = View(searched, limit, None if number is None else _number(number))
        feed = Feed(self._service, view, place)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._tell(feed), media_type="text/event-stream", headers=headers)

    async def _tell(self, feed: Feed) -> AsyncIterator[str]:
        pulse = self._service.pulse
        yield f"retry: {RETRY}\n\n"
        told = anyio.current_time()
        while not pulse.stopped:
            began = anyio.current_time()
            await _in_steps(feed.look())
            batch = feed.tell()
            pause = max(GATHERING, REST * (anyio.current_time() - began))
            if batch is not None:
                data = json.dumps(batch.data, separators=(",", ":"))
                yield f"event: batch\nid: {batch.place}\ndata: {data}\n\n"
            elif anyio.current_time() - told >= SILENCE:
                yield ": still here\n\n"
            else:
                await pulse.wait(LOOK_PAUSE)
                await anyio.sleep(pause)
                continue
            told = anyio.current_time()
            await anyio.sleep(pause)


async def _in_steps(steps: Generator[None, None, T]) -> T:
    """What comes of the steps; between them others are served."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        await checkpoint()


def _number(text: str) -> str:
    number = phones.normalise(text)
    if number is None:
        raise ControlError(f"number: {text!r} is no international phone number")
    return number
