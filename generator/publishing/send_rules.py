"""What a message needs and what it may not have, as JSON Schema.

Each parameter may stand in its channel or at the top level, where the channel's own wins, even if
it is empty. So every rule about a parameter is a definition of its own, which looks into the
channel first. What a Viber message needs depends on its kind, which is the first of `x-viber-kinds`
that fits: its `required`, and its `together` if one of those is there; how long its `caption` may
be, and whether it may be transactional.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.publishing.text_patterns import any_case, at_most, none_of, one_of
from generator.spec.model.parameters import CHANNELS
from generator.spec.model.viber_kinds import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.spec.document import JsonObject
    from generator.spec.model.limits import Limit
    from generator.spec.model.spec import Spec
    from generator.spec.model.viber_kinds import ViberKind

_EMPTY: Final = ["", 0]
_FLAG: Final = "is_transactional"
_IMAGE: Final = "image_url"
#: The limits of an SMS, and the alphabets that they speak of.
_GSM_LIMIT: Final = "sms_gsm_characters"
_GSM: Final = ("gsm", "gsm_extension")
_UNICODE_LIMIT: Final = "sms_unicode_characters"
_SURROGATES: Final = "surrogates"


class SendRules:
    """The rules for a request, and the definitions that they refer to."""

    def __init__(self, spec: Spec) -> None:
        self.definitions: dict[str, JsonObject] = {}
        self._spec = spec
        self._limits = {each.name: each for each in spec.limits}
        self._alphabets = {each.name: each for each in spec.alphabets}
        sms = self._all("sms", ["sender", "text"])
        if self._measures_sms():
            sms["allOf"].append(self._fits("sms", "text", self._sms_text()))
        viber = self._all("viber", ["sender"])
        viber["allOf"].append(self._fits("viber", "text", self._viber_text()))
        viber["allOf"].append(self._kinds(spec.kinds))
        self.rules: list[JsonObject] = [
            {"if": {"required": ["sms"]}, "then": sms},
            {"if": {"required": ["viber"]}, "then": viber},
        ]

    def _kinds(self, kinds: Sequence[ViberKind]) -> JsonObject:
        """The rules of the first kind that fits."""
        rules: JsonObject = {}
        for kind in reversed(kinds):
            own = self._define(f"ViberKind{_title(kind.kind)}", kind.meaning, self._of_kind(kind))
            condition = self._condition(kind.when)
            rules = {"if": condition, "then": own, "else": rules} if condition else own
        return rules

    def _of_kind(self, kind: ViberKind) -> JsonObject:
        # What its condition asks for is there already.
        parts = [self._has("viber", name) for name in kind.required if name not in kind.when.all]
        if kind.together:
            any_of_them = {"anyOf": [self._has("viber", name) for name in kind.together]}
            parts.append({"if": any_of_them, "then": self._all("viber", kind.together)})
        limits = [each for each in self._spec.limits if kind.limits_caption(each.name)]
        if limits:
            parts.append(self._fits("viber", "caption", self._caption(kind, limits)))
        if not kind.transactional_allowed:
            parts.append({"not": self._is_transactional()})
        if self._may_have_image(kind):
            parts.append(self._fits("viber", _IMAGE, self._image_link()))
        return {"allOf": parts} if parts else {}

    def _may_have_image(self, kind: ViberKind) -> bool:
        """Whether a message of this kind can have an image from the web that has an effect."""
        for other in self._spec.kinds:
            if other is kind:
                break
            if other.when == Condition((_IMAGE,), (), ()):  # it has taken all that are left
                return False
        return _IMAGE not in (*kind.ignored, *kind.when.none)

    def _condition(self, when: Condition) -> JsonObject:
        parts: list[JsonObject] = [self._has("viber", name) for name in when.all]
        if when.any:
            parts.append({"anyOf": [self._has("viber", name) for name in when.any]})
        parts += [{"not": self._has("viber", name)} for name in when.none]
        return {"allOf": parts} if parts else {}

    def _measures_sms(self) -> bool:
        """Whether the spec says how long an SMS may be in each of its alphabets."""
        has_limits = self._limits.keys() >= {_GSM_LIMIT, _UNICODE_LIMIT}
        return has_limits and self._alphabets.keys() >= {*_GSM, _SURROGATES}

    def _sms_text(self) -> JsonObject:
        gsm, unicode = self._limits[_GSM_LIMIT], self._limits[_UNICODE_LIMIT]
        basic, extension = (self._alphabets[name] for name in _GSM)
        length = {
            "if": {"pattern": none_of(basic, extension)},
            "then": self._define(
                "UnicodeLength",
                unicode.meaning,
                at_most(unicode.value, self._alphabets[_SURROGATES]),
            ),
            "else": self._define("GsmLength", gsm.meaning, at_most(gsm.value, extension)),
        }
        return self._define("SmsLength", "The length of an SMS by its alphabet.", length)

    def _viber_text(self) -> JsonObject:
        properties = self._spec.schemas.properties(CHANNELS["viber"])
        longest = {each.name: each.schema.max_length for each in properties}.get("text")
        return {} if longest is None else {"maxLength": longest}

    def _caption(self, kind: ViberKind, limits: Sequence[Limit]) -> JsonObject:
        """The limits whose names end with an alphabet are those of texts with a letter of it."""
        rule: JsonObject = {}
        for limit in sorted(limits, key=self._alphabet_of):
            alphabet = self._alphabets.get(self._alphabet_of(limit))
            length = {"maxLength": limit.value}
            if alphabet is not None:
                rule = {"if": {"pattern": one_of(alphabet)}, "then": length, "else": rule}
            else:
                rule = length
        meaning = " ".join(each.meaning for each in limits)
        return self._define(_title(f"{kind.caption_limit}"), meaning, rule)

    def _alphabet_of(self, limit: Limit) -> str:
        """The alphabet that the name of a limit ends with; empty if it ends otherwise."""
        end = limit.name.rpartition("_")[2]
        return end if end in self._alphabets else ""

    def _image_link(self) -> JsonObject:
        """A link whose path ends with an extension is that of an image."""
        images = [each.extension for each in self._spec.file_types if each.kind == "image"]
        extension = r"^[^/?#]*//[^/?#]*/(?:[^?#]*/)?[^/?#%]*[^/?#%.]\.[^/?#%.]+(?:[?#]|$)"
        of_images = "|".join(any_case(each) for each in images)
        rule = {
            "if": {"pattern": extension},
            "then": {"pattern": rf"^[^?#]*\.(?:{of_images})(?:[?#]|$)"},
        }
        meaning = f"If it ends with an extension, it is one of {', '.join(images)}."
        return self._define("ImageLink", meaning, rule)

    def _all(self, channel: str, names: Iterable[str]) -> JsonObject:
        return {"allOf": [self._has(channel, name) for name in names]}

    def _has(self, channel: str, name: str) -> JsonObject:
        return self._in_effect(
            f"{_title(channel)}Has{_title(name)}",
            f"`{name}` for {channel}: in it, or else at the top level; not empty.",
            (channel, name),
            {"not": {"enum": _EMPTY}},
            is_required=True,
        )

    def _is_transactional(self) -> JsonObject:
        return self._in_effect(
            "ViberIsTransactional",
            f"`{_FLAG}` is 1 for viber: in it, or else at the top level.",
            ("viber", _FLAG),
            {"const": 1},
            is_required=True,
        )

    def _fits(self, channel: str, name: str, schema: JsonObject) -> JsonObject:
        """What holds for the value that counts, if there is one."""
        limit = schema.get("$ref", name).rpartition("/")[2]
        return self._in_effect(
            f"{_title(channel)}{_title(limit.removeprefix(_title(channel)))}Fits",
            f"`{name}` for {channel}, in it or else at the top level, is within its limit.",
            (channel, name),
            schema,
        )

    def _in_effect(
        self,
        definition: str,
        description: str,
        parameter: tuple[str, str],
        schema: JsonObject,
        *,
        is_required: bool = False,
    ) -> JsonObject:
        """A rule for a parameter where it counts: in its channel, or else at the top level."""
        channel, name = parameter
        value: JsonObject = {"properties": {name: schema}}
        at_top = {"required": [name], **value} if is_required else value
        rule = {
            "if": {"properties": {channel: {"required": [name]}}},
            "then": {"properties": {channel: value}},
            "else": at_top,
        }
        return self._define(definition, description, rule)

    def _define(self, name: str, description: str, schema: JsonObject) -> JsonObject:
        self.definitions[name] = {"description": description, **schema}
        return {"$ref": f"#/$defs/{name}"}


def _title(name: Any) -> str:
    """`image_file` as `ImageFile`."""
    return "".join(part[:1].upper() + part[1:] for part in str(name).split("_"))
