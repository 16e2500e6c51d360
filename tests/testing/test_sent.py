"""What tests can ask about messages that were sent, and what they are told if it is otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_client import Sms, Viber

if TYPE_CHECKING:
    from turbosms_client import TurboSMS
    from turbosms_testing import Sandbox

PHONE = "380678998668"
OTHER = "380503288668"
WITHOUT_VIBER = "380001000001"


def test_a_message_and_its_channels(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    report = turbosms.message.send(
        [PHONE], text="Hello", viber=Viber(caption="Go", action="https://example.com/")
    )
    message = turbosms_sandbox.last()
    assert message.message_id == report.message_ids[0]
    assert (message.recipient, message.type, message.text, message.sender) == (
        PHONE,
        "viber",
        "Hello",
        "TurboSMS",
    )
    assert message.status == "Sent"
    assert message.viber is message.channel
    assert message.sms is None
    assert str(message.channel.price) == "0.50"
    assert message.channel.fields["caption"] == "Go"


def test_a_hybrid_has_its_sms_once_that_took_over(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox
) -> None:
    turbosms.message.send([WITHOUT_VIBER], viber=Viber(text="by Viber"), sms=Sms(text="by SMS"))
    turbosms_sandbox.assert_sent(WITHOUT_VIBER, text="by Viber", channel="viber")
    turbosms_sandbox.assert_not_sent(WITHOUT_VIBER, channel="sms")
    turbosms_sandbox.advance(60)
    message = turbosms_sandbox.assert_sent(
        WITHOUT_VIBER, text="by SMS", channel="sms", status="Delivered"
    )
    assert message.text == "by SMS"
    assert message.viber is not None
    assert message.viber.status == "Rejected"
    assert message.fields["fallback"]["reason"] == "SRVC_NOT_VIBER_USER"


def test_messages_newest_first_and_by_recipient_however_it_is_written(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox
) -> None:
    for recipient, text in ((PHONE, "one"), (OTHER, "two"), (PHONE, "three")):
        turbosms.message.send([recipient], text=text, sms=Sms())
    assert [message.text for message in turbosms_sandbox.messages()] == ["three", "two", "one"]
    assert [message.text for message in turbosms_sandbox.messages("+38 (067) 899-86-68")] == [
        "three",
        "one",
    ]
    assert turbosms_sandbox.last("050 328 86 68").text == "two"
    assert turbosms_sandbox.assert_sent("067 899 86 68").text == "three"
    assert len(turbosms_sandbox.messages(limit=2)) == 2


def test_count(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    for number in (1, 2, 3):
        turbosms.message.send([PHONE], text=f"Number {number}", sms=Sms())
    turbosms_sandbox.assert_sent(PHONE, text=re.compile("^Number"), count=3)
    with pytest.raises(
        AssertionError,
        match=r"(?s)3 messages with the text matching '\^Number' were sent to .* not 1:",
    ):
        turbosms_sandbox.assert_sent(PHONE, text=re.compile("^Number"), count=1)


@pytest.mark.parametrize(
    ("wanted", "remark"),
    [
        ({"text": "Good day"}, "different text"),
        ({"text": re.compile("^day")}, "different text"),
        ({"channel": "sms"}, "different channel"),
        ({"sender": "Shop"}, "different sender"),
        ({"status": "Read", "text": "x"}, "different status, text"),
    ],
)
def test_what_is_otherwise_is_told(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox, wanted: dict[str, Any], remark: str
) -> None:
    turbosms.message.send([PHONE], text="Hello", viber=Viber())
    with pytest.raises(AssertionError) as caught:
        turbosms_sandbox.assert_sent(PHONE, **wanted)
    first, *lines = str(caught.value).splitlines()
    assert first.startswith(f"No message was sent to {PHONE} ")
    assert first.endswith("That number got:")
    assert lines == [f"  {PHONE} via viber from 'TurboSMS', Sent: 'Hello'   <- {remark}"]


def test_nothing_and_others_are_told(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    with pytest.raises(
        AssertionError, match=r"^No message was sent to anyone\. Nothing was sent at all\.$"
    ):
        turbosms_sandbox.last()
    turbosms.message.send([OTHER], text="Hello", sms=Sms())
    with pytest.raises(
        AssertionError,
        match=rf"(?s)^No message was sent to {PHONE} via sms\. Others got:.*Hello",
    ):
        turbosms_sandbox.assert_sent(PHONE, channel="sms")


def test_what_was_not_to_be_sent_is_shown(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    turbosms_sandbox.assert_not_sent()
    turbosms.message.send([PHONE], text="Hello", sms=Sms())
    turbosms_sandbox.assert_not_sent(OTHER)
    turbosms_sandbox.assert_not_sent(PHONE, text="Good day")
    with pytest.raises(
        AssertionError, match=r"(?s)should have been sent to anyone, but there are:\n.*'Hello'"
    ):
        turbosms_sandbox.assert_not_sent()


def test_long_lists_are_cut(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    turbosms.message.send([f"38067000{i:04}" for i in range(25)], text="Hello", sms=Sms())
    with pytest.raises(AssertionError, match="and 15 more"):
        turbosms_sandbox.assert_not_sent()


def test_a_mistake_in_a_test_is_no_failed_assertion(turbosms_sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r"PATCH /sandbox/account: .*colour"):
        turbosms_sandbox.account(colour="red")
    with pytest.raises(ValueError, match="nobody"):
        turbosms_sandbox.assert_sent("nobody")
