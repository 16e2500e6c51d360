"""What a type checker sees of the client: checked, never run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from typing_extensions import assert_type

from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    ChannelDetails,
    ChatMessage,
    ChatRecipient,
    ChatSender,
    ChatSendResult,
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
    from pathlib import Path


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


def chats_and_files(client: TurboSMS, path: Path, stream: BinaryIO) -> None:
    assert_type(client.chat.senders(), list[ChatSender])
    assert_type(client.chat.recipients(sender="A", new_only=True, rows=30), Iterator[ChatRecipient])
    assert_type(client.chat.sessions(chat_id=1), Iterator[ChatSession])
    assert_type(client.chat.messages(1, last_message_id=2), Iterator[ChatMessage])
    assert_type(client.chat.send(1, text="x", sequence_id="a", deadline=5), ChatSendResult)
    assert_type(client.chat.send(1, file=path, name="x.pdf").message_id, int)
    assert_type([client.file.add(file, name="x.pdf") for file in (path, "x", b"x", stream)], list[FileDetails])
    assert_type(client.file.add(url="https://x/a.pdf"), FileDetails)
    assert_type(client.file.details(1), FileDetails)
    for message in client.chat.messages():
        assert_type(message, ChatMessage)


async def awaited_chats_and_files(client: AsyncTurboSMS, path: Path) -> None:
    assert_type(await client.chat.senders(), list[ChatSender])
    assert_type(client.chat.recipients(sender_id=1), AsyncIterator[ChatRecipient])
    assert_type(client.chat.sessions(session_id=1), AsyncIterator[ChatSession])
    assert_type(client.chat.messages(new_only=True), AsyncIterator[ChatMessage])
    assert_type(await client.chat.send(1, text="x"), ChatSendResult)
    assert_type(await client.file.add(path), FileDetails)
    assert_type(await client.file.details(1), FileDetails)
    async for message in client.chat.messages():
        assert_type(message, ChatMessage)


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
