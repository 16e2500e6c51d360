"""What a type checker sees of the client: checked, never run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from typing_extensions import assert_type

from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    ChannelDetails,
    ChatMessage,
    ChatRecipient,
    ChatSender,
    ChatSession,
    FileDetails,
    InvalidParameterError,
    MessageDetails,
    MessageStatus,
    OutcomeUnknownError,
    ReportRow,
    ResultCode,
    RetryPolicy,
    SendParameters,
    SendReport,
    Sms,
    SmsSize,
    TurboSMS,
    Viber,
    WaitTimeoutError,
    measure_sms,
    normalize_phone,
)

if TYPE_CHECKING:
    from collections.abc import Coroutine


def blocking() -> None:
    with TurboSMS(token=lambda: "t", base_url=None, sms_sender="A", retry=RetryPolicy(attempts=2)) as client:
        assert_type(client, TurboSMS)
        report = client.message.send(["380503288668"], text="x", sms=Sms(sender="A"), viber=Viber(ttl=60), deadline=5)
        assert_type(report, SendReport)
        assert_type(client.message.status(report), dict[str, MessageStatus])
        assert_type(client.message.details(["a"]), dict[str, MessageDetails])
        assert_type(client.message.wait("a", timeout=5, interval=1.5), dict[str, MessageStatus])
        assert_type(client.message.ping(), bool)
        assert_type(client.chat.ping(), bool)
        assert_type(client.file.ping(), bool)
        assert_type(client.user.balance(), Decimal)
    assert_type(report.code, ResultCode | int)
    assert_type(report.accepted, list[ReportRow])
    assert_type(report.missing, list[str])
    assert_type(report.message_ids, list[str])
    assert_type(report.raise_for_rejected(), SendReport)
    assert_type(report.to_dict(), dict[str, Any])
    assert_type(report.rejected[0].code, ResultCode | int)
    assert_type(report.rejected[0].message_id, str | None)


async def awaiting(client: AsyncTurboSMS) -> None:
    async with AsyncTurboSMS("t") as other:
        assert_type(other, AsyncTurboSMS)
    coroutine: Coroutine[Any, Any, SendReport] = client.message.send(["380503288668"], text="x")
    assert_type(await coroutine, SendReport)
    assert_type(await client.message.status("a"), dict[str, MessageStatus])
    assert_type(await client.message.details("a"), dict[str, MessageDetails])
    assert_type(await client.message.wait("a"), dict[str, MessageStatus])
    assert_type(await client.user.balance(), Decimal)
    assert_type(await client.chat.ping(), bool)


def results(status: MessageStatus, details: MessageDetails) -> None:
    assert_type(status.sent, datetime | None)
    assert_type(status.final, bool)
    assert_type(details.viber, ChannelDetails | None)
    assert_type(details.price, Decimal | None)
    assert_type(measure_sms("x"), SmsSize)
    assert_type(measure_sms("x").segments, int)
    assert_type(normalize_phone("x"), str | None)


def rows(sender: ChatSender, recipient: ChatRecipient, session: ChatSession, message: ChatMessage) -> None:
    assert_type(sender.id, int)
    assert_type(sender.paid_date, date | None)
    assert_type(sender.is_2way, bool | None)
    assert_type(recipient.contact_id, int | None)
    assert_type(session.ended, datetime | None)
    assert_type(session.price, Decimal | None)
    assert_type(message.message, str | None)
    assert_type(message.delivered, bool)
    assert_type(FileDetails.from_row({"id": 1}), FileDetails | None)
    assert_type(MessageDetails.from_row(None), MessageDetails | None)


def parameters(client: TurboSMS) -> None:
    one: SendParameters = {"recipients": ["380503288668"], "text": "x", "sms": Sms(sender="A"), "ttl": None}
    assert_type(one["recipients"], Iterable[str])
    assert_type(client.message.send(**one), SendReport)


def errors(client: TurboSMS) -> None:
    try:
        client.message.send(["380503288668"], text="x")
    except InvalidParameterError as error:
        assert_type(error.parameter, str)
        assert_type(error.code, ResultCode | None)
        assert_type(error.limit, int | None)
    except APIError as error:
        assert_type(error.code, ResultCode | int)
        assert_type(error.report, SendReport | None)
    except OutcomeUnknownError as error:
        assert_type(error.sequence_id, str)
        assert_type(error.started, datetime)
        error.resume()
    except WaitTimeoutError as error:
        assert_type(error.statuses, dict[str, MessageStatus])
