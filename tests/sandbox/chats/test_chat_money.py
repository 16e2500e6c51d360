"""What chats cost: the price of a session, whose money pays for it, and what a sender has spent."""

from __future__ import annotations

from typing import Any

import pytest

from turbosms_sandbox.inbox.description_cache import DescriptionCache
from turbosms_sandbox.inbox.feed import Feed, FeedPosition, FeedSources, View
from turbosms_sandbox.messages.search import Search

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

NUMBER = "380678998668"


def money(api: Any, **sender: Any) -> None:
    api.account(senders={"TurboSMS": sender})


def sender(api: Any) -> dict[str, Any]:
    row: dict[str, Any] = api.chat("senders")[0]
    return row


def test_a_session_costs_when_it_opens_and_never_again(api: Any) -> None:
    api.reply()
    assert (api.user_balance(), sender(api)["spent"]) == (9999.12, 0.88)
    api.reply()
    for _ in range(5):
        api.chat("send", chat_id=1234, message="Hello")
    assert api.user_balance() == 9999.12
    api.advance(24 * 3600 - 1)
    api.reply()
    assert api.user_balance() == 9999.12
    api.advance(1)
    api.reply()
    assert (api.user_balance(), sender(api)["spent"]) == (9998.24, 1.76)
    api.reply("380501111111")
    assert (api.user_balance(), sender(api)["spent"]) == (9997.36, 2.64)


@pytest.mark.parametrize(
    ("own", "left", "account"), [(5, 4.12, 10_000), (0.88, 0, 10_000), (0.5, 0, 9999.62)]
)
def test_the_senders_balance_pays_first(api: Any, own: float, left: float, account: float) -> None:
    money(api, balance=own, reserve=100)
    api.reply()
    row = sender(api)
    assert (row["balance"], row["reserve"], row["spent"], api.user_balance()) == (
        left,
        100,
        0.88,
        account,
    )


def test_messages_are_paid_by_the_account(api: Any) -> None:
    money(api, balance=5)
    api.viber()
    row = sender(api)
    assert (row["balance"], row["spent"], api.user_balance()) == (5, 0.5, 9999.5)


@pytest.mark.parametrize(
    ("own", "account", "expected"), [(0, 0.88, 0), (0.88, 0, 0), (0.4, 0.48, 0), (0.4, 0.47, 203)]
)
def test_a_session_that_cannot_be_paid_for(
    api: Any, own: float, account: float, expected: int
) -> None:
    money(api, balance=own)
    api.account(balance=account)
    assert api.reply().chat_id == 1234
    assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == expected
    if expected:
        assert (sender(api)["balance"], sender(api)["spent"], api.user_balance()) == (
            own,
            0,
            account,
        )
        assert api.code("chat/send", {"chat_id": 1234, "file_data": "data:,a"}) == 203
        api.account(balance=account + 0.01)
        assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == 0
        assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == 0
    assert (sender(api)["balance"], sender(api)["spent"], api.user_balance()) == (0, 0.88, 0)


def test_a_debt_of_the_account_is_no_hindrance_for_a_sender_with_money(api: Any) -> None:
    money(api, balance=1)
    api.account(balance=-5)
    api.reply()
    assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == 0
    assert (sender(api)["balance"], api.user_balance()) == (0.12, -5)


def test_spent_is_what_viber_messages_cost_in_the_end(api: Any) -> None:
    api.viber("380678998668", "380001000001", "380001000004")
    api.hybrid("380001000001", text="Hybrid")
    api.viber("380678998668", text="File", caption="a.pdf", file_id=12345, sender="Viber TurboSMS")
    api.sms()
    assert sender(api)["spent"] == 2
    api.advance(1)
    assert sender(api)["spent"] == 1
    api.advance(3600)
    assert sender(api)["spent"] == 0.5
    assert [row["spent"] for row in api.chat("senders")] == [0.5, 0, 0.5, 0]


def test_spent_begins_anew_with_every_month_of_kyiv(api: Any) -> None:
    """The test begins on 25 February 2026 at 8:13:20, when Kyiv is two hours ahead of Greenwich."""
    api.viber("380001000004", "380678998668", ttl=86_400)
    api.advance(3 * 86_400 + 15 * 3600 + 46 * 60 + 39)
    assert api.advance(0) == "2026-02-28 23:59:59"
    api.viber("380001000004", "380678998668", ttl=86_400, text="Last")
    assert sender(api)["spent"] == 1.5
    assert api.advance(1) == "2026-03-01 00:00:00"
    assert sender(api)["spent"] == 0
    api.reply()
    assert sender(api)["spent"] == 0.88
    api.advance(2 * 86_400)
    assert sender(api)["spent"] == 0.88


def test_an_answer_costs_at_its_moment_whoever_looks(api: Any) -> None:
    api.viber("380003000003")
    api.advance(7.9)
    assert api.user_balance() == 9999.5
    api.advance(0.1)
    assert api.user_balance() == 9998.62
    assert api.account()["balance"] == 9998.62


def test_money_that_came_after_an_answer_does_not_pay_for_it_by_itself(api: Any) -> None:
    api.account(balance=0.5)
    api.viber("380003000003")
    api.advance(20)
    assert api.account(balance=10)["balance"] == 10
    assert api.user_balance() == 10
    assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == 0
    assert api.user_balance() == 9.12


@pytest.mark.parametrize("look", ["account", "events"])
def test_looking_changes_nothing(api: Any, look: str) -> None:
    """Who looks when a refund came in, but nothing happened since an answer that was too dear."""
    api.account(balance=1.5)
    api.viber("380003000003")
    for text in ("a", "b"):
        api.viber("380001000004", text=text, ttl=60)
    api.advance(120)
    if look == "account":
        assert api.request("GET", "/sandbox/account").json()["balance"] == 1
    else:
        app = api.app.state
        sources = FeedSources(app.service, app.traffic, DescriptionCache())
        batch = Feed(sources, View(Search(), 50), FeedPosition()).next()
        assert batch is not None
        assert batch.data["balance"] == 1
    assert api.user_balance() == 1
    assert api.chat("sessions", chat_id=1234)[0]["price"] == 0.88
