"""The message of a send: turns the options of the command line into parameters."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

import click

from turbosms_api.tables.limits import (
    START_TIME_DAYS,
    TTL_DEFAULT,
    TTL_MAXIMUM,
    TTL_MINIMUM,
)
from turbosms_cli.language.help_texts import TextOption
from turbosms_cli.options.adding import add_options
from turbosms_cli.options.example_times import example_time
from turbosms_cli.options.numbers import whole_number_of
from turbosms_cli.options.text_options import chosen_text, text_options
from turbosms_cli.options.usage import VERBATIM
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.reading.sources import path_of
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_cli.calling.session import Session

_LARGEST_ID: Final = 2**63 - 1
_TEXT_AND_SENDERS = (
    text_options(_("The text, for both channels. Line breaks are kept: $'one\\ntwo' in bash.")),
    click.option(
        "--sms",
        metavar="SENDER",
        help="Send an SMS from this sender; together with --viber, only if Viber fails.",
    ),
    click.option("--viber", metavar="SENDER", help="Send on Viber from this sender."),
    click.option("--sms-text", type=VERBATIM, metavar="TEXT", help="A different text for the SMS."),
    click.option("--viber-text", type=VERBATIM, metavar="TEXT", help="A different text for Viber."),
)
_START_TIME = click.option(
    "--at",
    "start_time",
    cls=TextOption,
    metavar="TIME",
    help=(
        _(
            "Send at this time in Kyiv, at most {days} days ahead, such as '{time}'.",
            days=START_TIME_DAYS.value,
            time=example_time(),
        )
    ),
)
_SETTINGS = (
    click.option(
        "--flash", is_flag=True, help="A flash SMS, shown at once and perhaps not stored."
    ),
    click.option(
        "--button", nargs=2, metavar="CAPTION URL", help="A button below the Viber message."
    ),
    click.option("--image", metavar="URL", help="An image in the Viber message."),
    click.option(
        "--file",
        "attached",
        metavar="PATH|URL|ID",
        shell_complete=file_names,
        help=(
            "A file for Viber: the path of one to upload, its URL, or the id of an uploaded file."
        ),
    ),
    click.option(
        "--caption",
        metavar="NAME",
        help=(
            "The name of the file as the recipient sees it, by default its own; "
            "with a text, the caption of the button that opens it."
        ),
    ),
    click.option(
        "--ttl",
        cls=TextOption,
        type=int,
        metavar="SECONDS",
        help=(
            _(
                "How long to try Viber, {minimum} to {maximum}; by default {default}.",
                minimum=TTL_MINIMUM.value,
                maximum=TTL_MAXIMUM.value,
                default=TTL_DEFAULT.value,
            )
        ),
    ),
    click.option(
        "--transactional",
        is_flag=True,
        help="Send a transactional Viber message; it must match a registered template.",
    ),
    click.option("--count-clicks", is_flag=True, help="Record when the button is clicked."),
)


@dataclass(frozen=True)
class MessageOptions:
    """The options of the message."""

    text: str | None
    sms: str | None
    viber: str | None
    sms_text: str | None
    viber_text: str | None
    start_time: str | None
    flash: bool
    button: tuple[str, str] | None
    image: str | None
    attached: str | None
    caption: str | None
    ttl: int | None
    transactional: bool
    count_clicks: bool

    def is_hybrid(self, session: Session) -> bool:
        """Whether an SMS follows if Viber fails."""
        return None not in self._senders(session)

    def _senders(self, session: Session) -> tuple[str | None, str | None]:
        """The senders of the SMS and on Viber; by default those of the profile."""
        if self.sms is not None or self.viber is not None:
            return self.sms, self.viber
        return session.profile.sms_sender, session.profile.viber_sender

    def parameters(self, session: Session, file_id: int | None) -> dict[str, Any]:
        """The parameters of `message.send`.

        Raises:
            click.UsageError: no channel is chosen, or an option needs another channel.
        """
        from turbosms_client import Sms, Viber  # noqa: PLC0415

        sms, viber = self._senders(session)
        caption, action = self.button or (self._name(), None)
        of_sms: dict[str, Any] = {"text": self.sms_text, "is_flash": self.flash or None}
        of_viber: dict[str, Any] = {
            "text": self.viber_text,
            "caption": caption,
            "action": action,
            "image_url": self.image,
            "file_id": file_id,
            "ttl": self.ttl,
            "is_transactional": self.transactional or None,
            "count_clicks": self.count_clicks or None,
        }
        if not (sms or viber):
            raise click.UsageError(
                _(
                    "Choose a channel: --sms SENDER, --viber SENDER, or both for Viber with SMS "
                    "fallback."
                )
            )
        for sender, channel, options in ((sms, "sms", of_sms), (viber, "viber", of_viber)):
            if sender is None and any(value is not None for value in options.values()):
                raise click.UsageError(
                    _(
                        "An option is only for {channel}: choose this channel too, with "
                        "--{channel} SENDER.",
                        channel=channel,
                    )
                )
        return {
            "text": self.text,
            "start_time": self.start_time,
            "sms": Sms(sender=sms, **of_sms) if sms else None,
            "viber": Viber(sender=viber, **of_viber) if viber else None,
        }

    def foreseen_file_id(self) -> int | None:
        """The id of the file before it is uploaded: as passed, or an arbitrary one.

        Raises:
            click.UsageError: there is no such file.
        """
        file_id = self._file_id()
        if self.attached is None or file_id is not None:
            return file_id
        if not is_address(self.attached) and not Path(path_of(self.attached)).is_file():
            raise click.UsageError(_("There is no file {file}.", file=self.attached))
        return 1

    def upload(self, session: Session, sequence_id: str) -> int | None:
        """The id of the file, which is uploaded once for each `sequence_id` if needed."""
        file_id = self._file_id()
        if self.attached is None or file_id is not None:
            return file_id
        upload = {"file": path_of(self.attached)}
        if is_address(self.attached):
            upload = {"url": self.attached}
        return int(session.client.file.add(**upload, sequence_id=sequence_id).id)

    def _file_id(self) -> int | None:
        """The id that was passed in place of a file."""
        if self.attached is None:
            return None
        return whole_number_of(self.attached, most=_LARGEST_ID)

    def _name(self) -> str | None:
        """The name of a document that is sent alone: by default its own."""
        from turbosms_api.tables.file_types import FILE_TYPES  # noqa: PLC0415

        has_text = self.text is not None or self.viber_text is not None
        if self.caption is not None or has_text or self.attached is None:
            return self.caption
        name = self.attached
        if is_address(name):
            name = unquote(urlsplit(name).path)
        path = PurePath(name)
        kind = FILE_TYPES.get(path.suffix[1:].lower())
        return path.name if kind is not None and kind.kind == "document" else None


def is_address(text: str) -> bool:
    """Whether this is the URL of a file."""
    return text.startswith(("http://", "https://"))


def message_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the message to a command."""
    return add_options(function, (*_TEXT_AND_SENDERS, _START_TIME, *_SETTINGS))


def message_options_without_time(function: Callable[..., None]) -> Callable[..., None]:
    """Add them to a command that has a start time of its own, which the service does not see."""
    return add_options(function, (*_TEXT_AND_SENDERS, *_SETTINGS))


def message_of(values: dict[str, Any]) -> MessageOptions:
    """The message, from the values of the options."""
    text = chosen_text(values["text"], values["text_file"])
    chosen: dict[str, Any] = {
        field.name: values.get(field.name) for field in fields(MessageOptions)
    }
    chosen["text"] = text
    return MessageOptions(**chosen)
