"""The spec as `make publish` puts it into `dist/spec/`, made anew from this checkout."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import yaml

from generator.view import post_json_view, to_json
from tests.consumers.tools import ROOT, WORK, alone

if TYPE_CHECKING:
    from pathlib import Path


@cache
def published() -> Path:
    """A directory with all published files; nobody may write to it."""
    sources = [ROOT / "openapi.yaml", *sorted(path for path in (ROOT / "generator").rglob("*") if path.is_file())]
    digest = hashlib.sha256()
    for source in sources:
        if "__pycache__" not in source.parts:
            digest.update(str(source).encode() + b"\0" + source.read_bytes() + b"\0")
    target, stamp = WORK / ".spec", WORK / ".spec.digest"
    with alone("spec"):
        if not stamp.exists() or stamp.read_text("utf-8") != digest.hexdigest():
            target.mkdir(exist_ok=True)
            spec = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))
            (target / "openapi.json").write_text(to_json(spec), "utf-8")
            (target / "openapi-json-view.json").write_text(to_json(post_json_view(spec)), "utf-8")
            stamp.write_text(digest.hexdigest(), "utf-8")
    return target
