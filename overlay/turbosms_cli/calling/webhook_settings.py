"""Sources of the webhook's secret, login and password: a file, the environment, a profile.

Never an argument, for the same reason as with the token. Where there are several secrets, because
one is being replaced by another, they stand on lines of their own, the newest first.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.calling.next_commands import login_command
from turbosms_cli.calling.settings import (
    config_file,
    lines_of_stdin,
    prompted,
    without_invisible,
)
from turbosms_cli.calling.variables import TOKEN, variable
from turbosms_cli.language.help_texts import TextOption
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.sources import STDIN, opened_text
from turbosms_languages import Text, _, joined, otherwise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from turbosms_cli.calling.profile_file import Profile

SECRET: Final = "TURBOSMS_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
BASIC_AUTH: Final = "TURBOSMS_WEBHOOK_BASIC_AUTH"
VARIABLES: Final = (SECRET, BASIC_AUTH)
_MOST_SECRETS: Final = 10
"""In a file: one of more lines is something else."""


@dataclass(frozen=True)
class WebhookSecrets:
    """Secrets, and where they come from, as a message names it."""

    values: tuple[str, ...] = field(repr=False)
    source: str


def secret_file_option(purpose: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add `--secret-file` to a command; the help begins with its purpose."""
    return click.option(
        "--secret-file",
        cls=TextOption,
        metavar="FILE",
        shell_complete=file_names,
        help=_(
            "{purpose} Several, the newest first, on lines of their own; - is stdin.",
            purpose=purpose,
        ),
    )


def refuse_empty_variables() -> None:
    """Raise `click.UsageError` if a variable is empty, whether or not it is used."""
    for name in VARIABLES:
        variable(name)


def find_secrets(profile: Profile, *, named: bool, file: str | None) -> WebhookSecrets | None:
    """The secrets of the webhook; None if there are none.

    They come from the file, the profile if it was named, the environment, or the usual profile.

    Raises:
        click.UsageError: the source that is used has no secret, or cannot be read.
    """
    in_environment = variable(SECRET)
    if file is not None:
        return WebhookSecrets(secrets_in_file(file, "--secret-file"), "--secret-file")
    of_profile = _lines_of(profile.webhook_secret)
    if of_profile and (named or in_environment is None):
        return WebhookSecrets(of_profile, _("webhook_secret in {file}", file=config_file()))
    if in_environment is not None:
        return WebhookSecrets(_lines_of(in_environment), SECRET)
    return None


def find_basic_auth(profile: Profile, *, named: bool) -> tuple[str, str] | None:
    """Login and password of the webhook; None if it has none.

    Raises:
        click.UsageError: there is no colon between them.
    """
    in_environment = variable(BASIC_AUTH)
    source: str
    if profile.webhook_basic_auth and (named or in_environment is None):
        found, source = (
            profile.webhook_basic_auth,
            _("webhook_basic_auth in {file}", file=config_file()),
        )
    elif in_environment is not None:
        found, source = in_environment, BASIC_AUTH
    else:
        return None
    login, colon, password = found.partition(":")
    if not (login and colon):
        raise click.UsageError(_("{source} is not of the form LOGIN:PASSWORD.", source=source))
    return login, password


def no_secret(*also: str) -> click.UsageError:
    """The error for a command that has no secret; `also` says of other ways to give one."""
    sentence = _(
        "There is no secret of the webhook: set {variable} to the secret key from the account's "
        "panel, pass --secret-file FILE, or store it with {login}.",
        variable=SECRET,
        login=login_command("--webhook-secret-file", "secret.txt"),
    )
    sentences = [sentence, *also]
    if variable(TOKEN) is not None:
        of_profile = _("Since {token} is set, a profile must be named with --profile.", token=TOKEN)
        sentences.append(of_profile)
    return click.UsageError(joined(" ", sentences))


def secrets_in_file(name: str, option: str) -> tuple[str, ...]:
    """The secrets in a file; `-` is stdin, or on a terminal what is typed there.

    Raises:
        click.UsageError: it has none, or cannot be read.
    """
    if name == STDIN:
        is_typed = sys.stdin.isatty()
        lines = [prompted(_("Secret of the webhook"))] if is_typed else lines_of_stdin()
        return secrets_on_lines(lines, option)
    with opened_text(name) as source:
        lines = map(without_invisible, source.lines())
        return secrets_on_lines(lines, f"{option} {quoted(name)}")


def refuse_pasted_extras(secrets: WebhookSecrets) -> None:
    """Raise `click.UsageError` if a secret was pasted with something around it."""
    from turbosms_webhooks import WebhookReceiver  # noqa: PLC0415

    try:
        WebhookReceiver(secrets.values)
    except ValueError as problem:
        raise click.UsageError(
            _("{source}: {problem}.", source=secrets.source, problem=_not_a_secret(problem))
        ) from None


def _not_a_secret(problem: ValueError) -> Text:
    said = _("this cannot be a secret: “{detail}”", detail=str(problem))
    return otherwise(str(problem), said)


def secrets_on_lines(lines: Iterable[str], source: str) -> tuple[str, ...]:
    """The secrets on lines that are not blank; `click.UsageError` if there is none."""
    secrets = []
    for line in lines:
        if line.strip():
            secrets.append(line)
        if len(secrets) > _MOST_SECRETS:
            raise click.UsageError(
                _(
                    "{source} has more than {count} lines: it is no file of secrets.",
                    source=source,
                    count=_MOST_SECRETS,
                )
            )
    if not secrets:
        raise click.UsageError(
            _("{source} is empty: it has to have the secret of the webhook.", source=source)
        )
    return tuple(secrets)


def _lines_of(text: str | None) -> tuple[str, ...]:
    lines = (text or "").replace("\r", "\n").split("\n")
    return tuple(line for line in lines if line.strip())
