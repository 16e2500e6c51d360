"""Tests of the contract run where schemathesis is, and no proxy is asked."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Interpreters that test the wheel have no schemathesis, and nothing here is for them.
collect_ignore_glob = [] if find_spec("schemathesis") else ["test_*.py"]


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """Nothing here leaves the machine, whatever proxy the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1")
        yield
