"""Which package may import which (`rooms.PACKAGES`), read from the source.

An import inside a function counts too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.imports import ROOT, imports
from tests.packaging.rooms import PACKAGES

pytestmark = pytest.mark.checkout

NAMES = tuple(Path(folder).name for folder in PACKAGES)
# Packages of which the others use what they export, and nothing that lies deeper.
WITH_PUBLIC_NAMES = (
    "turbosms_campaigns",
    "turbosms_client",
    "turbosms_sandbox",
    "turbosms_webhooks",
)
USERS_OF_PUBLIC_NAMES = (
    "overlay/turbosms_apprise",
    "overlay/turbosms_codes",
    "overlay/turbosms_campaigns",
    "overlay/turbosms_cli",
    "overlay/turbosms_django",
    "overlay/turbosms_testing",
    "benchmarks",
)
# What the generated package makes for applications: its low-level client, and what that calls
# private, has one door.
PUBLIC = tuple(
    f"turbosms_api.{name}"
    for name in ("tables", "parameters", "reading", "results", "webhook_events")
)
WITHOUT_HTTP = ("overlay/turbosms_client", "overlay/turbosms_webhooks")
SEAM = "overlay/turbosms_client/_requests/building.py"


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def is_public(name: str) -> bool:
    """Whether a package itself exports what is imported by this absolute name."""
    _, _, rest = name.partition(".")
    return "." not in rest and not rest.startswith("_")


def violations(folder: str, path: str, source: str) -> list[str]:
    """The imports that the rules for the package in this folder forbid to one of its files."""
    package = ".".join(Path(path).parent.relative_to(Path(folder).parent).parts)
    ours = [name for name in imports(source, package) if within(name, NAMES)]
    bad = [name for name in ours if not within(name, PACKAGES[folder])]
    if folder in USERS_OF_PUBLIC_NAMES:
        others = tuple(name for name in WITH_PUBLIC_NAMES if name != Path(folder).name)
        bad += [name for name in ours if within(name, others) and not is_public(name)]
    if folder in WITHOUT_HTTP and path != SEAM:
        bad += [
            name for name in ours if within(name, ("turbosms_api",)) and not within(name, PUBLIC)
        ]
    return [f"{path}: {name}" for name in bad]


def test_every_package_has_a_rule() -> None:
    packages: set[str] = set()
    for folder in ("generated", "overlay", "sandbox", "generator", "benchmarks"):
        for init in (ROOT / folder).glob("**/__init__.py"):
            if not (init.parent.parent / "__init__.py").exists():
                packages.add(str(init.parent.relative_to(ROOT)))
    assert packages == set(PACKAGES)


@pytest.mark.parametrize("folder", PACKAGES)
def test_imports_stay_within_the_rules(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    found: list[str] = []
    for file in files:
        path = file.relative_to(ROOT).as_posix()
        found += violations(folder, path, file.read_text("utf-8"))
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
            "overlay/turbosms_cli/commands/send.py",
            "from turbosms_client._requests import building",
        ),
        ("overlay/turbosms_cli/commands/send.py", "from turbosms_client import _client"),
        (
            "overlay/turbosms_cli/commands/send.py",
            "def f():\n    from turbosms_sandbox.app import create_app",
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
        ("overlay/turbosms_webhooks/_inbox.py", "from turbosms_client import TurboSMS"),
        ("overlay/turbosms_webhooks/_inbox.py", "from turbosms_api.models import SendRow"),
        ("overlay/turbosms_campaigns/_campaign.py", "from turbosms_client import _client"),
        ("overlay/turbosms_campaigns/_campaign.py", "from turbosms_api.tables import limits"),
        ("overlay/turbosms_django/checks.py", "from turbosms_client import _client"),
        ("overlay/turbosms_django/checks.py", "from turbosms_testing import Sandbox"),
        ("overlay/turbosms_testing/plugin.py", "import turbosms_client._requests.building"),
        ("overlay/turbosms_testing/plugin.py", "from turbosms_cli import commands"),
        ("benchmarks/sending.py", "from turbosms_client._client import TurboSMS"),
        ("benchmarks/sending.py", "from turbosms_sandbox import run"),
        ("overlay/turbosms_client/_user.py", "from benchmarks import sending"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    folder = next(folder for folder in PACKAGES if path.startswith(f"{folder}/"))
    assert violations(folder, path, source)


def test_a_relative_import_is_one_of_the_own_package() -> None:
    source = "from .._requests import building"
    assert list(imports(source, "turbosms_client._calls")) == ["turbosms_client._requests.building"]
    path = "overlay/turbosms_client/_calls/sending.py"
    assert violations("overlay/turbosms_client", path, source) == []


@pytest.mark.parametrize(
    ("folder", "path", "source"),
    [
        ("overlay/turbosms_client", SEAM, "from turbosms_api.models import SendRow"),
        (
            "overlay/turbosms_client",
            "overlay/turbosms_client/_user.py",
            "from turbosms_api.results import ChatSender\nfrom turbosms_api.parameters import Sms",
        ),
        (
            "overlay/turbosms_cli",
            "overlay/turbosms_cli/commands/send.py",
            "import turbosms_client\nfrom turbosms_sandbox import Opening\n"
            "from turbosms_cli.sending.preview import show",
        ),
        (
            "overlay/turbosms_webhooks",
            "overlay/turbosms_webhooks/_events.py",
            "from turbosms_api.webhook_events import read_event",
        ),
        ("benchmarks", "benchmarks/sending.py", "from turbosms_client import TurboSMS"),
    ],
)
def test_an_allowed_import_is_none_that_is_found(folder: str, path: str, source: str) -> None:
    assert violations(folder, path, source) == []
