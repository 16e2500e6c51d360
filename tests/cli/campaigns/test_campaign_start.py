"""`turbosms campaign start` and `test`: the question before money is spent, and the trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.cli.campaigns.kit import error_of, only_row, sentence_of
from turbosms_campaigns import CampaignState, RecipientState

if TYPE_CHECKING:
    from tests.cli.campaigns.kit import Make, Open
    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

MINE: Final = "380501234567"


@pytest.fixture
def priced(people: str, run: Run) -> None:
    """A draft whose cost is known."""
    message = ("--viber", "TurboSMS", "--sms", "TurboSMS", "--text", "Вітаємо, {name}!")
    prices = ("--price", "sms=0.80", "--price", "promotional=0.50")
    done = run("campaign", "create", "sale", "--from", people, *message, *prices)
    assert done.returncode == 0, done.stderr


def state(opened: Open) -> CampaignState:
    with opened() as campaigns:
        return campaigns.get("sale").state


@pytest.mark.usefixtures("priced")
def test_it_asks_once_with_the_numbers(terminal: OpenTerminal, opened: Open) -> None:
    screen = terminal("campaign", "start", "sale", columns=60)
    question = screen.expect("[y/N]:").replace("\r\n", "\n")
    assert question == (
        "4 people get a message, for 2.00 to 3.20 UAH. The balance is\n"
        "10000.00 UAH.\n"
        "Sent between 09:00 and 21:00, Kyiv time.\n"
        "Start it? [y/N]:"
    )
    assert state(opened) is CampaignState.DRAFT
    screen.send("y\r")
    assert screen.wait() == 0
    assert screen.text.count("[y/N]") == 1
    assert "sale: running; the next chunk" in screen.text or "sale: running." in screen.text
    assert "To send it: turbosms campaign run sale" in screen.text
    assert state(opened) is CampaignState.RUNNING


@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize("typed", ["n\r", "\r"])
def test_whoever_does_not_say_yes_starts_nothing(
    typed: str, terminal: OpenTerminal, opened: Open
) -> None:
    screen = terminal("campaign", "start", "sale", "--json")
    screen.expect("[y/N]:")
    screen.send(typed)
    assert screen.wait() == 1
    assert '"message":"Nothing was started."' in screen.text
    assert state(opened) is CampaignState.DRAFT


@pytest.mark.usefixtures("priced")
def test_ctrl_c_at_the_question_starts_nothing(terminal: OpenTerminal, opened: Open) -> None:
    screen = terminal("campaign", "start", "sale")
    screen.expect("[y/N]:")
    screen.interrupt()
    assert screen.wait() == 1
    assert state(opened) is CampaignState.DRAFT


@pytest.mark.usefixtures("priced")
def test_a_balance_that_may_not_last_is_told(terminal: OpenTerminal, control: Control) -> None:
    control.account(balance=2.5)
    screen = terminal("campaign", "start", "sale")
    assert "The balance may not last" in screen.expect("[y/N]:")


@pytest.mark.usefixtures("priced")
def test_without_a_terminal_nobody_can_be_asked(run: Run, opened: Open) -> None:
    done = run("campaign", "start", "sale", "--json")
    assert done.returncode == 2
    assert error_of(done)["message"] == "There is no terminal to ask: pass --yes."
    assert state(opened) is CampaignState.DRAFT


@pytest.mark.usefixtures("priced")
def test_yes_asks_neither_a_person_nor_the_service(
    run: Run, control: Control, opened: Open
) -> None:
    done = run("campaign", "start", "sale", "--yes", TURBOSMS_TOKEN=None)
    assert done.returncode == 0, done.stderr
    progress = only_row(done)
    assert (progress["type"], progress["state"]) == ("progress", "running")
    assert control.calls() == []
    assert state(opened) is CampaignState.RUNNING


def test_what_cannot_be_started_is_not_asked_about(
    make: Make, terminal: OpenTerminal, opened: Open
) -> None:
    make("no number")
    screen = terminal("campaign", "start", "sale", "--json")
    assert screen.wait() == 2
    assert "[y/N]" not in screen.text
    assert "Nobody in sale is ready to get a message." in screen.text
    assert state(opened) is CampaignState.DRAFT


def test_a_campaign_is_started_once(make: Make, terminal: OpenTerminal) -> None:
    make(state="running")
    screen = terminal("campaign", "start", "sale", columns=120)
    assert screen.wait() == 1
    assert "sale is running: only a campaign that is draft can be started." in screen.text
    assert "[y/N]" not in screen.text


@pytest.mark.usefixtures("priced")
def test_a_trial_has_the_values_of_a_row(run: Run, control: Control, opened: Open) -> None:
    done = run("campaign", "test", "sale", MINE, "--row", "2", "--json")
    assert done.returncode == 0, done.stderr
    row = only_row(done)
    (message,) = control.shown()
    assert row == {
        "type": "recipient",
        "accepted": True,
        "input": MINE,
        "message_id": message["message_id"],
    }
    assert control.sent_to() == [MINE]
    assert "Вітаємо, Юрій!" in str(message)
    with opened() as campaigns:
        progress = campaigns.get("sale").progress()
    assert (progress.state, progress.counts[RecipientState.READY]) == (CampaignState.DRAFT, 4)
    shown = run("campaign", "test", "sale", MINE, "--no-json").stdout
    assert shown.startswith(f"Sent to {MINE}: message ")


@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((MINE, "--row", "99"), "--row: "),
        ((MINE, "--row", "0"), "--row"),
        ((MINE, "--row", "x"), "--row"),
        (("nobody",), "nobody"),
    ],
)
def test_a_trial_that_cannot_be_made(
    arguments: tuple[str, ...], said: str, run: Run, control: Control
) -> None:
    done = run("campaign", "test", "sale", *arguments, "--json")
    assert done.returncode == 2
    assert said in error_of(done)["message"]
    assert control.sent_to() == []


@pytest.mark.usefixtures("priced")
def test_a_trial_that_is_refused(run: Run) -> None:
    done = run("campaign", "test", "sale", "380000000404", "--json")
    assert done.returncode == 1
    assert error_of(done)["code"] == 404


@pytest.mark.usefixtures("priced")
def test_a_trial_with_an_unknown_outcome(run: Run, control: Control) -> None:
    busy: dict[str, Any] = {"status": 503, "headers": {"Retry-After": "3600"}}
    control.fault("message/send", "http_after", **busy)
    done = run("campaign", "test", "sale", MINE, "--json")
    assert done.returncode == 4
    assert error_of(done)["error"] == "OutcomeUnknownError"
    assert "look at the phone before you send it again" in sentence_of(done)
