"""What we change in the output of openapi-python-client: each change as data, with its reason.

A fix-up that does not match as often as it says fails the generation, so that none outlives the
text it was made for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Fixup:
    """One replacement, ``count`` times in every file that the glob names.

    Unless it is for every file, it may also be there 0 times.

    A ``count`` of None is any number of times, and at least once in all.
    """

    glob: str
    pattern: str
    replacement: str | Callable[[re.Match[str]], str]
    count: int | None
    reason: str
    everywhere: bool = True


def _by_position(call: re.Match[str]) -> str:
    return "cls(" + ", ".join(re.findall(r"(\w+)=\1,", call[0])) + ")"


def _without_copy(body: re.Match[str]) -> str:
    keys = re.findall(r'd\.pop\(("\w+")\)', body["fields"])
    fields = re.sub(r'd\.pop\(("\w+")\)', r"src_dict[\1]", body["fields"])
    return (
        f"{fields}{body['made']}\n"
        f"        if len(src_dict) > {len(keys)}:\n"
        f"            known = {{{', '.join(keys)}}}\n"
        "            rest = "
        "{key: value for key, value in src_dict.items() if key not in known}\n"
        f"            {body['name']}.additional_properties = rest\n"
    )


FIXUPS: Final = (
    Fixup(
        glob="**/*.py",
        pattern=r"\bhttpx\b",
        replacement="httpx2",
        count=None,
        everywhere=False,
        reason="httpx is no longer maintained; httpx2 is its successor with the same interface.",
    ),
    Fixup(
        glob="client.py",
        pattern=r"^    token: str$",
        replacement="    token: str = field(repr=False)",
        count=1,
        reason=(
            "repr() of a client would show the token, "
            "and so would every log line with a client in it."
        ),
    ),
    Fixup(
        glob="client.py",
        pattern=r"^(    _(?:cookies|headers|httpx_args): dict\[str, \w+\] = field\()",
        replacement=r"\1repr=False, ",
        count=6,
        reason="Headers, cookies and httpx2's own arguments can carry the token too.",
    ),
    Fixup(
        glob="client.py",
        pattern=(
            r"^ +self\._headers\[self\.auth_header_name\] = (.+)\n"
            r"((?: +self\._(?:async_)?client = httpx2\.\w+\(\n).+\n.+\n +headers=)self\._headers,"
        ),
        replacement=r"\2{**self._headers, self.auth_header_name: \1},",
        count=2,
        reason=(
            "The token would be written into the dictionary of headers that the caller "
            "passed in and may share."
        ),
    ),
    Fixup(
        glob="types.py",
        pattern=r"^    status_code: HTTPStatus$",
        replacement="    status_code: int",
        count=1,
        reason=(
            "http.HTTPStatus knows no 520, which proxies answer: the constructor raises ValueError."
        ),
    ),
    Fixup(
        glob="api/*/[!_]*.py",
        pattern=r"HTTPStatus\(response\.status_code\)",
        replacement="response.status_code",
        count=1,
        reason="As above.",
    ),
    Fixup(
        glob="api/*/[!_]*.py",
        pattern=r"\b(\w+)\.from_dict\(response\.json\(\)\)",
        replacement=r"read_answer(\1, response)",
        count=1,
        reason=(
            "HTML with status 200, or JSON of another shape, "
            "would end in one of five unrelated exceptions."
        ),
    ),
    Fixup(
        glob="api/*/[!_]*.py",
        pattern=r"^from \.\.\.client import",
        replacement="from ...answers import read_answer\nfrom ...client import",
        count=1,
        reason="Imports what the fix-up above uses.",
    ),
    Fixup(
        glob="api/*/[!_]*.py",
        pattern=r"^( +)(errors\.UnexpectedStatus: .+)\n",
        replacement=(
            r"\1\2\n"
            r"\1errors.UnreadableAnswer: If the answer is not JSON of the documented shape.\n"
        ),
        count=4,
        reason="Documents what the fix-up above raises.",
    ),
    Fixup(
        glob="api/*/[!_]*.py",
        pattern=r"^(    if not isinstance\(body, Unset\):\n +_kwargs\[.+)\n\s*\n    (headers\[.+)$",
        replacement=r"\1\n        \2",
        count=1,
        everywhere=False,
        reason="A request without a body would say that its body is JSON, and nothing is not JSON.",
    ),
    Fixup(
        glob="api/*/[!_]*.py",
        pattern=r"\A((?:.*\n)*?)(from \.\.\.client import .+\n)((?:(?:(?:from|import) .+)?\n)+)",
        replacement=(
            r"from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n"
            r"\1\3if TYPE_CHECKING:\n    \2\n"
        ),
        count=1,
        reason=(
            "Who brings a client of their own does not need these two, "
            "whose import takes longer than a request."
        ),
    ),
    Fixup(
        glob="models/*.py",
        pattern=r"cls\(\n(?: +(\w+)=\1,\n)+ +\)",
        replacement=_by_position,
        count=1,
        everywhere=False,
        reason=(
            "Arguments by name take a third of the time that reading a row takes; "
            "the order is that of the fields."
        ),
    ),
    Fixup(
        glob="models/*.py",
        pattern=(
            r"^ +d = dict\(src_dict\)\n(?P<fields>(?: +\w+(?:: .+)? = d\.pop\(\"\w+\"\)\s*\n)+)"
            r"(?P<made> +(?P<name>\w+) = cls\(.+\)\n)\s*\n +(?P=name)\.additional_properties = d\n"
        ),
        replacement=_without_copy,
        count=1,
        everywhere=False,
        reason=(
            "A row of plain values is read 5,000 times for one answer, "
            "and as a rule has no other field."
        ),
    ),
)


def apply_fixups(package: Path, fixups: tuple[Fixup, ...] = FIXUPS) -> None:
    """Change the files of the package in place; GeneratorError if one is not as expected."""
    for fixup in fixups:
        counts = {file: _apply(fixup, file) for file in sorted(package.glob(fixup.glob))}
        unexpected: list[str] = []
        for file, count in counts.items():
            if not _is_expected(fixup, count):
                unexpected.append(f"{count} in {file.relative_to(package)}")
        if unexpected or not any(counts.values()):
            expected = f"{fixup.count or 'some'} times in {fixup.glob}"
            actual = ", ".join(unexpected) or "none"
            message = f"a fix-up should match {expected}, found: {actual} ({fixup.reason})"
            raise GeneratorError(message)


def _is_expected(fixup: Fixup, count: int) -> bool:
    if fixup.count is None:
        return True
    if count == 0:
        return not fixup.everywhere
    return count == fixup.count


def _apply(fixup: Fixup, file: Path) -> int:
    text = file.read_text(encoding="utf-8")
    text, count = re.subn(fixup.pattern, fixup.replacement, text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8", newline="\n")
    return count
