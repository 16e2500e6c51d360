"""One send of our client, recorded.

Its body and its answer, which the other side of a comparison gets too.
"""

from __future__ import annotations

import httpx2

from turbosms_client import TurboSMS

SENDER = "TurboSMS"
TEXT = "Your parcel has arrived: 204500123456, shop 12."


class Recorder(httpx2.BaseTransport):
    """Lets the first request through, and answers every later one with the same bytes."""

    def __init__(self) -> None:
        self.body = b""
        self.answer = b""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if not self.answer:
            with httpx2.HTTPTransport() as transport:
                response = transport.handle_request(request)
                self.body, self.answer = request.read(), response.read()
        return httpx2.Response(
            200, headers={"content-type": "application/json"}, content=self.answer
        )


def in_memory(address: str, recipients: list[str]) -> tuple[TurboSMS, Recorder]:
    """A client whose server is a recording.

    What is left is our code and what `httpx2` does without a network.
    """
    recorder = Recorder()
    client = TurboSMS(
        "sandbox", address, sms_sender=SENDER, http_client=httpx2.Client(transport=recorder)
    )
    client.message.send(recipients, text=TEXT)
    return client, recorder
