"""A service, or whatever stands in its place, may say back what it was sent.

Nothing of it gets into errors or logs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.overlay.hostile import acts
from tests.overlay.hostile.acts import Act, http
from tests.overlay.hostile.callers import KINDS, Caller
from tests.overlay.hostile.leaks import all_logs
from tests.overlay.hostile.server import Hostile
from turbosms_client import TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN, PHONE = "s3cret-t0ken", "380501111110"
SAID = f"{TOKEN} {PHONE}\nERROR:root:forged"
# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")


def envelope(code: int, result: Any = None) -> bytes:
    return http(
        json.dumps(
            {"response_code": code, "response_status": SAID, "response_result": result}
        ).encode()
    )


ECHOES = {
    "name of a code": envelope(105),
    "name of an unknown code": envelope(860),
    "name of a row's code": envelope(
        404, [{"phone": PHONE, "response_code": 8888, "response_status": SAID, "message_id": None}]
    ),
    "content type": http(b"x", 502, ("Content-Type", f"text/html; token={TOKEN}; to={PHONE}")),
    "media type": http(b"x", 502, ("Content-Type", f"{TOKEN}/{PHONE} {TOKEN}")),
    "header": f"HTTP/1.1 200 OK\r\nAuthorization : Bearer {TOKEN} {PHONE}\r\n\r\n".encode(),
    "status line": f"Bearer {TOKEN} {PHONE}\r\n\r\n".encode(),
}


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    server = Hostile()
    yield server
    server.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("echo", ECHOES)
def test_what_is_said_back_is_not_repeated(
    hostile: Hostile, kind: str, echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(acts.ANSWERS, echo, lambda _, __: ECHOES[echo])
    hostile.plays([Act(echo, leaves="closed")] * 4)
    caller = Caller(kind, hostile.url, token=TOKEN)
    with all_logs() as told:
        error = caller.send([PHONE])
    caller.close()
    assert isinstance(error, TurboSMSError)
    ours = [line for line in told if line.startswith("turbosms_client")]
    assert ours != []
    assert [
        line for line in ours if any(secret in line for secret in (TOKEN, PHONE, "forged"))
    ] == []
    assert TOKEN not in f"{error!r} {error.__cause__!r} {error.args}"
