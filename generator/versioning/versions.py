"""Versions of the spec, and which one a change needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.spec.problems import BrokenSpecError
from generator.versioning.changes import Impact

if TYPE_CHECKING:
    from generator.spec.document import Document

_NUMBER: Final = r"(0|[1-9][0-9]*)"
_VERSION: Final = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}", re.ASCII)


class Version(NamedTuple):
    """The version of a spec, as `info.version` has it."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, impact: Impact) -> Version:
        """The least version that changes of this impact need."""
        if impact is Impact.MAJOR:
            return Version(self.major + 1, 0, 0)
        if impact is Impact.MINOR:
            return Version(self.major, self.minor + 1, 0)
        if impact is Impact.PATCH:
            return Version(self.major, self.minor, self.patch + 1)
        return self


def version_of(document: Document) -> Version:
    """The version of a spec; BrokenSpecError if that is not three numbers."""
    text = str(document.data.get("info", {}).get("version"))
    numbers = _VERSION.fullmatch(text)
    if numbers is None:
        problem = document.problem(("info", "version"), f"{text!r} is not a version like 1.2.3")
        raise BrokenSpecError(document.name, [problem])
    return Version(int(numbers[1]), int(numbers[2]), int(numbers[3]))
