"""The first send of a process.

`python -m benchmarks.first_send ADDRESS client|bare|generated` prints its seconds.

From the first import to the result, in seconds of processor time; the start of the interpreter,
alike for both, is left out. Nothing but `sys` and `time` is imported before the clock starts, and
what the interpreter itself has loaded.
"""

import sys
import time

ADDRESS, WAY = sys.argv[1:]
RECIPIENTS = ["380500000000"]


def client() -> object:
    from turbosms_client import TurboSMS  # noqa: PLC0415 - what is measured

    return (
        TurboSMS("sandbox", ADDRESS, sms_sender="TurboSMS")
        .message.send(RECIPIENTS, text="Shipped")
        .accepted
    )


def bare() -> object:
    import httpx2  # noqa: PLC0415 - what is measured

    body = {
        "recipients": RECIPIENTS,
        "sequence_id": "d41d8cd98f00b204e9800998ecf8427e",
        "sms": {"sender": "TurboSMS", "text": "Shipped"},
    }
    headers = {"Authorization": "Bearer sandbox"}
    answer = httpx2.Client().post(f"{ADDRESS}/message/send.json", json=body, headers=headers)
    return answer.json()["response_result"]


def generated() -> object:
    import peer  # type: ignore[import-not-found]  # noqa: PLC0415 - what is measured

    api = peer.MessageApi(peer.ApiClient(peer.Configuration(host=ADDRESS, access_token="sandbox")))
    sms = peer.SmsParameters(sender="TurboSMS", text="Shipped")
    number = "d41d8cd98f00b204e9800998ecf8427e"
    return api.message_send(
        peer.SendRequest(recipients=RECIPIENTS, sequence_id=number, sms=sms)
    ).response_result


began = time.process_time()
result = {"client": client, "bare": bare, "generated": generated}[WAY]()
print(time.process_time() - began)
assert result
