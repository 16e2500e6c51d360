"""The tables in the pages that are made from the generated data and, in one, from a test.

Each stands between `<!-- name -->` and `<!-- /name -->`.

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

from generator.publishing.docs.tables import TITLES
from tests.sandbox.test_result_codes import RECIPES
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.limits import (
    BUTTON_CAPTION_CHARACTERS,
    FILE_CAPTION_CYRILLIC,
    FILE_CAPTION_LATIN,
)
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.statuses import DELIVERY_STATUSES, REJECTION_REASONS
from turbosms_api.tables.viber_kinds import VIBER_KINDS, ViberKind
from turbosms_cli.printing import exit_codes as codes_of_commands
from turbosms_client._results.reports_and_refusals import api_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DOCS: Final = Path(__file__).parents[2] / "docs"
MARKED: Final = re.compile(r"(<!-- (?P<name>[a-z-]+) -->\n).*?(<!-- /(?P=name) -->\n)", re.DOTALL)
CAPTIONS: Final = {
    None: "",
    "button_caption": f"{BUTTON_CAPTION_CHARACTERS.value} characters",
    "file_caption": f"{FILE_CAPTION_LATIN.value} Latin or {FILE_CAPTION_CYRILLIC.value} Cyrillic",
}


FILES = {"none": "", "any": "any file of the account"}
"""Kinds of Viber messages name other files themselves."""


def error_of(code: ResultCode) -> str:
    """The class that a code raises; none for what is no refusal."""
    if code.outcome not in ("failure", "unknown"):
        return ""
    return type(api_error(code, code.name, operation="message/send")).__name__


def codes() -> str:
    rows: list[list[str]] = []
    for code in ResultCode:
        error = error_of(code)
        rows.append(
            [
                f'<a id="code-{code:d}"></a>{code:d}',
                code.name,
                code.meaning,
                code.outcome,
                code.scope,
                code.actor,
                yes_or_no(code.repeat),
                code.since.isoformat(),
                f"[{error}](errors.md#{error.lower()})" if error else "",
            ]
        )
    return table(["Code", "Name", "Meaning", *TITLES.values(), "Raises"], rows)


def yes_or_no(fact: bool) -> str:
    return "yes" if fact else "no"


def error_codes() -> str:
    classes: dict[str, list[str]] = {}
    for code in ResultCode:
        error = error_of(code)
        if error:
            classes.setdefault(error, []).append(f"[{code:d}](codes.md#code-{code:d})")
    return table(
        ["Class", "Codes"],
        ([f"[{name}](#{name.lower()})", ", ".join(own)] for name, own in classes.items()),
    )


def sandbox_codes() -> str:
    return table(
        ["Code", "Name", "By", "How to get it"],
        (
            [str(code), ResultCode(code).name, recipe.by, recipe.how]
            for code, recipe in RECIPES.items()
        ),
    )


def viber_kinds() -> str:
    return table(
        [
            "Kind",
            "What it is",
            "Needs",
            "All or none",
            "`file_id` of",
            "Longest `caption`",
            "Rate",
            "Transactional",
        ],
        (
            [
                kind.kind,
                kind.meaning,
                names(kind.required),
                names(kind.together),
                FILES.get(kind.file, kind.file),
                CAPTIONS[kind.caption_limit],
                kind.rate,
                transactional(kind),
            ]
            for kind in VIBER_KINDS
        ),
    )


def transactional(kind: ViberKind) -> str:
    if kind.transactional_allowed:
        return "allowed"
    return f"no: [{kind.transactional_code}](codes.md#code-{kind.transactional_code})"


def statuses() -> str:
    rows = DELIVERY_STATUSES.values()
    return table(
        ["Status", "Meaning", "Final", "Delivered"],
        ([row.name, row.meaning, yes_or_no(row.final), yes_or_no(row.delivered)] for row in rows),
    )


def rejections() -> str:
    return table(
        ["`rejected_status`", "Meaning"],
        ([row.name, row.meaning] for row in REJECTION_REASONS.values()),
    )


def file_types() -> str:
    uses = {(True, True): "yes", (False, True): "no, but it can be sent if the account has it"}
    groups: dict[tuple[str, str], list[str]] = {}
    for row in FILE_TYPES.values():
        groups.setdefault((row.kind, uses[row.upload, row.send]), []).append(row.extension)
    return table(
        ["Kind", "`file.add` accepts it", "Extensions"],
        ([*key, ", ".join(own)] for key, own in groups.items()),
    )


def exit_codes() -> str:
    tree = ast.parse(Path(codes_of_commands.__file__).read_text("utf-8")).body
    told = {
        line.target.id: after.value.value
        for line, after in pairwise(tree)
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }
    return table(
        ["Code", "Meaning"],
        ([str(getattr(codes_of_commands, name)), str(meaning)] for name, meaning in told.items()),
    )


def names(parameters: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in parameters)


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines: list[list[str]] = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n".replace("  |", " |") for line in lines)


TABLES: Final[dict[str, Callable[[], str]]] = {
    "codes": codes,
    "error-codes": error_codes,
    "sandbox-codes": sandbox_codes,
    "viber-kinds": viber_kinds,
    "statuses": statuses,
    "rejections": rejections,
    "file-types": file_types,
    "exit-codes": exit_codes,
}


def filled(page: str) -> str:
    """A page with its tables as they should be."""
    return MARKED.sub(lambda match: f"{match[1]}{TABLES[match['name']]()}{match[3]}", page)


def main() -> None:
    """Write the tables into the pages, and tell which pages have changed."""
    for path in sorted(DOCS.glob("*.md")):
        page = path.read_text("utf-8")
        if page != (new := filled(page)):
            path.write_text(new, "utf-8")
            sys.stdout.write(f"{path.name} written\n")


if __name__ == "__main__":
    main()
