"""What the code of a page finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control


@pytest.fixture
def furnished(control: Control, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Control:
    """What the code of a page finds: a sandbox in which two have written, and a file to send."""
    monkeypatch.setenv("TURBOSMS_TOKEN", control.token)
    monkeypatch.setenv("TURBOSMS_BASE_URL", control.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # empty: to read the system's takes long
    monkeypatch.chdir(tmp_path)
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7 an invoice")
    for number in ("380678998668", "380503288668"):
        control.reply(number, "Where is my order?", sender="TurboSMS")
    return control
