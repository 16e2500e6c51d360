"""An interruption is noted at once, however long the report takes, so that a second one is too."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import accepted
from turbosms_client import OutcomeUnknownError, SendReport
from turbosms_client._answers import joined_report
from turbosms_client._calls import sending
from turbosms_client._flows import running

if TYPE_CHECKING:
    from tests.client.pump import Pump

pytestmark = pytest.mark.rules

MANY = [str(380_500_000_000 + place) for place in range(12_000)]


def test_no_report_is_made_until_it_is_asked_for(
    pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined: list[SendReport] = []

    def join(*arguments: Any) -> SendReport:
        joined.append(joined_report.join_reports(*arguments))
        return joined[-1]

    monkeypatch.setattr(sending, "join_reports", join)
    flow = pump.message.send(MANY, text="Hi")
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(flow, accepted(*MANY[:5000], code=800), KeyboardInterrupt())
    assert joined == []
    left = caught.value.__cause__
    assert isinstance(left, OutcomeUnknownError)
    assert "5,000 of 12,000" in str(left)
    assert "5,000 may have been" in str(left)
    assert "nothing was sent to 2,000" in str(left)
    assert left.report is left.report is not None
    assert len(left.report.accepted) == 5000
    assert left.unsent == MANY[10_000:]


def test_a_second_one_while_the_first_is_noted(pump: Pump, monkeypatch: pytest.MonkeyPatch) -> None:
    second = KeyboardInterrupt("again")
    signals = [second]

    def interrupted_log(*_: Any) -> None:
        if signals:
            raise signals.pop()

    monkeypatch.setattr(running.logger, "warning", interrupted_log)
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(pump.message.send(MANY[:1], text="Hi"), KeyboardInterrupt())
    assert caught.value is second
    (left,) = pump.interrupted
    assert second.__cause__ is left


def test_a_copy_has_the_report_too(pump: Pump) -> None:
    flow = pump.message.send(MANY, text="Hi")
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(flow, accepted(*MANY[:5000], code=800), KeyboardInterrupt())
    left = caught.value.__cause__
    for again in (copy.copy(left), pickle.loads(pickle.dumps(left))):
        assert isinstance(again, OutcomeUnknownError)
        assert again.report is not None
        assert len(again.report.accepted) == 5000
        assert again.unsent == MANY[10_000:]
