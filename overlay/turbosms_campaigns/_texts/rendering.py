"""Fills a message with the columns of one row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from turbosms_client import Sms, Viber

from .._model.settings import Message


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

    @property
    def columns(self) -> frozenset[str]:
        """The columns that its texts use."""
        raise NotImplementedError

    @property
    def is_personal(self) -> bool:
        """Whether rows can differ."""
        return len(self.columns) > 0

    def fill(self, values: Mapping[str, str]) -> RenderedMessage | MissingColumn:
        """What a row with these values gets, or why it gets nothing."""
        raise NotImplementedError


def parse_message(message: Message, columns: Iterable[str] | None = None) -> MessageTemplate:
    """Parse the texts of a message.

    Args:
        columns: those of the table; None if they are not known yet.

    Raises:
        InvalidCampaignError: a `{` is not closed, or a column is not among them.
    """
    raise NotImplementedError
