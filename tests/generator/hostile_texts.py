"""Texts that become something else than text wherever they are written without care."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from tests.kit.json_values import replaced, walk

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import Location

CANARY: Final = "canary"
"""The name of a file that every text tries to make in the current directory."""

_PYTHON: Final = f"open({CANARY!r}, 'w')"
_SHELL: Final = f"touch {CANARY}"
_SCRIPT: Final = "document.title='canary';document.body.dataset.canary='1'"

PYTHON: Final = (
    f'"""\n{_PYTHON}\n"""',
    f'" + str({_PYTHON}) + "',
    f"' + str({_PYTHON}) + '",
    f'\\"""\n{_PYTHON}\n#',
    f"{{{_PYTHON}}}",
    f"\\N{{DIGIT ONE}}\\x22\\u0022\\\n{_PYTHON}",
    f"x\n{_PYTHON}\n#",
    f"x\r{_PYTHON}\r#",
    f"x\u2028{_PYTHON}\u2029#\x85\x0c{_PYTHON}",
    f"x: object = {_PYTHON}",
    f"x = {_PYTHON} #",
    f"x, y={_PYTHON}",
    f"x(metaclass={_PYTHON})",
    f"{{{{ cycler.__init__.__globals__.os.system('{_SHELL}') }}}}",
    f"{{% set x = cycler.__init__.__globals__.os.system('{_SHELL}') %}}",
    "\x00\x1b]0;canary\x07\u202ereversed\u2066",
    '"' * 9,
    "\\",
    "..",
    f"../../../{CANARY}",
)
SHELL: Final = (
    f"`{_SHELL}`",
    f"$({_SHELL})",
    f"'; {_SHELL}; '",
    f'"; {_SHELL}; "',
    f"\n{_SHELL}\n",
    f"`X: $({_SHELL}) TOKEN` !! !{_SHELL}",
    f"@{CANARY}",
    f"| {_SHELL} ; & {_SHELL} &",
)
HTML: Final = (
    f"</script><script>{_SCRIPT}</script>",
    f'"><img src=x onerror="{_SCRIPT}">',
    f"'><svg onload='{_SCRIPT}'>",
    f"[x](javascript:{_SCRIPT}) <javascript:{_SCRIPT}>",
    f'![x](javascript:{_SCRIPT} "\'onerror={_SCRIPT}")',
    f"[x](&#106;avascript:{_SCRIPT})\n\n[y]: javascript:{_SCRIPT}\n\n[y]",
    f"--><!--]]><![CDATA[<script>{_SCRIPT}</script>",
    f"`<script>{_SCRIPT}</script>",
    f"</style></title></code><script>{_SCRIPT}</script>",
)
ALL: Final = (*PYTHON, *SHELL, *HTML)

#: Keys whose value is a text for people, wherever they stand.
_TEXTS: Final = frozenset(
    {"description", "summary", "title", "name_uk", "meaning", "meaning_uk", "source", "unit"}
)
_CLASSES: Final = frozenset({"x-retry-classes", "x-timeout-classes"})


def texts() -> st.SearchStrategy[str]:
    """One of them, whole or in pieces, between others."""
    pieces = st.sampled_from([*ALL, '"', "'", "\\", "{", "}", "\n", "#", "`", "<", "x", "1"])
    return st.sampled_from(ALL) | st.lists(pieces, min_size=1, max_size=4).map("".join)


def leaves(data: Any) -> list[tuple[Location, bool]]:
    """Where a string stands, and whether it is a key there."""
    found: list[tuple[Location, bool]] = []
    for location, value in walk(data):
        is_of_a_key = bool(location) and isinstance(location[-1], str)
        if is_of_a_key:
            found.append((location, True))
        if isinstance(value, str):
            found.append((location, False))
    return found


def with_text(data: Any, location: Location, text: str, *, is_key: bool) -> Any:
    """A copy with the text in one place."""
    if not is_key:
        return replaced(data, location, text)
    *outer, old_key = location
    parent = data
    for key in outer:
        parent = parent[key]
    renamed: dict[str, Any] = {}
    for key, value in parent.items():
        new_key = text if key == old_key else key
        renamed[new_key] = value
    return replaced(data, tuple(outer), renamed)


def with_text_everywhere(data: Any, text: str) -> Any:
    """A copy with the text in every place that is free to say anything."""
    for location, is_key in leaves(data):
        is_text = location[-1] in _TEXTS and location[-2:-1] not in (("properties",), ("names",))
        is_example = "value" in location and location[0] == "paths" and is_key is False
        if not is_key and (is_text or is_example or location[0] in _CLASSES):
            data = replaced(data, location, text)
    return data


def write(data: Any, file: Path) -> None:
    """As JSON in lines, which is YAML."""
    file.write_text(json.dumps(data, indent=1), "utf-8")
