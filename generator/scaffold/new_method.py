"""The names that a new method has in each package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from generator.spec.model.spec import Spec

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", re.ASCII)
#: The room of the sandbox that has the methods of a module.
_ROOMS: Final = {"message": "messages", "chat": "chats", "user": "account", "file": "files"}


@dataclass(frozen=True)
class NewMethod:
    """A method of a module that the service has already."""

    module: str
    method: str

    @property
    def name(self) -> str:
        """As the service's documentation has it: `user/limits`."""
        return f"{self.module}/{self.method}"

    @property
    def function(self) -> str:
        """Of functions and modules of Python: `user_limits`."""
        return f"{self.module}_{self.method}"

    @property
    def class_name(self) -> str:
        """Of schemas and of the class of its answers: `UserLimits`."""
        return "".join(part.capitalize() for part in self.function.split("_"))

    @property
    def operation_id(self) -> str:
        return self.class_name[0].lower() + self.class_name[1:]

    @property
    def client_class(self) -> str:
        return self.module.capitalize()

    @property
    def room(self) -> str:
        return _ROOMS[self.module]


def new_method(name: str, spec: Spec) -> NewMethod:
    """GeneratorError if there can be no method of this name, or if there is one."""
    if not _NAME.fullmatch(name):
        raise GeneratorError(f"{name!r} is not MODULE/METHOD in small letters")
    module, method = name.split("/")
    if module not in _ROOMS:
        raise GeneratorError(f"there is no module {module}, but {', '.join(_ROOMS)}")
    if iskeyword(method):
        raise GeneratorError(f"{method} is a keyword of Python, not a name")
    if name in {operation.name for operation in spec.operations}:
        raise GeneratorError(f"there is a {name} already")
    return NewMethod(module, method)
