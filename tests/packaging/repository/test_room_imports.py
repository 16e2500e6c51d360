"""Which room of a package imports which, read from the source (`rooms`, ARCHITECTURE.md).

An import inside a function counts too, and one for types alone.
"""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.packaging.imports import ROOT, imports
from tests.packaging.rooms import PACKAGES_WITH_ROOMS, PackageRooms

pytestmark = pytest.mark.checkout

ROOMS = [(name, room) for name, package in PACKAGES_WITH_ROOMS.items() for room in package.rooms]


def forbidden(package: PackageRooms, path: str, source: str) -> list[str]:
    """The imports by which a file, named from the package's folder, reaches what it may not.

    The name of the package alone stands for its public names, which are those of the whole.
    """
    folder = Path(package.name, path).parent
    if len(folder.parts) == 1:
        return []
    room = folder.parts[1]
    allowed = {room, *package.rooms[room]}
    found: list[str] = []
    for name in imports(source, ".".join(folder.parts)):
        top, _, rest = name.partition(".")
        if top == package.name and rest.partition(".")[0] not in allowed:
            found.append(f"{path}: {name}")
    return found


@pytest.mark.parametrize("name", PACKAGES_WITH_ROOMS)
def test_every_room_has_a_rule(name: str) -> None:
    package = PACKAGES_WITH_ROOMS[name]
    folder = ROOT / package.folder
    assert {init.parent.name for init in folder.glob("*/__init__.py")} == set(package.rooms)
    assert {file.name for file in folder.glob("*.py")} == set(package.top)


@pytest.mark.parametrize("name", PACKAGES_WITH_ROOMS)
def test_the_rules_lead_one_way(name: str) -> None:
    assert list(TopologicalSorter(PACKAGES_WITH_ROOMS[name].rooms).static_order())


