"""How dense the text of our packages is, next to libraries that read well.

`python -m benchmarks.readability [PACKAGE…]` prints a table of figures, and those that are above
1.5 times the figure of starlette. It is no test: nothing fails.

A package is the name of one that can be imported, or a folder. Lines of code are those without
docstrings, comments and blank lines. The counts are for each 1,000 of them.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parent.parent
OURS: Final = {
    "turbosms_client": ROOT / "overlay" / "turbosms_client",
    "turbosms_cli": ROOT / "overlay" / "turbosms_cli",
    "turbosms_testing": ROOT / "overlay" / "turbosms_testing",
    "generator": ROOT / "generator",
    "sandbox": ROOT / "sandbox" / "turbosms_sandbox",
}
ANCHOR: Final = "starlette"
OTHERS: Final = (ANCHOR, "httpx2", "structlog")
ALLOWANCE: Final = 1.5
LONG_LINE: Final = 100

# Words that say nothing about the thing itself: a reader has to look up what they stand for. The
# first have had several meanings in this project. The participles say what happened to a thing and
# leave out the thing. An underscore in front makes a name no better.
_GENERIC_NAMES: Final = """
    row rows number numbers place places one ones some other others rest whole
    thing things stuff data2 obj tmp temp who what that it
    given found told known made left asked taken seen wanted named listed written got
"""
GENERIC_NAMES: Final = frozenset(_GENERIC_NAMES.split())

# Tokens that are no code: a line that has nothing else is not counted.
_NO_CODE: Final = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)


@dataclass
class Figures:
    """The figures of one package; counts are for each 1,000 lines of code.

    Every assignment to a tuple counts as a tuple target; `a, b = x, y`, which could be two lines,
    counts once more on its own.
    """

    mean_width: float = field(metadata={"title": "mean width"})
    long_lines: float = field(metadata={"title": "% > 100"})
    comprehensions: float = field(metadata={"title": "comprehensions"})
    ternaries: float = field(metadata={"title": "ternaries"})
    tuple_assignments: float = field(metadata={"title": "tuple targets"})
    parallel_assignments: float = field(metadata={"title": "a, b = x, y"})
    walrus: float = field(metadata={"title": "walrus"})
    unpackings: float = field(metadata={"title": "* unpacking"})
    generic_names: float = field(metadata={"title": "% generic"})


TITLES: Final = {each.name: each.metadata["title"] for each in fields(Figures)}


class Counter(ast.NodeVisitor):
    """Counts what makes a text dense."""

    def __init__(self) -> None:
        self.comprehensions = 0
        self.ternaries = 0
        self.tuple_assignments = 0
        self.parallel_assignments = 0
        self.walrus = 0
        self.unpackings = 0
        self.bound_names: list[str] = []

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._count_comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._count_comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._count_comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._count_comprehension(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.ternaries += 1
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        has_tuple_as_target = any(isinstance(target, ast.Tuple) for target in node.targets)
        if has_tuple_as_target:
            self.tuple_assignments += 1
            self.parallel_assignments += isinstance(node.value, ast.Tuple)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.walrus += 1
        self.generic_visit(node)

    def visit_Starred(self, node: ast.Starred) -> None:
        is_in_display_or_call = isinstance(node.ctx, ast.Load)
        self.unpackings += is_in_display_or_call
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        self.unpackings += node.keys.count(None)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.bound_names.append(node.name)
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.bound_names.append(node.name)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bound_names.append(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bound_names.append(node.attr)
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        if node.arg not in ("self", "cls"):
            self.bound_names.append(node.arg)
        self.generic_visit(node)

    def _count_comprehension(self, node: ast.AST) -> None:
        self.comprehensions += 1
        self.generic_visit(node)


def measure(folder: Path) -> Figures:
    """The figures of all modules of a package; its tests and what others wrote are left out."""
    counter = Counter()
    widths: list[int] = []
    for path in sorted(folder.rglob("*.py")):
        inner_folders = path.relative_to(folder).parts
        if "tests" in inner_folders or "vendor" in inner_folders:
            continue
        source = path.read_text(encoding="utf-8")
        counter.visit(ast.parse(source))
        widths.extend(len(line) for line in lines_of_code(source))
    return _figures(counter, widths)


def lines_of_code(source: str) -> Iterator[str]:
    """The lines that hold code, docstrings apart."""
    docstrings = _docstring_lines(ast.parse(source))
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    for line_number, line in enumerate(source.splitlines(), 1):
        if line_number in code and line_number not in docstrings:
            yield line.rstrip()


def _docstring_lines(tree: ast.Module) -> set[int]:
    """The lines of all strings that stand as a statement, those that describe a field included."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
            continue
        if isinstance(node.value.value, str):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _figures(counter: Counter, widths: list[int]) -> Figures:
    thousands = len(widths) / 1000
    too_long = sum(width > LONG_LINE for width in widths)
    generic = sum(name.strip("_") in GENERIC_NAMES for name in counter.bound_names)
    return Figures(
        mean_width=sum(widths) / len(widths),
        long_lines=100 * too_long / len(widths),
        comprehensions=counter.comprehensions / thousands,
        ternaries=counter.ternaries / thousands,
        tuple_assignments=counter.tuple_assignments / thousands,
        parallel_assignments=counter.parallel_assignments / thousands,
        walrus=counter.walrus / thousands,
        unpackings=counter.unpackings / thousands,
        generic_names=100 * generic / len(counter.bound_names),
    )


def folder_of(package: str) -> Path | None:
    """Where a package is; None if it is not installed."""
    if package in OURS:
        return OURS[package]
    if Path(package).is_dir():
        return Path(package)
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def main(packages: list[str]) -> None:
    """Print the figures of the packages, the limits, and what is above them."""
    table: dict[str, Figures] = {}
    for package in packages or [*OURS, *OTHERS]:
        folder = folder_of(package)
        if folder is None:
            print(f"{package} is not installed.")
            continue
        table[package] = measure(folder)

    print(" ".join(["package".ljust(18), *TITLES.values()]))
    for package, figures in table.items():
        _print_line(package, figures)
    anchor = folder_of(ANCHOR)
    if anchor is None:
        print(f"There are no limits: {ANCHOR} is not installed.")
        return
    limits = _limits(measure(anchor))
    _print_line(f"{ALLOWANCE} x {ANCHOR}", limits)
    for package, figures in table.items():
        above = [
            title
            for name, title in TITLES.items()
            if getattr(figures, name) > getattr(limits, name)
        ]
        if package in OURS:
            print(f"{package} is above in: {', '.join(above) or 'nothing'}")


def _limits(anchor: Figures) -> Figures:
    values = {name: ALLOWANCE * getattr(anchor, name) for name in TITLES}
    return Figures(**values)


def _print_line(package: str, figures: Figures) -> None:
    cells = [package.ljust(18)]
    for name, title in TITLES.items():
        cells.append(f"{getattr(figures, name):.1f}".rjust(len(title)))
    print(" ".join(cells))


if __name__ == "__main__":
    main(sys.argv[1:])
