"""An exception of a signal handler, wherever raised, costs no turn and spoils no connection."""

from __future__ import annotations

import dis
import gc
import json
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.effort import THOROUGH
from tests.kit.answers import ok
from tests.kit.server import Server
from turbosms_client import RetryPolicy, TurboSMS, TurboSMSError
from turbosms_client._http import connections

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from types import CodeType, FrameType

# Signal handlers run behind these instructions.
BEHIND = frozenset({"CALL", "CALL_FUNCTION_EX", "CALL_KW", "JUMP_BACKWARD", "RESUME"})
STEP = 1 if THOROUGH else 23


class Signal:
    """Raises an exception at the so-manieth place where a signal handler may run."""

    def __init__(self, place: int, error: BaseException) -> None:
        self._left = place
        self._error = error
        self._last: dict[FrameType, str] = {}
        self.was_raised = False

    def forget(self) -> None:
        """Frames that go on hold it, and it would hold all others."""
        self._last.clear()

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "return" and frame.f_back is not None:
            self._last[frame.f_back] = ""  # not behind the call of a function of Python
        elif event == "opcode":
            behind, self._last[frame] = (
                self._last.get(frame),
                operations(frame.f_code)[frame.f_lasti],
            )
            self._left -= behind in BEHIND
            if self._left == 0 and not self.was_raised:
                self.was_raised = True
                raise self._error
        return self


@cache
def operations(code: CodeType) -> dict[int, str]:
    return {one.offset: one.opname for one in dis.get_instructions(code)}


@pytest.fixture
def echo() -> Iterator[Server]:
    """Answers with the number that ends the path of the request."""

    def serve(_: Server, connection: socket.socket) -> None:
        while head := connection.recv(65536):
            number = head.split(b" ")[1].split(b"/")[1]
            envelope = ok({"balance": number.decode()})
            body = json.dumps(envelope).encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with Server(serve) as server:
        yield server


def balance(client: Any, number: int) -> int:
    client._driver._service._prefix = b"/%d" % number
    return int(client.user.balance())


@pytest.mark.one_case_in(4)
# A socket that is interrupted on its way into or out of a variable is closed when nobody holds it
# any more.
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
@pytest.mark.parametrize("kind", [KeyboardInterrupt, TimeoutError])
@pytest.mark.parametrize("warm", [True, False], ids=["connected", "unconnected"])
def test_wherever_it_is_raised(
    kind: type[BaseException], warm: bool, echo: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_MOST_CONNECTIONS", 1)
    traced = sys.gettrace()
    # Python 3.12 reports instructions only if a frame asked for them before the trace was set.
    sys._getframe().f_trace_opcodes = True
    place, was_raised = 1, True
    while was_raised:
        with TurboSMS("t", echo.url, retry=RetryPolicy(attempts=1)) as client:
            if warm:
                balance(client, 1)
            signal = Signal(place, kind())
            sys.settrace(signal)
            try:
                balance(client, 2)
            except (KeyboardInterrupt, TimeoutError, TurboSMSError):
                pass
            finally:
                sys.settrace(traced)
                signal.forget()
            was_raised = signal.was_raised
            assert (
                balance(client, 3) == 3
            )  # there is one turn in all: it waits for good if that was lost
            assert balance(client, 4) == 4
        place += STEP
    # An exception holds the frames that it came through, and such a socket with them: it is
    # collected here, where its warning is expected, and not in a later test.
    gc.collect()
    assert place > 200  # how many there are differs from Python to Python
