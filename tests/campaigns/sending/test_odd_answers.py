"""An answer with values that no database holds is stored all the same, but for these values."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.steps import accepted, called, counts, recipient_rows, store, write_running
from turbosms_campaigns import RecipientState
from turbosms_campaigns._outcomes.message_outcomes import outcome_of_report
from turbosms_campaigns._outcomes.settling import settle
from turbosms_campaigns._outcomes.stray_reports import keep_strays
from turbosms_campaigns._storage.storable import storable_price, storable_text
from turbosms_webhooks import DeliveryReport

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database
    from turbosms_client import SendReport

ODD_WORDS = ["with\0zero", "half \ud83d of a pair"]


def changed(report: SendReport, **values: Any) -> SendReport:
    """The report with other values in its first row."""
    first, *others = report.accepted
    return dataclasses.replace(report, accepted=[first._replace(**values), *others])


@pytest.mark.parametrize("odd", ODD_WORDS)
def test_ids_and_words(database: Database, odd: str) -> None:
    key = write_running(database, 10)
    claimed = called(database)
    report = changed(accepted(claimed.call.phones()), message_id=odd)
    assert store(database, claimed, report)
    with database.writing() as connection:
        outcome = outcome_of_report(
            DeliveryReport(
                type="", channel="sms", message_id=odd, status=f"{odd} too", raw_status=odd
            )
        )
        assert settle(connection, [outcome]) == set()
        keep_strays(connection, [outcome])
    assert counts(database, key) == {RecipientState.ACCEPTED: 10}
    first = recipient_rows(database, key)[0]
    assert (first.message_id, first.status) == (storable_text(odd), storable_text(f"{odd} too"))


def test_codes(database: Database) -> None:
    key = write_running(database, 10)
    claimed = called(database)
    refused = accepted(claimed.call.phones(), code=802, **{f"p{claimed.call.phones()[0]}": 406})
    refused.rejected[0] = refused.rejected[0]._replace(code=10**30)
    assert store(database, claimed, changed(refused, code=-(10**30)))
    first, second = recipient_rows(database, key)[:2]
    assert (first.state, first.code) == ("unknown", None)
    assert (second.state, second.code) == ("accepted", None)


@pytest.mark.parametrize("price", ["-1", "1e30", "1e999999"])
def test_prices(price: str) -> None:
    assert storable_price(Decimal(price)) is None


def test_usual_values_stay() -> None:
    assert storable_text("4b8e-Ї-😀") == "4b8e-Ї-😀"
    assert storable_price(Decimal("0.3456")) == Decimal("0.3456")
    assert storable_price(None) is None
