"""What a message needs, as JSON Schema.

Its sender, and the parameters without which the service does not send it.

Each may stand in its channel or at the top level, where the channel's own wins, even if it is
empty. So "it is there" is a condition of its own, a definition that the rules refer to. Which
parameters a Viber message needs depends on its kind, which is the first of `x-viber-kinds` that
fits: its `required`, and its `together` if one of those is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.spec.document import JsonObject
    from generator.spec.model.viber_kinds import Condition, ViberKind

_EMPTY: Final = ["", 0]


class Needs:
    """The rules for a request, and the definitions that they refer to."""

    def __init__(self, kinds: Sequence[ViberKind]) -> None:
        self.definitions: dict[str, JsonObject] = {}
        viber: JsonObject = {}
        for kind in reversed(kinds):
            needs = self._needs_of(kind)
            condition = self._condition(kind.when)
            viber = {"if": condition, "then": needs, "else": viber} if condition else needs
        sms = self._all("sms", ["sender", "text"])
        has_viber_sender = self._has("viber", "sender")
        self.rules: list[JsonObject] = [
            {"if": {"required": ["sms"]}, "then": sms},
            {"if": {"required": ["viber"]}, "then": {"allOf": [has_viber_sender, viber]}},
        ]

    def _needs_of(self, kind: ViberKind) -> JsonObject:
        # What its condition asks for is there already.
        names = [name for name in kind.required if name not in kind.when.all]
        needs = self._all("viber", names)
        if kind.together:
            any_of_them = {"anyOf": [self._has("viber", name) for name in kind.together]}
            all_of_them = {"if": any_of_them, "then": self._all("viber", kind.together)}
            needs.setdefault("allOf", []).append(all_of_them)
        return needs

    def _condition(self, when: Condition) -> JsonObject:
        parts: list[JsonObject] = [self._has("viber", name) for name in when.all]
        if when.any:
            parts.append({"anyOf": [self._has("viber", name) for name in when.any]})
        parts += [{"not": self._has("viber", name)} for name in when.none]
        return {"allOf": parts} if parts else {}

    def _all(self, channel: str, names: Iterable[str]) -> JsonObject:
        parts = [self._has(channel, name) for name in names]
        return {"allOf": parts} if parts else {}

    def _has(self, channel: str, name: str) -> JsonObject:
        definition = f"{channel.title()}Has{name.title().replace('_', '')}"
        filled = {"properties": {name: {"not": {"enum": _EMPTY}}}}
        self.definitions[definition] = {
            "description": f"`{name}` for {channel}: in it, or else at the top level; not empty.",
            "if": {"properties": {channel: {"required": [name]}}},
            "then": {"properties": {channel: filled}},
            "else": {"required": [name], **filled},
        }
        return {"$ref": f"#/$defs/{definition}"}
