"""The commands. What a command needs beyond click is imported when it runs, so that `turbosms --help` is quick."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from turbosms_api.tables.result_codes import ResultCode


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="turbosms-client", message="%(package)s %(version)s")
def turbosms() -> None:
    """Tools for the TurboSMS HTTP API: a sandbox to develop against, the result codes, the spec."""


@turbosms.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8026, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Host from which file/add may fetch files; may be repeated. Without it nothing is ever fetched.",
)
@click.option(
    "--state",
    "state_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep everything in this file, beyond the end of the sandbox; it is made if there is none.",
)
@click.option("--seed", type=int, metavar="N", help="Give the same ids to the same requests, at each start and reset.")
def sandbox(port: int, host: str, allowed_hosts: tuple[str, ...], state_file: Path | None, seed: int | None) -> None:
    """Run a stand-in for the service until Ctrl-C or SIGTERM.

    It prints its address on one line when it accepts connections. The token is `sandbox`. It sends nothing to anybody.
    """
    from turbosms_sandbox import StateFileError, run  # noqa: PLC0415

    if not _is_loopback(host):
        click.secho(
            f"WARNING: the sandbox listens on {host}, beyond this machine. Whoever reaches it can use it with its "
            "well-known token and read every message in it.",
            fg="red",
            bold=True,
            err=True,
        )
    try:
        run(host, port, allowed_hosts=allowed_hosts, state_file=state_file, seed=seed)
    except StateFileError as problem:
        _fail(str(problem))
    except OSError as problem:
        _fail(f"Cannot listen on {host} port {port}: {problem.strerror or problem}.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@turbosms.command()
@click.argument("query", required=False, metavar="[CODE|NAME|TEXT]")
def codes(query: str | None) -> None:
    """Explain the result codes: all, one by number or name, or those whose name or meaning has a text.

    Each line: number, name, since when, outcome, who has to act, whether a repeat can help, and the meaning.
    """
    from turbosms_api.tables.result_codes import ResultCode  # noqa: PLC0415

    found = [code for code in ResultCode if query is None or code.name == query.upper()]
    found = found or [code for code in ResultCode if query is not None and _matches(code, query)]
    if not found:
        _fail(f"No result code is, is called or says {query!r}.")
    width = max(len(code.name) for code in found)
    for code in found:
        repeat = "repeat may help" if code.repeat else "-"
        facts = f"{code.since}  {code.outcome:8} {code.scope:9} {code.actor:13} {repeat:15}"
        click.echo(f"{int(code):>3}  {code.name:{width}}  {facts}  {code.meaning}")


@turbosms.command()
@click.option("--format", "form", type=click.Choice(["json", "yaml"]), default="json", show_default=True)
@click.option(
    "--openapi", type=click.Choice(["3.1", "3.0"]), default="3.1", show_default=True, help="Version of OpenAPI."
)
@click.option(
    "--view",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="Everything, or for generators of code only what goes by POST with JSON.",
)
def spec(form: str, openapi: str, view: str) -> None:
    """Print the OpenAPI description of the service, the bytes of the published file."""
    from importlib.resources import files  # noqa: PLC0415

    name = "openapi" + ("-json-view" if view == "json" else "") + ("-3.0" if openapi == "3.0" else "") + f".{form}"
    click.echo(files("turbosms_api.spec").joinpath(name).read_bytes(), nl=False)


def _matches(code: ResultCode, query: str) -> bool:
    if query.isascii() and query.isdecimal():
        return len(query) < 10 and int(code) == int(query)
    text = query.casefold()
    return text in code.name.casefold() or text in code.meaning.casefold()


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(1)
