"""How messages are sent and looked up, and how one knows what the service has done."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from tests.guarantees.ends import Ended, classify
from tests.guarantees.operation_call import OperationCall
from turbosms_client import SendReport, Sms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.guarantees.operation_call import World
    from tests.kit.control import Control

GOOD: Final = ("380501111111", "+38 (050) 222-22-22")
NUMBERS: Final = ("380501111111", "380502222222")
"""`GOOD` as the service writes them."""
RECIPIENTS: Final = (GOOD[0], "380000000404", GOOD[1], GOOD[0], "12")
"""Two who get it, one on the stop list, one twice, and what is no number."""


def messages_of(control: Control, text: str) -> list[tuple[str, str]]:
    """The recipients and ids of the messages that hold this text, newest first."""
    found = control.shown(q=text, limit=100_000)
    return [(message["recipient"], message["message_id"]) for message in found]


def one_message(control: Control) -> str:
    """The id of a message that exists."""
    body = {"recipients": ["380509999999"], "sms": {"sender": "TurboSMS", "text": uuid.uuid4().hex}}
    found: str = control.result("message/send", body)[0]["message_id"]
    return found


def _send(client: Any, world: World, **options: Any) -> Any:
    return client.message.send(
        list(RECIPIENTS), text=world.mark, sms=Sms(), sequence_id=world.mark, **options
    )


def _check_send(report: Any, world: World) -> None:
    assert report.sequence_id == world.mark
    check_report(report, world.mark, world.control)


def _send_multi(client: Any, world: World, **options: Any) -> Any:
    sends = {
        "sms": {"recipients": RECIPIENTS, "text": f"{world.mark} sms", "sms": Sms()},
        "both": {
            "recipients": RECIPIENTS,
            "text": f"{world.mark} both",
            "sequence_id": f"{world.mark[1:]}!",
        },
    }
    return client.message.send_multi(sends, sequence_id=world.mark, **options)


def _check_multi(result: Any, world: World) -> None:
    assert list(result) == ["sms", "both"]
    result.raise_for_failed()
    for key, report in result.items():
        check_report(report, f"{world.mark} {key}", world.control)


def _executed_multi(world: World) -> int:
    counts = {executed_sends(f"{world.mark} {key}", world.control) for key in ("sms", "both")}
    assert len(counts) == 1, counts
    return counts.pop()


def _each(ended: Ended) -> list[Ended]:
    return [classify(value) for value in ended.value.values()] if ended.how == "result" else [ended]


def check_report(report: SendReport, text: str, control: Control) -> None:
    """The report of a send to `RECIPIENTS` says what the sandbox holds, of each recipient."""
    held = dict(messages_of(control, text))
    assert len(report.sequence_id) <= 32
    assert {row.phone.lstrip("+"): row.message_id for row in report.accepted} == held
    assert [row.input for row in report.accepted] == list(GOOD)
    assert [(row.input, row.code) for row in report.rejected] == [
        ("380000000404", 404),
        ("12", 305),
    ]
    assert [(row.input, row.code) for row in report.duplicates] == [(GOOD[0], 407)]
    assert report.missing == []


def executed_sends(text: str, control: Control) -> int:
    """How often a send to `RECIPIENTS` was executed.

    AssertionError if that was not the same for all of them.
    """
    recipients = [recipient for recipient, _ in messages_of(control, text)]
    counts = {recipients.count(phone) for phone in NUMBERS}
    assert len(counts) == 1, recipients
    assert set(recipients) <= set(NUMBERS), recipients
    return counts.pop()


def _check_known(result: Any, world: World) -> None:
    assert list(result) == [world.known]
    assert result[world.known].code == 0


MESSAGE_CALLS: Final[Mapping[str, OperationCall]] = {
    "message/send": OperationCall(
        _send,
        _check_send,
        executed=lambda world: executed_sends(world.mark, world.control),
    ),
    "message/sendmulti": OperationCall(
        _send_multi, _check_multi, executed=_executed_multi, parts=_each
    ),
    "message/status": OperationCall(
        lambda client, world: client.message.status(world.known),
        _check_known,
        blank={},
        prepare=one_message,
    ),
    "message/details": OperationCall(
        lambda client, world: client.message.details([world.known]),
        _check_known,
        blank={},
        prepare=one_message,
    ),
}
