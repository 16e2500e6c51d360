"""`turbosms campaign pause`, `resume`, `cancel`, `set`, `retry` and `delete`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.campaigns.kit import error_of, only_row, sentence_of
from tests.cli.example_campaigns import send_to_all
from turbosms_campaigns import CampaignNotFoundError, CampaignState

if TYPE_CHECKING:
    from tests.cli.campaigns.kit import Make, Open
    from tests.cli.running import OpenTerminal, Run

A, B = "380501111111", "380502222222"


def test_pause_and_resume(make: Make, run: Run, opened: Open) -> None:
    make(state="running")
    paused = only_row(run("campaign", "pause", "sale"))
    assert (paused["state"], paused["pause_reason"]) == ("paused", "user")
    shown = run("campaign", "show", "sale", "--no-json").stdout
    assert shown.startswith("sale: paused, by a person\n")
    resumed = only_row(run("campaign", "resume", "sale"))
    assert (resumed["state"], resumed["pause_reason"]) == ("running", None)
    with opened() as campaigns:
        assert campaigns.get("sale").state is CampaignState.RUNNING


def test_cancel_tells_what_had_left(make: Make, run: Run, database: str) -> None:
    make(A, B, state="running")
    done = run("campaign", "cancel", "sale")
    assert only_row(done) == {
        "type": "cancelled",
        "name": "sale",
        "left": 0,
        "cancelled": 2,
        "in_doubt": 0,
    }
    make(A, name="other", state="running")
    shown = run("campaign", "cancel", "other", "--no-json").stdout
    assert shown == "Cancelled. 1 get nothing; 0 had been sent to.\n"


def test_limits_are_changed_while_it_runs(make: Make, run: Run, opened: Open) -> None:
    make(state="running")
    done = run(
        *("campaign", "set", "sale", "--rate", "600", "--window", "22:00-06:00"),
        *("--at", "2027-01-08 10:00", "--max-failures", "5"),
    )
    assert only_row(done) == {
        "type": "limits",
        "name": "sale",
        "start_at": "2027-01-08T10:00:00+02:00",
        "window": "22:00-06:00",
        "rate": 600,
        "max_cost": None,
        "max_failures": 5,
    }
    shown = run("campaign", "set", "sale", "--rate", "1200", "--no-json").stdout
    assert [" ".join(line.split()) for line in shown.splitlines()] == [
        "limit value",
        "at 2027-01-08 10:00, Kyiv time",
        "window 22:00 to 06:00, Kyiv time",
        "rate 1,200 recipients a minute",
        "max-cost none",
        "max-failures 5%",
    ]
    none = ("--rate", "none", "--window", "none", "--at", "now", "--max-failures", "never")
    assert run("campaign", "set", "sale", *none).returncode == 0
    with opened() as campaigns:
        limits = campaigns.get("sale").limits
    assert (limits.rate, limits.window, limits.start_at, limits.max_failures) == (None,) * 4


def test_the_event_of_a_change_is_in_kyiv_time(make: Make, run: Run) -> None:
    make()
    run("campaign", "set", "sale", "--at", "2027-07-08 10:00")
    *_, last = only_row(run("campaign", "show", "sale"))["events"]
    assert last["text"] == "Changed: the start time is 2027-07-08 10:00"


def test_a_maximum_cost(people: str, run: Run, opened: Open) -> None:
    options = ("--sms", "TurboSMS", "--text", "Hello", "--price", "sms=0.80")
    assert run("campaign", "create", "sale", "--from", people, *options).returncode == 0
    assert only_row(run("campaign", "set", "sale", "--max-cost", "2,4"))["max_cost"] == "2.40"
    with opened() as campaigns:
        assert campaigns.get("sale").limits.max_cost == Decimal("2.4")


WRONG: Final = {
    "nothing": ((), "Which limit? Pass one, such as --rate 600."),
    "rate": (("--rate", "0"), "--rate"),
    "rate in words": (("--rate", "ten"), "--rate"),
    "window": (("--window", "9 to 21"), "--window: "),
    "hour": (("--window", "09:00-25:00"), "--window: "),
    "time": (("--at", "soon"), "--at: "),
    "cost": (("--max-cost", "-1"), "--max-cost: "),
    "no prices": (("--max-cost", "1"), "--max-cost: max_cost needs your price"),
    "failures": (("--max-failures", "0"), "--max-failures: "),
    "share": (("--max-failures", "1.5%"), "--max-failures"),
    "one of two": (("--rate", "5", "--window", "x"), "--window: "),
}


@pytest.mark.parametrize(("options", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_limit_changes_nothing(
    options: tuple[str, ...], said: str, make: Make, run: Run, opened: Open
) -> None:
    make(state="running")
    with opened() as campaigns:
        before = campaigns.get("sale").limits
    done = run("campaign", "set", "sale", *options, "--json")
    assert done.returncode == 2
    assert said in error_of(done)["message"]
    assert said in sentence_of(done)
    with opened() as campaigns:
        assert campaigns.get("sale").limits == before


def test_retry_says_who_is_tried_again(make: Make, run: Run, database: str) -> None:
    make(A, B, state="running")
    send_to_all(database, [A, B], p380501111111=422, p380502222222=404)
    done = run("campaign", "retry", "sale", "--no-json")
    assert done.stdout == (
        "1 will be tried again; 1 failed for a reason that another attempt does not change.\n"
    )
    assert sentence_of(done) == "To send to them: turbosms campaign run sale"
    progress = only_row(run("campaign", "show", "sale"))
    assert (progress["state"], progress["counts"]["ready"]) == ("running", 1)


def test_retry_without_anybody_to_try(make: Make, run: Run, opened: Open) -> None:
    make(state="finished")
    done = run("campaign", "retry", "sale", "--undelivered")
    assert only_row(done) == {"type": "retry", "name": "sale", "ready": 0, "left_out": 0}
    assert done.stderr == ""
    with opened() as campaigns:
        assert campaigns.get("sale").state is CampaignState.FINISHED


@pytest.mark.parametrize(
    ("command", "states"),
    [
        ("pause", ["draft", "paused", "cancelled", "finished"]),
        ("resume", ["draft", "finished", "cancelled", "running"]),
        ("cancel", ["cancelled", "finished"]),
        ("retry", ["draft", "running", "paused", "cancelled"]),
        ("delete", ["running", "paused"]),
    ],
)
def test_a_command_in_another_state_changes_nothing(
    command: str, states: list[str], make: Make, run: Run, opened: Open
) -> None:
    yes = ["--yes"] if command == "delete" else []
    for state in states:
        make(state=state, name=state)
        done = run("campaign", command, state, *yes, "--json")
        assert done.returncode == 1
        error = error_of(done)
        assert error["error"] == "WrongStateError"
        assert f" is {state}: " in error["message"]
        with opened() as campaigns:
            assert campaigns.get(state).state == state


def test_delete_asks(make: Make, terminal: OpenTerminal, opened: Open) -> None:
    make()
    refused = terminal("campaign", "delete", "sale")
    refused.expect("Delete sale with its 2 rows? [y/N]:")
    refused.send("n\r")
    assert refused.wait() == 1
    assert "Nothing was deleted." in refused.text
    with opened() as campaigns:
        assert campaigns.get("sale").state is CampaignState.DRAFT
    screen = terminal("campaign", "delete", "sale")
    screen.expect("[y/N]:")
    screen.send("y\r")
    assert screen.wait() == 0
    with opened() as campaigns, pytest.raises(CampaignNotFoundError):
        campaigns.get("sale")


def test_delete_without_a_terminal(make: Make, run: Run, opened: Open) -> None:
    make(state="finished")
    done = run("campaign", "delete", "sale", "--json")
    assert done.returncode == 2
    assert "pass --yes" in error_of(done)["message"]
    done = run("campaign", "delete", "sale", "--yes", "--json")
    assert only_row(done) == {"type": "deleted", "name": "sale", "rows": 2}
    with opened() as campaigns:
        assert list(campaigns) == []
