"""The fixtures: a test's own sandbox without a socket, one behind a socket, clients of either."""

from __future__ import annotations

import socket
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest

import turbosms_testing
from turbosms_client import (
    InsufficientBalanceError,
    OutcomeUnknownError,
    RequestNotSentError,
    Sms,
    TurboSMS,
    Viber,
)
from turbosms_testing import plugin

if TYPE_CHECKING:
    from turbosms_client import AsyncTurboSMS
    from turbosms_testing import Sandbox

PHONE = "380678998668"
HTTP = {"Authorization": "Bearer sandbox"}


@pytest.mark.parametrize("time", [1, 2])
def test_every_test_has_a_sandbox_of_its_own(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox, time: int
) -> None:
    assert turbosms_sandbox.messages() == []
    turbosms.message.send([PHONE], text=f"Hello {time}")
    assert len(turbosms_sandbox.messages()) == 1


@pytest.mark.parametrize("time", [1, 2])
def test_every_test_finds_the_server_in_its_opening_state(
    turbosms_server: Sandbox, time: int
) -> None:
    assert turbosms_server.messages() == []
    with turbosms_server.client() as client:
        client.message.send([PHONE], text=f"Hello {time}")
    assert len(turbosms_server.messages()) == 1


def test_no_socket_is_opened(turbosms_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "bind", refuse)
    with turbosms_sandbox.client() as client:
        assert client.message.send([PHONE], text="Hello").accepted
    turbosms_sandbox.assert_sent(PHONE)


@pytest.mark.anyio
async def test_the_asynchronous_client_on_any_loop(
    async_turbosms: AsyncTurboSMS, turbosms_sandbox: Sandbox
) -> None:
    report = await async_turbosms.message.send([PHONE], text="Hello")
    turbosms_sandbox.advance(60)
    statuses = await async_turbosms.message.wait(report, timeout=5)
    assert [status.status for status in statuses.values()] == ["Delivered"]


@pytest.mark.anyio
async def test_both_clients_share_one_sandbox(
    turbosms: TurboSMS, async_turbosms: AsyncTurboSMS, turbosms_sandbox: Sandbox
) -> None:
    first = turbosms.message.send([PHONE], text="Hello", sequence_id="one")
    second = await async_turbosms.message.send([PHONE], text="Hello", sequence_id="one")
    assert (first.replayed, second.replayed) == (False, True)
    turbosms_sandbox.assert_sent(PHONE, count=1)


