"""The calls of the control plane that look: at messages, conversations, calls and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import read_control_phone
from turbosms_sandbox.control.json_responses import JSONAnswer, write_json
from turbosms_sandbox.control.request_reading import body_of, read_seconds, read_whole_number
from turbosms_sandbox.delivery.behaviours import describe_behaviour
from turbosms_sandbox.inbox.conversations import describe_conversation
from turbosms_sandbox.inbox.description_cache import DescriptionCache
from turbosms_sandbox.inbox.event_stream import event_stream
from turbosms_sandbox.inbox.feed import Feed, FeedPosition, FeedSources, View
from turbosms_sandbox.inbox.message_descriptions import describe_message
from turbosms_sandbox.inbox.message_wait import MessageWait
from turbosms_sandbox.inbox.website import PageFiles
from turbosms_sandbox.messages.recipient_actions import find_message
from turbosms_sandbox.messages.search import Search, read_search
from turbosms_sandbox.webhooks.events_for_webhooks import describe_event_for_webhook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterable, Iterator, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.http.call_log import LoggedCall
    from turbosms_sandbox.http.traffic import Traffic
    from turbosms_sandbox.inbox.files_version import FilesVersion

DEFAULT_LIMIT: Final = 100
LIVE: Final = 50
"""How many messages and calls a stream shows by default; at most `MAX_LIVE`."""
MAX_LIVE: Final = 500
MAX_WAIT: Final = 600
"""Seconds for which a call can wait for a message."""
WHOLE: Final = 100
"""So many messages are described in one go and sent in one piece; more of them are streamed."""
DESCRIBED: Final = 50
"""How many messages of a streamed answer are described in one go."""


class Inbox:
    """The calls that look at what one service was sent, and remove messages from view."""

    def __init__(self, service: Service, traffic: Traffic, version: FilesVersion) -> None:
        self._service = service
        self._traffic = traffic
        self._version = version
        self._descriptions = DescriptionCache()
        service.when_reset(self._descriptions.clear)

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
            Mount("/inbox", PageFiles(self._service.opening, self._version)),
        ]

    async def messages(self, request: Request) -> Response:
        """`/sandbox/messages` with the parameters of a search.

        GET answers the newest messages that match, at most `limit`, with the course of each
        channel. With `wait` it answers once there is a message that matches, or after so many
        seconds without any. DELETE removes the messages from the list.
        """
        await body_of(request)
        values: dict[str, str] = dict(request.query_params)
        service = self._service
        if request.method == "DELETE":
            return JSONAnswer(await service.delete_messages(values))
        limit = read_whole_number("limit", values.pop("limit", str(DEFAULT_LIMIT)))
        seconds = read_seconds("wait", values.pop("wait", "0"), MAX_WAIT)
        messages = await MessageWait(service, values, limit).messages(seconds, request.receive)
        return self._list(messages)

    def _list(self, messages: Sequence[StoredMessage]) -> Response:
        pieces = _json_pieces(messages, self._service.now())
        if len(messages) > WHOLE:
            return StreamingResponse(self._in_steps(pieces), media_type="application/json")
        return Response("".join(pieces), media_type="application/json")

    async def _in_steps(self, pieces: Iterator[str]) -> AsyncIterator[str]:
        while (piece := await self._service.background.do(_next_piece(pieces))) is not None:
            yield piece

    async def message(self, request: Request) -> Response:
        """`GET /sandbox/messages/{message_id}`: a message, and the calls in both directions.

        Those that were answered with its id, and what webhooks were told about it.
        """
        service, call_log = self._service, self._traffic.calls
        try:
            message = find_message(service.state.sent, request.path_params["message_id"])
        except ControlError as problem:
            raise HTTPException(404, str(problem)) from None
        calls = [
            await anyio.to_thread.run_sync(call.describe)
            for call in call_log.that_created(message.id)
        ]
        told = service.state.webhooks.events_for_webhooks_about(message)
        return JSONAnswer(
            {
                "message": describe_message(message, service.now()),
                "calls": calls,
                "callbacks": [describe_event_for_webhook(each) for each in told],
            }
        )

    async def conversation(self, request: Request) -> Response:
        """`GET /sandbox/conversations/{number}`: what a number has on its phone."""
        service = self._service
        state, background = service.state, service.background
        phone = read_control_phone("number", request.path_params["number"])
        work = Search(phone).find_in_steps(state.sent, service.now())
        oldest_first = (await background.do(work)).messages[::-1]
        await background.do(state.chats.settle_in_steps(service.now()))
        return JSONAnswer(describe_conversation(phone, oldest_first, state, service.now()))

    async def recipients(self, _: Request) -> Response:
        """`GET /sandbox/recipients`: the numbers whose behaviour a tester has decided."""
        decided = self._service.state.behaviours.decided.items()
        described = [describe_behaviour(phone, behaviour) for phone, behaviour in decided]
        return JSONAnswer({"recipients": described})

    async def calls(self, request: Request) -> Response:
        """`GET /sandbox/calls`: the newest calls of methods, at most `limit`.

        With `search` only those that contain it: in the method, the result, a number or the text.
        """
        limit = read_whole_number("limit", request.query_params.get("limit", str(DEFAULT_LIMIT)))
        words = request.query_params.get("search", "")
        call_log = self._traffic.calls
        calls: Iterable[LoggedCall]
        if words:
            calls = await self._service.background.do(call_log.search(words, limit))
        else:
            calls = call_log.newest(limit)
        return JSONAnswer({"calls": [call.row() for call in calls]})

    async def call(self, request: Request) -> Response:
        """`GET /sandbox/calls/{number}`: a call with its request and its answer."""
        # In a thread: to hide tokens in the largest bodies takes seconds.
        return JSONAnswer(await anyio.to_thread.run_sync(self._find_call(request).describe))

    async def part(self, request: Request) -> Response:
        """`GET /sandbox/calls/{number}/request` or `/answer`: all its bytes, to be saved."""
        call = self._find_call(request)
        name = request.path_params["part"]
        if name not in ("request", "answer"):
            raise HTTPException(404, "a call has a request and an answer")
        content = call.answer
        if name == "request":
            content = await anyio.to_thread.run_sync(call.request)
        headers = {
            "Content-Disposition": f'attachment; filename="{name}-{call.number}.txt"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type="text/plain", headers=headers)

    def _find_call(self, request: Request) -> LoggedCall:
        number = read_whole_number("number", request.path_params["number"])
        call = self._traffic.calls.find(number)
        if call is None:
            raise HTTPException(404, "this call is not (or no longer) kept")
        return call

    async def events(self, request: Request) -> Response:
        """`GET /sandbox/events`: what happens, in batches, for a search and an open phone.

        After a lost connection it continues from the id in `Last-Event-ID` or `last_event_id`.
        """
        values: dict[str, str] = dict(request.query_params)
        last_event_id = values.pop("last_event_id", "")
        position = FeedPosition.read(request.headers.get("last-event-id") or last_event_id)
        limit = read_whole_number("limit", values.pop("limit", str(LIVE)))
        if limit > MAX_LIVE:
            raise ControlError(f"limit: {MAX_LIVE} at most")
        number = values.pop("number", None)
        for name in ("after", "before"):
            if name in values:
                raise ControlError(f"{name}: a stream is about the newest messages")
        search = read_search(values, self._service.state.sent)
        phone = None if number is None else read_control_phone("number", number)
        sources = FeedSources(self._service, self._traffic, self._descriptions)
        feed = Feed(sources, View(search, limit, phone), position)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = event_stream(self._service, feed)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


def _json_pieces(messages: Sequence[StoredMessage], now: float) -> Iterator[str]:
    """A list of messages as JSON, piece by piece."""
    yield '{"messages":['
    for first in range(0, len(messages), DESCRIBED):
        described = [
            describe_message(message, now) for message in messages[first : first + DESCRIBED]
        ]
        items = write_json(described)[1:-1]
        yield f",{items}" if first else items
    yield "]}"


def _next_piece(pieces: Iterator[str]) -> Generator[None, None, str | None]:
    yield from ()
    return next(pieces, None)
