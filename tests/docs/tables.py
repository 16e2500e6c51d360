"""The tables in the pages that are made from the generated data and, in one, from a test.

Each stands between `<!-- name -->` and `<!-- /name -->`. Pages in docs/uk/ get it in Ukrainian.

    python -m tests.docs.tables

rewrites them; test_tables_of_pages.py compares.
"""

from __future__ import annotations

import ast
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.docs.table_words import ENGLISH, UKRAINIAN, Words
from tests.sandbox.test_result_codes import RECIPES
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.statuses import DELIVERY_STATUSES, REJECTION_REASONS
from turbosms_api.tables.viber_kinds import VIBER_KINDS, ViberKind
from turbosms_cli.printing import exit_codes as codes_of_commands
from turbosms_client._results.reports_and_refusals import api_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DOCS: Final = Path(__file__).parents[2] / "docs"
DOCS_IN_UKRAINIAN: Final = DOCS / "uk"
MARKED: Final = re.compile(r"(<!-- (?P<name>[a-z-]+) -->\n).*?(<!-- /(?P=name) -->\n)", re.DOTALL)


def error_of(code: ResultCode) -> str:
    """The class that a code raises; none for what is no refusal."""
    if code.outcome not in ("failure", "unknown"):
        return ""
    return type(api_error(code, code.name, operation="message/send")).__name__


def codes(words: Words) -> str:
    rows: list[list[str]] = []
    for code in ResultCode:
        error = error_of(code)
        rows.append(
            [
                f'<a id="code-{code:d}"></a>{code:d}',
                code.name,
                code.meaning_in(words.language),
                code.outcome,
                code.scope,
                code.actor,
                words.yes_or_no(code.repeat),
                code.since.isoformat(),
                f"[{error}](errors.md#{error.lower()})" if error else "",
            ]
        )
    return table(words.codes, rows)


def error_codes(words: Words) -> str:
    classes: dict[str, list[str]] = {}
    for code in ResultCode:
        error = error_of(code)
        if error:
            classes.setdefault(error, []).append(f"[{code:d}](codes.md#code-{code:d})")
    return table(
        words.error_codes,
        ([f"[{name}](#{name.lower()})", ", ".join(own)] for name, own in classes.items()),
    )


def sandbox_codes(_words: Words) -> str:
    return table(
        ["Code", "Name", "By", "How to get it"],
        (
            [str(code), ResultCode(code).name, recipe.by, recipe.how]
            for code, recipe in RECIPES.items()
        ),
    )


def viber_kinds(words: Words) -> str:
    return table(
        words.viber_kinds,
        (
            [
                kind.kind,
                kind.meaning_in(words.language),
                names(kind.required),
                names(kind.together),
                words.files[kind.file],
                words.captions[kind.caption_limit],
                words.rates[kind.rate],
                transactional(kind, words),
            ]
            for kind in VIBER_KINDS
        ),
    )


def transactional(kind: ViberKind, words: Words) -> str:
    if kind.transactional_allowed:
        return words.allowed
    code = kind.transactional_code
    return f"{words.no}: [{code}](codes.md#code-{code})"


def statuses(words: Words) -> str:
    return table(
        words.statuses,
        (
            [
                row.name,
                row.meaning_in(words.language),
                words.yes_or_no(row.final),
                words.yes_or_no(row.delivered),
            ]
            for row in DELIVERY_STATUSES.values()
        ),
    )


def rejections(words: Words) -> str:
    return table(
        words.rejections,
        ([row.name, row.meaning_in(words.language)] for row in REJECTION_REASONS.values()),
    )


def file_types(_words: Words) -> str:
    uses = {(True, True): "yes", (False, True): "no, but it can be sent if the account has it"}
    groups: dict[tuple[str, str], list[str]] = {}
    for row in FILE_TYPES.values():
        groups.setdefault((row.kind, uses[row.upload, row.send]), []).append(row.extension)
    return table(
        ["Kind", "`file.add` accepts it", "Extensions"],
        ([*key, ", ".join(own)] for key, own in groups.items()),
    )


def exit_codes(words: Words) -> str:
    rows: list[list[str]] = []
    for name, meaning in documented_constants(Path(codes_of_commands.__file__)).items():
        code = getattr(codes_of_commands, name)
        rows.append([str(code), words.meanings_of_exits.get(name, meaning)])
    return table(words.exit_codes, rows)


def documented_constants(module: Path) -> dict[str, str]:
    """The docstring below each constant of a module."""
    found: dict[str, str] = {}
    for statement, after in pairwise(ast.parse(module.read_text("utf-8")).body):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(after, ast.Expr):
            continue
        if isinstance(after.value, ast.Constant):
            found[ast.unparse(statement.target)] = str(after.value.value)
    return found


def names(parameters: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in parameters)


def table(head: Sequence[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n".replace("  |", " |") for line in lines)


TABLES: Final[dict[str, Callable[[Words], str]]] = {
    "codes": codes,
    "error-codes": error_codes,
    "sandbox-codes": sandbox_codes,
    "viber-kinds": viber_kinds,
    "statuses": statuses,
    "rejections": rejections,
    "file-types": file_types,
    "exit-codes": exit_codes,
}


def pages() -> list[Path]:
    """The pages in English, and those in Ukrainian."""
    return [*sorted(DOCS.glob("*.md")), *sorted(DOCS_IN_UKRAINIAN.glob("*.md"))]


def filled(path: Path) -> str:
    """A page with its tables as they should be."""
    words = UKRAINIAN if path.parent == DOCS_IN_UKRAINIAN else ENGLISH
    return MARKED.sub(
        lambda match: f"{match[1]}{TABLES[match['name']](words)}{match[3]}",
        path.read_text("utf-8"),
    )


def main() -> None:
    """Write the tables into the pages, and tell which pages have changed."""
    for path in pages():
        page = filled(path)
        if path.read_text("utf-8") != page:
            path.write_text(page, "utf-8")
            sys.stdout.write(f"{path.relative_to(DOCS)} written\n")


if __name__ == "__main__":
    main()