@pytest.mark.parametrize("name", PACKAGES_WITH_ROOMS)
def test_the_table_has_the_rooms_in_their_order(name: str) -> None:
    """That of ARCHITECTURE.md, which stands before the picture."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    before, picture, _ = page.partition(f"<!-- picture: {name} -->")
    assert picture
    table = before.rpartition("| --- |")[2]
    rooms = re.findall(r"^\| `(\w+)/` \|", table, re.MULTILINE)
    assert rooms == list(PACKAGES_WITH_ROOMS[name].rooms)


@pytest.mark.parametrize(("name", "room"), ROOMS)
def test_rooms_import_as_the_table_says(name: str, room: str) -> None:
    folder = ROOT / PACKAGES_WITH_ROOMS[name].folder
    files = sorted((folder / room).rglob("*.py"))
    assert files
    found: list[str] = []
    for file in files:
        path = file.relative_to(folder).as_posix()
        found += forbidden(PACKAGES_WITH_ROOMS[name], path, file.read_text("utf-8"))
    assert found == []


@pytest.mark.parametrize("room", PACKAGES_WITH_ROOMS["client"].rooms)
def test_a_room_of_the_client_has_only_a_docstring_of_its_own(room: str) -> None:
    """Names that it passed on would make every import of one of its files import all of them."""
    init = ROOT / PACKAGES_WITH_ROOMS["client"].folder / room / "__init__.py"
    tree = ast.parse(init.read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


FORBIDDEN = [
    ("sandbox", "engine/service.py", "from turbosms_sandbox.inbox.feed import Feed"),
    ("sandbox", "engine/service.py", "def f():\n    from turbosms_sandbox.http import call_log"),
    (
        *("sandbox", "messages/sending.py"),
        "if TYPE_CHECKING:\n    from turbosms_sandbox.engine.state import State",
    ),
    ("sandbox", "chats/all_chats.py", "from ..messages import sent_messages"),
    ("sandbox", "journal/journal.py", "import turbosms_sandbox.engine.execution"),
    (
        *("sandbox", "calls/commands.py"),
        "from turbosms_sandbox.delivery.sends import StoredMessage",
    ),
    ("sandbox", "http/method_calls.py", "from turbosms_sandbox.control.routes import Control"),
    ("sandbox", "control/routes.py", "import_module(f'turbosms_sandbox.inbox.{name}')"),
    ("sandbox", "inbox/api.py", "from turbosms_sandbox.app import create_app"),
    ("sandbox", "inbox/api.py", "from turbosms_sandbox import Opening"),
    ("client", "_formats/phones.py", "from .._results.errors import invalid_parameter"),
    (
        "client",
        "_results/reports_and_refusals.py",
        "from turbosms_client._answers.envelopes import Answer",
    ),
    ("client", "_http/address.py", "from .._parameters import checks"),
    (
        *("client", "_parameters/checks.py"),
        "if TYPE_CHECKING:\n    from .._flows.runtime import Runtime",
    ),
    ("client", "_answers/rows.py", "def f():\n    from .._requests import building"),
    ("client", "_requests/policy.py", "from .._flows.instructions import Flow"),
    ("client", "_flows/method.py", "from .._calls.read_only_calls import ask"),
    ("client", "_calls/request_with_retries.py", "from .._message import Message"),
    ("client", "_calls/request_with_retries.py", "from turbosms_client import TurboSMSError"),
    ("client", "_calls/request_with_retries.py", "from .. import _client"),
    ("cli", "printing/output.py", "from turbosms_cli.reading.sources import Files"),
    ("cli", "printing/output.py", "from ..options import usage"),
    ("cli", "reading/sources.py", "def f():\n    from turbosms_cli.options.usage import Command"),
    (
        *("cli", "options/usage.py"),
        "if TYPE_CHECKING:\n    from turbosms_cli.calling.session import Session",
    ),
    ("cli", "calling/session.py", "import turbosms_cli.commands.send"),
    ("cli", "following/waiting.py", "from turbosms_cli.sending import preview"),
    ("cli", "sending/preview.py", "import_module(f'turbosms_cli.commands.{name}')"),
    ("cli", "commands/completion.py", "from turbosms_cli.root import turbosms"),
    ("cli", "commands/completion.py", "from turbosms_cli import extras"),
    ("webhooks", "_processes/news.py", "from turbosms_webhooks._storing.database import Database"),
    ("webhooks", "_storing/writer.py", "from turbosms_webhooks._handling import failures"),
    ("webhooks", "_handling/event_run.py", "from turbosms_webhooks import WebhookInbox"),
    ("generator", "spec/model/limits.py", "from generator.editions.json_view import elsewhere"),
    ("generator", "spec/model/limits.py", "from ...output import errors"),
    ("generator", "editions/files.py", "from generator.package.build import build"),
    ("generator", "package/build.py", "def f():\n    from generator.publishing import page"),
    ("generator", "publishing/page.py", "import generator.package.rendering"),
    ("generator", "lint/findings.py", "from generator.versioning import changes"),
    ("generator", "output/replacing.py", "from generator.cli import main"),
    ("generator", "output/replacing.py", "from generator import cli"),
    ("generator", "versioning/comparison.py", "import_module(f'generator.publishing.{name}')"),
]


@pytest.mark.parametrize(("name", "path", "source"), FORBIDDEN)
def test_a_forbidden_arrow_is_found(name: str, path: str, source: str) -> None:
    assert forbidden(PACKAGES_WITH_ROOMS[name], path, source)


ALLOWED = [
    (
        *("sandbox", "delivery/courses.py"),
        "from turbosms_sandbox.calls import phones\nfrom . import sends\nimport http.client",
    ),
    ("sandbox", "app.py", "from turbosms_sandbox.inbox.api import Inbox"),
    (
        *("client", "_calls/sending.py"),
        "from .._flows.method import method\nfrom . import request_with_retries\nimport logging",
    ),
    ("client", "_message.py", "from ._calls.sending import logical_send"),
    (
        *("cli", "options/table_options.py"),
        "from turbosms_cli.reading import tables\nfrom . import usage\nimport json",
    ),
    (
        *("generator", "versioning/comparison.py"),
        "from generator.lint.linters import PACKAGES\nfrom . import changes\nimport json",
    ),
]


@pytest.mark.parametrize(("name", "path", "source"), ALLOWED)
def test_an_allowed_arrow_is_none(name: str, path: str, source: str) -> None:
    assert forbidden(PACKAGES_WITH_ROOMS[name], path, source) == []
