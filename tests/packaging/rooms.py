"""Which package may import which, and which room of a package which other rooms.

A room is a folder in a package. ARCHITECTURE.md has a table and a picture of the packages, and of
the rooms of each package that has several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "generated/turbosms_api": ("turbosms_api",),
    "overlay/turbosms_client": ("turbosms_client", "turbosms_api"),
    "overlay/turbosms_apprise": ("turbosms_apprise", "turbosms_client"),
    "overlay/turbosms_campaigns": (
        "turbosms_campaigns",
        "turbosms_client",
        "turbosms_languages",
        "turbosms_spreadsheets",
        "turbosms_webhooks",
    ),
    "overlay/turbosms_codes": ("turbosms_codes", "turbosms_client"),
    "overlay/turbosms_cli": (
        "turbosms_cli",
        "turbosms_client",
        "turbosms_webhooks",
        "turbosms_campaigns",
        "turbosms_sandbox",
        "turbosms_languages",
        "turbosms_spreadsheets",
        "turbosms_api.tables",
        "turbosms_api.spec",
    ),
    "overlay/turbosms_django": ("turbosms_django", "turbosms_client", "turbosms_webhooks"),
    "overlay/turbosms_languages": ("turbosms_languages", "turbosms_client"),
    "overlay/turbosms_spreadsheets": (
        "turbosms_spreadsheets",
        "turbosms_client",
        "turbosms_languages",
    ),
    "overlay/turbosms_testing": (
        "turbosms_testing",
        "turbosms_client",
        "turbosms_webhooks",
        "turbosms_sandbox",
    ),
    "overlay/turbosms_webhooks": ("turbosms_webhooks", "turbosms_api"),
    "sandbox/turbosms_sandbox": ("turbosms_sandbox", "turbosms_api.tables"),
    "generator": ("generator",),
    "benchmarks": ("benchmarks", "turbosms_campaigns", "turbosms_client", "turbosms_webhooks"),
}
"""The folder of each of our packages → the packages of ours that its modules may import.

A dotted name stands for that part of a package alone.
"""


@dataclass(frozen=True)
class PackageRooms:
    """The rooms of a package."""

    folder: str
    """From the root of the repository."""
    rooms: Mapping[str, tuple[str, ...]]
    """Lowest first: room → the other rooms that its modules may import."""
    top: tuple[str, ...]
    """What lies beside the rooms and is put together of them. No room imports it."""
    top_in_picture: str
    """What stands for that in the picture."""

    @property
    def name(self) -> str:
        """The name by which the package is imported."""
        return self.folder.rpartition("/")[2]

    def room_of(self, module: str) -> str | None:
        """The room of a module, as in the picture; None for a module of another package."""
        package, _, rest = module.partition(".")
        if package != self.name:
            return None
        room, _, inside = rest.partition(".")
        return room if inside else self.top_in_picture


PACKAGES_WITH_ROOMS: Final[Mapping[str, PackageRooms]] = {
    "sandbox": PackageRooms(
        "sandbox/turbosms_sandbox",
        {
            "calls": (),
            "outgoing": (),
            "account": ("calls",),
            "delivery": ("calls",),
            "files": ("calls", "outgoing"),
            "journal": ("calls",),
            "chats": ("calls", "account", "delivery", "files"),
            "messages": ("calls", "account", "delivery", "files", "chats"),
            "webhooks": ("calls", "delivery", "files", "chats", "messages"),
            "engine": (
                *("calls", "account", "delivery", "files", "journal"),
                *("chats", "messages", "webhooks"),
            ),
            "http": ("calls", "account", "files", "engine"),
            "webhook_calls": ("calls", "outgoing", "webhooks", "engine", "http"),
            "control": ("calls", "account", "webhooks", "engine", "http", "webhook_calls"),
            "inbox": (
                *("calls", "account", "delivery", "files", "chats", "messages", "webhooks"),
                *("engine", "http", "control"),
            ),
        },
        top=("__init__.py", "app.py", "server.py"),
        top_in_picture="app",
    ),
    "client": PackageRooms(
        "overlay/turbosms_client",
        {
            "_formats": (),
            "_results": ("_formats",),
            "_http": ("_results",),
            "_parameters": ("_formats", "_results"),
            "_answers": ("_formats", "_results", "_http", "_parameters"),
            "_requests": ("_formats", "_results", "_http", "_parameters"),
            "_flows": ("_results", "_http", "_requests"),
            "_calls": (
                *("_formats", "_results", "_http", "_parameters"),
                *("_answers", "_requests", "_flows"),
            ),
        },
        top=("__init__.py", "_client.py", "_message.py", "_chat.py", "_user.py", "_file.py"),
        top_in_picture="modules",
    ),
    "campaigns": PackageRooms(
        "overlay/turbosms_campaigns",
        {
            "_model": (),
            "_storage": ("_model",),
            "_texts": ("_model",),
            "_audience": ("_model", "_storage", "_texts"),
            "_outcomes": ("_model", "_storage", "_texts", "_audience"),
            "_sending": ("_model", "_storage", "_texts", "_audience", "_outcomes"),
            "_report": ("_model", "_storage", "_sending"),
            "_engine": ("_model", "_storage", "_sending", "_outcomes"),
        },
        top=("__init__.py", "_campaigns.py", "_campaign.py", "_suppressions.py"),
        top_in_picture="campaigns",
    ),
    "cli": PackageRooms(
        "overlay/turbosms_cli",
        {
            "language": (),
            "printing": (),
            "reading": ("printing",),
            "options": ("language", "printing", "reading"),
            "calling": ("language", "printing", "reading", "options"),
            "sending": ("language", "printing", "reading", "options", "calling"),
            "following": ("printing", "calling"),
            "webhooks": ("printing", "reading", "options", "calling"),
            "campaigns": ("language", "printing", "reading", "options", "calling", "sending"),
            "commands": (
                *("language", "printing", "reading", "options", "calling"),
                *("sending", "following", "webhooks", "campaigns"),
            ),
        },
        top=("__init__.py", "__main__.py", "extras.py", "root.py"),
        top_in_picture="root",
    ),
    "webhooks": PackageRooms(
        "overlay/turbosms_webhooks",
        {
            "_processes": (),
            "_receiving": (),
            "_storing": ("_processes", "_receiving"),
            "_handling": ("_processes", "_receiving", "_storing"),
        },
        top=("__init__.py", "_inbox.py", "asgi.py", "records.py", "wsgi.py"),
        top_in_picture="inbox_and_apps",
    ),
    "generator": PackageRooms(
        "generator",
        {
            "spec": (),
            "output": ("spec",),
            "samples": ("spec",),
            "editions": ("spec", "output", "samples"),
            "package": ("spec", "output", "editions"),
            "publishing": ("spec", "output", "samples", "editions"),
            "lint": ("spec", "output", "editions"),
            "versioning": ("spec", "output", "editions", "lint"),
            "scaffold": ("spec", "output"),
            "reference": ("output",),
            "site": ("spec", "output", "editions", "reference"),
        },
        top=("__init__.py", "__main__.py", "cli.py"),
        top_in_picture="cli",
    ),
}
"""By the name of the picture."""
