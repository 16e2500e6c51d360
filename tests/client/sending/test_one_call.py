"""The same set of recipients under the same `sequence_id` is one call, whoever makes it."""

from __future__ import annotations

import json
import random
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import accepted
from tests.kit.processes import PYTHON, run
from turbosms_client import OutcomeUnknownError, RetryPolicy, SendReport, TurboSMS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = pytest.mark.rules

COUNT = 6_000
MANY = [f"38067{number:07}" for number in range(COUNT)]
ONCE = RetryPolicy(attempts=1)
PROGRAM = """
import json, os, sys
from turbosms_client import TurboSMS

def leave(report):
    os._exit(9)  # as when it is killed between two batches

recipients = {f"38067{number:07}" for number in range(6_000)}
on_report = leave if sys.argv[2] == "leave" else None
with TurboSMS("sandbox", sys.argv[1], sms_sender="TurboSMS") as client:
    report = client.message.send(
        recipients, text="Hi", sequence_id="campaign", on_report=on_report
    )
print(json.dumps([[*recipients][:20], len(report.accepted), sorted(report.message_ids)]))
"""


@pytest.fixture
def client(rich: Control) -> Iterator[TurboSMS]:
    with TurboSMS("sandbox", rich.url, sms_sender="TurboSMS", retry=ONCE) as made:
        yield made


def send(client: TurboSMS, recipients: Any, **options: Any) -> SendReport:
    return client.message.send(recipients, text="Hi", sequence_id="campaign", **options)


def sent(control: Control) -> list[str]:
    """The numbers that got a message, each as often as it got one."""
    # The service itself refuses an equal message for 90 seconds: a second one is no proof before.
    control.advance(100)
    return sorted(control.sent_to())


def in_process(url: str, seed: int, how: str) -> subprocess.CompletedProcess[str]:
    return run(PYTHON, "-c", PROGRAM, url, how, env={"PYTHONHASHSEED": str(seed)})


def test_a_set_in_processes_that_order_it_differently(rich: Control) -> None:
    first = in_process(rich.url, 1, "leave")
    assert first.returncode == 9, first.stderr
    assert len(sent(rich)) == 5000
    second, third = (in_process(rich.url, seed, "stay") for seed in (2, 3))
    assert (second.returncode, third.returncode) == (0, 0), second.stderr + third.stderr
    order, accepted, message_ids = json.loads(second.stdout)
    other_order, accepted_again, same_ids = json.loads(third.stdout)
    assert order != other_order
    assert (accepted, accepted_again) == (COUNT, COUNT)
    assert message_ids == same_ids
    assert sent(rich) == MANY


def test_another_order_other_writings_and_duplicates(client: TurboSMS, rich: Control) -> None:
    first = send(client, MANY)
    assert sent(rich) == MANY
    shuffled = random.Random(1).sample(MANY, COUNT)
    local = [f"0{phone[3:5]} {phone[5:8]}-{phone[8:10]}-{phone[10:]}" for phone in shuffled]
    written = [*local, "+" + MANY[7], MANY[8].removeprefix("3"), MANY[9]]
    ids = {row.phone: row.message_id for row in first.accepted}
    for given, repeated in ((shuffled, 0), (set(MANY), 0), (tuple(local), 0), (written, 3)):
        again = send(client, given)
        assert again.replayed
        assert {row.phone: row.message_id for row in again.accepted} == ids
        assert [row.input for row in again.duplicates] == written[COUNT:][:repeated]
        assert again.missing == []
        assert again.rejected == []
    assert sent(rich) == MANY


def test_more_than_5000_given_of_fewer_numbers_is_one_request(pump: Pump) -> None:
    few = MANY[:4000]
    shuffled = random.Random(1).sample(few, len(few))
    flow = pump.message.send([*shuffled, *few], text="Hi", sequence_id="campaign")
    report = pump(flow, accepted(*few, code=800))
    (step,) = pump.steps
    body = json.loads(step.request.body)
    assert (body["recipients"], body["sequence_id"]) == (few, "campaign")
    assert [row.input for row in report.accepted] == shuffled
    assert [row.input for row in report.duplicates] == few
    assert report.missing == []
    assert report.rejected == []


