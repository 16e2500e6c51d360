import json
import os
import time

from turbo_sms_http_api_client import AuthenticatedClient
from turbo_sms_http_api_client.api.message import message_send, message_status
from turbo_sms_http_api_client.models import (
    MessageIdsRequest,
    SendRequest,
    SmsParameters,
    ViberParameters,
)

client = AuthenticatedClient(os.environ["TURBOSMS_BASE_URL"], os.environ["TURBOSMS_TOKEN"])

request = SendRequest(
    recipients=["380678998668", "380001000001"],
    text="Your order has been shipped.",
    viber=ViberParameters(
        sender="TurboSMS", caption="Track", action="https://example.com/orders/12345"
    ),
    sms=SmsParameters(sender="TurboSMS"),
)
sent = message_send.sync(client=client, body=request)
if sent is None or not sent.response_result:
    raise SystemExit(f"nothing was sent: {sent}")
messages = MessageIdsRequest(
    messages=[row.message_id for row in sent.response_result if row.message_id]
)

statuses: dict[str, str] = {}
while any(statuses.get(message) != "Delivered" for message in messages.messages):
    time.sleep(0.5)
    answer = message_status.sync(client=client, body=messages)
    statuses = {
        row.message_id: str(row.status) for row in (answer and answer.response_result) or []
    }
print(json.dumps(statuses))
