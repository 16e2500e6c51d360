"""What a message needs, as JSON Schema.

Its sender, and the parameters without which the service does not send it.

Each may stand in its channel or at the top level, where the channel's own wins, even if it is
empty. So "it is there" is a condition of its own, a definition that the rules refer to. Which
parameters a Viber message needs depends on its kind, which is the first of `x-viber-kinds` that
fits: its `required`, and its `together` if one of those is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Schema = dict[str, Any]

_EMPTY: Final = ["", 0]


class Needs:
    """The rules for a request, and the definitions that they refer to."""

    def __init__(self, kinds: Iterable[Mapping[str, Any]]) -> None:
        self.definitions: dict[str, Schema] = {}
        viber: Schema = {}
        for kind in reversed([*kinds]):
            needed = [name for name in kind["required"] if name not in kind["when"]["all"]]
            then = self._all("viber", needed)
            if together := kind["together"]:
                some = {"anyOf": [self._has("viber", name) for name in together]}
                then.setdefault("allOf", []).append(
                    {"if": some, "then": self._all("viber", together)}
                )
            fits = self._fits(kind["when"])
            viber = {"if": fits, "then": then, "else": viber} if fits else then
        self.rules: list[Schema] = [
            {"if": {"required": ["sms"]}, "then": self._all("sms", ["sender", "text"])},
            {
                "if": {"required": ["viber"]},
                "then": {"allOf": [self._has("viber", "sender"), viber]},
            },
        ]

    def _fits(self, when: Mapping[str, list[str]]) -> Schema:
        parts = [self._has("viber", name) for name in when["all"]]
        if when["any"]:
            parts.append({"anyOf": [self._has("viber", name) for name in when["any"]]})
        parts += [{"not": self._has("viber", name)} for name in when["none"]]
        return {"allOf": parts} if parts else {}

    def _all(self, channel: str, names: Iterable[str]) -> Schema:
        parts = [self._has(channel, name) for name in names]
        return {"allOf": parts} if parts else {}

    def _has(self, channel: str, name: str) -> Schema:
        definition = f"{channel.title()}Has{name.title().replace('_', '')}"
        filled = {"properties": {name: {"not": {"enum": _EMPTY}}}}
        self.definitions[definition] = {
            "description": f"`{name}` for {channel}: in it, or else at the top level; not empty.",
            "if": {"properties": {channel: {"required": [name]}}},
            "then": {"properties": {channel: filled}},
            "else": {"required": [name], **filled},
        }
        return {"$ref": f"#/$defs/{definition}"}
