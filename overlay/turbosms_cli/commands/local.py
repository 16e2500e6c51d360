"""Commands that do not call the service: the sandbox, the result codes, the spec."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.options.output_options import output_options
from turbosms_cli.options.sandbox_options import (
    REMOTE_CONTROL_WARNING,
    access_options,
    account_options,
    opening_of,
)
from turbosms_cli.options.usage import Command
from turbosms_cli.options.value_completion import code_names
from turbosms_cli.printing import streams

if TYPE_CHECKING:
    from turbosms_api.tables.result_codes import ResultCode
    from turbosms_cli.printing.output import Output

_SCOPES: Final = {
    "request": "a request",
    "recipient": "a recipient",
    "both": "a request or a recipient",
}


@click.command(cls=Command)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8026,
    show_default=True,
    help="0 chooses a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    help=(
        "Host from which file/add may fetch files; may be repeated. "
        "Without it, nothing is ever fetched."
    ),
)
@click.option(
    "--state",
    "state_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=("Keep the state in this file, so that the next start continues; created if needed."),
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Give the same ids to the same requests, after each start and reset.",
)
@account_options
@access_options
def sandbox(  # noqa: PLR0913 - an argument for each option
    *,
    port: int,
    host: str,
    allowed_hosts: tuple[str, ...],
    state_file: Path | None,
    seed: int | None,
    trusted_hosts: tuple[str, ...],
    remote_control: bool,
    **account: Any,
) -> None:
    """Run a local stand-in for the service until Ctrl-C or SIGTERM.

    It prints its address on one line when it accepts connections. It delivers nothing to anyone;
    open the address in a browser to see what was sent, as the recipient sees it. A reset restores
    the senders, balance and quirks passed here.

    \b
    Examples:
      turbosms sandbox --port 8026
      turbosms sandbox --sender Shop --viber-sender "Shop UA" --balance 500
      turbosms sandbox --port 8026 --state sandbox.state --seed 1
    """
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415
    from turbosms_sandbox import StateFileError, run  # noqa: PLC0415

    opening = opening_of(account)
    if remote_control:
        streams.say(REMOTE_CONTROL_WARNING)
    if not _is_loopback(host):
        streams.say(
            f"WARNING: the sandbox listens on {host}, not only on this machine. "
            "Whoever reaches it can use it with its well-known token and read every message in it."
        )
    try:
        run(
            host,
            port,
            allowed_hosts=allowed_hosts,
            state_file=state_file,
            seed=seed,
            opening=opening,
            trusted_hosts=trusted_hosts,
            remote_control=remote_control,
        )
    except StateFileError as problem:
        raise FailedError(str(problem)) from None
    except OSError as problem:
        why = problem.strerror or problem
        raise FailedError(f"Cannot listen on {host} port {port}: {why}.") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@click.command(cls=Command)
@click.argument("query", required=False, metavar="[CODE|NAME|TEXT]", shell_complete=code_names)
@output_options
def codes(query: str | None, as_json: bool | None) -> None:
    """Explain the result codes of the service.

    Prints all of them, one by its number or name, or those whose name or meaning contains a text;
    for a single one, also what to do about it. The service is not called. The output is a table,
    even into a pipe; with --json, it is JSON lines.

    \b
    Examples:
      turbosms codes
      turbosms codes 414
      turbosms codes NOT_ALLOWED_MESSAGE_ID
      turbosms codes balance
      turbosms codes | less
    """
    from turbosms_api.tables.result_codes import ResultCode  # noqa: PLC0415
    from turbosms_cli.calling.error_messages import FailedError, reporting_errors  # noqa: PLC0415
    from turbosms_cli.printing.output import Output  # noqa: PLC0415

    found = [code for code in ResultCode if query is None or code.name == query.upper()]
    found = found or [code for code in ResultCode if query is not None and _matches(code, query)]
    if not found:
        raise FailedError(f"No result code matches {query!r}: turbosms codes lists all.")
    output = Output(as_json is True)
    with reporting_errors(output):
        if output.as_json:
            for code in found:
                output.row(_row(code))
        elif len(found) == 1:
            _explain(output, found[0])
        else:
            heads = ["code", "name", "outcome", "meaning"]
            output.table(heads, ([code, code.name, code.outcome, code.meaning] for code in found))


@click.command(cls=Command)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "yaml"]),
    default="json",
    show_default=True,
    help="Format of the output.",
)
@click.option(
    "--openapi",
    type=click.Choice(["3.1", "3.0"]),
    default="3.1",
    show_default=True,
    help="OpenAPI version.",
)
@click.option(
    "--view",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="full is everything; json, for code generators, only POST with JSON.",
)
def spec(form: str, openapi: str, view: str) -> None:
    """Print the OpenAPI description of the service.

    The output is the published file, byte for byte. The service is not called.

    \b
    Examples:
      turbosms spec > openapi.json
      turbosms spec --openapi 3.0 --format yaml > openapi.yaml
      turbosms spec --view json > openapi-json-view.json
    """
    from importlib.resources import files  # noqa: PLC0415

    name = (
        "openapi"
        + ("-json-view" if view == "json" else "")
        + ("-3.0" if openapi == "3.0" else "")
        + f".{form}"
    )
    click.echo(files("turbosms_api.spec").joinpath(name).read_bytes(), nl=False)


def _row(code: ResultCode) -> dict[str, Any]:
    facts = {
        fact: getattr(code, fact)
        for fact in ("meaning", "outcome", "scope", "actor", "repeat", "since")
    }
    return {"code": code, "name": code.name, **facts, "help_url": code.help_url}


def _explain(output: Output, code: ResultCode) -> None:
    from turbosms_cli.calling.error_messages import advice  # noqa: PLC0415

    output.facts(
        [str(code), code.name],
        [
            ["meaning", code.meaning],
            ["outcome", f"{code.outcome} of {_SCOPES[code.scope]}"],
            ["to do", advice(code)],
            ["since", code.since],
            ["more", code.help_url],
        ],
    )


def _matches(code: ResultCode, query: str) -> bool:
    if query.isascii() and query.isdecimal():
        return len(query) < 10 and int(code) == int(query)
    text = query.casefold()
    return text in code.name.casefold() or text in code.meaning.casefold()
