"""The public API as `mypy --strict` and pyright see it."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.kit.processes import PYTHON, ROOT, environment, output, run
from turbosms_client import AsyncTurboSMS, TurboSMS

pytestmark = pytest.mark.checkout

HERE = Path(__file__).parent
NAMES = ["consumer.py", "generated_package.py", "misuse.py"]


# `make check` has mypy look at the same files, as strictly.
@pytest.mark.thorough_only
def test_mypy_agrees() -> None:
    """Each mark in misuse.py is needed, or `warn_unused_ignores` fails."""
    output(PYTHON, "-m", "mypy", "--strict", *(HERE / name for name in NAMES), cwd=ROOT)


def pyright(*arguments: object, **changes: str) -> Any:
    """What pyright reports, by its own Node.

    A proxy that leads nowhere shows that it downloads nothing.
    """
    changes |= dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    options = ("--outputjson", "--pythonpath", PYTHON, *arguments)
    done = run(PYTHON, "-m", "pyright", *options, cwd=ROOT, env=environment(**changes))
    return json.loads(done.stdout)


def test_pyright_agrees() -> None:
    report = pyright("-p", str(HERE))
    found: dict[str, set[int]] = {name: set() for name in NAMES}
    for told in report["generalDiagnostics"]:
        found[Path(told["file"]).name].add(told["range"]["start"]["line"] + 1)
    misuse = (HERE / "misuse.py").read_text("utf-8").splitlines()
    marked = {number for number, line in enumerate(misuse, 1) if "# type: ignore" in line}
    assert marked
    expected: dict[str, set[int]] = {name: set() for name in NAMES}
    expected["misuse.py"] = marked
    assert found == expected, report["generalDiagnostics"]
    assert report["summary"]["filesAnalyzed"] == len(NAMES)


# In `make check`, mypy wants a type of everything.
@pytest.mark.thorough_only
def test_pyright_knows_the_type_of_everything_public(tmp_path: Path) -> None:
    for package in ("overlay/turbosms_client", "generated/turbosms_api"):  # as if installed
        (tmp_path / Path(package).name).symlink_to(ROOT / package)
    told = pyright(
        "--verifytypes", "turbosms_client", "--ignoreexternal", PYTHONPATH=str(tmp_path)
    )["typeCompleteness"]
    assert [
        one["name"] for one in told["symbols"] if not (one["isTypeKnown"] or one["isTypeAmbiguous"])
    ] == []
    assert told["exportedSymbolCounts"]["withKnownType"] >= 30
    assert (
        told["exportedSymbolCounts"]["withUnknownType"]
        == told["otherSymbolCounts"]["withUnknownType"]
        == 0
    )


@pytest.mark.parametrize(
    ("function", "kind"), [("blocking", TurboSMS), ("awaiting", AsyncTurboSMS)]
)
def test_the_type_of_every_method_is_asserted(function: str, kind: Any) -> None:
    tree = ast.parse((HERE / "consumer.py").read_text("utf-8"))
    body = next(node for node in ast.walk(tree) if getattr(node, "name", "") == function)
    calls = [node for node in ast.walk(body) if isinstance(node, ast.Call)]
    asserted = "\n".join(
        ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "assert_type"
    )
    client = kind("t")
    modules = {
        name: value
        for name, value in vars(client).items()
        if name in ("message", "chat", "user", "file")
    }
    methods: set[str] = set()
    for name, value in modules.items():
        public = [method for method in dir(value) if method[0] != "_"]
        methods |= {f"client.{name}.{method}" for method in public}
    assert len(methods) >= 16
    assert methods - set(re.findall(r"client\.\w+\.\w+", asserted)) == set()
