"""Writes the classes that applications use: parameters of a send, and what the methods answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.package import parameters, results
from generator.package.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.yaml_reader import Document


def write_classes(document: Document, package: Path) -> None:
    """Write `reading.py`, `parameters.py` and the package `results`, which must not exist."""
    directory = package / "results"
    directory.mkdir()
    modules = results.modules(document)
    render("reading.py.jinja", package / "reading.py", {})
    render("parameters.py.jinja", package / "parameters.py", parameters.classes(document))
    render("results/__init__.py.jinja", directory / "__init__.py", {"modules": modules})
    for name, classes in modules.items():
        render(
            "results/module.py.jinja",
            directory / f"{name}.py",
            {"module": name, "classes": classes},
        )
