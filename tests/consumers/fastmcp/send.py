import asyncio
import json
import os
from typing import Any

from fastmcp import Client
from fastmcp.client.transports import PythonStdioTransport


async def send() -> None:
    transport = PythonStdioTransport("server.py", env=dict(os.environ))
    async with Client(transport) as client:

        async def call(tool: str, **arguments: Any) -> dict[str, Any]:
            return (await client.call_tool(tool, arguments)).structured_content or {}

        sent = await call(
            "messageSend",
            recipients=["380678998668", "380001000001"],
            text="Your order has been shipped.",
            viber={
                "sender": "TurboSMS",
                "caption": "Track",
                "action": "https://example.com/orders/12345",
            },
            sms={"sender": "TurboSMS"},
        )
        if not sent["response_result"]:
            raise SystemExit(f"nothing was sent: {sent}")
        ids = [row["message_id"] for row in sent["response_result"] if row["message_id"]]

        statuses: dict[str, str] = {}
        while any(statuses.get(message) != "Delivered" for message in ids):
            await asyncio.sleep(0.5)
            answer = await call("messageStatus", messages=ids)
            rows = answer["response_result"] or []
            statuses = {row["message_id"]: row["status"] for row in rows}
        print(json.dumps(statuses))


asyncio.run(send())