def test_it_is_the_same_call_as_that_of_the_numbers_once(client: TurboSMS, rich: Control) -> None:
    few = MANY[:3000]
    first = send(client, few)
    again = send(client, [*reversed(few), *few])
    assert again.replayed
    assert sorted(again.message_ids) == sorted(first.message_ids)
    assert sent(rich) == few


def test_the_report_keeps_the_order_of_the_caller(live: AnyClient, rich: Control) -> None:
    bad = ["380000000305", "380000000406"]
    given = random.Random(1).sample([*MANY, *bad], COUNT + 2)
    given += [given[3], given[1]]
    report = live.message.send(given, text="Hi", sender="TurboSMS")
    assert [row.input for row in report.accepted] == [one for one in given[:-2] if one not in bad]
    assert [row.input for row in report.rejected] == [one for one in given[:-2] if one in bad]
    assert [row.input for row in report.duplicates] == given[-2:]
    assert report.missing == []
    assert report.recipients == given
    assert sent(rich) == MANY


def test_what_is_missing_too_keeps_the_order_of_the_caller(pump: Pump) -> None:
    given = random.Random(1).sample(MANY, COUNT)
    silent = {MANY[5], MANY[4000], MANY[5500]}
    told = [phone for phone in MANY if phone not in silent]
    answers = [accepted(*told[:4998], code=800), accepted(*told[4998:], code=800)]
    report = pump(pump.message.send(given, text="Hi"), *answers)
    assert report.missing == [phone for phone in given if phone in silent]
    assert [row.input for row in report.accepted] == [
        phone for phone in given if phone not in silent
    ]


def broken_off(client: TurboSMS, control: Control) -> OutcomeUnknownError:
    """A send of which the first batch is done, and the answer to the second lost."""
    control.fault("message/send", "delay", seconds=0)
    control.fault("message/send", "drop_after")
    with pytest.raises(OutcomeUnknownError) as caught:
        send(client, MANY)
    assert caught.value.report is not None
    assert len(caught.value.report.accepted) == 5000
    return caught.value


def same(first: SendReport, second: SendReport) -> bool:
    return (first.accepted, first.missing) == (second.accepted, second.missing)


def test_resumed_twice(client: TurboSMS, rich: Control) -> None:
    error = broken_off(client, rich)
    first, second = error.resume(), error.resume()
    assert same(first, second)
    assert len(first.accepted) == COUNT
    assert sent(rich) == MANY


def test_resumed_from_two_threads_at_once(client: TurboSMS, rich: Control) -> None:
    error = broken_off(client, rich)
    reports: list[SendReport] = []
    barrier = threading.Barrier(2)

    def resume() -> None:
        barrier.wait()
        reports.append(error.resume())

    threads = [threading.Thread(target=resume) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same(*reports)
    assert len(reports[0].accepted) == COUNT
    assert sent(rich) == MANY


def test_resumed_after_a_further_interruption(client: TurboSMS, rich: Control) -> None:
    """And then the error of the first one once more."""
    before = broken_off(client, rich)
    rich.fault("message/send", "drop_after")
    with pytest.raises(OutcomeUnknownError) as caught:
        before.resume()
    reports = [caught.value.resume(), before.resume(), caught.value.resume()]
    assert same(reports[0], reports[1])
    assert same(reports[0], reports[2])
    assert len(reports[0].accepted) == COUNT
    assert sent(rich) == MANY


def test_a_single_send_resumed_twice(client: TurboSMS, rich: Control) -> None:
    rich.fault("message/send", "drop_after", times=2)
    with pytest.raises(OutcomeUnknownError) as caught:
        send(client, MANY[:1])
    with pytest.raises(OutcomeUnknownError) as further:
        caught.value.resume()
    first, second = caught.value.resume(), further.value.resume()
    assert same(first, second)
    assert first.replayed
    assert sent(rich) == MANY[:1]
