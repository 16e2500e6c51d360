"""Shows the methods of the client as an application sees them.

`client.message.send` is written as a flow, in a class that nobody imports. This extension of griffe
tells readers of the source, which do not run it, what becomes of that: `TurboSMS.message.send`,
which returns a `SendReport` rather than a flow of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The attribute of the client → the class that has its methods.
SERVICE_MODULES: Final[Mapping[str, str]] = {
    "message": "turbosms_client._message.Message",
    "chat": "turbosms_client._chat.Chat",
    "user": "turbosms_client._user.User",
    "file": "turbosms_client._file.File",
}
_BASE_OF_MODULES: Final = "turbosms_client._calls.service_module.ServiceModule"
_CLIENT: Final = "turbosms_client._client.TurboSMS"
#: What a flow is annotated with → what the method of `TurboSMS` returns instead.
_INSTEAD_OF_FLOWS: Final[Mapping[str, str]] = {"Flow": "", "FlowsOfItems": "Iterator"}


class PublicMethods(griffe.Extension):
    """Gives the client its modules, and their methods the results that callers get."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Change the package once it is read."""
        if pkg.path != "turbosms_client":
            return
        client = pkg[_inside(_CLIENT)]
        for path in (_BASE_OF_MODULES, *SERVICE_MODULES.values()):
            for member in pkg[_inside(path)].members.values():
                if member.is_function:
                    _show_result(member)
        for attribute, path in SERVICE_MODULES.items():
            alias = griffe.Alias(attribute, pkg[_inside(path)], parent=client)
            client.set_member(attribute, alias)


def _inside(path: str) -> str:
    return path.removeprefix("turbosms_client.")


def _show_result(method: griffe.Function) -> None:
    method.decorators = []
    returned = method.returns
    if not isinstance(returned, griffe.ExprSubscript):
        return
    instead = _INSTEAD_OF_FLOWS.get(str(returned.left))
    if instead is None:
        return
    if instead:
        # A name without a parent is not looked up, so it is shown as it is.
        method.returns = griffe.ExprSubscript(griffe.ExprName(instead), returned.slice)
    else:
        method.returns = returned.slice
