import json
import os
from pathlib import Path

import httpx2
from aiopenapi3 import FileSystemLoader, OpenAPI

# It calls one of the servers of the file, which has the sandbox alone.
api = OpenAPI.load_file(
    "file:///spec.json",
    Path("spec.json"),
    session_factory=httpx2.Client,
    loader=FileSystemLoader(Path.cwd()),
)
api.authenticate(bearerToken=os.environ["TURBOSMS_TOKEN"])
sent = api._.messageSend(
    data={
        "recipients": ["380678998668"],
        "text": "Your order has been shipped.",
        "viber": {"sender": "TurboSMS"},
        "sms": {"sender": "TurboSMS"},
    }
)
messages = [row.message_id for row in sent.response_result]
status = api._.messageStatus(data={"messages": messages})
pong = api._.userPing(data={})
print(json.dumps([sent.response_code, status.response_result[0].message_id, pong.response_code]))
