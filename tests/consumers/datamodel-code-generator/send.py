import json
import os
import time
from typing import TypeVar

import httpx
from pydantic import BaseModel
from turbosms import (
    MessageId,
    MessageIdsRequest,
    Phone,
    SendRequest,
    SendResponse,
    SmsParameters,
    StatusResponse,
    ViberParameters,
)

Answer = TypeVar("Answer", bound=BaseModel)
headers = {
    "Authorization": f"Bearer {os.environ['TURBOSMS_TOKEN']}",
    "Content-Type": "application/json",
}
http = httpx.Client(base_url=os.environ["TURBOSMS_BASE_URL"], headers=headers, timeout=None)


def call(method: str, request: BaseModel, answer: type[Answer]) -> Answer:
    response = http.post(f"/{method}.json", content=request.model_dump_json(exclude_none=True))
    return answer.model_validate_json(response.raise_for_status().content)


request = SendRequest(
    recipients=[Phone("380678998668"), Phone("380001000001")],
    text="Your order has been shipped.",
    viber=ViberParameters(
        sender="TurboSMS", caption="Track", action="https://example.com/orders/12345"
    ),
    sms=SmsParameters(sender="TurboSMS"),
)
sent = call("message/send", request, SendResponse)
if not sent.response_result:
    raise SystemExit(f"nothing was sent: {sent}")
ids = [row.message_id for row in sent.response_result if row.message_id]

statuses: dict[str, str | None] = {}
while any(statuses.get(message) != "Delivered" for message in ids):
    time.sleep(0.5)
    messages = MessageIdsRequest(messages=[MessageId(message) for message in ids])
    answer = call("message/status", messages, StatusResponse)
    statuses = {row.message_id: row.status for row in answer.response_result or []}
print(json.dumps(statuses))
