"""The pages of the reference: one for each public name, and a list of them for each module."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.reference.public_methods import SERVICE_MODULES
from generator.reference.public_names import PACKAGES, public_names

if TYPE_CHECKING:
    import griffe

    from generator.reference.public_names import PublicName
    from generator.site.navigation import Navigation

FOLDER: Final = "reference"
_ABOUT: Final = """\
# API reference

Every public name, from the docstrings. A name that is not here is not for applications, and may
change at any time.

| Import | |
| --- | --- |
{rows}
"""


@dataclass
class Reference:
    """The pages of the reference, as Markdown."""

    texts: dict[str, str] = field(default_factory=dict)
    """File → text."""
    nav: Navigation = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """The path of each public name → where it stands, from the root of the site."""


def reference_pages(packages: griffe.ModulesCollection) -> Reference:
    """The reference to all packages."""
    reference = Reference()
    names: dict[str, list[PublicName]] = {}
    for name in public_names(packages):
        names.setdefault(name.module, []).append(name)
    start = f"{FOLDER}/index.md"
    reference.nav.append(start)
    rows = []
    for package, parts in PACKAGES.items():
        section: Navigation = []
        for module in (package, *(f"{package}.{part}" for part in parts)):
            _add_module(reference, section, packages, module, names[module])
            rows.append(f"| [`{module}`]({module}/index.md) | {_summary(packages[module])} |")
        reference.nav.append({package: section})
    reference.texts[start] = _ABOUT.format(rows="\n".join(rows))
    return reference


def _add_module(
    reference: Reference,
    section: Navigation,
    packages: griffe.ModulesCollection,
    module: str,
    names: list[PublicName],
) -> None:
    index = f"{FOLDER}/{module}/index.md"
    rows = []
    pages: Navigation = []
    for name in names:
        file = f"{FOLDER}/{module}/{name.name}.md"
        reference.texts[file] = _page(name)
        reference.places[name.path] = f"{file.removesuffix('.md')}/index.html#{name.path}"
        rows.append(f"| [`{name.name}`]({name.name}.md) | {_summary(packages[name.path])} |")
        pages.append({name.name: file})
    reference.texts[index] = _page_of_module(packages[module], module, rows)
    is_part = "." in module
    if is_part:
        section.append({module.partition(".")[2]: [index, *pages]})
    else:
        section += [index, *pages]


def _page(name: PublicName) -> str:
    lines = ["---", f'title: "{name.name}"', "---", "", f"::: {name.path}"]
    if name.path == "turbosms_client.TurboSMS":
        # Each has a page of its own.
        modules = "|".join(SERVICE_MODULES)
        lines += ["    options:", f'      filters: ["!^_", "!^({modules})$"]']
    elif "." in name.name:
        # Applications find it in the client: they neither make one nor name its class.
        options = {"heading": name.name, "merge_init_into_class": False, "show_bases": False}
        lines += [
            "    options:",
            *(f"      {key}: {json.dumps(value)}" for key, value in options.items()),
        ]
    return "\n".join(lines) + "\n"


def _page_of_module(module: griffe.Module | griffe.Alias, path: str, rows: list[str]) -> str:
    docstring = module.docstring.value if module.docstring is not None else ""
    table = "\n".join(["| Name | |", "| --- | --- |", *rows])
    return f'---\ntitle: "{path}"\n---\n\n# `{path}`\n\n{docstring}\n\n## Names\n\n{table}\n'


def _summary(described: griffe.Object | griffe.Alias) -> str:
    """The first sentence of the docstring, on one line."""
    if described.docstring is None:
        return ""
    first = described.docstring.value.partition("\n\n")[0]
    return " ".join(first.split()).replace("|", "\\|")
