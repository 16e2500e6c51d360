"""docs/one-time-codes.md: its views with FastAPI, and its test with the pytest plugin."""

from __future__ import annotations

import re
import runpy
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from tests.docs.examples.page_shell import blocks_of
from tests.kit.processes import PYTHON, run
from tests.kit.redis_server import RedisServer
from turbosms_client import AsyncTurboSMS, TurboSMS
from turbosms_codes import AsyncOneTimeCodes, MemoryStorage, OneTimeCodes, TooManyCodesError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

PAGE = "one-time-codes.md"
PHONE = "380678998668"


def test_logging_in_by_fastapi(control: Control, tmp_path: Path) -> None:
    (source,) = [block for block in blocks_of(PAGE, "py") if "# login.py" in block]
    (tmp_path / "login.py").write_text(source, "utf-8")
    names = runpy.run_path(str(tmp_path / "login.py"))
    views: Any = names["send_code"].__globals__
    client = AsyncTurboSMS("sandbox", control.url, sms_sender="TurboSMS")
    views["codes"] = AsyncOneTimeCodes(client, MemoryStorage(), "a" * 16, text="Code: {code}")
    with TestClient(names["app"]) as shop:
        assert shop.post("/login/code", params={"phone": PHONE}).status_code == 204
        again = shop.post("/login/code", params={"phone": PHONE})
        assert (again.status_code, again.headers["Retry-After"]) == (429, "60")
        assert shop.post("/login/code", params={"phone": "380000000404"}).status_code == 503
        code = sent_code(control)
        for logged_in in (True, False):
            answer = shop.post("/login", params={"phone": PHONE, "code": code})
            assert answer.json() == {"logged_in": logged_in}
        assert shop.portal is not None
        shop.portal.call(client.aclose)


def test_the_storage_for_redis(control: Control) -> None:
    """Each process has a storage of its own, for the same Redis."""
    (source,) = [block for block in blocks_of(PAGE, "py") if "# redis_codes.py" in block]
    names: dict[str, Any] = {}
    exec(compile(source, "redis_codes.py", "exec"), names)
    with (
        RedisServer() as redis,
        TurboSMS("sandbox", control.url, sms_sender="TurboSMS") as client,
    ):

        def codes() -> OneTimeCodes:
            storage = names["RedisStorage"](redis.url)
            return OneTimeCodes(client, storage, "a" * 16, text="Code: {code}")

        codes().send(PHONE)
        with pytest.raises(TooManyCodesError):
            codes().send(PHONE)
        code = sent_code(control)
        assert not codes().verify(PHONE, "wrong")
        assert codes().verify(PHONE, code)
        assert not codes().verify(PHONE, code)
        store: Any = redis.client
        assert all(0 < store.ttl(key) <= 3600 for key in store.scan_iter())


def sent_code(control: Control) -> str:
    match = re.search(r"\d{6}", control.last(PHONE).text)
    assert match is not None
    return match[0]


def test_its_test_passes(tmp_path: Path) -> None:
    (code,) = [block for block in blocks_of(PAGE, "python") if "def test_" in block]
    (tmp_path / "test_codes.py").write_text(code, "utf-8")
    done = run(PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "1 passed" in done.stdout, done.stdout
