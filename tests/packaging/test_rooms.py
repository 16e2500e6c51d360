"""Which package may import which, read from the source (ARCHITECTURE.md, "Rooms").

An import inside a function counts too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.imports import PACKAGES, ROOT, imports

pytestmark = pytest.mark.checkout

OURS = (
    "turbosms_api",
    "turbosms_client",
    "turbosms_cli",
    "turbosms_testing",
    "turbosms_sandbox",
    "generator",
)
# Folder → the packages of ours that its modules may import; a dotted name stands for that part of
# the package alone.
ROOMS = {
    "generated/turbosms_api": ("turbosms_api",),
    "overlay/turbosms_client": ("turbosms_client", "turbosms_api"),
    "overlay/turbosms_cli": (
        "turbosms_cli",
        "turbosms_client",
        "turbosms_sandbox",
        "turbosms_api.tables",
        "turbosms_api.spec",
    ),
    "overlay/turbosms_testing": ("turbosms_testing", "turbosms_client", "turbosms_sandbox"),
    "sandbox/turbosms_sandbox": ("turbosms_sandbox", "turbosms_api.tables"),
    "generator": ("generator",),
}
# What the generated package makes for applications: its low-level client, and what that calls
# private, has one door.
PUBLIC = tuple(f"turbosms_api.{name}" for name in ("tables", "parameters", "reading", "results"))
SEAM = "overlay/turbosms_client/_requests/building.py"


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def violations(room: str, path: str, source: str) -> list[str]:
    """The imports of a file that the rules forbid."""
    package = ".".join(Path(path).parent.relative_to(Path(room).parent).parts)
    ours = [name for name in imports(source, package) if within(name, OURS)]
    bad = [name for name in ours if not within(name, ROOMS[room])]
    if room == "overlay/turbosms_cli":
        bad += [
            name
            for name in ours
            if within(name, ("turbosms_client", "turbosms_sandbox")) and "._" in name
        ]
    if room == "overlay/turbosms_testing":
        # Public names only: what the packages themselves export.
        bad += [
            name
            for name in ours
            if within(name, ("turbosms_client", "turbosms_sandbox")) and name.count(".") > 1
        ]
    if room == "overlay/turbosms_client" and path != SEAM:
        bad += [
            name for name in ours if within(name, ("turbosms_api",)) and not within(name, PUBLIC)
        ]
    return [f"{path}: {name}" for name in bad]


def test_every_package_has_a_rule() -> None:
    packages: set[str] = set()
    for folder in ("generated", "overlay", "sandbox", "generator"):
        for init in (ROOT / folder).glob("**/__init__.py"):
            if not (init.parent.parent / "__init__.py").exists():
                packages.add(str(init.parent.relative_to(ROOT)))
    assert packages == set(ROOMS) == set(PACKAGES)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_stay_within_the_rules(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    found = [
        v
        for file in files
        for v in violations(room, file.relative_to(ROOT).as_posix(), file.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("generated/turbosms_api/client.py", "import turbosms_client"),
        ("sandbox/turbosms_sandbox/app.py", "from turbosms_client import TurboSMS"),
        (
            "sandbox/turbosms_sandbox/app.py",
            "def f():\n    from turbosms_api.models import SendRow",
        ),
        (
            "overlay/turbosms_client/_user.py",
            "from turbosms_sandbox.app import create_app",
        ),
        ("overlay/turbosms_client/_user.py", "from turbosms_api.models import SendRow"),
        ("overlay/turbosms_client/_user.py", "from turbosms_api import models"),
        ("overlay/turbosms_client/_user.py", "import turbosms_cli.__main__"),
        (
            "overlay/turbosms_cli/commands.py",
            "from turbosms_client._requests import building",
        ),
        (
            "overlay/turbosms_client/_user.py",
            "importlib.import_module('turbosms_sandbox')",
        ),
        (
            "overlay/turbosms_client/_user.py",
            "import_module(f'turbosms_api.api.{module}')",
        ),
        ("generator/package/build.py", "from turbosms_api.tables import limits"),
        ("overlay/turbosms_testing/plugin.py", "from turbosms_sandbox.app import create_app"),
        ("overlay/turbosms_testing/plugin.py", "import turbosms_client._requests.building"),
        ("overlay/turbosms_testing/plugin.py", "from turbosms_cli import commands"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    room = next(room for room in ROOMS if path.startswith(f"{room}/"))
    assert violations(room, path, source)


def test_a_relative_import_is_not_mistaken_for_another_room() -> None:
    assert (
        violations(
            "overlay/turbosms_client",
            "overlay/turbosms_client/_user.py",
            "from .._requests import building",
        )
        == []
    )
    assert (
        violations("overlay/turbosms_client", SEAM, "from turbosms_api.models import SendRow") == []
    )
    public = "from turbosms_api.results import ChatSender\nfrom turbosms_api.parameters import Sms"
    assert violations("overlay/turbosms_client", "overlay/turbosms_client/_user.py", public) == []
