"""Reading a model passes its fields by place: the places are those of the class."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pkgutil import iter_modules
from textwrap import dedent
from typing import Any

import attrs
import pytest

from turbosms_api import models


def models_of(name: str) -> list[type]:
    """The models that the module of this name defines."""
    kinds = vars(import_module(name)).values()
    classes = [kind for kind in kinds if inspect.isclass(kind) and kind.__module__ == name]
    return [kind for kind in classes if attrs.has(kind)]


MODELS: list[type] = []
for module in iter_modules(models.__path__):
    MODELS += models_of(f"{models.__name__}.{module.name}")


def test_there_are_models() -> None:
    assert "SendRow" in {kind.__name__ for kind in MODELS}


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: str(kind.__name__))
def test_fields_are_passed_in_the_order_of_the_class(kind: Any) -> None:
    source = ast.parse(dedent(inspect.getsource(kind.from_dict)))
    (call,) = (
        node
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "cls"
    )
    assert not call.keywords
    assert [ast.unparse(argument) for argument in call.args] == [
        row.name for row in attrs.fields(kind) if row.init
    ]
