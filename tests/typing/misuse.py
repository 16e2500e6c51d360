"""What type checkers have to refuse, mypy and pyright both: the marked lines and no others."""

from __future__ import annotations

import httpx2

import turbosms_api
import turbosms_client
from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_client import AsyncTurboSMS, RetryPolicy, SendParameters, Sms, TurboSMS


def misuse(client: TurboSMS, awaiting: AsyncTurboSMS) -> None:
    client.message.send(["380503288668"], txt="x")  # type: ignore[call-arg]
    client.message.send(380503288668, text="x")  # type: ignore[arg-type]
    client.message.send(["380503288668"], "x")  # type: ignore[arg-type, call-arg]
    client.message.send(["380503288668"], ttl="60")  # type: ignore[arg-type]
    client.message.send()  # type: ignore[call-arg]
    client.message.wait("a", 5)  # type: ignore[call-arg]
    client.user.balance().lower()  # type: ignore[attr-defined]
    client.message.sent()  # type: ignore[attr-defined]
    Sms("A")  # type: ignore[call-arg]
    Sms(caption="x")  # type: ignore[call-arg]
    one: SendParameters = {"text": "x"}  # type: ignore[typeddict-item]
    one["txt"] = "x"  # type: ignore[typeddict-unknown-key]
    Sms().sender = "x"  # type: ignore[misc]
    _ = turbosms_client.ChatSendr  # type: ignore[attr-defined]
    TurboSMS(http_client=httpx2.AsyncClient())  # type: ignore[arg-type]
    AsyncTurboSMS(http_client=httpx2.Client())  # type: ignore[arg-type]
    client.chat.recipients("A")  # type: ignore[call-arg]
    client.chat.messages(new=True)  # type: ignore[call-arg]
    client.chat.send(1, "x")  # type: ignore[call-arg]
    client.file.add(5)  # type: ignore[arg-type]
    for _ in awaiting.chat.messages():  # type: ignore[attr-defined]
        pass
    client.message.send_multi([])  # type: ignore[arg-type]
    client.message.send_multi({"a": {"recipients": ["b"], "ttl": "60"}})  # type: ignore[typeddict-item]
    _ = client.message.send_multi({}).raise_for_failed()["a"].accepted  # type: ignore[union-attr]
    client.message.preview(["a"], txt="x")  # type: ignore[call-arg]
    client.message.preview(["a"], prices={"sms": []})  # type: ignore[dict-item]
    client.message.status(1)  # type: ignore[arg-type]
    client.chat.messages().aclose()  # type: ignore[attr-defined]
    client.chat.sessions()[0]  # type: ignore[index]
    client.aclose()  # type: ignore[attr-defined]
    TurboSMS(5)  # type: ignore[arg-type]
    TurboSMS("t", "https://x", "Shop")  # type: ignore[call-arg]
    RetryPolicy(attempts="4")  # type: ignore[arg-type]


async def misuse_of_the_other(client: AsyncTurboSMS) -> None:
    _ = client.message.send(["a"]).message_ids  # type: ignore[attr-defined]
    await client.message.send(["a"], txt="x")  # type: ignore[call-arg]
    await client.chat.messages()  # type: ignore[misc]
    async for _ in client.chat.senders():  # type: ignore[attr-defined]
        pass
    with client:  # type: ignore[attr-defined]
        pass
    client.close()  # type: ignore[attr-defined]


def misuse_of_the_tables() -> None:
    _ = ResultCode.NOTHING  # type: ignore[attr-defined]
    _ = turbosms_api.Clint  # type: ignore[attr-defined]
    OPERATIONS["message/send"] = None  # type: ignore[index]
