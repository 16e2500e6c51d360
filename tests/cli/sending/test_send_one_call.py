"""The command line and Python make one call of the same recipients and `--sequence-id`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import rows
from turbosms_client import OutcomeUnknownError, RetryPolicy, SendReport, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.running import Run
    from tests.kit.control import Control

COUNT = 6_000
MANY = [f"38067{number:07}" for number in range(COUNT)]
CAMPAIGN = ("--sms", "TurboSMS", "--text", "Hi", "--sequence-id", "campaign", "--yes")


@pytest.fixture
def rich(control: Control) -> Control:
    control.account(balance=1e9)
    return control


@pytest.fixture
def client(sandbox: str) -> Iterator[TurboSMS]:
    once = RetryPolicy(attempts=1)
    with TurboSMS("sandbox", sandbox, sms_sender="TurboSMS", retry=once) as made:
        yield made


def by_command(run: Run, directory: Path, recipients: list[str]) -> Any:
    """The rows that the command prints, the summary last."""
    source = directory / "list.txt"
    source.write_text("\n".join(recipients))
    done = run("send", "--from", str(source), *CAMPAIGN)
    assert done.returncode == 0, done.stderr
    return rows(done.stdout)


def by_python(client: TurboSMS, recipients: Any) -> SendReport:
    return client.message.send(recipients, text="Hi", sequence_id="campaign")


def sent(control: Control) -> list[str]:
    """The numbers that got a message, each as often as it got one."""
    # The service itself refuses an equal message for 90 seconds: a second one is no proof before.
    control.advance(100)
    messages = control.control("GET", "messages?limit=100000")["messages"]
    return sorted(message["recipient"] for message in messages)


def test_the_command_line_first(run: Run, rich: Control, client: TurboSMS, tmp_path: Path) -> None:
    *reported, summary = by_command(run, tmp_path, MANY)
    assert (summary["accepted"], summary["replayed"]) == (COUNT, False)
    assert sent(rich) == MANY
    report = by_python(client, set(MANY))
    assert report.replayed
    assert len(report.accepted) == COUNT
    ids = {row["phone"]: row["message_id"] for row in reported}
    assert {row.phone: row.message_id for row in report.accepted} == ids
    assert sent(rich) == MANY


def test_python_first(run: Run, rich: Control, client: TurboSMS, tmp_path: Path) -> None:
    report = by_python(client, MANY)
    assert sent(rich) == MANY
    shuffled = random.Random(1).sample(MANY, COUNT)
    local = [phone.removeprefix("38") for phone in shuffled]
    *reported, summary = by_command(run, tmp_path, [*local, *MANY[:10]])
    assert (summary["accepted"], summary["repeated"], summary["replayed"]) == (COUNT, 10, True)
    ids = {row.phone: row.message_id for row in report.accepted}
    assert {row["phone"]: row["message_id"] for row in reported} == ids
    assert sent(rich) == MANY


def test_one_finishes_what_the_other_began(
    run: Run, rich: Control, client: TurboSMS, tmp_path: Path
) -> None:
    rich.fault("message/send", "delay", seconds=0, times=1)
    rich.fault("message/send", "drop_after", times=1)
    with pytest.raises(OutcomeUnknownError) as caught:
        by_python(client, MANY)
    *reported, summary = by_command(run, tmp_path, [*reversed(MANY)])
    assert (summary["accepted"], summary["replayed"]) == (COUNT, True)
    assert {row["phone"] for row in reported} == {*MANY}
    assert len(caught.value.resume().accepted) == COUNT
    assert sent(rich) == MANY


def test_more_than_5000_lines_of_fewer_numbers(
    run: Run, rich: Control, client: TurboSMS, tmp_path: Path
) -> None:
    few = MANY[:3000]
    *_, summary = by_command(run, tmp_path, [*reversed(few), *few])
    assert (summary["accepted"], summary["repeated"]) == (3000, 3000)
    assert by_python(client, [*few, *few]).replayed
    assert sent(rich) == few


def test_a_foreign_number_with_and_without_its_plus_is_one(
    run: Run, rich: Control, tmp_path: Path
) -> None:
    source = tmp_path / "list.txt"
    source.write_text("\n".join(["+48500100200", "48500100200", MANY[0]]))
    done = run("send", "--from", str(source), *CAMPAIGN)
    *reported, summary = rows(done.stdout)
    # The account is not enabled for that country: the number is refused, and once.
    assert [(row["phone"], row["code"]) for row in reported if not row["accepted"]] == [
        ("48500100200", 406)
    ]
    assert (summary["recipients"], summary["repeated"], summary["unsent"]) == (2, 1, 0)
    assert sent(rich) == MANY[:1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["380671234561", "380671234562", "380671234563"], ["380671234561", "380671234562"]),
        (MANY, [*MANY[1:], "380680000000"]),
        ([*MANY[:5500]], ["380660000000", *MANY[:5400]]),
    ],
    ids=["one less", "shifted", "one more in front"],
)
def test_another_list_under_the_same_number(
    run: Run, rich: Control, tmp_path: Path, first: list[str], second: list[str]
) -> None:
    by_command(run, tmp_path, first)
    source = tmp_path / "second.txt"
    source.write_text("\n".join(second))
    done = run("send", "--from", str(source), *CAMPAIGN)
    *reported, summary = rows(done.stdout)
    of_recipients = [row for row in reported if row["type"] == "recipient"]
    assert sorted(row["input"] for row in of_recipients) == sorted(second)
    got_it = set(sent(rich))
    for row in of_recipients:
        assert (row["input"] in got_it) is bool(row["accepted"]), row
    counts = [summary[name] for name in ("accepted", "refused", "unknown", "unsent")]
    assert min(counts) >= 0
    assert sum(counts) == summary["recipients"] == len(second)
    assert summary["accepted"] == sum(bool(row["accepted"]) for row in of_recipients)


def test_a_send_that_went_on_is_no_replay(
    run: Run, rich: Control, client: TurboSMS, tmp_path: Path
) -> None:
    def stop(_: SendReport) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        client.message.send(MANY, text="Hi", sequence_id="campaign", on_report=stop)
    *_, summary = by_command(run, tmp_path, MANY)
    assert (summary["accepted"], summary["replayed"]) == (COUNT, False)
    *_, again = by_command(run, tmp_path, MANY)
    assert (again["accepted"], again["replayed"]) == (COUNT, True)
