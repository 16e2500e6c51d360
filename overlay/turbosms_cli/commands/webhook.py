"""Webhooks: receive what the service calls back with, and explain a signature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.calling import settings, webhook_settings
from turbosms_cli.calling.session import profile_option
from turbosms_cli.calling.variables import TOKEN, variable
from turbosms_cli.options.adding import add_options
from turbosms_cli.options.listening import is_loopback
from turbosms_cli.options.output_options import output_options
from turbosms_cli.options.usage import Group
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.output import Output
from turbosms_cli.reading.sources import STDIN, path_of
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_cli.calling.profile_file import Profile
    from turbosms_cli.webhooks.listening import ListenOptions

_PORT: Final = 8027


@click.group(cls=Group)
def webhook() -> None:
    """Webhooks: receive events, and check signatures.

    The service, or a sandbox, calls back with delivery reports, replies in Viber chats and clicks
    on buttons. docs/webhooks.md describes how to set that up.

    \b
    Examples:
      turbosms webhook listen --sandbox http://127.0.0.1:8026
      turbosms webhook check call.json
    """


def _words(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Any:
    """Split the command of `--exec`."""
    from turbosms_cli.webhooks.event_command import words_of  # noqa: PLC0415

    return words_of(value or "")


def _sandbox(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Any:
    """Read the address of `--sandbox`."""
    from turbosms_cli.webhooks.sandbox_webhook import sandbox_address  # noqa: PLC0415

    return sandbox_address(value) if value else None


def _listening_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of `listen` to a command."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            metavar="PORT",
            default=_PORT,
            show_default=True,
            help="0 chooses a free one.",
        ),
        click.option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            metavar="HOST",
            help="Address to listen on.",
        ),
        click.option(
            "--sandbox",
            metavar="URL",
            callback=_sandbox,
            help=(
                "Have this sandbox call, with a secret that both of them get; the webhooks that it "
                "has already stay."
            ),
        ),
        click.option(
            "--exec",
            "words",
            metavar="COMMAND",
            callback=_words,
            help="Run this command for each event, which it gets as JSON on stdin.",
        ),
        click.option(
            "--database",
            metavar="FILE",
            shell_complete=file_names,
            help=(
                "Keep the events in this file until they are handled; created if needed. By "
                "default, each port has one in your data folder; with --sandbox or --port 0, it is "
                "a temporary one."
            ),
        ),
        click.option(
            "--keep-refused",
            metavar="FOLDER",
            shell_complete=file_names,
            help=(
                "Keep the bodies of refused calls in this folder, at most a hundred, for turbosms "
                "webhook check."
            ),
        ),
        webhook_settings.secret_file_option(_("A file with the secret key of the webhook.")),
        profile_option,
        output_options,
    ]
    return add_options(command, options)


@webhook.command()
@_listening_options
def listen(as_json: bool | None, profile: str | None, **chosen: Any) -> None:
    """Receive calls of the service, and print each event, until Ctrl-C.

    On a terminal, an event is a line of text; elsewhere it is a line of JSON. A call is stored
    before it is answered, so nothing is lost if the command is killed. Calls come to this machine
    only by a proxy or a tunnel of yours, or from a sandbox.

    The secret key of the webhook comes from --secret-file, the profile, or TURBOSMS_WEBHOOK_SECRET;
    login and password, if it has any, from the profile or TURBOSMS_WEBHOOK_BASIC_AUTH as
    LOGIN:PASSWORD.

    The command of --exec runs without a shell: it is split at spaces, as a shell would do, and
    nothing in it is expanded. What it prints goes to stderr. An event is printed when its command
    has ended with exit code 0; otherwise the command is run again after 1 second, 2 seconds, 4
    seconds, and at last every minute.

    \b
    Exit codes:
      0  ended by Ctrl-C
      1  cannot listen, or the command of an event failed to the end
      2  wrong usage, or no secret

    \b
    Examples:
      turbosms webhook listen --sandbox http://127.0.0.1:8026
      turbosms webhook listen --exec "tee -a events.jsonl"
      turbosms webhook listen --port 8027 --database webhooks.db --json
    """
    from turbosms_cli.calling.error_messages import reporting_errors  # noqa: PLC0415
    from turbosms_cli.webhooks.listening import listen as run  # noqa: PLC0415
    from turbosms_cli.webhooks.listening import warn_of_other_machines  # noqa: PLC0415

    webhook_settings.refuse_empty_variables()
    options = _listen_options(settings.load(profile), profile is not None, chosen)
    if not is_loopback(options.host):
        warn_of_other_machines(options.host)
    output = Output(as_json)
    with reporting_errors(output):
        raise SystemExit(run(output, options))


def _listen_options(profile: Profile, is_named: bool, chosen: dict[str, Any]) -> ListenOptions:
    """What the user has chosen.

    A sandbox gets a secret of its own, rather than that of a real webhook.
    """
    from turbosms_cli.webhooks.listening import ListenOptions  # noqa: PLC0415

    basic_auth = None
    values: tuple[str, ...] = ()
    if chosen["sandbox"] is None:
        basic_auth = webhook_settings.find_basic_auth(profile, named=is_named)
    if chosen["sandbox"] is None or chosen["secret_file"] is not None:
        found = webhook_settings.find_secrets(profile, named=is_named, file=chosen["secret_file"])
        if found is None:
            raise webhook_settings.no_secret(_("With --sandbox URL none is needed."))
        webhook_settings.refuse_pasted_extras(found)
        values = found.values
    folder = chosen["keep_refused"]
    return ListenOptions(
        host=chosen["host"],
        port=chosen["port"],
        secrets=values,
        basic_auth=basic_auth,
        command=chosen["words"],
        database=chosen["database"],
        sandbox=chosen["sandbox"],
        keep_refused=None if folder is None else Path(path_of(folder)),
    )


@webhook.command()
@click.argument("file", required=False, metavar="[FILE]", shell_complete=file_names)
@click.option(
    "--content-type",
    metavar="TYPE",
    help="The header Content-Type of the call; by default, the body says what it is.",
)
@webhook_settings.secret_file_option(_("A file with the secret key of the webhook."))
@profile_option
@output_options
def check(
    file: str | None,
    content_type: str | None,
    secret_file: str | None,
    profile: str | None,
    as_json: bool | None,
) -> None:
    """Explain why the signature of a call does not match.

    FILE has the body of a call as it was captured, byte by byte, or the whole request; without
    FILE, it is read from stdin. The signature is compared with the secret key in both orders, and
    then with what is usually confused: white space or quotes around the secret, the API token, an
    id that was changed on its way, other digests, HMAC. Nothing is sent to anyone, and neither the
    secret nor the content of the call is printed.

    \b
    Exit codes:
      0  the signature matches
      1  it does not
      2  wrong usage, or no secret

    \b
    Examples:
      turbosms webhook check call.json
      turbosms webhook check --secret-file secret.txt < call.json
    """
    from turbosms_cli.calling.error_messages import reporting_errors  # noqa: PLC0415
    from turbosms_cli.webhooks.captured_call import read_call  # noqa: PLC0415
    from turbosms_cli.webhooks.signature_check import check_signature  # noqa: PLC0415

    webhook_settings.refuse_empty_variables()
    loaded = settings.load(profile)
    if secret_file == STDIN and file in {None, STDIN}:
        raise click.UsageError(_("--secret-file -: stdin is for the body of the call here."))
    found = webhook_settings.find_secrets(loaded, named=profile is not None, file=secret_file)
    if found is None:
        raise webhook_settings.no_secret()
    tokens = filter(None, (loaded.token, variable(TOKEN)))
    verdict = check_signature(read_call(file, content_type), found.values, tokens)
    output = Output(as_json)
    with reporting_errors(output):
        if output.as_json:
            output.row(verdict.row())
        else:
            for sentence in (*verdict.sentences, *filter(None, (verdict.next_step,))):
                output.line(sentence)
    raise SystemExit(exit_codes.FINE if verdict.matches else exit_codes.FAILED)
