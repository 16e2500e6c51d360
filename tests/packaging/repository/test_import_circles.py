"""No module imports another that needs it in turn: nor inside a function, nor for types alone."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from tests.packaging.imports import ROOT, graph, sources
from tests.packaging.rooms import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.checkout


def circle(modules: Mapping[str, str]) -> list[str]:
    """One circle of imports, as the modules on its way; empty without any."""
    try:
        TopologicalSorter(graph(modules)).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_circles(package: str) -> None:
    modules = sources(ROOT / package)
    assert modules
    assert circle(modules) == []


@pytest.mark.parametrize(
    "back",
    [
        "from . import a",
        "from .a import x",
        "from ours.a import x",
        "import ours.a",
        "def f():\n    from .a import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .a import x",
        "from .deep import c",
        "from .deep.c import x",
    ],
)
def test_a_circle_is_found(back: str) -> None:
    modules = {
        "ours.__init__": "from . import a",
        "ours.a": "from .b import x",
        "ours.b": back,
        "ours.deep.__init__": "",
        "ours.deep.c": "from ..a import x",
    }
    assert set(circle(modules)) >= {"ours.a", "ours.b"}
    assert circle({**modules, "ours.b": "import json"}) == []
