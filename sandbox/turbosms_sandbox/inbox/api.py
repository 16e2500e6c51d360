"""The calls of the control plane that look: messages, conversations, calls, once or as a stream."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import anyio
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from turbosms_sandbox.calls import phones
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.control.request_reading import read_body, read_seconds, read_whole_number
from turbosms_sandbox.inbox import conversations
from turbosms_sandbox.inbox.feed import Feed, Place, View
from turbosms_sandbox.inbox.message_descriptions import describe
from turbosms_sandbox.inbox.message_wait import Expectation
from turbosms_sandbox.inbox.website import Files
from turbosms_sandbox.messages import recipient_actions, search

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterable, Iterator, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.http.call_log import Recorded

DEFAULT_LIMIT: Final = 100
LIVE: Final = 50
"""How many messages and calls a stream looks at unless told otherwise, and at most `MAX_LIVE`."""
MAX_LIVE: Final = 500
MAX_WAIT: Final = 600
"""Seconds for which a call can wait for a message."""
GATHERING: Final = 0.05
"""Seconds for which a stream gathers what happens before it tells of it."""
REST: Final = 5
"""How many times as long as it looked who waits or listens rests at least.

No wide search takes all the time.
"""
WHOLE: Final = 100
"""So many messages are answered in one piece; more of them are described bit by bit."""
DESCRIBED: Final = 50
"""How many messages are described in one go."""
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
        service = self._service
        if request.method == "DELETE":
            return JSONResponse(await service.delete_messages(values))
        limit = read_whole_number("limit", values.pop("limit", str(DEFAULT_LIMIT)))
        seconds = read_seconds("wait", values.pop("wait", "0"), MAX_WAIT)
        found = await Expectation(service, values, limit).meet(seconds, request.receive)
        return await self._list(found)

    async def _list(self, found: Sequence[Message]) -> Response:
        now = self._service.now()
        pieces = _pieces(found, now)
        if len(found) > WHOLE:
            return StreamingResponse(self._in_steps(pieces), media_type="application/json")
        return Response("".join(pieces), media_type="application/json")

    async def _in_steps(self, pieces: Iterator[str]) -> AsyncIterator[str]:
        while (piece := await self._service.background.do(_next(pieces))) is not None:
            yield piece

    async def message(self, request: Request) -> Response:
        """`GET /sandbox/messages/{message_id}`.

        A message, and the calls that were answered with its id.
        """
        service = self._service
        try:
            message = recipient_actions.find(
                request.path_params["message_id"], service.state.storage
            )
        except ControlError as problem:
            raise HTTPException(404, str(problem)) from None
        calls = [
            call.describe(service.calls.tokens) for call in service.calls.that_created(message.id)
        ]
        return JSONResponse({"message": describe(message, service.now()), "calls": calls})

    async def conversation(self, request: Request) -> Response:
        """`GET /sandbox/conversations/{number}`: what a number has on its phone."""
        state, number = self._service.state, _number(request.path_params["number"])
        background = self._service.background
        work = search.Search(number).look(state.storage, self._service.now())
        messages = (await background.do(work)).messages[::-1]
        await background.do(state.chats.settle_in_steps(state.account, self._service.now()))
        return JSONResponse(conversations.describe(number, messages, state, self._service.now()))

    async def recipients(self, _: Request) -> Response:
        """`GET /sandbox/recipients`: the numbers whose fate a tester decided."""
        chosen = self._service.state.fates.chosen.items()
        return JSONResponse(
            {
                "recipients": [
                    recipient_actions.describe_fate(number, script) for number, script in chosen
                ]
            }
        )

    async def calls(self, request: Request) -> Response:
        """`GET /sandbox/calls`: the newest calls of methods, `limit` at most.

        With `search` those that it stands in: in the method, the result, a number or the text.
        """
        limit = read_whole_number("limit", request.query_params.get("limit", str(DEFAULT_LIMIT)))
        words = request.query_params.get("search", "")
        calls = self._service.calls
        found: Iterable[Recorded]
        if words:
            found = await self._service.background.do(calls.search(words, limit))
        else:
            found = calls.newest(limit)
        return JSONResponse({"calls": [call.row() for call in found]})

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
        service = self._service
        yield f"retry: {RETRY}\n\n"
        told = anyio.current_time()
        with service.notifier.listening() as waiter:
            while not service.notifier.stopped:
                began = anyio.current_time()
                batch = await service.background.do(feed.in_steps())
                pause = max(GATHERING, REST * (anyio.current_time() - began))
                if batch is not None:
                    data = json.dumps(batch.data, separators=(",", ":"))
                    yield f"event: batch\nid: {batch.place}\ndata: {data}\n\n"
                    told = anyio.current_time()
                elif anyio.current_time() - told >= SILENCE:
                    yield ": still here\n\n"
                    told = anyio.current_time()
                await anyio.sleep(pause)
                silent = anyio.current_time() - told
                changes = min(feed.changes - service.now(), service.glance)
                await waiter.wait(max(0, min(SILENCE - silent, changes)))


def _pieces(found: Sequence[Message], now: float) -> Iterator[str]:
    """A list of messages as JSON, piece by piece."""
    yield '{"messages":['
    for first in range(0, len(found), DESCRIBED):
        rows = [describe(message, now) for message in found[first : first + DESCRIBED]]
        written = json.dumps(rows, separators=(",", ":"), ensure_ascii=False)[1:-1]
        yield f",{written}" if first else written
    yield "]}"


def _next(pieces: Iterator[str]) -> Generator[None, None, str | None]:
    yield from ()
    return next(pieces, None)


def _number(text: str) -> str:
    number = phones.normalise(text)
    if number is None:
        raise ControlError(f"number: {text!r} is no international phone number")
    return number
