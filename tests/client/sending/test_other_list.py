"""Another list of more than 5,000 under a used `sequence_id`: who got a message is told of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import envelope
from tests.kit.batches import batches_of
from turbosms_client import SendReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.client.pump import Pump

pytestmark = pytest.mark.rules

BATCH = 50
"""Recipients of a request, instead of 5,000."""
PEOPLE = [f"38067{number:07}" for number in range(2 * BATCH + 1)]


@pytest.fixture(autouse=True)
def _small_batches() -> Iterator[None]:
    with batches_of(BATCH):
        yield


class Service:
    """Remembers what it was asked under each `sequence_id`, as the documentation says."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        """Of the messages, by number."""
        self._results: dict[str, Any] = {}

    def answer(self, body: Any) -> Any:
        known = self._results.get(body["sequence_id"])
        if known is not None:
            return envelope(507, known, "FAILED_DUPLICATE_REQUEST")
        rows = []
        for phone in body["recipients"]:
            assert phone not in self.ids, f"{phone} got two messages"
            self.ids[phone] = f"id-{phone}"
            rows.append(
                {
                    "phone": phone,
                    "response_code": 0,
                    "response_status": "OK",
                    "message_id": self.ids[phone],
                }
            )
        self._results[body["sequence_id"]] = rows
        return envelope(800, rows, "SUCCESS_MESSAGE_ACCEPTED")


def send(pump: Pump, service: Service, recipients: Sequence[str]) -> SendReport:
    running = pump.running(pump.message.send(recipients, text="Hi", sequence_id="campaign"))
    reply = None
    while (instruction := running.advance(reply)) is not None:
        body = json.loads(instruction.request.body)  # type: ignore[union-attr]
        reply = pump.outcome(service.answer(body))
    report = running.end()
    assert isinstance(report, SendReport)
    return report


@pytest.mark.parametrize(
    "changed",
    [
        PEOPLE[1:],  # one has left at the front, and another one has come: all batches have shifted
        PEOPLE[: BATCH - 1] + PEOPLE[BATCH:],
        PEOPLE[: BATCH + 10],
        ["380660000000", *PEOPLE[: 2 * BATCH - 1]],
        [f"+{phone}" for phone in reversed(PEOPLE[1:])],
    ],
    ids=["shifted", "one less", "shorter", "one more", "written otherwise"],
)  # fmt: skip
def test_everybody_is_in_one_list_and_missing_means_not_sent(
    pump: Pump, changed: list[str]
) -> None:
    service = Service()
    send(pump, service, PEOPLE[: 2 * BATCH])
    report = send(pump, service, changed)
    settled = [row.input for row in (*report.accepted, *report.rejected)]
    of_this_list = [recipient for recipient in settled if recipient in set(changed)]
    assert sorted([*of_this_list, *report.missing]) == sorted(changed)
    for row in report.accepted:
        assert row.message_id == service.ids[row.phone]
    assert not {recipient.lstrip("+") for recipient in report.missing} & service.ids.keys()
