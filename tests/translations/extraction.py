"""Finds the texts in the source that have to be translated.

Those of `_`, `_c`, `_n` and `said`; of click commands, the docstring, and the `help` and `metavar`
of options; and of click itself, what its modules ask gettext for.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from turbosms_cli.language.click_texts import MODULES
from turbosms_cli.language.help_texts import messages_of_help

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OVERLAY: Final = Path(__file__).parents[2] / "overlay"
PACKAGES: Final = (
    "turbosms_campaigns",
    "turbosms_cli",
    "turbosms_languages",
    "turbosms_spreadsheets",
)
_TEXTS: Final = frozenset({"_", "said"})
_NEVER_SHOWN: Final = (
    "DeprecationWarning",
    "Could not determine name",
    "No options defined",
    "Arguments take exactly",
    "Boolean option",
    "Name '{name}' defined twice",
    "Unknown color",
    "Repeat for confirmation",
    "Error: The two entered",
    "Press any key",
    "Do you want to continue",
    "Confirm the action",
    "%(prog)s",
    "Show the version and exit",
    "deprecated",
    "(dynamic)",
    "env var",
    "Invalid start character",
    "Value must be an iterable",
    "{value!r} does not match the format",
    "{value!r} is not a valid UUID",
    "{len_type} values are required",
    "Could not open file",
    "unknown error",
    "Choice({choices})",
    "Takes {nargs} values",
    "{name} {filename!r} is not writable",
    "{name} {filename!r} is not executable",
    "{name} {filename!r} is a file",
    "Aborted!",
)
"""How texts of click begin that no command of ours can show."""


@dataclass(frozen=True)
class Message:
    """A text, with its context or its plural, and where it stands."""

    text: str
    file: str
    line: int
    context: str | None = None
    plural: str | None = None


def messages() -> Iterator[Message]:
    """All of them, some more than once."""
    for package in PACKAGES:
        for file in sorted((OVERLAY / package).rglob("*.py")):
            yield from _of_file(file)
    yield from _of_click()


def _of_file(file: Path) -> Iterator[Message]:
    name = file.relative_to(OVERLAY).as_posix()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            yield from _of_call(node, name)
        if isinstance(node, ast.FunctionDef) and _is_command(node):
            help_text = inspect.cleandoc(ast.get_docstring(node, clean=False) or "")
            for text in messages_of_help(help_text):
                yield Message(text, name, node.lineno)


def _of_call(call: ast.Call, name: str) -> Iterator[Message]:
    function = call.func.id if isinstance(call.func, ast.Name) else None
    words = _texts_among(call.args)
    if function in _TEXTS and words:
        yield Message(words[0], name, call.lineno)
    elif function == "_c" and len(words) > 1:
        yield Message(words[1], name, call.lineno, context=words[0])
    elif function == "_n" and len(words) > 1:
        yield Message(words[0], name, call.lineno, plural=words[1])
    for keyword in call.keywords:
        if keyword.arg in ("help", "metavar") and isinstance(keyword.value, ast.JoinedStr):
            raise ValueError(f"{name}:{call.lineno}: {keyword.arg}= is an f-string: use _().")
        text = _text_of(keyword.value)
        if keyword.arg == "help" and text is not None:
            yield Message(text, name, call.lineno)
        if keyword.arg == "metavar" and text is not None:
            yield Message(text, name, call.lineno, context="metavar")


def _texts_among(nodes: Iterable[ast.AST]) -> list[str]:
    """Those of the nodes that are texts."""
    texts = map(_text_of, nodes)
    return [text for text in texts if text is not None]


def _text_of(node: ast.AST) -> str | None:
    """The text that stands there; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _is_command(function: ast.FunctionDef) -> bool:
    """Whether a decorator makes it a command or a group of commands."""
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Attribute) and called.attr in ("command", "group"):
            return True
    return False


def _of_click() -> Iterator[Message]:
    spec = find_spec("click")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0])
    for module in MODULES:
        for node in ast.walk(ast.parse((folder / f"{module}.py").read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            words = _texts_among(node.args)
            if not words or words[0].startswith(_NEVER_SHOWN):
                continue
            if node.func.id == "_":
                yield Message(words[0], f"click/{module}.py", 0)
            elif node.func.id == "ngettext":
                yield Message(words[0], f"click/{module}.py", 0, plural=words[1])
    yield Message("[OPTIONS]", "click/core.py", 0, context="metavar")
    yield Message("COMMAND [ARGS]...", "click/core.py", 0, context="metavar")
    yield Message("required", "click/core.py", 0)
    for word in ("integer", "integer range", "float", "float range", "File", "Directory", "Path"):
        yield Message(word, "click/types.py", 0, context="click")
