"""`turbosms spec`: the OpenAPI description of the service."""

from __future__ import annotations

import click

from turbosms_cli.options.usage import Command


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
