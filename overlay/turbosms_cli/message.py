"""The message of a send: what the options of the command line say, as parameters of the client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import click

from turbosms_cli.example_times import example_time
from turbosms_cli.shells import file_names
from turbosms_cli.sources import path_of
from turbosms_cli.texts import takes_text
from turbosms_cli.usage import VERBATIM

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_cli.session import Session

_OPTIONS = (
    takes_text(
        "The text, for both channels. Line breaks in it go out as they are: $'one\\ntwo' in bash."
    ),
    click.option(
        "--sms",
        metavar="SENDER",
        help="Send an SMS, from this sender. With --viber too: if Viber fails.",
    ),
    click.option("--viber", metavar="SENDER", help="Send by Viber, from this sender."),
    click.option("--sms-text", type=VERBATIM, metavar="TEXT", help="Another text for the SMS."),
    click.option("--viber-text", type=VERBATIM, metavar="TEXT", help="Another text for Viber."),
    click.option(
        "--at",
        "start_time",
        metavar="TIME",
        help=f"Send at this time of Kyiv, such as '{example_time()}'; at most 14 days ahead.",
    ),
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
            "A file for Viber: one to upload, the address of one, or the id of one that is stored."
        ),
    ),
    click.option(
        "--caption",
        metavar="NAME",
        help=(
            "The name of that file as the recipient sees it, "
            "or with a text that of its button; else its own name."
        ),
    ),
    click.option(
        "--ttl", type=int, metavar="SECONDS", help="How long Viber is tried, 60 to 86400 (3600)."
    ),
    click.option(
        "--transactional",
        is_flag=True,
        help="A transactional Viber message, of a registered template.",
    ),
    click.option("--count-clicks", is_flag=True, help="Keep when the button was clicked."),
)


@dataclass(frozen=True)
class Message:
    """The options of the message, by the names of their parameters."""

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
        """Whether an SMS follows where Viber fails."""
        return None not in self._senders(session)

    def _senders(self, session: Session) -> tuple[str | None, str | None]:
        """Of the SMS and of Viber; those of the profile if none is named."""
        if self.sms is not None or self.viber is not None:
            return self.sms, self.viber
        return session.profile.sms_sender, session.profile.viber_sender

    def parameters(self, session: Session, file_id: int | None) -> dict[str, Any]:
        """The parameters of `message.send`.

        Raises:
            click.UsageError: no channel is chosen, or an option is of a channel that is not.
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
                "Choose a channel: "
                "--sms SENDER, --viber SENDER, or both for Viber with SMS fallback."
            )
        for sender, channel, options in ((sms, "sms", of_sms), (viber, "viber", of_viber)):
            if sender is None and any(value is not None for value in options.values()):
                raise click.UsageError(
                    f"An option is of {channel} alone: "
                    f"choose the channel too, with --{channel} SENDER."
                )
        return {
            "text": self.text,
            "start_time": self.start_time,
            "sms": Sms(sender=sms, **of_sms) if sms else None,
            "viber": Viber(sender=viber, **of_viber) if viber else None,
        }

    def foreseen_file_id(self) -> int | None:
        """The id of the file before it is uploaded: as given, or any.

        Raises:
            click.UsageError: there is no such file.
        """
        if self.attached is None or self.attached.isdecimal():
            return None if self.attached is None else int(self.attached)
        if not is_address(self.attached) and not Path(path_of(self.attached)).is_file():
            raise click.UsageError(f"There is no file {self.attached}.")
        return 1

    def upload(self, session: Session, sequence_id: str) -> int | None:
        """The id of the file: as given, or of the one stored, once for each `sequence_id`."""
        if self.attached is None or self.attached.isdecimal():
            return None if self.attached is None else int(self.attached)
        given = {"file": path_of(self.attached)}
        if is_address(self.attached):
            given = {"url": self.attached}
        return int(session.client.file.add(**given, sequence_id=sequence_id).id)

    def _name(self) -> str | None:
        """How a document that is sent alone is called.

        It needs a name, and nearly always has a good one.
        """
        from turbosms_api.tables.file_types import FILE_TYPES  # noqa: PLC0415

        if (
            self.caption is not None
            or self.text is not None
            or self.viber_text is not None
            or self.attached is None
        ):
            return self.caption
        path = PurePath(
            unquote(urlsplit(self.attached).path) if is_address(self.attached) else self.attached
        )
        kind = FILE_TYPES.get(path.suffix[1:].lower())
        return path.name if kind is not None and kind.kind == "document" else None


def is_address(given: str) -> bool:
    """Whether a file is named by its address on the web."""
    return given.startswith(("http://", "https://"))


def describes(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the message."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
