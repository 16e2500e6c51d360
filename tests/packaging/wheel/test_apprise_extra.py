"""The plugin for Apprise as it is installed from the wheel: with its extra, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.packaging.environments import UV, pythons, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

OLDEST = min(pythons().items(), key=lambda found: int(found[0][2:]))[1]
# The oldest that is supported, as Home Assistant and others may have pinned it.
OLDEST_APPRISE = "apprise==1.9.0"
PHONE = "380678998668"


def test_it_sends(install: Callable[..., Path], control: Control, tmp_path: Path) -> None:
    python = install(OLDEST, "[apprise]", beside=(OLDEST_APPRISE,))
    listed = json.loads(run(UV, "pip", "list", "--format", "json", "--python", python))
    assert not {package["name"] for package in listed} & {"celery", "django", "starlette", "rich"}
    plugin = run(python, "-m", "turbosms_apprise", cwd=tmp_path).strip()
    run(
        python.with_name("apprise"),
        *("-P", plugin, "-b", "Hello", f"turbosms://sandbox@TurboSMS/{PHONE}?channel=viber"),
        cwd=tmp_path,
        TURBOSMS_BASE_URL=control.url,
        NO_PROXY="127.0.0.1",
        HOME=str(tmp_path),
    )
    control.assert_sent(PHONE, text="Hello", channel="viber", count=1)
