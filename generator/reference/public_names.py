"""The public names of the packages that applications import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import griffe

from generator.reference.public_methods import SERVICE_MODULES, PublicMethods

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Where the packages lie, from the root of the repository.
FOLDERS: Final = ("overlay", "generated", "sandbox")
#: Each public module → those of its parts that applications name too.
PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "turbosms_client": (),
    "turbosms_webhooks": ("asgi", "wsgi", "records"),
    "turbosms_campaigns": (),
    "turbosms_codes": (),
    "turbosms_testing": ("plugin",),
    "turbosms_django": ("allauth", "models", "phone_verify", "signals", "two_factor", "views"),
    "turbosms_apprise": (),
}
#: pytest calls these; nobody else does.
_HOOKS_OF_PYTEST: Final = "pytest_"


@dataclass(frozen=True)
class PublicName:
    """A name that applications use."""

    module: str
    """Where it is imported from."""
    name: str
    """In that module; `TurboSMS.message` for a module of the client."""

    @property
    def path(self) -> str:
        """`turbosms_client.TurboSMS.message`, by which griffe finds it."""
        return f"{self.module}.{self.name}"


def load_packages(root: Path) -> griffe.ModulesCollection:
    """All packages as they are in the source below `root`."""
    loader = griffe.GriffeLoader(
        search_paths=[root / folder for folder in FOLDERS],
        extensions=griffe.load_extensions(PublicMethods),
        docstring_parser="google",
    )
    for package in ("turbosms_api", *PACKAGES):
        loader.load(package)
    loader.resolve_aliases(implicit=True, external=False)
    return loader.modules_collection


def public_names(packages: griffe.ModulesCollection) -> Iterator[PublicName]:
    """Every public name, package by package, in the order of the alphabet."""
    for package, parts in PACKAGES.items():
        for module in (package, *(f"{package}.{part}" for part in parts)):
            for name in names_of(packages[module]):
                yield PublicName(module, name)
    for attribute in SERVICE_MODULES:
        yield PublicName("turbosms_client", f"TurboSMS.{attribute}")


def names_of(module: griffe.Module | griffe.Alias) -> list[str]:
    """What `__all__` names. Without one, what is explained and written in the module itself."""
    if module.exports is not None:
        return sorted(str(name) for name in module.exports)
    names = []
    for name, member in module.members.items():
        is_private = name.startswith(("_", _HOOKS_OF_PYTEST))
        if not is_private and not member.is_alias and member.docstring is not None:
            names.append(name)
    return sorted(names)
