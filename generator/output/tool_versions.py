"""The tools whose versions decide the bytes of the output.

openapi-python-client, ruff, and PyYAML for the editions.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The versions that ``generated/`` is made with; the same as in pyproject.toml.
PINNED: Final[Mapping[str, str]] = {
    "openapi-python-client": "0.29.1",
    "pyyaml": "6.0.3",
    "ruff": "0.17.6",
}


def check_versions() -> None:
    """GeneratorError if a tool is missing or of another version, which would make other bytes."""
    for name, pinned in PINNED.items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "no version"
        if installed != pinned:
            message = f"{name} {pinned} is needed, {installed} is installed; run .ci/setup"
            raise GeneratorError(message)
