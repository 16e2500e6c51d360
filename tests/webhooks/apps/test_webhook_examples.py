"""The examples of docs/webhooks.md, as they stand there, behind real servers."""

from __future__ import annotations

import re
import runpy
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.waiting import wait_for
from tests.openapi import ROOT
from tests.webhooks.calls import FORM, JSON, SECRET, as_form, as_json, call, report
from tests.webhooks.serving import behind_uvicorn, behind_wsgiref, post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.checkout

PAGE = (ROOT / "docs/webhooks.md").read_text("utf-8")
EXAMPLES = {
    match[1]: match[2]
    for match in re.finditer(r"^```py\n# (\w+\.py)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
}


@pytest.fixture
def names(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """What an example defines, run in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TURBOSMS_WEBHOOK_SECRET", SECRET)
    file = tmp_path / request.param
    file.write_text(EXAMPLES[request.param], "utf-8")
    defined = runpy.run_path(str(file))
    yield defined
    defined["inbox"].close()


def send_both(port: int, path: str) -> None:
    in_json = post(port, as_json(call("1", report(message_id="m-1"))), path, Content_Type=JSON)
    in_form = post(port, as_form(call("2", report(message_id="m-2"))), path, Content_Type=FORM)
    wrong = post(port, as_json(call("3", signature="x")), path, Content_Type=JSON)
    assert [in_json[0], in_form[0], wrong[0]] == [200, 200, 401]


def test_they_are_all_here() -> None:
    assert list(EXAMPLES) == ["app.py", "fastapi_app.py", "flask_app.py"]


@pytest.mark.parametrize("names", ["app.py", "fastapi_app.py"], indirect=True)
def test_asgi_and_fastapi(names: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    with behind_uvicorn(names["app"]) as port:
        send_both(port, "/webhooks/turbosms")
        wait_for(lambda: names["inbox"].counts["handled"] == 2)
    assert capfd.readouterr().out.splitlines() == ["m-1 Delivered", "m-2 Delivered"]


@pytest.mark.parametrize("names", ["flask_app.py"], indirect=True)
def test_flask_and_its_worker(names: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    with behind_wsgiref(names["app"]) as port:
        send_both(port, "/webhooks/turbosms")
    worker = threading.Thread(target=names["inbox"].run, args=(names["handle"],))
    worker.start()
    wait_for(lambda: names["inbox"].counts["handled"] == 2)
    names["inbox"].close()
    worker.join()
    assert capfd.readouterr().out.splitlines() == ["m-1 Delivered", "m-2 Delivered"]


def test_the_page_has_every_reason_and_every_count() -> None:
    for name in ("malformed", "no_id", "no_signature", "bad_signature", "basic_auth"):
        assert f"| `{name}` |" in PAGE
    for name in ("accepted", "repeated", "other_data", "not_stored", "handled", "late", "failed"):
        assert f"`{name}`" in PAGE
