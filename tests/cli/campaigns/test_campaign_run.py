"""`turbosms campaign run`: a worker in sight, until the campaign has come to its end."""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.campaigns.kit import error_of, sentence_of
from tests.cli.running import rows
from tests.kit.waiting import wait_for
from tests.kit.warm.programs import TURBOSMS_FILE
from turbosms_campaigns import CampaignState, PauseReason, Progress, RecipientState
from turbosms_cli.campaigns.progress_output import exit_code_of, pause_advice
from turbosms_testing import webhook_request
from turbosms_webhooks import WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.campaigns.kit import Make, Open
    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

A, B = "380501111111", "380502222222"
STOPPED = "380000000404"
"""On the stop list of the sandbox."""
AT_ONCE = ("--outcomes", "0")
"""It need not wait for outcomes."""


def test_it_sends_and_prints_what_changes(make: Make, run: Run, control: Control) -> None:
    make(A, B, state="running")
    done = run("campaign", "run", "sale", *AT_ONCE)
    assert done.returncode == 0, done.stderr
    printed = rows(done.stdout)
    assert {row["type"] for row in printed} == {"progress"}
    assert printed[0]["state"] == "running"
    assert printed[-1]["state"] == "finished"
    assert printed[-1]["counts"]["accepted"] == 2
    assert sorted(control.sent_to()) == [A, B]
    assert done.stderr == ""


def test_on_a_terminal_stdout_is_for_the_output_alone(make: Make, terminal: OpenTerminal) -> None:
    make(A, STOPPED, state="running")
    words = ("campaign", "run", "sale", *AT_ONCE, "--no-json")
    screen = terminal(*words, columns=60, stdout=subprocess.PIPE)
    screen.expect("sent")
    screen.expect("━")
    screen.expect("Who got what: turbosms campaign report sale --html sale.html")
    assert screen.wait() == 3
    assert screen.process.stdout is not None
    printed = screen.process.stdout.read().decode()
    assert printed.startswith("sale: finished\n")
    assert "1     refused" in printed
    assert "\x1b" not in printed
    assert "━" not in printed


def test_into_a_pipe_there_is_no_progress(make: Make, run: Run) -> None:
    make(STOPPED, state="running")
    done = run("campaign", "run", "sale", "--no-json")
    assert done.returncode == 1, "nobody has it"
    assert done.stdout.startswith("sale: finished\n")
    assert sentence_of(done) == "Who got what: turbosms campaign report sale --html sale.html"


def test_a_draft_is_not_sent(make: Make, run: Run, control: Control) -> None:
    make()
    done = run("campaign", "run", "sale", "--json")
    assert done.returncode == 1
    message = error_of(done)["message"]
    assert message == "sale is a draft. Start it first: turbosms campaign start sale"
    assert control.sent_to() == []


def test_it_ends_when_the_campaign_pauses(make: Make, run: Run, control: Control) -> None:
    make(state="running")
    control.account(balance=0)
    done = run("campaign", "run", "sale", "--no-json")
    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert first == "sale: paused, since the balance does not cover the next chunk"
    again = "turbosms campaign resume sale, and turbosms campaign run sale"
    assert sentence_of(done) == f"Top up the account, then go on. To go on: {again}"
    assert control.sent_to() == []


