"""A program for shells: `turbosms` as a fork of the server whose socket is the first argument."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys


def main() -> int:
    address, *argv = sys.argv[1:]
    started: list[int] = []

    early: list[int] = []

    def hand_on(number: int, _frame: object) -> None:
        if started:
            os.kill(started[0], number)
        else:
            early.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, hand_on)
    order = {"argv": argv, "env": dict(os.environ), "cwd": os.getcwd(), "terminal": False}  # noqa: PTH109 - quick
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        socket.send_fds(connection, [json.dumps(order).encode()], [0, 1, 2])
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile() as answers:
            started.append(int(answers.readline()))
            for early_signal in early:
                os.kill(started[0], early_signal)
            code = int(answers.readline())
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
