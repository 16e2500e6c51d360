"""Fills a message with the columns of one row."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from turbosms_client import Sms, Viber
from turbosms_languages import _, joined
from turbosms_spreadsheets.columns import folded

from .._model.errors import InvalidCampaignError
from .._model.settings import Message
from .templates import Field, TemplateError, TextTemplate, parse_text

_VIBER_TEXTS: Final = ("text", "caption", "action", "image_url")


class RenderedMessage(NamedTuple):
    """What one person gets. Equal ones can go out in one send; both classes are hashable."""

    viber: Viber | None
    sms: Sms | None


class MissingColumn(NamedTuple):
    """A column that a row has not, or has empty, without a default in the text."""

    column: str
    parameter: str
    """Where it stands, like `sms.text`."""


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A message, parsed."""

    message: Message
    templates: Mapping[str, TextTemplate] = field(default_factory=dict)
    """By parameter, like `sms.text`: the texts of its channels, each with the text that holds for
    it."""

    @property
    def columns(self) -> frozenset[str]:
        """The columns that its texts use, as they are first written there."""
        found: set[str] = set()
        for template in self.templates.values():
            found.update(each.column for each in template.fields)
        return frozenset(found)

    @property
    def is_personal(self) -> bool:
        """Whether rows can differ."""
        return len(self.columns) > 0

    def fill(self, values: Mapping[str, str]) -> RenderedMessage | MissingColumn:
        """What a row with these values gets, or why it gets nothing."""
        texts = self.fill_texts(values)
        if isinstance(texts, MissingColumn):
            return texts
        return self.with_texts(texts)

    def fill_texts(self, values: Mapping[str, str]) -> dict[str, str] | MissingColumn:
        """The texts of a row with these values by parameter, or why it gets nothing."""
        texts: dict[str, str] = {}
        for parameter, template in self.templates.items():
            text = template.fill(values)
            if isinstance(text, Field):
                return MissingColumn(text.column, parameter)
            texts[parameter] = text
        return texts

    def with_texts(self, texts: Mapping[str, str]) -> RenderedMessage:
        """The message with these texts, by parameter."""
        texts_by_channel: dict[str, dict[str, Any]] = {"viber": {}, "sms": {}}
        for parameter, text in texts.items():
            channel, _, name = parameter.partition(".")
            texts_by_channel[channel][name] = text
        viber = self.message.viber
        sms = self.message.sms
        if viber is not None:
            viber = dataclasses.replace(viber, **texts_by_channel["viber"])
        if sms is not None:
            sms = dataclasses.replace(sms, **texts_by_channel["sms"])
        return RenderedMessage(viber, sms)

    def parameter_of(self, column: str) -> str:
        """The first parameter whose text uses a column."""
        for parameter, template in self.templates.items():
            if any(each.column == column for each in template.fields):
                return parameter
        raise KeyError(column)


def parse_message(message: Message, columns: Iterable[str] | None = None) -> MessageTemplate:
    """Parse the texts of a message.

    How a column is written matters as little as in the heading of a table: `{Name}` and `{name}`
    are one.

    Args:
        columns: those of the table; None if they are not known yet.

    Raises:
        InvalidCampaignError: a `{` is not closed, or a column is not among them.
    """
    known: dict[str, str] | None = None
    if columns is not None:
        known = {folded(column): column for column in columns}
    first_spelling: dict[str, str] = {}
    templates: dict[str, TextTemplate] = {}
    for parameter, text in _texts(message):
        template = _parse(parameter, text)
        for each in template.fields:
            first_spelling.setdefault(folded(each.column), each.column)
            if known is not None and folded(each.column) not in known:
                raise _unknown(parameter, each.column, known.values())
        templates[parameter] = _with_spelling(template, first_spelling)
    return MessageTemplate(message, templates)


def _texts(message: Message) -> Iterator[tuple[str, str]]:
    """The texts of its channels by parameter, each with the one that holds for it."""
    if message.viber is not None:
        for name in _VIBER_TEXTS:
            text = getattr(message.viber, name)
            if name == "text" and text is None:
                text = message.text
            if text is not None:
                yield f"viber.{name}", text
    if message.sms is not None:
        text = message.sms.text if message.sms.text is not None else message.text
        if text is not None:
            yield "sms.text", text


def _parse(parameter: str, text: str) -> TextTemplate:
    try:
        return parse_text(text)
    except TemplateError as error:
        sentence = joined(": ", (parameter, str(error)))
        raise InvalidCampaignError(sentence, parameter=parameter) from None


def _unknown(parameter: str, column: str, known: Iterable[str]) -> InvalidCampaignError:
    listed = ", ".join(known) or _("none")
    return InvalidCampaignError(
        _(
            "There is no column {column!r} in the table. Its columns: {listed}.",
            column=column,
            listed=listed,
        ),
        parameter=parameter,
    )


def _with_spelling(template: TextTemplate, spelling: Mapping[str, str]) -> TextTemplate:
    """The same template, with each column as it is written first."""
    parts: list[str | Field] = []
    for part in template.parts:
        if isinstance(part, Field):
            parts.append(part._replace(column=spelling[folded(part.column)]))
        else:
            parts.append(part)
    return TextTemplate(tuple(parts))
