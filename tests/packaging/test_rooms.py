"""Who may import whom, read from the source (ARCHITECTURE.md, "Rooms").

An import inside a function counts too.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
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
SEAM = "overlay/turbosms_client/_requests.py"

SANDBOX = "sandbox/turbosms_sandbox"
# The rooms of the sandbox, lowest first: room → the other rooms that its modules may import.
SANDBOX_ROOMS = {
    "calls": (),
    "account": ("calls",),
    "delivery": ("calls",),
    "files": ("calls",),
    "journal": ("calls",),
    "chats": ("calls", "account", "delivery", "files"),
    "messages": ("calls", "account", "delivery", "files", "chats"),
    "engine": ("calls", "account", "delivery", "files", "journal", "chats", "messages"),
    "http": ("calls", "account", "files", "engine"),
    "control": ("calls", "account", "engine", "http"),
    "inbox": (
        "calls",
        "account",
        "delivery",
        "files",
        "chats",
        "messages",
        "engine",
        "http",
        "control",
    ),
}
# What is put together of all rooms; no room imports it.
SANDBOX_TOP = ("__init__.py", "app.py", "server.py")


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


def forbidden_in_sandbox(path: str, source: str) -> list[str]:
    """The imports by which a file of one room reaches a room that it may not import.

    The name of the package alone stands for its public names, which are those of the whole.
    """
    folder = Path(path).parent.relative_to(Path(SANDBOX).parent)
    if folder == Path("turbosms_sandbox"):
        return []
    room = folder.parts[1]
    allowed = {room, *SANDBOX_ROOMS[room]}
    forbidden: list[str] = []
    for name in imports(source, ".".join(folder.parts)):
        package, _, rest = name.partition(".")
        if package == "turbosms_sandbox" and rest.partition(".")[0] not in allowed:
            forbidden.append(f"{path}: {name}")
    return forbidden


def test_every_room_of_the_sandbox_has_a_rule() -> None:
    sandbox = ROOT / SANDBOX
    assert {init.parent.name for init in sandbox.glob("*/__init__.py")} == set(SANDBOX_ROOMS)
    assert {file.name for file in sandbox.glob("*.py")} == set(SANDBOX_TOP)


def test_the_rules_of_the_sandbox_lead_one_way() -> None:
    assert list(TopologicalSorter(SANDBOX_ROOMS).static_order())


@pytest.mark.parametrize("room", SANDBOX_ROOMS)
def test_rooms_of_the_sandbox_import_as_the_table_says(room: str) -> None:
    files = sorted((ROOT / SANDBOX / room).rglob("*.py"))
    assert files
    forbidden: list[str] = []
    for file in files:
        path = file.relative_to(ROOT).as_posix()
        forbidden += forbidden_in_sandbox(path, file.read_text("utf-8"))
    assert forbidden == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("engine/service.py", "from turbosms_sandbox.inbox.feed import Feed"),
        ("engine/service.py", "def f():\n    from turbosms_sandbox.http import call_log"),
        (
            "messages/sending.py",
            "if TYPE_CHECKING:\n    from turbosms_sandbox.engine.state import State",
        ),
        ("chats/all_chats.py", "from ..messages import sent_messages"),
        ("journal/journal.py", "import turbosms_sandbox.engine.execution"),
        ("calls/commands.py", "from turbosms_sandbox.delivery.campaigns import StoredMessage"),
        ("http/method_calls.py", "from turbosms_sandbox.control.routes import Control"),
        ("control/routes.py", "import_module(f'turbosms_sandbox.inbox.{name}')"),
        ("inbox/api.py", "from turbosms_sandbox.app import create_app"),
        ("inbox/api.py", "from turbosms_sandbox import Opening"),
    ],
)
def test_a_forbidden_arrow_in_the_sandbox_is_found(path: str, source: str) -> None:
    assert forbidden_in_sandbox(f"{SANDBOX}/{path}", source)


def test_allowed_arrows_in_the_sandbox_are_none() -> None:
    source = (
        "from turbosms_sandbox.calls import phones\nfrom . import campaigns\nimport http.client"
    )
    assert forbidden_in_sandbox(f"{SANDBOX}/delivery/courses.py", source) == []
    everything = "from turbosms_sandbox.inbox.api import Inbox"
    assert forbidden_in_sandbox(f"{SANDBOX}/app.py", everything) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("generated/turbosms_api/client.py", "import turbosms_client"),
        ("sandbox/turbosms_sandbox/app.py", "from turbosms_client import TurboSMS"),
        (
            "sandbox/turbosms_sandbox/app.py",
            "def f():\n    from turbosms_api.models import SendRow",
        ),
        ("overlay/turbosms_client/_flow.py", "from turbosms_sandbox.app import create_app"),
        ("overlay/turbosms_client/_flow.py", "from turbosms_api.models import SendRow"),
        ("overlay/turbosms_client/_flow.py", "from turbosms_api import models"),
        ("overlay/turbosms_client/_flow.py", "import turbosms_cli.__main__"),
        ("overlay/turbosms_cli/commands.py", "from turbosms_client._requests import build"),
        ("overlay/turbosms_client/_flow.py", "importlib.import_module('turbosms_sandbox')"),
        ("overlay/turbosms_client/_flow.py", "import_module(f'turbosms_api.api.{module}')"),
        ("generator/package/build.py", "from turbosms_api.tables import limits"),
        ("overlay/turbosms_testing/plugin.py", "from turbosms_sandbox.app import create_app"),
        ("overlay/turbosms_testing/plugin.py", "import turbosms_client._requests.build"),
        ("overlay/turbosms_testing/plugin.py", "from turbosms_cli import commands"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    room = next(room for room in ROOMS if path.startswith(f"{room}/"))
    assert violations(room, path, source)


def test_a_relative_import_is_not_mistaken_for_another_room() -> None:
    assert (
        violations(
            "overlay/turbosms_client", "overlay/turbosms_client/_flow.py", "from . import _requests"
        )
        == []
    )
    assert (
        violations("overlay/turbosms_client", SEAM, "from turbosms_api.models import SendRow") == []
    )
    public = "from turbosms_api.results import ChatSender\nfrom turbosms_api.parameters import Sms"
    assert violations("overlay/turbosms_client", "overlay/turbosms_client/_flow.py", public) == []


# The stages of the generator: stage → the stages that its modules may import.
STAGES = {
    "spec": (),
    "output": ("spec",),
    "samples": ("spec",),
    "editions": ("spec", "output", "samples"),
    "package": ("spec", "output", "editions"),
    "publishing": ("spec", "output", "samples", "editions"),
    "lint": ("spec", "output", "editions"),
    "versioning": ("spec", "output", "editions", "lint"),
    "scaffold": ("spec", "output"),
}


def forbidden_arrows(stage: str, path: str, source: str) -> list[str]:
    """The imports of a file that lead to a stage which its own stage may not import."""
    package = ".".join(Path(path).parent.parts)
    allowed = {stage, *STAGES[stage]}
    arrows: list[str] = []
    for name in imports(source, package):
        parts = name.split(".")
        is_of_generator = parts[0] == "generator"
        if is_of_generator and (len(parts) == 1 or parts[1] not in allowed):
            arrows.append(f"{path}: {name}")
    return arrows


def test_every_stage_has_a_rule() -> None:
    folders = {file.parent.name for file in (ROOT / "generator").glob("*/__init__.py")}
    assert folders == set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_stages_import_as_the_table_says(stage: str) -> None:
    files = sorted((ROOT / "generator" / stage).rglob("*.py"))
    assert files
    arrows: list[str] = []
    for file in files:
        path = file.relative_to(ROOT).as_posix()
        arrows += forbidden_arrows(stage, path, file.read_text("utf-8"))
    assert arrows == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("generator/spec/model/limits.py", "from generator.editions.json_view import elsewhere"),
        ("generator/spec/model/limits.py", "from ...output import errors"),
        ("generator/editions/files.py", "from generator.package.build import build"),
        ("generator/package/build.py", "def f():\n    from generator.publishing import page"),
        ("generator/publishing/page.py", "import generator.package.rendering"),
        ("generator/lint/findings.py", "from generator.versioning import changes"),
        ("generator/output/replacing.py", "from generator.cli import main"),
        ("generator/output/replacing.py", "from generator import cli"),
        ("generator/versioning/comparison.py", "import_module(f'generator.publishing.{name}')"),
    ],
)
def test_a_forbidden_arrow_between_stages_is_found(path: str, source: str) -> None:
    assert forbidden_arrows(path.split("/")[1], path, source)


def test_an_allowed_arrow_between_stages_is_none() -> None:
    path = "generator/versioning/comparison.py"
    source = "from generator.lint.linters import PACKAGES\nfrom . import changes\nimport json"
    assert forbidden_arrows("versioning", path, source) == []