def test_ctrl_c_while_it_waits(make: Make, opened: Open, terminal: OpenTerminal) -> None:
    make(state="running")
    with opened() as campaigns:
        campaigns.get("sale").set(start_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    screen = terminal("campaign", "run", "sale", columns=120)
    screen.expect("1 worker")
    screen.interrupt()
    assert screen.wait() == 1
    assert "Finishing the chunks at hand. Press Ctrl-C again to end at once." in screen.text
    assert screen.text.replace("\r\n", "\n").endswith("To go on: turbosms campaign run sale\n")
    with opened() as campaigns:
        progress = campaigns.get("sale").progress()
    assert (progress.state, progress.workers) == (CampaignState.RUNNING, 0)


def test_ctrl_c_during_a_call_waits_for_its_answer(
    make: Make, terminal: OpenTerminal, control: Control
) -> None:
    make(A, B, state="running")
    control.fault("message/send", "delay", seconds=3)
    screen = terminal("campaign", "run", "sale", "--json")
    control.wait_until_met()
    screen.interrupt()
    screen.expect("Finishing the chunks at hand.")
    assert screen.wait() == 1
    last: Any = [line for line in screen.text.splitlines() if line.startswith("{")][-1]
    assert '"accepted":2' in last
    assert sorted(control.sent_to()) == [A, B]


def test_a_second_ctrl_c_ends_it_and_nobody_gets_it_twice(
    make: Make, run: Run, terminal: OpenTerminal, control: Control
) -> None:
    make(A, B, state="running")
    control.fault("message/send", "delay", seconds=600)
    screen = terminal("campaign", "run", "sale", columns=120)
    control.wait_until_met()
    screen.interrupt()
    screen.expect("Press Ctrl-C again to end at once.")
    time.sleep(1.1)  # what comes within a second is meant as the same one
    screen.interrupt()
    assert screen.wait() == 1
    assert "The next worker goes on: turbosms campaign run sale" in screen.text
    assert screen.text.count("\x1b[?25l") == screen.text.count("\x1b[?25h"), "the cursor is there"
    again = run("campaign", "run", "sale", *AT_ONCE)
    assert again.returncode == 0, again.stderr
    assert rows(again.stdout)[-1]["counts"]["accepted"] == 2
    assert sorted(control.sent_to()) == [A, B]


def test_a_second_worker_of_a_file_waits(  # noqa: PLR0917 - fixtures
    make: Make,
    run: Run,
    environment: dict[str, str],
    programs: Programs,
    control: Control,
    tmp_path: Any,
) -> None:
    """The first one sends; the second one shows it, and ends with the campaign."""
    make(A, state="running", name="other")
    output = tmp_path / "first.txt"
    with output.open("wb") as stream:
        streams = [0, stream.fileno(), stream.fileno()]
        first = programs.start([TURBOSMS_FILE, "campaign", "work"], environment, streams)
    try:
        wait_for(lambda: control.sent_to() == [A])
        make(B, state="running")
        done = run("campaign", "run", "sale", *AT_ONCE)
    finally:
        first.kill()
        first.wait()
    assert done.returncode == 0, done.stderr
    assert rows(done.stdout)[-1]["state"] == "finished"
    assert "another process works on this file" in done.stderr
    assert control.sent_to() == [B, A]


@pytest.mark.parametrize("option", [("--concurrency", "0"), ("--outcomes", "-1")])
def test_options_that_are_wrong(option: tuple[str, str], make: Make, run: Run) -> None:
    make(state="running")
    done = run("campaign", "run", "sale", *option, "--json")
    assert done.returncode == 2
    assert error_of(done)["parameter"] == option[0]


def test_outcomes_come_from_an_inbox(
    make: Make, run: Run, opened: Open, control: Control, tmp_path: Path
) -> None:
    receiver = WebhookReceiver("secret")
    make(A, state="running")
    with WebhookInbox(tmp_path / "webhooks.db", receiver) as inbox:
        words = ("campaign", "run", "sale", "--inbox", str(tmp_path / "webhooks.db"))
        assert run(*words, "--outcomes", "0").returncode == 0
        with opened() as campaigns:
            (sent,) = campaigns.get("sale").recipients()
        assert sent.message_id is not None
        data = {"message_id": sent.message_id, "status": "Delivered"}
        request = webhook_request("DLR_SMS_API", data, secret="secret")
        assert inbox.accept(request.body, request.content_type) == 200
        # Nothing is asked about outcomes for two minutes.
        assert run(*words, "--outcomes", "100").returncode == 0
    with opened() as campaigns:
        assert campaigns.get("sale").progress().counts[RecipientState.DELIVERED] == 1


def test_an_inbox_that_is_none(make: Make, run: Run, tmp_path: Path) -> None:
    make(state="running")
    (tmp_path / "text.db").write_text("This is a text, and not a database.\n" * 100)
    for name, said in (("none.db", "there is no file"), ("text.db", "cannot be used")):
        done = run("campaign", "run", "sale", "--inbox", str(tmp_path / name), "--json")
        assert done.returncode == 2
        assert said in error_of(done)["message"]
        assert (tmp_path / "none.db").exists() is False


def progress_of(**counts: int) -> Progress:
    """A campaign that is finished, with so many in each state."""
    now = dt.datetime.now(dt.UTC)
    by_state = {state: counts.get(state.value, 0) for state in RecipientState}
    return Progress(
        name="sale",
        state=CampaignState.FINISHED,
        pause_reason=None,
        waits_until=None,
        counts=by_state,
        rows=sum(counts.values()),
        chunks_in_doubt=0,
        spent=Decimal(0),
        reserved=Decimal(0),
        balance=None,
        rate_measured=None,
        created_at=now,
        started_at=now,
        finished_at=now,
        workers=0,
        events=(),
    )


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"delivered": 2, "accepted": 1, "invalid": 1, "held_out": 1}, 0),
        ({"delivered": 2, "refused": 1}, 3),
        ({"accepted": 2, "undelivered": 1}, 3),
        ({"delivered": 1, "cancelled": 1}, 3),
        ({"refused": 2, "undelivered": 1}, 1),
        ({"delivered": 2, "refused": 1, "unknown": 1}, 4),
    ],
)
def test_the_exit_code_says_what_has_come_of_it(counts: dict[str, int], code: int) -> None:
    assert exit_code_of(progress_of(**counts)) == code


@pytest.mark.parametrize("reason", PauseReason)
def test_every_pause_comes_with_what_to_do_about_it(reason: PauseReason) -> None:
    paused = replace(progress_of(), state=CampaignState.PAUSED, pause_reason=reason)
    said = pause_advice(paused)
    assert "turbosms campaign resume sale, and turbosms campaign run sale" in said
    assert said.startswith("To go on:") is (reason == PauseReason.USER)
