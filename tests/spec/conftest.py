"""The spec as plain data, read by a reader that the generator does not use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.openapi import ROOT, SPEC


@pytest.fixture(scope="session")
def spec_file() -> Path:
    return ROOT / "openapi.yaml"


@pytest.fixture(scope="session")
def spec() -> dict[str, Any]:
    return SPEC


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return Path(__file__).parent / "fixtures"
