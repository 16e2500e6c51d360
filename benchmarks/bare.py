"""The floor: a Starlette application that echoes JSON and accepts every send.

It is served exactly as the sandbox is.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request


async def echo(request: Request) -> Response:
    return JSONResponse({"echo": await request.json()})


async def send(request: Request) -> Response:
    rows = [
        {
            "phone": phone,
            "response_code": 0,
            "message_id": f"f83f8868-5e46-c6cf-e4fb-{number:012}",
            "response_status": "OK",
        }
        for number, phone in enumerate((await request.json())["recipients"])
    ]
    return JSONResponse(
        {
            "response_code": 800,
            "response_status": "SUCCESS_MESSAGE_ACCEPTED",
            "response_result": rows,
        }
    )


async def ping(_: Request) -> Response:
    return JSONResponse({"echo": None})


class Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None
        print(
            f"bare Starlette listens on http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True
        )


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    app = Starlette(
        routes=[
            Route("/echo", echo, methods=["POST"]),
            Route("/message/send.json", send, methods=["POST"]),
            Route("/user/ping.json", ping),
        ]
    )
    config = uvicorn.Config(
        app,
        http="httptools",
        loop="auto",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )
    Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
