"""The spec as plain data, read by a reader that the generator does not use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def spec_file() -> Path:
    return ROOT / "openapi.yaml"


@pytest.fixture(scope="session")
def spec(spec_file: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(spec_file.read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return Path(__file__).parent / "fixtures"
