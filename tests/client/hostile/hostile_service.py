"""A service that keeps books of what it executes, and does by a script what nobody wants."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.client.hostile.acts import ANSWERS, HostileAct
from tests.client.hostile.books import Books
from tests.client.hostile.inner import MULTI, meant, refused_inside, together
from tests.kit.answers import envelope, ok
from tests.kit.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.kit.service import Request

WELL = HostileAct()


class Hostile(Service):
    """The address at which the script is carried out."""

    def __init__(self) -> None:
        self.books = Books()
        self.multi = Books(10**9)
        """Those of `message/sendmulti`, whose numbers are its own."""
        self._calls: dict[str, dict[str, Any]] = {}
        """The first answer to each `message/sendmulti` that created something, by its number."""
        self._one_at_a_time = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._late: list[threading.Thread] = []
        super().__init__()
        self.plays([])

    def plays(self, acts: Iterable[HostileAct]) -> None:
        """An act for each request or connection to come, then good ones."""
        self.answers(*acts, WELL)

    def settle(self) -> None:
        """Wait until everything has been executed that will be."""
        while self._late:
            self._late.pop().join()

    def respond(self, act: HostileAct, request: Request) -> bytes:
        told = self._carry_out(act, request)
        write = together if request.path == MULTI else ANSWERS[act.answer]
        try:
            return write(told, act)
        except (AttributeError, KeyError, TypeError):
            # It changes rows, and this method answers none.
            raise ConnectionAbortedError from None

    def _carry_out(self, act: HostileAct, request: Request) -> dict[str, Any]:
        if act.stage == "refused" and not refused_inside(act, request):
            return envelope(act.code, name="AS_TOLD")
        if request.path == "/user/balance.json":
            return ok({"balance": 12.34})
        if request.path == MULTI:
            return self._many(act, request.json)
        if request.path != "/message/send.json":
            return envelope(1, name="PONG")
        return self._one(act, request.json, self.books)

    def _many(self, act: HostileAct, body: dict[str, Any]) -> dict[str, Any]:
        number = body.get("sequence_id")
        sends = {key: send for key, send in body.items() if key != "sequence_id"}
        if number is None:
            return ok(self._each(act, sends))
        if act.stage != "late":
            return self._call(act, number, sends)
        self._late.append(self.begin(self._call, act, number, sends))
        return ok({key: envelope(801, name="SUCCESS_MESSAGE_SENT") for key in sends})

    def _call(self, act: HostileAct, number: str, sends: dict[str, Any]) -> dict[str, Any]:
        """Execute a call of `message/sendmulti`, or replay the first one of this number."""
        with self._locks.setdefault(f"call {number}", threading.Lock()):
            first = self._calls.get(number)
            if first is not None and act.stage != "forgotten":
                return envelope(507, first["response_result"], "FAILED_DUPLICATE_REQUEST")
            executed = replace(act, stage="executed") if act.stage == "late" else act
            if act.stage == "late":
                self.closing.wait(0.002)
            answer = ok(self._each(executed, sends))
            codes = {inner["response_code"] for inner in answer["response_result"].values()}
            if codes & {801, 803}:
                self._calls.setdefault(number, answer)
            return answer

    def _each(self, act: HostileAct, bodies: dict[str, Any]) -> dict[str, Any]:
        told = {}
        for place, (key, body) in enumerate(bodies.items()):
            if act.stage == "refused" and meant(act, place):
                told[key] = envelope(act.code, name="AS_TOLD")
            elif act.stage != "partly" or meant(act, place):
                told[key] = self._one(act, body, self.multi)
        return told

    def _one(self, act: HostileAct, body: dict[str, Any], books: Books) -> dict[str, Any]:
        if act.stage != "late":
            return self._execute(act, body, books)
        self._late.append(self.begin(self._execute, act, body, books))
        return envelope(801, name="SUCCESS_MESSAGE_SENT")  # nothing can be said yet

    def _execute(self, act: HostileAct, body: dict[str, Any], books: Books) -> dict[str, Any]:
        number = body.get("sequence_id", "")
        with self._locks.setdefault(number, threading.Lock()):  # a twin waits for its result
            if act.stage == "late":
                self.closing.wait(0.002)
            with self._one_at_a_time:
                return books.again(body) if act.stage == "forgotten" else books.take(body)
