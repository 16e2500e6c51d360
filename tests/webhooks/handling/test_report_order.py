"""A late status never overwrites a final one, in whatever order reports arrive."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.webhooks.calls import SECRET, as_json, call, report
from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_webhooks import DeliveryReport, WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_webhooks import Event

RECEIVER = WebhookReceiver(SECRET)
WORDS = ["DELIVRD", "UNDELIV", "REJECTD", "EXPIRED", "READ", "Sent", "Accepted", "In Queue", "NEW"]
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3"]), st.sampled_from(["sms", "viber"]), st.sampled_from(WORDS)
    ),
    min_size=1,
    max_size=25,
)
TYPES = {"sms": "DLR_SMS_API", "viber": "DLR_VIBER_API"}


def handled(path: Path, reports: list[tuple[str, str, str]]) -> list[DeliveryReport]:
    """What the handler gets of reports that arrive one after the other."""
    events: list[Event] = []
    with WebhookInbox(path, RECEIVER) as inbox:
        for index, (message_id, channel, word) in enumerate(reports):
            fields = call(f"e{index}", report(word, message_id), type=TYPES[channel])
            assert inbox.accept(as_json(fields)) == 200
        inbox.run(events.append, until_idle=True)
        assert inbox.counts["late"] == len(reports) - len(events)
    reported = [event for event in events if isinstance(event, DeliveryReport)]
    assert len(reported) == len(events)
    return reported


@settings(max_examples=examples(15, 5_000))
@given(reports=REPORTS)
def test_no_status_goes_back(
    tmp_path_factory: pytest.TempPathFactory, reports: list[tuple[str, str, str]]
) -> None:
    seen = handled(tmp_path_factory.mktemp("inbox") / "webhooks.db", reports)
    for message_id, channel in {(message_id, channel) for message_id, channel, _ in reports}:
        own = [e for e in seen if (e.message_id, e.channel) == (message_id, channel)]
        for before, after in pairwise(own):
            assert not before.final or (before.status, after.status) == ("Delivered", "Read")
        words = [word for number, name, word in reports if (number, name) == (message_id, channel)]
        # The first report is always news, and so is the first that is final.
        assert own[0].raw_status == words[0]
        finals = [word for word in words if word in WORDS[:5]]
        if finals:
            assert finals[0] in [event.raw_status for event in own]
            assert own[-1].final
        # In the order in which they arrived.
        remaining = iter(words)
        assert all(event.raw_status in remaining for event in own)


@pytest.mark.parametrize("final", [name for name, row in DELIVERY_STATUSES.items() if row.final])
@pytest.mark.parametrize("late", ["Queued", "Accepted", "Sent", "In Process", "BUFFERED", "Failed"])
def test_a_late_status_is_left_out(tmp_path: Path, final: str, late: str) -> None:
    """Others write whatever comes last over what is final."""
    seen = handled(tmp_path / "webhooks.db", [("1", "sms", final), ("1", "sms", late)])
    assert [event.status for event in seen] == [final]


def test_read_follows_delivered_and_nothing_follows_read(tmp_path: Path) -> None:
    words = ["Sent", "DELIVRD", "READ", "DELIVRD", "Sent"]
    seen = handled(tmp_path / "webhooks.db", [("1", "viber", word) for word in words])
    assert [event.status for event in seen] == ["Sent", "Delivered", "Read"]


def test_the_sms_of_a_hybrid_follows_its_viber_message(tmp_path: Path) -> None:
    """Both halves have one id: the end of one is not that of the other."""
    reports = [("1", "viber", "REJECTD"), ("1", "sms", "Sent"), ("1", "sms", "DELIVRD")]
    seen = handled(tmp_path / "webhooks.db", reports)
    assert [event.status for event in seen] == ["Rejected", "Sent", "Delivered"]


def test_capital_letters_name_the_same_message(tmp_path: Path) -> None:
    seen = handled(tmp_path / "webhooks.db", [("ab", "sms", "DELIVRD"), ("AB", "sms", "Sent")])
    assert [event.status for event in seen] == ["Delivered"]
