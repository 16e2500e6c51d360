"""The command line. Exit code 0: fine; 1: ``generated/`` is not what the spec makes; 2: broken spec or wrong usage."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path
from typing import Final

import click

from generator.build import LOCK, LOCK_KEYS, build, read_spec
from generator.placing import check_target, place, workshop
from generator.problems import BrokenSpecError, GeneratorError
from generator.tree import differences, read_tree

_CHECKOUT: Final = Path(__file__).resolve().parent.parent
_DRIFT: Final = 1
_BROKEN: Final = 2

_spec_option = click.option(
    "--spec",
    type=click.Path(path_type=Path),
    default=_CHECKOUT / "openapi.yaml",
    show_default="openapi.yaml of this checkout",
    help="The OpenAPI document to generate from.",
)
_out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=_CHECKOUT / "generated",
    show_default="generated/ of this checkout",
    help="The directory to make. All of it belongs to the generator: what it did not write is removed.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Make the low-level client and its tables from the spec."""


@main.command()
@_spec_option
@_out_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 and show what differs.")
def generate(spec: Path, out: Path, *, only_check: bool) -> None:
    """Make the output, or tell whether it is what the spec makes."""
    try:
        status = _check(spec, out) if only_check else _generate(spec, out)
    except BrokenSpecError as error:
        click.echo(str(error), err=True)
        status = _BROKEN
    except GeneratorError as error:
        click.echo(f"Error: {error}", err=True)
        status = _BROKEN
    except Exception:
        # Python's own exit code for a crash is that of drift.
        traceback.print_exc()
        status = _BROKEN
    raise SystemExit(status)


@main.command()
@_spec_option
@_out_option
@click.pass_context
def check(context: click.Context, spec: Path, out: Path) -> None:
    """The same as generate --check."""
    context.invoke(generate, spec=spec, out=out, only_check=True)


def _generate(spec: Path, out: Path) -> int:
    target = out.resolve()
    check_target(target, LOCK, LOCK_KEYS)
    document = read_spec(spec, _shown(spec))
    with workshop(target) as work:
        made = build(document, work)
        if target.is_dir() and read_tree(target) == read_tree(made):
            click.echo(f"{_shown(out)} is up to date")
            return 0
        count = len(read_tree(made))
        place(made, target)
    click.echo(f"{_shown(out)}: {count} files written")
    return 0


def _check(spec: Path, out: Path) -> int:
    document = read_spec(spec, _shown(spec))
    with tempfile.TemporaryDirectory(prefix="generated-") as work:
        made = read_tree(build(document, Path(work)))
    found = read_tree(out) if out.is_dir() else {}
    lines = list(differences(found, made, _shown(out)))
    for line in lines:
        click.echo(line)
    if lines:
        click.echo(f"{_shown(out)} is not what {_shown(spec)} makes; run: python -m generator generate", err=True)
        return _DRIFT
    click.echo(f"{_shown(out)} is what {_shown(spec)} makes")
    return 0


def _shown(path: Path) -> str:
    """The path from here if it lies below, as a person would write it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    here = Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else str(path)
