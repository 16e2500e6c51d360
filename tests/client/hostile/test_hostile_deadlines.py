"""A deadline against a server that takes its time.

With the answer, between its parts, in its head or in its body.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.client.hostile.acts import HostileAct
from tests.client.hostile.judgement import finish, judge
from tests.client.hostile.scenario import resume, send
from turbosms_client import OutcomeUnknownError, SendReport

if TYPE_CHECKING:
    from tests.client.hostile.hostile_service import Hostile
    from tests.kit.clients import AnyClient

pytestmark = [
    # httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails,
    # which trio remarks on.
    pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning"),
    pytest.mark.timeout(60),
]
TWO = ["380501111110", "380501111111"]
# Each takes longer than `AT_MOST`, and each part of it comes sooner than the deadline.
DEADLINE = 0.15
AT_MOST = 10
SLOW = {
    "answer": HostileAct(delay=30),
    "body": HostileAct("large", drip=0.1, parts=300, whole_head=True),
    "compressed body": HostileAct("gzip", drip=0.1, parts=300, whole_head=True),
    "chunks": HostileAct("chunked", drip=0.1, parts=300, whole_head=True),
    "head": HostileAct("after 103", drip=0.1, parts=300),
    "broken body": HostileAct("cut", drip=0.1, parts=300, whole_head=True),
    "page": HostileAct("status", drip=0.1, parts=300, whole_head=True),
    "silence": HostileAct("nothing", delay=30),
}


@pytest.mark.parametrize("way", SLOW)
@pytest.mark.parametrize("stage", ["executed", "late"])
def test_a_deadline_ends_in_doubt_and_nothing_else(
    hostile: Hostile, caller: AnyClient, way: str, stage: str
) -> None:
    act, number = replace(SLOW[way], stage=stage), uuid.uuid4().hex
    # As documented: for the blocking client each part of the head may take as long anew.
    anew = (way, caller.kind) == ("head", "sync")
    if anew:
        act = replace(act, parts=10)
    hostile.plays([act])
    began = time.monotonic()
    outcome = send(caller, TWO, sequence_id=number, deadline=DEADLINE)
    took = time.monotonic() - began
    hostile.settle()
    judge(hostile.books, number, TWO, outcome)
    if not anew:
        assert isinstance(outcome, OutcomeUnknownError)
        assert took < AT_MOST
    hostile.plays([])
    for _ in range(100):  # each has the same deadline, which a busy machine may miss
        if isinstance(outcome, OutcomeUnknownError):
            outcome = resume(caller, outcome)
    finish(hostile.books, number, TWO, outcome)


@pytest.mark.parametrize("way", SLOW)
def test_without_a_deadline_a_send_waits(hostile: Hostile, caller: AnyClient, way: str) -> None:
    number = uuid.uuid4().hex
    hostile.plays([replace(SLOW[way], delay=0.1, drip=0.01, parts=10)])
    finish(hostile.books, number, TWO, send(caller, TWO, sequence_id=number))


def test_calls_after_a_deadline_get_their_own_answers(hostile: Hostile, caller: AnyClient) -> None:
    for act in SLOW.values():
        for deadline in (0.05, None):
            number = uuid.uuid4().hex
            hostile.plays([replace(act, delay=0.1, drip=0.02, parts=10)])
            outcome = send(caller, TWO, sequence_id=number, deadline=deadline)
            judge(hostile.books, number, TWO, outcome)
            assert isinstance(outcome, (SendReport, OutcomeUnknownError))