def test_threads_may_share_the_client(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    def send(number: int) -> None:
        turbosms.message.send([PHONE], text=f"Hello {number}", sms=Sms())

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turbosms_sandbox.assert_sent(PHONE, count=8)
    assert turbosms_sandbox.balance == Decimal(10_000) - 8 * Decimal("0.34")


@pytest.mark.anyio
async def test_many_requests_at_once(
    async_turbosms: AsyncTurboSMS, turbosms_sandbox: Sandbox
) -> None:
    async def send(number: int) -> None:
        await async_turbosms.message.send([PHONE], text=f"Hello {number}", sms=Sms())

    async with anyio.create_task_group() as group:
        for number in range(60):
            group.start_soon(send, number)
    turbosms_sandbox.assert_sent(PHONE, count=60)


@pytest.mark.parametrize("fixture", ["turbosms_sandbox", "turbosms_server"])
class TestEither:
    @pytest.fixture
    def sandbox(self, fixture: str, request: pytest.FixtureRequest) -> Sandbox:
        sandbox: Sandbox = request.getfixturevalue(fixture)
        return sandbox

    def test_account_and_balance(self, sandbox: Sandbox) -> None:
        assert sandbox.balance == Decimal(10_000)
        assert sandbox.account(balance=sandbox.balance - Decimal("9999.9"))["balance"] == 0.1
        with sandbox.client() as client, pytest.raises(InsufficientBalanceError):
            client.message.send([PHONE], text="Hello")
        sandbox.reset()
        assert sandbox.balance == Decimal(10_000)

    def test_a_lost_answer_is_asked_for_again(self, sandbox: Sandbox) -> None:
        sandbox.fault("message/send", "drop_after")
        with sandbox.client() as client:
            report = client.message.send([PHONE], text="Hello")
        assert report.replayed
        sandbox.assert_sent(PHONE, count=1)

    def test_a_request_that_does_not_arrive_is_repeated(self, sandbox: Sandbox) -> None:
        sandbox.fault("message/send", "drop_before", times=2)
        with sandbox.client() as client:
            assert client.message.send([PHONE], text="Hello").accepted
        sandbox.assert_sent(PHONE, count=1)

    def test_half_an_answer_is_none(self, sandbox: Sandbox) -> None:
        sandbox.fault("message/send", "truncate")
        with sandbox.client() as client:
            assert client.message.send([PHONE], text="Hello").replayed
        sandbox.assert_sent(PHONE, count=1)

    def test_a_deadline_ends_the_wait_and_not_the_request(self, sandbox: Sandbox) -> None:
        sandbox.fault("message/send", "delay", seconds=3.0)
        with sandbox.client() as client:
            with pytest.raises(OutcomeUnknownError) as caught:
                client.message.send([PHONE], text="Hello", deadline=1)
            assert caught.value.resume().accepted
        sandbox.assert_sent(PHONE, count=1)

    def test_faults_can_be_taken_back(self, sandbox: Sandbox) -> None:
        sandbox.fault("*", "http", status=503, times=100)
        sandbox.clear_faults()
        with sandbox.client() as client:
            assert client.message.ping()

    def test_reply(self, sandbox: Sandbox) -> None:
        with sandbox.client() as client:
            client.message.send([PHONE], text="Hello")
        sandbox.advance(60)
        first, second = sandbox.reply("067 899 86 68", "Hi"), sandbox.reply(PHONE, "Are you there?")
        assert (first.chat_id, first.session_id) == (second.chat_id, second.session_id)
        assert first.message_id != second.message_id

    def test_reading_clicking_and_fates(self, sandbox: Sandbox) -> None:
        with sandbox.client() as client:
            viber = Viber(
                sender="TurboSMS", caption="Go", action="https://example.com/", count_clicks=True
            )
            for text in ("read", "clicked"):
                client.message.send([PHONE], text=text, viber=viber)
            sandbox.decide("067 899 86 68", viber="SRVC_USER_BLOCKED")
            client.message.send([PHONE], text="blocked", viber=viber)
        sandbox.advance(60)
        blocked, clicked, read = sandbox.messages(PHONE)
        sandbox.read(read)
        sandbox.click(clicked.message_id)
        assert [message.status for message in sandbox.messages()] == ["Rejected", "Read", "Read"]
        assert [
            message.viber.fields["click_time"] is None
            for message in sandbox.messages()
            if message.viber
        ] == [*(True, False, True)]
        with pytest.raises(ValueError, match="no Viber message was delivered"):
            sandbox.click(blocked)
        sandbox.decide(PHONE, viber=None)
        with sandbox.client() as client:
            client.message.send([PHONE], text="again", viber=viber)
        sandbox.advance(60)
        sandbox.assert_sent(PHONE, text="again", status="Delivered")

    def test_waiting_for_what_another_thread_sends(self, sandbox: Sandbox) -> None:
        def send() -> None:
            with sandbox.client() as client:
                for text in ("one", "two"):
                    client.message.send([PHONE], text=text)

        sandbox.fault("message/send", "delay", seconds=0.2)
        thread = threading.Thread(target=send)
        thread.start()
        assert sandbox.wait_for("067 899 86 68", text="two").recipient == PHONE
        thread.join()
        with pytest.raises(
            AssertionError, match="No message was sent to 380678998668 with the text 'three'"
        ):
            sandbox.wait_for(PHONE, text="three", timeout=0.05)

    def test_a_client_with_options(self, sandbox: Sandbox) -> None:
        with sandbox.client(sms_sender="Mobibon", viber_sender=None) as client:
            client.message.send([PHONE], text="Hello")
        sandbox.assert_sent(PHONE, sender="Mobibon", channel="sms")


def test_the_server_has_a_socket(turbosms_server: Sandbox) -> None:
    assert (
        httpx2.get(f"{turbosms_server.url}/user/balance.json", headers=HTTP).json()["response_code"]
        == 0
    )


def test_nothing_listens_for_the_one_without_a_socket(turbosms_sandbox: Sandbox) -> None:
    with (
        TurboSMS(token="x", base_url="http://127.0.0.1:1") as client,
        pytest.raises(RequestNotSentError),
    ):
        client.message.send([PHONE], text="Hello", sms=Sms(sender="A"))
    assert turbosms_sandbox.messages() == []


def test_the_environment_leads_to_the_server(turbosms_environment: Sandbox) -> None:
    with TurboSMS(sms_sender="TurboSMS") as client:
        client.message.send([PHONE], text="Hello")
    turbosms_environment.assert_sent(PHONE, text="Hello", channel="sms")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "find_spec", lambda _: None)
    with pytest.raises(pytest.fail.Exception, match=r"pip install 'turbosms-client\[testing\]'"):
        plugin._load("sandbox")


def test_the_package_names_what_it_has() -> None:
    assert all(
        getattr(turbosms_testing, name).__name__ == name for name in turbosms_testing.__all__
    )
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = turbosms_testing.nothing_like_it
