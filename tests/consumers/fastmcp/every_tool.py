"""Calls every tool of the server with success, in a sandbox, which is then reset."""

import asyncio
from typing import Any

from fastmcp import Client
from server import http, server

IMAGE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAA"
    "AAYAAjCB0C8AAAAASUVORK5CYII="
)
SMS = {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS"}}
SUCCESSES = (0, 1, 800, 801)
REPLY = {"sender": "TurboSMS", "number": "380678998668", "text": "Where is my order?"}


async def main() -> None:
    await http.post("/sandbox/replies", json=REPLY)
    called = set()
    async with Client(server) as client:

        async def call(tool: str, **arguments: Any) -> Any:
            called.add(tool)
            answer = (await client.call_tool(tool, arguments)).structured_content or {}
            assert answer["response_code"] in SUCCESSES, (tool, answer)
            return answer["response_result"]

        for module in ("message", "user", "file", "chat"):
            await call(f"{module}Ping")
        (sent,) = await call("messageSend", text="one", **SMS)
        several = await call("messageSendMulti", body={"second": {"text": "two", **SMS}})
        assert several["second"]["response_code"] in SUCCESSES, several
        (status,) = await call("messageStatus", messages=[sent["message_id"]])
        (details,) = await call("messageDetails", messages=[sent["message_id"]])
        assert status["message_id"] == details["message_id"] == sent["message_id"]
        assert details["sms"]["text"] == "one", details
        assert (await call("userBalance"))["balance"] > 0
        file = await call("fileAdd", data=IMAGE)
        assert await call("fileDetails", id=file["id"]) == file

        sender = (await call("chatSenders"))[0]
        chat = (await call("chatRecipients", sender_id=sender["id"]))[0]
        session = (await call("chatSessions", chat_id=chat["chat_id"]))[0]
        await call("chatSend", chat_id=chat["chat_id"], message="On its way.")
        written = await call("chatMessages", chat_id=chat["chat_id"])
        assert len(written) == 2, (session, written)

        tools = {tool.name for tool in await client.list_tools()}
        assert called == tools, called ^ tools
    (await http.post("/sandbox/reset")).raise_for_status()
    print(len(tools), "tools")


asyncio.run(main())
