"""The interface of all public names as text, and what a change of it breaks.

The text is Python without bodies, one section for each module. What applications cannot see is not
in it: private bases, the files that things are written in, docstrings. So a difference between two
texts is a change of the interface.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import griffe

from generator.reference.public_methods import SERVICE_MODULES
from generator.reference.public_names import load_packages, public_names

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED: Final = Path(__file__).with_name("published.txt")
"""The interface that applications may rely on: what was accepted last."""

_SECTION: Final = re.compile(r"^=== (?P<module>[\w.]+)\n", re.MULTILINE)
_INDENT: Final = "    "
#: Longer values are not what an application compares with.
_LONGEST_VALUE: Final = 60


def interface(root: Path) -> str:
    """The interface of the packages below `root`."""
    packages = load_packages(root)
    sections: dict[str, list[str]] = {}
    for name in public_names(packages):
        lines = sections.setdefault(name.module, [])
        if "." not in name.name:  # what is inside another name is written there
            lines += _lines_of(packages[name.path], name.name)
    return "\n".join(
        f"=== {module}\n" + "\n".join(lines) + "\n" for module, lines in sections.items()
    )


def breaking_changes(old: str, new: str) -> list[str]:
    """What a program for the old interface can trip over in the new one, one line each."""
    before, after = _modules(old), _modules(new)
    found = [f"{name}: the module was removed" for name in before if name not in after]
    for name, module in before.items():
        if name in after:
            for change in griffe.find_breaking_changes(module, after[name]):
                explained = change.explain(style=griffe.ExplanationStyle.ONE_LINE)
                found.append(_without_place(explained))
    return found


def _without_place(explained: str) -> str:
    """Without the file and line, which are those of the text and no place to look."""
    return re.sub(r"^[^:]*:\d+: ", "", re.sub(r"\x1b\[[0-9;]*m", "", explained)).strip()


def _modules(text: str) -> dict[str, griffe.Module]:
    parts = _SECTION.split(text)
    modules: dict[str, griffe.Module] = {}
    for name, code in zip(parts[1::2], parts[2::2], strict=True):
        modules[name] = griffe.visit(name, filepath=Path(f"{name}.pyi"), code=code)
    return modules


def _lines_of(described: griffe.Object | griffe.Alias, name: str) -> Iterator[str]:
    target = described.final_target if isinstance(described, griffe.Alias) else described
    if isinstance(target, griffe.Class):
        yield from _class(target, name)
    elif isinstance(target, griffe.Function):
        yield from _function(target, name)
    elif isinstance(target, griffe.Attribute):
        yield _attribute(target, name)


def _class(described: griffe.Class, name: str) -> Iterator[str]:
    bases = [str(base) for base in described.bases]
    public = [
        base for base in bases if not base.partition("[")[0].rpartition(".")[2].startswith("_")
    ]
    yield f"class {name}({', '.join(public)}):" if public else f"class {name}:"
    members = dict(described.all_members)
    if name in SERVICE_MODULES:
        del members["__init__"]  # the client makes it
    lines: list[str] = []
    for member in sorted(members):
        is_special = member.startswith("__") and members[member].is_function
        if is_special or not member.startswith("_"):
            lines += [f"{_INDENT}{line}" for line in _lines_of(members[member], member)]
    yield from lines or [f"{_INDENT}pass"]


def _function(function: griffe.Function, name: str) -> Iterator[str]:
    for decorator in ("classmethod", "staticmethod"):
        if decorator in function.labels:
            yield f"@{decorator}"
    start = "async def" if "async" in function.labels else "def"
    returned = "" if function.returns is None else f" -> {function.returns}"
    yield f"{start} {name}({', '.join(_parameters(function))}){returned}: ..."


def _parameters(function: griffe.Function) -> Iterator[str]:
    """As they are written, with the marks for what is passed by position or by name alone."""
    kinds = griffe.ParameterKind
    previous = None
    for parameter in function.parameters:
        if previous is kinds.positional_only and parameter.kind is not previous:
            yield "/"
        is_first_by_name = previous not in {kinds.keyword_only, kinds.var_positional}
        if parameter.kind is kinds.keyword_only and is_first_by_name:
            yield "*"
        stars = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(parameter.kind, "")
        annotation = "" if parameter.annotation is None else f": {parameter.annotation}"
        has_default = parameter.default is not None and not stars
        default = f" = {parameter.default}" if has_default else ""
        yield f"{stars}{parameter.name}{annotation}{default}"
        previous = parameter.kind
    if previous is kinds.positional_only:
        yield "/"


def _attribute(attribute: griffe.Attribute, name: str) -> str:
    annotation = "" if attribute.annotation is None else f": {attribute.annotation}"
    value = "" if attribute.value is None else str(attribute.value)
    is_shown = value and len(value) <= _LONGEST_VALUE and "\n" not in value
    if is_shown or not annotation:
        return f"{name}{annotation} = {value if is_shown else '...'}"
    return f"{name}{annotation}"
