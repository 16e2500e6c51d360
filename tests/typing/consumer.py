"""What a type checker sees of the client: checked, never run."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, assert_type

from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    ChannelDetails,
    ChannelPreview,
    ChatMessage,
    ChatRecipient,
    ChatSender,
    ChatSendResult,
    ChatSession,
    FileDetails,
    InvalidParameterError,
    MessageDetails,
    MessageStatus,
    MultiReport,
    OutcomeUnknownError,
    Preview,
    ProtocolError,
    RecipientPreview,
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

    import httpx2


def blocking(stream: BinaryIO, path: Path) -> None:
    with TurboSMS(
        token=lambda: "t", base_url=None, sms_sender="A", retry=RetryPolicy(attempts=2)
    ) as client:
        assert_type(client, TurboSMS)
        report = client.message.send(
            ["380503288668"], text="x", sms=Sms(sender="A"), viber=Viber(ttl=60), deadline=5
        )
        assert_type(report, SendReport)
        assert_type(client.message.send(("a",), start_time=datetime.now()), SendReport)  # noqa: DTZ005
        prices: dict[str, Decimal | int | str] = {"sms": "0.34", "promotional": 1}
        preview = client.message.preview(["380503288668"], text="x", prices=prices)
        assert_type(client.message.preview(["a"], sms=Sms(sender="A"), ttl=60), Preview)
        assert_type(preview.cost, tuple[Decimal, Decimal] | None)
        assert_type(
            (preview.channels, preview.recipients),
            tuple[list[ChannelPreview], list[RecipientPreview]],
        )
        assert_type(
            client.message.send_multi({"a": {"recipients": ["380503288668"]}}, deadline=5),
            MultiReport,
        )
        assert_type(client.message.status(report), dict[str, MessageStatus])
        assert_type(client.message.details(["a"]), dict[str, MessageDetails])
        assert_type(client.message.wait("a", timeout=5, interval=1.5), dict[str, MessageStatus])
        assert_type(client.message.watch("a", timeout=5), Iterator[MessageStatus])
        assert_type(client.message.ping(), bool)
        assert_type(client.chat.ping(), bool)
        assert_type(client.chat.senders(), list[ChatSender])
        assert_type(
            client.chat.recipients(sender="A", new_only=True, rows=30), Iterator[ChatRecipient]
        )
        assert_type(client.chat.sessions(chat_id=1), Iterator[ChatSession])
        assert_type(client.chat.messages(1, last_message_id=2), Iterator[ChatMessage])
        assert_type(client.chat.send(1, text="x", sequence_id="a", deadline=5), ChatSendResult)
        assert_type(client.chat.send(1, file=path, name="x.pdf").message_id, int)
        assert_type(client.file.ping(), bool)
        assert_type(
            [client.file.add(file, name="x.pdf") for file in (path, "x", b"x", stream)],
            list[FileDetails],
        )
        assert_type(client.file.add(url="https://x/a.pdf"), FileDetails)
        assert_type(client.file.details(1), FileDetails)
        assert_type(client.user.ping(), bool)
        assert_type(client.user.balance(), Decimal)
        for message in client.chat.messages():
            assert_type(message, ChatMessage)
    assert_type(client.interrupted, deque[OutcomeUnknownError])
    client.close()


async def awaiting(stream: BinaryIO, path: Path) -> None:
    async with AsyncTurboSMS("t") as client:
        assert_type(client, AsyncTurboSMS)
        coroutine: Coroutine[Any, Any, SendReport] = client.message.send(["380503288668"], text="x")
        assert_type(await coroutine, SendReport)
        assert_type(
            await client.message.send(["380503288668"], text="x", viber=Viber(), deadline=0.5),
            SendReport,
        )
        assert_type(client.message.preview(["380503288668"], text="x"), Preview)
        assert_type(
            await client.message.send_multi({"a": {"recipients": ["a"]}}, sequence_id="b"),
            MultiReport,
        )
        assert_type(await client.message.status("a"), dict[str, MessageStatus])
        assert_type(await client.message.details("a"), dict[str, MessageDetails])
        assert_type(await client.message.wait("a"), dict[str, MessageStatus])
        assert_type(client.message.watch("a"), AsyncIterator[MessageStatus])
        assert_type(await client.message.ping(), bool)
        assert_type(await client.chat.ping(), bool)
        assert_type(await client.chat.senders(), list[ChatSender])
        assert_type(client.chat.recipients(sender_id=1), AsyncIterator[ChatRecipient])
        assert_type(client.chat.sessions(session_id=1), AsyncIterator[ChatSession])
        assert_type(client.chat.messages(new_only=True), AsyncIterator[ChatMessage])
        assert_type(await client.chat.send(1, text="x"), ChatSendResult)
        assert_type(await client.file.ping(), bool)
        assert_type(
            [await client.file.add(file, name="x.pdf") for file in (path, b"x", stream)],
            list[FileDetails],
        )
        assert_type(await client.file.details(1), FileDetails)
        assert_type(await client.user.ping(), bool)
        assert_type(await client.user.balance(), Decimal)
        async for message in client.chat.messages():
            assert_type(message, ChatMessage)
        assert_type(await anext(client.chat.sessions(chat_id=1)), ChatSession)
    assert_type(client.interrupted, deque[OutcomeUnknownError])
    await client.aclose()


def own_http_clients(http: httpx2.Client, other: httpx2.AsyncClient) -> None:
    assert_type(TurboSMS("t", http_client=http), TurboSMS)
    assert_type(AsyncTurboSMS("t", http_client=other), AsyncTurboSMS)


def reports(report: SendReport, many: MultiReport) -> None:
    assert_type(report.code, ResultCode | int)
    assert_type(report.sequence_id, str)
    assert_type((report.hybrid, report.replayed), tuple[bool, bool])
    assert_type((report.accepted, report.rejected), tuple[list[ReportRow], list[ReportRow]])
    assert_type((report.duplicates, report.retryable), tuple[list[ReportRow], list[ReportRow]])
    assert_type((report.recipients, report.missing), tuple[list[str], list[str]])
    assert_type(report.message_ids, list[str])
    assert_type(report.raise_for_rejected(), SendReport)
    assert_type(report.to_dict(), dict[str, Any])
    row = report.rejected[0]
    assert_type(row.code, ResultCode | int)
    assert_type(row.message_id, str | None)
    assert_type((row.input, row.phone, row.name), tuple[str, str, str])
    assert_type(row.to_dict(), dict[str, Any])
    assert_type(many["a"], SendReport | APIError | OutcomeUnknownError)
    assert_type(many.raise_for_failed(), MultiReport)
    for outcome in many.values():
        if isinstance(outcome, OutcomeUnknownError):
            assert_type(outcome.sequence_id, str)
        elif isinstance(outcome, APIError):
            assert_type(outcome.code, ResultCode | int)
        else:
            assert_type(outcome, SendReport)


def results(status: MessageStatus, details: MessageDetails) -> None:
    assert_type(status.sent, datetime | None)
    assert_type(status.final, bool)
    assert_type(details.viber, ChannelDetails | None)
    assert_type(details.price, Decimal | None)
    assert_type(measure_sms("x"), SmsSize)
    assert_type(measure_sms("x").segments, int)
    assert_type(normalize_phone("x"), str | None)


def rows(
    sender: ChatSender, recipient: ChatRecipient, session: ChatSession, message: ChatMessage
) -> None:
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
    one: SendParameters = {
        "recipients": ["380503288668"],
        "text": "x",
        "sms": Sms(sender="A"),
        "ttl": None,
    }
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
        assert_type(error.operation, str)
        assert_type(error.report, SendReport | None)
        assert_type(error.resume(), Any)
    except WaitTimeoutError as error:
        assert_type(error.statuses, dict[str, MessageStatus])
    except ProtocolError as error:
        assert_type(error.http_status, int)
