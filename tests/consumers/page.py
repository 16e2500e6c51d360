"""docs/consumers.md.

From its mark to its end it is made of the declarations and of the last run that was recorded.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from tests.consumers.declarations import HERE, REACHED, consumers
from tests.consumers.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.consumers.declarations import Consumer

PAGE: Final = ROOT / "docs/consumers.md"
RECORD: Final = HERE / "outcomes.json"
"""What each consumer reached when `python -m tests.consumers` ran last.

With which versions, and the digest of what it then was (`due`).
"""
_BEGIN: Final = "<!-- Made by `python -m tests.consumers`, from here to the end. -->\n"


def recorded() -> dict[str, dict[str, object]]:
    record: dict[str, dict[str, object]] = (
        json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    )
    return record


def write(record: Mapping[str, Mapping[str, object]]) -> None:
    """Keep the record, and bring the page up to it."""
    RECORD.write_text(json.dumps(dict(sorted(record.items())), indent=2) + "\n", "utf-8")
    PAGE.write_text(made(PAGE.read_text("utf-8"), record), "utf-8")


def made(page: str, record: Mapping[str, Mapping[str, object]]) -> str:
    """The page with its second part made anew."""
    head, mark, _ = page.partition(_BEGIN)
    chosen = [consumer for consumer in consumers() if consumer.name in record]
    rows = [_row(consumer, record[consumer.name]) for consumer in chosen]
    table = [
        "| language | tool | reads | generated | compiled | sent |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
    ]
    parts = ["\n".join(table), *(_section(consumer) for consumer in chosen)]
    return head + mark + "\n" + "\n\n".join(parts) + "\n"


def _row(consumer: Consumer, record: Mapping[str, object]) -> str:
    versions, reached = record["versions"], record["reached"]
    assert isinstance(versions, dict)
    assert isinstance(reached, list)
    tools = ", ".join(f"{tool} {version}" for tool, version in versions.items())
    link = f"[{consumer.title}](#{consumer.name})"
    marks = [_mark(consumer, step, reached) for step in REACHED]
    return f"| {consumer.language} | {link}: {tools} | `{consumer.edition}` | {' | '.join(marks)} |"


def _mark(consumer: Consumer, step: str, reached: list[str]) -> str:
    """Whether that step succeeds; a dash where there is none."""
    if REACHED[step] in reached:
        return "yes"
    return "no" if step in consumer.steps else "-"


def _section(consumer: Consumer) -> str:
    steps = [line for command in consumer.steps.values() for line in command.splitlines()]
    shown = [f'<a id="{consumer.name}"></a>\n\n### {consumer.language}: {consumer.title}']
    files = f"[tests/consumers/{consumer.name}](../tests/consumers/{consumer.name})"
    shown.append(
        f"In a directory with `spec/` and the files of {files}, and with {_needed(consumer)}:"
    )
    shown.append(_block("sh", "\n".join([*_preparation(consumer), *steps])))
    for name in consumer.program:
        text = (consumer.directory / name).read_text("utf-8").strip()
        shown.append(f"`{name}`:")
        shown.append(_block(_SYNTAX.get(name.rpartition(".")[2], "text"), text))
    if consumer.wrinkles:
        shown.append(
            "\n".join("- " + re.sub(r"\s+", " ", wrinkle.strip()) for wrinkle in consumer.wrinkles)
        )
    return "\n\n".join(shown)


def _preparation(consumer: Consumer) -> list[str]:
    """What to type first on a machine that has nothing of it; the tests find or install it."""
    commands = []
    if consumer.debian:
        commands.append(
            f"apt-get install --no-install-recommends {' '.join(sorted(consumer.debian.values()))}"
        )
    if "openapi-generator" in consumer.needs:
        tool = "openapi-generator-cli"
        commands.append(f"pip install {tool}=={consumer.versions()[tool]}  # runs on Java")
    return commands


def _needed(consumer: Consumer) -> str:
    packages = [f"`{package}`" for package in consumer.debian.values()]
    debian = [f"{', '.join(packages)} of Debian"] if packages else []
    return " and ".join([*(_NEEDED[need] for need in consumer.needs), *debian])


_NEEDED: Final = {
    "node": "Node",
    "uv": "uv",
    "openapi-generator": "`openapi-generator-cli` (of PyPI, with Java)",
}
#: `py` is code that the tests of pages compile and do not run: `python` would be run with the wrong
#: packages.
_SYNTAX: Final = {
    "ts": "ts",
    "js": "js",
    "py": "py",
    "php": "php",
    "rb": "ruby",
    "pl": "perl",
    "java": "java",
    "go": "go",
    "cs": "csharp",
}


def _block(syntax: str, text: str) -> str:
    return f"```{syntax}\n{text}\n```"
