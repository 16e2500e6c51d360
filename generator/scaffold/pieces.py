"""What is written for a new method: a piece of text for each place, from a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.scaffold.places import (
    at_end_of_import,
    at_end_of_variable,
    before_variable,
    behind_class,
    behind_imports,
    behind_value,
    file_of_variable,
)
from generator.spec.yaml_reader import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from generator.scaffold.new_method import NewMethod
    from generator.spec.document import Document, Location

_SPEC: Final = "openapi.yaml"
#: Several files have variables of the same name. The table to write into is the one that has these.
_WRITTEN_METHOD: Final = '"user/balance"'
_WRITTEN_CLASS: Final = '"FileDetails"'


@dataclass(frozen=True)
class Piece:
    """A text that is inserted into a file, or is a file of its own."""

    path: str
    template: str
    find_line: Callable[[str], int] | None = None
    """Tells by the text of the file after which of its lines; None for a new file."""


def pieces(root: Path, method: NewMethod) -> Iterator[Piece]:
    """All of them, by package. Each line is looked for when the pieces before it are written."""
    yield from _of_spec(root, method)
    yield from _of_sandbox(root, method)
    yield from _of_client(method)
    yield from _of_command_line(method)
    yield from _of_tests(root, method)


def _of_spec(root: Path, method: NewMethod) -> Iterator[Piece]:
    def behind(location: Callable[[Document], Location]) -> Callable[[str], int]:
        def find_line(_: str) -> int:
            document = read_document(root / _SPEC, _SPEC)
            return behind_value(document, location(document))

        return find_line

    def last_path(document: Document) -> Location:
        paths = [path for path in document.data["paths"] if path.startswith(f"/{method.module}/")]
        return ("paths", paths[-1])

    yield Piece(_SPEC, "spec_result.yaml", behind(lambda _: ("x-results",)))
    yield Piece(_SPEC, "spec_path.yaml", behind(last_path))
    yield Piece(_SPEC, "spec_response.yaml", behind(lambda _: ("components", "responses")))
    yield Piece(_SPEC, "spec_schemas.yaml", behind(lambda _: ("components", "schemas")))


def _of_sandbox(root: Path, method: NewMethod) -> Iterator[Piece]:
    sandbox = root / "sandbox/turbosms_sandbox"
    table = "METHODS"
    file = file_of_variable(sandbox, table, _WRITTEN_METHOD).relative_to(root).as_posix()
    yield Piece(f"sandbox/turbosms_sandbox/{method.room}/{method.function}.py", "sandbox_method.py")
    yield Piece(file, "sandbox_import.py", behind_imports)
    yield Piece(file, "sandbox_call.py", lambda text: before_variable(text, table))
    yield Piece(file, "sandbox_entry.py", lambda text: at_end_of_variable(text, table))


def _of_client(method: NewMethod) -> Iterator[Piece]:
    client = "overlay/turbosms_client"
    module = f"{client}/_{method.module}.py"
    result_classes = f"{client}/_results/chat_and_file_results.py"
    public = f"{client}/__init__.py"
    yield Piece(module, "client_imports.py", behind_imports)
    yield Piece(module, "client_method.py", lambda text: behind_class(text, method.client_class))
    name, quoted_name = "class_name.txt", "quoted_class_name.txt"
    yield Piece(result_classes, name, lambda text: at_end_of_import(text, "turbosms_api.results"))
    yield Piece(result_classes, quoted_name, lambda text: at_end_of_variable(text, "__all__"))
    yield Piece(public, name, lambda text: at_end_of_import(text, "_results.chat_and_file_results"))
    yield Piece(public, quoted_name, lambda text: at_end_of_variable(text, "__all__"))


def _of_command_line(method: NewMethod) -> Iterator[Piece]:
    cli = "overlay/turbosms_cli"
    yield Piece(f"{cli}/commands/{method.function}.py", "command.py")
    yield Piece(
        f"{cli}/root.py", "command_entry.py", lambda text: at_end_of_variable(text, "_MODULES")
    )


def _of_tests(root: Path, method: NewMethod) -> Iterator[Piece]:
    tests = root / "tests"
    yield Piece(f"tests/testing/test_{method.function}.py", "test_method.py")
    for table, known_key, template in (
        ("ROWS", _WRITTEN_CLASS, "test_answer.py"),
        ("SHAPES", _WRITTEN_CLASS, "test_shape.py"),
        ("SAMPLES", _WRITTEN_CLASS, "test_sample.py"),
        ("OPERATION_CALLS", _WRITTEN_METHOD, "test_operation_call.py"),
    ):
        file = file_of_variable(tests, table, known_key)
        yield _entry(file.relative_to(root).as_posix(), table, template)


def _entry(path: str, table: str, template: str) -> Piece:
    return Piece(path, template, lambda text: at_end_of_variable(text, table))
