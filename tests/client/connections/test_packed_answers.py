"""Answers that are compressed: how much memory they may take."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from tests.kit.answers import accepted
from tests.kit.clients import OWN
from tests.kit.service import Act
from turbosms_client import OutcomeUnknownError
from turbosms_client._http import connections

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

PHONE = "380678998668"


def packed_answer(*, blanks: int) -> Act:
    answer = b" " * blanks + json.dumps(accepted(PHONE)).encode()
    return Act(gzip.compress(answer), headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("ask", OWN, indirect=True)
def test_an_answer_that_unpacks_to_far_more_is_not_taken_in(
    ask: AnyClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is broken off: nobody knows what the service has done."""
    monkeypatch.setattr(connections, "_LONGEST_DECODED", 1_000_000)
    service.answers(packed_answer(blanks=900_000))
    assert ask.message.send([PHONE], text="x").message_ids == [f"id-{PHONE}"]
    service.answers(packed_answer(blanks=1_100_000))
    with pytest.raises(OutcomeUnknownError):
        ask.message.send([PHONE], text="x")
