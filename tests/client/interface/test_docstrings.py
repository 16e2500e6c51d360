"""Public names have docstrings: in the program and, for fields, below them, where editors look."""

from __future__ import annotations

import ast
import inspect
import pydoc
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

import turbosms_client
from turbosms_client import AsyncTurboSMS, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = ("turbosms_client", "turbosms_api")
MODULES = ("message", "chat", "user", "file")


def public_classes() -> list[type]:
    """The exported classes, the clients' modules, and those bases of ours that name things."""
    exported = [getattr(turbosms_client, name) for name in turbosms_client.__all__]
    clients = (TurboSMS("t"), AsyncTurboSMS("t"))
    modules = [type(getattr(client, module)) for client in clients for module in MODULES]
    every = [one for one in [*exported, *modules] if inspect.isclass(one)]
    bases = dict.fromkeys(chain.from_iterable(one.__mro__ for one in every))
    return [base for base in bases if base.__module__.split(".")[0] in OURS]


PUBLIC_CLASSES = public_classes()


def names(target: ast.expr, inside: bool) -> list[str]:
    """The public names that an assignment gives a class, or `inside` its `__init__` an instance."""
    if isinstance(target, ast.Tuple):
        found: list[str] = []
        for element in target.elts:
            found += names(element, inside)
        return found
    name = ""
    if inside and isinstance(target, ast.Attribute):
        name = target.attr
    elif not inside and isinstance(target, ast.Name):
        name = target.id
    is_public = bool(name) and not name.startswith("_")
    return [name] if is_public else []


def definition(kind: type) -> ast.ClassDef:
    """The source of a class. That of a public one is not in the module that it names."""
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] not in OURS or vars(module).get(kind.__name__) is not kind:
            continue
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
                return node
    raise LookupError(kind)


def fields(kind: type) -> Iterator[tuple[str, bool]]:
    """What the source of a class gives a value or a type, and whether a docstring stands below.

    Those are fields, members and attributes. One that is set in `__init__` may be told of in the
    docstring of its class instead.
    """
    tree = definition(kind)
    yield from assigned(tree.body, inside=False)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name == "__init__":
            for name, said in assigned(function.body, inside=True):
                yield name, said or f"`{name}`" in (kind.__doc__ or "")


def assigned(body: list[ast.stmt], *, inside: bool) -> Iterator[tuple[str, bool]]:
    """The public names that get a value or a type, and whether a docstring stands below."""
    for line, below in zip(body, [*body[1:], ast.Pass()], strict=True):
        said = (
            isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and bool(below.value.value)
        )
        targets: list[ast.expr] = []
        if isinstance(line, ast.Assign):
            targets = line.targets
        elif isinstance(line, ast.AnnAssign):
            targets = [line.target]
        for target in targets:
            for name in names(target, inside):
                yield name, said


def methods(module: Any) -> dict[str, Any]:
    return {name: getattr(module, name) for name in dir(module) if name[0] != "_"}


@pytest.mark.parametrize("name", turbosms_client.__all__)
def test_every_exported_name_has_a_docstring(name: str) -> None:
    value = getattr(turbosms_client, name)
    assert value.__doc__
    assert not value.__doc__.startswith(
        f"{name}("
    )  # what dataclasses and tuples say when nobody has said anything


@pytest.mark.parametrize(
    "kind", PUBLIC_CLASSES, ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
def test_every_field_has_a_docstring_below_it(kind: type) -> None:
    assert [name for name, said in fields(kind) if not said] == []


@pytest.mark.parametrize(
    "kind", PUBLIC_CLASSES, ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
def test_every_method_and_property_has_a_docstring(kind: type) -> None:
    own = {name: value for name, value in vars(kind).items() if name[0] != "_"}
    told = [value for value in own.values() if not isinstance(value, (int, str, type(None)))]
    described = [inspect.getdoc(value) for value in told if not inspect.ismemberdescriptor(value)]
    assert None not in described
    assert "" not in described


def test_the_tests_above_look_at_something() -> None:
    found = {f"{kind.__name__}.{name}" for kind in public_classes() for name, _ in fields(kind)}
    assert {
        "Sms.sender",
        "SendOptions.ttl",
        "ResultCode.OK",
        "ReportRow.message_id",
        "SendReport.code",
        "APIError.code",
        "OutcomeUnknownError.sequence_id",
        "_Client.interrupted",
        "_Client.message",
    } <= found
    assert "_Client._http" not in found


@pytest.mark.parametrize("client", [TurboSMS, AsyncTurboSMS])
@pytest.mark.parametrize("module", MODULES)
def test_help_and_signature_of_every_method(client: Any, module: str) -> None:
    named = getattr(client("t"), module)
    whole = pydoc.plain(pydoc.render_doc(type(named)))
    for name, method in methods(named).items():
        doc = inspect.getdoc(method)
        assert doc
        (first, *_), shown = doc.splitlines(), pydoc.plain(pydoc.render_doc(method))
        assert first in shown
        assert first in whole
        signature = inspect.signature(method)
        # From Python 3.13 on, a long signature is shown on lines of its own.
        assert "".join(f"{name}{signature}".split())[:36] in "".join(shown.split())
        assert all(
            parameter.annotation is not parameter.empty
            for parameter in signature.parameters.values()
        )
        assert signature.return_annotation not in (signature.empty, "")


@pytest.mark.parametrize("client", [TurboSMS, AsyncTurboSMS])
def test_every_method_names_its_source(client: Any) -> None:
    every: dict[str, Any] = {}
    for module in MODULES:
        for name, method in methods(getattr(client("t"), module)).items():
            every[f"{module}/{name}"] = method
    for name, method in every.items():
        assert 'Documentation: "' in (method.__doc__ or ""), name
    sections = {
        name.replace("_", ""): method.__doc__
        for name, method in every.items()
        if "ping" not in name
    }
    own = {"message/preview", "message/wait", "message/watch"}  # made of other methods
    assert [
        name
        for name, doc in sections.items()
        if name not in own and f'Documentation: "{name}"' not in doc
    ] == []
    assert 'Documentation: "Request Numbering"' in (
        turbosms_client.OutcomeUnknownError.resume.__doc__ or ""
    )
