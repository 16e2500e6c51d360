"""The checks of consumers notice what they are there for, and a run sees only what it should."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.consumers import running
from tests.consumers.checking import check
from tests.consumers.declarations import Consumer
from tests.consumers.running import run
from tests.effort import THOROUGH
from tests.openapi import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.checkout

EDITIONS = ROOT / "generated/turbosms_api/spec"
SENDER = """
import json, os, sys, time, urllib.request

def post(path, body):
    token, address = os.environ["TURBOSMS_TOKEN"], os.environ["TURBOSMS_BASE_URL"]
    headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
    request = urllib.request.Request(address + path, json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))["response_result"]

hybrid = {"viber": {"sender": "TurboSMS"}, "sms": {"sender": "TurboSMS"}}
body = {"recipients": ["380678998668", "380001000001"], "text": "x", **hybrid}
body |= json.loads(sys.argv[1])
answer = post("/message/send.json", {k: v for k, v in body.items() if v})
ids = [row["message_id"] for row in answer]
statuses = {}
while set(statuses.values()) != {"Delivered"}:
    time.sleep(0.1)
    answer = post("/message/status.json", {"messages": ids})
    statuses = {row["message_id"]: row["status"] for row in answer}
print(json.dumps(statuses | json.loads(sys.argv[2])))
"""
"""Sends a hybrid message, and says what came of it.

Its arguments are changes of the message and of what it says.
"""


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Consumer]:
    """A consumer made of these steps, whose work directory is no other's."""
    monkeypatch.setattr(running, "WORK", tmp_path / "work")
    if not THOROUGH:  # to publish all files takes long, and one edition is looked for
        monkeypatch.setattr(running, "published", lambda: EDITIONS)
    directory = tmp_path / "planted"
    directory.mkdir()
    (directory / "lock.txt").write_text("1", "utf-8")

    def declared(outcome: str, **steps: str) -> Consumer:
        return Consumer(directory, "Planted", "Shell", [], "openapi.json", outcome, [], steps)

    return declared


def test_one_that_gets_as_far_as_declared_passes(declare: Callable[..., Consumer]) -> None:
    check(declare("compiled", generate="test -s spec/openapi-json-view.json", compile="true"))
    check(declare("generated", generate="true", compile="false", send="true"))


@pytest.mark.thorough_only
def test_one_that_makes_no_code_passes(declare: Callable[..., Consumer]) -> None:
    consumer = sending(declare("sent"), {}, {})
    check(replace(consumer, steps={"send": consumer.steps["send"]}))


@pytest.mark.parametrize(
    ("outcome", "steps"),
    [
        ("compiled", {"generate": "true", "compile": "echo broken; false"}),
        ("compiled", {"generate": "false | true", "compile": "true"}),
        ("generated", {"generate": "true", "compile": "true"}),
        ("sent", {"generate": "true", "compile": "true"}),
        ("sent", {"generate": "true", "send": "false"}),
    ],
    ids=["fails", "fails in a pipe", "gets further", "has no such step", "does not send"],
)
def test_one_that_does_not_fails(
    declare: Callable[..., Consumer], outcome: str, steps: dict[str, str]
) -> None:
    with pytest.raises(AssertionError, match=f"planted is declared as {outcome}"):
        check(declare(outcome, **steps))


def sending(consumer: Consumer, body: object, told: object) -> Consumer:
    (consumer.directory / "send.py").write_text(SENDER, "utf-8")
    command = shlex.join([sys.executable, "send.py", json.dumps(body), json.dumps(told)])
    return replace(consumer, steps={"generate": "true", "compile": "true", "send": command})


def test_one_that_sends_passes(declare: Callable[..., Consumer]) -> None:
    check(sending(declare("sent"), {}, {}))


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize(
    ("body", "told"),
    [({"viber": None}, {}), ({"recipients": ["380678998668"]}, {}), ({}, {"another": "Delivered"})],
    ids=["no hybrid", "not to both", "tells what is not so"],
)
def test_one_that_does_not_send_as_it_says_fails(
    declare: Callable[..., Consumer], body: object, told: object
) -> None:
    with pytest.raises(AssertionError):
        check(sending(declare("sent"), body, told))


def test_nothing_of_the_development_environment_is_in_reach(
    declare: Callable[..., Consumer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURBOSMS_TOKEN", "a-real-token")
    monkeypatch.setenv("VIRTUAL_ENV", "/tmp/other")
    told = run(declare("generated", generate="! command -v turbosms pytest; env; ls -A")).ran[0]
    assert told.status == 0
    assert "a-real-token" not in told.output
    assert "VIRTUAL_ENV" not in told.output
    assert told.output.split()[-2:] == ["lock.txt", "spec"]


def test_what_was_installed_stays_until_its_lock_changes(declare: Callable[..., Consumer]) -> None:
    use = "! test -e rest; touch rest; cat installed"
    consumer = declare("generated", install="cat lock.txt > installed", generate=use)
    told = []
    for lock in ("1", "1", "2"):
        (consumer.directory / "lock.txt").write_text(lock, "utf-8")
        told.append([(ran.step, ran.output) for ran in run(consumer).ran])
    installed = ("install", "")
    assert told == [
        [installed, ("generate", "1")],
        [("generate", "1")],
        [installed, ("generate", "2")],
    ]


def test_a_step_without_an_end_is_stopped(
    declare: Callable[..., Consumer], monkeypatch: pytest.MonkeyPatch
) -> None:
    consumer = declare("generated", generate="echo begun; sleep 60")
    outputs = []
    for patience in (0.3, 3, 30):  # on a busy machine a short one is over before anything has begun
        monkeypatch.setattr(running, "PATIENCE", patience)
        (told,) = run(consumer).ran
        assert told.status == -9
        assert told.errors == "stopped, since it took too long\n"
        outputs.append(told.output)
        if told.output:
            break
    assert outputs[-1] == "begun\n"
