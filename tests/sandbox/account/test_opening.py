"""A sandbox with senders, money and a token of one's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.answers import code
from turbosms_sandbox import Opening

pytestmark = pytest.mark.on_both

OWN = Opening(senders=["Shop"], viber_senders=["Shop UA"], balance=500.25, quirks=["row_codes"])


def start(api: Any, opening: Opening) -> None:
    api.options = {"opening": opening}
    api.restart()
    if api.state_file is not None:
        api.request("POST", "/sandbox/reset")


def sender(api: Any, name: str) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = api.account()["senders"]
    return next((sender for sender in found if sender["name"] == name), None)


def test_own_names(api: Any) -> None:
    start(api, OWN)
    assert code(api.sms(sender="Shop")) == 801
    assert code(api.viber(sender="Shop")) == 801
    assert code(api.viber(sender="Shop UA")) == 801
    assert code(api.sms(sender="Shop UA")) == 400
    assert code(api.sms(sender="shop", text="x")) == 400
    assert code(api.sms(sender="TurboSMS")) == 801
    assert api.reply(sender="Shop UA").chat_id
    assert {row["name"] for row in api.chat("senders")} >= {"Shop", "Shop UA", "TurboSMS"}


def test_they_survive_a_reset(api: Any) -> None:
    start(api, OWN)
    before = api.account()
    assert (before["balance"], before["quirks"]) == (500.25, ["row_codes"])
    api.account(balance=0, quirks=[], senders={"Shop": None, "Shop UA": {"status": "frozen"}})
    api.request("POST", "/sandbox/reset")
    assert api.account() == before


def test_the_same_name_twice_is_one_sender(api: Any) -> None:
    start(api, Opening(senders=["Shop", "Shop"], viber_senders=["Shop", "TurboSMS"]))
    shop, usual = sender(api, "Shop"), sender(api, "TurboSMS")
    assert shop is not None
    assert usual is not None
    assert (shop["channels"], usual["channels"]) == (["viber", "sms"], ["viber"])


def test_any_name(api: Any, ids: Any) -> None:
    start(api, Opening(any_sender=True))
    assert code(api.sms(sender="Whoever")) == 801
    assert code(api.viber(sender="Whoever")) == 801
    hybrid = api.hybrid("380501111111", viber={"sender": "One"}, sms={"sender": "Two"})
    assert code(hybrid) == 801
    names = [row["name"] for row in api.account()["senders"]]
    assert names == ["TurboSMS", "Viber TurboSMS", "Frozen", "Mobibon", "Whoever", "One", "Two"]
    numbers = [row["id"] for row in api.chat("senders")]
    assert len(numbers) == len(set(numbers))
    assert code(api.sms(sender="Frozen")) == 401
    assert code(api.sms(sender="x" * 20)) == 801
    assert code(api.sms(sender="x" * 21)) == 302
    assert code(api.sms(sender="")) == 200
    assert api.reply(sender="Whoever").chat_id


def test_a_name_that_sent_nothing_is_no_sender(api: Any) -> None:
    start(api, Opening(any_sender=True, balance=0))
    assert code(api.sms(sender="Poor")) == 203
    assert code(api.sms("wrong", sender="Wrong")) == 305
    assert [sender(api, name) for name in ("Poor", "Wrong")] == [None, None]


def test_any_name_by_the_account(api: Any) -> None:
    assert code(api.sms(sender="Whoever")) == 400
    assert api.account(any_sender=True)["any_sender"] is True
    assert code(api.sms(sender="Whoever")) == 801
    api.account(any_sender=False)
    assert code(api.sms(sender="Other")) == 400
    assert code(api.sms("380501111111", sender="Whoever")) == 801
    api.request("POST", "/sandbox/reset")
    assert api.account()["any_sender"] is False
    assert code(api.sms(sender="Whoever")) == 400


def test_a_name_for_which_there_is_no_room_is_unknown(api: Any) -> None:
    start(api, Opening(any_sender=True))
    present = len(api.account()["senders"])
    api.account(senders={f"Sender {number}": {} for number in range(998 - present)})
    several = {name: {"viber": {"sender": name}, "sms": {"sender": f"{name}'s"}} for name in "AB"}
    common = {"recipients": ["380678998668"], "text": "Hello"}
    answer = api.call("message/sendmulti", {name: common | several[name] for name in several})
    assert [code(answer["response_result"][name]) for name in several] == [801, 400]
    assert code(api.sms("380501111111", sender="A")) == 801
    assert code(api.sms("380501111111", sender="C")) == 400
    assert len(api.account()["senders"]) == 1_000


def test_own_token(api: Any) -> None:
    start(api, Opening(token="my-own-token"))
    assert api.code("user/ping") == 105
    for _ in range(2):
        answer = api.request("GET", "/user/ping?token=my-own-token", headers={})
        assert answer.json()["response_code"] == 1
        api.request("POST", "/sandbox/reset")
    assert "my-own-token" not in api.request("GET", "/sandbox/account").text


def test_a_token_is_kept_in_no_state_file(tmp_path: Any, api: Any) -> None:
    api.state_file = tmp_path / "own"
    start(api, Opening(token="my-own-token"))
    assert api.sms()["response_code"] == 105
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    assert b"my-own-token" not in kept


def test_a_state_that_goes_on_gets_what_it_lacks(tmp_path: Any, api: Any) -> None:
    api.state_file = tmp_path / "own"
    api.sms()
    api.options = {"opening": OWN}
    account = api.account()
    assert account["balance"] == 9999.66
    assert account["quirks"] == ["row_codes"]
    assert sender(api, "Shop UA") is not None
    size = len(api.shown())
    changes = api.app.state.service.state.changes
    for _ in range(3):
        api.restart()
    assert (len(api.shown()), api.app.state.service.state.changes) == (size, changes)
    api.options = {}
    assert sender(api, "Shop UA") is not None
    assert api.account()["quirks"] == ["row_codes"]
    api.request("POST", "/sandbox/reset")
    assert sender(api, "Shop UA") is None


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"senders": [""]}, "sender"),
        ({"viber_senders": ["x" * 21]}, "sender"),
        ({"balance": float("nan")}, "balance"),
        ({"balance": 1e13}, "balance"),
        ({"quirks": ["nonsense"]}, "quirks"),
        ({"token": ""}, "token"),
        ({"token": "two words"}, "token"),
        ({"token": "x" * 257}, "token"),
    ],
)
def test_what_there_can_not_be(wrong: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=f"^{what}: "):
        Opening(**wrong)
