"""The rooms of the packages that have several: which room may import which.

ARCHITECTURE.md has a table and a picture of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class House:
    """A package whose modules live in rooms."""

    folder: str
    """From the root of the repository."""
    rooms: Mapping[str, tuple[str, ...]]
    """Lowest first: room → the other rooms that its modules may import."""
    top: tuple[str, ...]
    """What lies beside the rooms and is put together of them. No room imports it."""
    top_in_picture: str
    """What stands for that in the picture."""

    @property
    def package(self) -> str:
        return self.folder.rpartition("/")[2]

    def room_of(self, module: str) -> str | None:
        """The room of a module, as in the picture; None for a module of another package."""
        package, _, rest = module.partition(".")
        if package != self.package:
            return None
        room, _, inside = rest.partition(".")
        return room if inside else self.top_in_picture


HOUSES: Final[Mapping[str, House]] = {
    "sandbox": House(
        "sandbox/turbosms_sandbox",
        {
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
                *("calls", "account", "delivery", "files", "chats", "messages"),
                *("engine", "http", "control"),
            ),
        },
        top=("__init__.py", "app.py", "server.py"),
        top_in_picture="app",
    ),
    "client": House(
        "overlay/turbosms_client",
        {
            "_formats": (),
            "_results": ("_formats",),
            "_http": ("_results",),
            "_parameters": ("_formats", "_results", "_http"),
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
    "cli": House(
        "overlay/turbosms_cli",
        {
            "printing": (),
            "reading": ("printing",),
            "options": ("printing", "reading"),
            "calling": ("printing", "reading", "options"),
            "sending": ("printing", "reading", "options", "calling"),
            "following": ("printing", "calling"),
            "commands": ("printing", "reading", "options", "calling", "sending", "following"),
        },
        top=("__init__.py", "__main__.py", "extras.py", "root.py"),
        top_in_picture="root",
    ),
    "generator": House(
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
        },
        top=("__init__.py", "__main__.py", "cli.py"),
        top_in_picture="cli",
    ),
}
"""By the name of the picture."""
