"""What a type checker has to refuse: each `type: ignore` is needed, or mypy's `warn_unused_ignores` fails."""

from __future__ import annotations

import httpx

import turbosms_client
from turbosms_client import AsyncTurboSMS, SendParameters, Sms, TurboSMS


def misuse(client: TurboSMS, awaiting: AsyncTurboSMS) -> None:
    client.message.send(["380503288668"], txt="x")  # type: ignore[call-arg]
    client.message.send(380503288668, text="x")  # type: ignore[arg-type]
    client.message.send(["380503288668"], "x")  # type: ignore[call-arg]
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
    TurboSMS(http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    AsyncTurboSMS(http_client=httpx.Client())  # type: ignore[arg-type]
    client.chat.recipients("A")  # type: ignore[call-arg]
    client.chat.messages(new=True)  # type: ignore[call-arg]
    client.chat.send(1, "x")  # type: ignore[call-arg]
    client.file.add(5)  # type: ignore[arg-type]
    for _ in awaiting.chat.messages():  # type: ignore[attr-defined]
        pass
