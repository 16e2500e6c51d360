import json
import os
import time

from turbosms import (
    ApiClient,
    Configuration,
    MessageApi,
    MessageIdsRequest,
    SendRequest,
    SmsParameters,
    ViberParameters,
)

settings = Configuration(
    host=os.environ["TURBOSMS_BASE_URL"], access_token=os.environ["TURBOSMS_TOKEN"]
)
api = MessageApi(ApiClient(settings))

request = SendRequest(
    recipients=["380678998668", "380001000001"],
    text="Your order has been shipped.",
    viber=ViberParameters(
        sender="TurboSMS", caption="Track", action="https://example.com/orders/12345"
    ),
    sms=SmsParameters(sender="TurboSMS"),
)
sent = api.message_send(request)
if not sent.response_result:
    raise SystemExit(f"nothing was sent: {sent}")
messages = MessageIdsRequest(
    messages=[row.message_id for row in sent.response_result if row.message_id]
)

statuses: dict[str, str | None] = {}
while any(statuses.get(message) != "Delivered" for message in messages.messages):
    time.sleep(0.5)
    answer = api.message_status(messages)
    statuses = {row.message_id: row.status for row in answer.response_result or []}
print(json.dumps(statuses))
