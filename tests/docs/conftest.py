"""What the code of a page finds: a sandbox in which two recipients have written, and a file to send."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
import pytest

if TYPE_CHECKING:
    from pathlib import Path

Control: TypeAlias = Callable[..., Any]
"""Calls the sandbox's control plane: `control("clock", advance=60)`, and without parameters GET."""


@pytest.fixture
def control(sandbox: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Control:
    monkeypatch.setenv("TURBOSMS_TOKEN", "sandbox")
    monkeypatch.setenv("TURBOSMS_BASE_URL", sandbox)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7 an invoice")

    def call(path: str, **body: Any) -> Any:
        address = f"{sandbox}/sandbox/{path}"
        answer = httpx.post(address, json=body, trust_env=False) if body else httpx.get(address, trust_env=False)
        return answer.raise_for_status().json()

    httpx.post(f"{sandbox}/sandbox/reset", trust_env=False).raise_for_status()
    for number in ("380678998668", "380503288668"):
        call("replies", sender="TurboSMS", number=number, text="Where is my order?")
    return call
