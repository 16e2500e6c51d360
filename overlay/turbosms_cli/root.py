"""The command line as a whole: its commands and their modules."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final, NoReturn

import click

from turbosms_cli.language import choice
from turbosms_cli.language.click_texts import speak_for_click
from turbosms_cli.options.usage import Group, asked_for_json, empty_variable
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.output import Output
from turbosms_languages import LANGUAGES, _

_MODULES: Final = {
    "account": ["ping", "balance", "login"],
    "send": ["send"],
    "delivery": ["status", "details", "wait"],
    "file": ["file"],
    "chat": ["chat"],
    "campaign": ["campaign"],
    "suppress": ["suppress"],
    "webhook": ["webhook"],
    "codes": ["codes"],
    "spec": ["spec"],
    "sandbox": ["sandbox"],
    "completion": ["completion"],
}
_COMMANDS: Final = {
    command: module for module, commands in _MODULES.items() for command in commands
}


class _Commands(Group):
    """Imports a command on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            from difflib import get_close_matches  # noqa: PLC0415

            near = get_close_matches(cmd_name, _COMMANDS, 1)
            if near:
                ctx.fail(
                    _(
                        "No such command {name!r}. Did you mean {near!r}?",
                        name=cmd_name,
                        near=near[0],
                    )
                )
            return None
        command: click.Command = getattr(
            import_module(f"turbosms_cli.commands.{_COMMANDS[cmd_name]}"), cmd_name
        )
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    package_name="turbosms-client",
    message="%(package)s %(version)s",
    help="Print the version.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="The language; also TURBOSMS_LANG. By default, that of the locale.",
)
def turbosms() -> None:
    """Send SMS, Viber and hybrid messages through TurboSMS, from the terminal.

    The token comes from TURBOSMS_TOKEN, or from `turbosms login`. On a terminal, the commands print
    tables; elsewhere, one JSON object per line.

    \b
    Exit codes:
      0  success, and everyone was accepted
      1  failed
      2  wrong usage
      3  some recipients were refused
      4  unknown outcome: run the printed command, which sends nothing twice
      5  the balance is below the amount of `balance --below`

    \b
    Try it without an account; run the first line in a window of its own:
      turbosms sandbox
      export TURBOSMS_TOKEN=sandbox TURBOSMS_BASE_URL=http://127.0.0.1:8026
      turbosms send 380678998668 --text Hello --sms TurboSMS
    """


def run() -> NoReturn:
    """Run the command in `sys.argv`, and exit with its code."""
    speak_for_click()
    stdout = sys.stdout
    try:
        _check_language_variable()
        code = turbosms.main(prog_name="turbosms", standalone_mode=False)
    except click.ClickException as error:
        from turbosms_cli.calling.error_messages import report_wrong_usage  # noqa: PLC0415

        report_wrong_usage(error)
        raise SystemExit(error.exit_code) from None
    except click.Abort:
        from turbosms_cli.calling.error_messages import report_interruption  # noqa: PLC0415

        report_interruption(Output(as_json=asked_for_json()))
        raise SystemExit(exit_codes.FAILED) from None
    except SystemExit:
        reader_has_gone = sys.stdout is not stdout  # then click has replaced it
        if reader_has_gone:
            raise SystemExit(exit_codes.FINE) from None
        raise
    raise SystemExit(code or exit_codes.FINE)


def _check_language_variable() -> None:
    """Refuse an unknown language; `choose_language` has taken that of the locale instead."""
    language = os.environ.get(choice.VARIABLE)
    if language is None or language in LANGUAGES:
        return
    if not language.strip():
        raise click.UsageError(empty_variable(choice.VARIABLE))
    raise click.UsageError(
        _(
            "{variable} is {language!r}: it has to be one of {languages}.",
            variable=choice.VARIABLE,
            language=language,
            languages=", ".join(LANGUAGES),
        )
    )
