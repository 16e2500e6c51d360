"""Data as the bytes of a file, the same for the same data."""

from __future__ import annotations

import json
from typing import Any

import yaml


def to_json(data: Any) -> bytes:
    """JSON for people and diffs."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def to_yaml(data: Any) -> bytes:
    """YAML that readers of version 1.1 and of 1.2 understand alike: 'NO' and '12:30' in quotes."""
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()
