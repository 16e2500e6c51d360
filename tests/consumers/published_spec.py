"""The spec as `make publish` puts it into `dist/spec/`, made anew where it has changed since."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from typing import TYPE_CHECKING

from tests.consumers.tools import ROOT, WORK, alone
from tests.kit.processes import PYTHON, output

if TYPE_CHECKING:
    from pathlib import Path


@cache
def published() -> Path:
    """A directory with all published files; nobody may write to it."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "generator").rglob("*")):
        if path.is_file() and not {"__pycache__", "node_modules"} & {*path.parts}:
            digest.update(path.read_bytes())
    digest.update((ROOT / "openapi.yaml").read_bytes())
    target = WORK / ".spec" / digest.hexdigest()[:16]
    with alone("spec"):
        if not target.exists():
            shutil.rmtree(target.parent, ignore_errors=True)
            unfinished = target.with_name("unfinished")
            output(PYTHON, "-m", "generator", "publish", "--out", unfinished, cwd=ROOT)
            unfinished.rename(target)
    return target
