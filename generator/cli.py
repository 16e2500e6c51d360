"""The command line.

Exit code 0: fine; 1: something differs; 2: broken spec, a tool that failed, or wrong usage.

A command imports what it needs when it runs: the libraries together take ten times as long as the
help text.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator.output import outcomes
from generator.output.outcomes import Outcome, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.spec.model.spec import Spec

_CHECKOUT: Final = Path(__file__).resolve().parent.parent

_spec_option = click.option(
    "--spec",
    type=click.Path(path_type=Path),
    default=_CHECKOUT / "openapi.yaml",
    show_default="openapi.yaml of this checkout",
    help="The OpenAPI document to generate from.",
)
_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of lines."
)


def _out_option(directory: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=_CHECKOUT / directory,
        show_default=f"{directory}/ of this checkout",
        help=(
            "The directory to make. All of it belongs to the generator: "
            "what it did not write is removed."
        ),
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Make the low-level client, its tables and the published files from the spec; the website from
    the pages.
    """


@main.command()
@_spec_option
@_out_option("generated")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 and show what differs."
)
@_json_option
def generate(spec: Path, out: Path, *, only_check: bool, as_json: bool) -> None:
    """Make the client, or tell whether it is what the spec makes."""
    if only_check:
        finish("check", as_json, lambda: _check(spec, out))
    finish("generate", as_json, lambda: _generate(spec, out))


@main.command()
@_spec_option
@_out_option("generated")
@_json_option
def check(spec: Path, out: Path, *, as_json: bool) -> None:
    """The same as generate --check."""
    finish("check", as_json, lambda: _check(spec, out))


@main.command()
@_spec_option
@_out_option("dist/spec")
@_json_option
def publish(spec: Path, out: Path, *, as_json: bool) -> None:
    """Make what other teams take: editions of the spec, schemas, code tables, pages, checksums."""
    finish("publish", as_json, lambda: _publish(spec, out))


@main.command()
@_spec_option
@_out_option("dist/site")
@_json_option
def site(spec: Path, out: Path, *, as_json: bool) -> None:
    """Make the website of this checkout: docs/ in both languages, and the reference of all public
    names.
    """
    finish("site", as_json, lambda: _site(spec, out))


@main.command()
@click.option("--accept", is_flag=True, help="Let applications rely on the interface as it is now.")
@_json_option
def api(*, accept: bool, as_json: bool) -> None:
    """Tell what in the public names of this checkout breaks applications, as griffe sees it."""
    finish("api", as_json, lambda: _api(accept=accept))


@main.command()
@_spec_option
@_json_option
def lint(spec: Path, *, as_json: bool) -> None:
    """Report what our checks, Redocly and Spectral find in the spec, its OpenAPI 3.0 edition and
    its JSON view.
    """
    finish("lint", as_json, lambda: _lint(spec))


@main.command()
@_spec_option
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="The older version; the one that was published last if nothing is given.",
)
@click.option(
    "--accept",
    is_flag=True,
    help="If the version moved enough, compare with this spec from now on.",
)
@_json_option
def compare(spec: Path, against: Path | None, *, accept: bool, as_json: bool) -> None:
    """Tell how the spec differs from the published one, and whether its version moved enough."""
    finish("compare", as_json, lambda: _compare(spec, against, accept=accept))


@main.command()
@click.argument("method", metavar="MODULE/METHOD")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=_CHECKOUT,
    show_default="this checkout",
    help="The checkout to write into.",
)
@_json_option
def scaffold(method: str, root: Path, *, as_json: bool) -> None:
    """Write what adding a method takes, as stubs that work, and list what is left to fill."""
    finish("scaffold", as_json, lambda: _scaffold(root, method))


def _generate(spec: Path, out: Path) -> Outcome:
    from generator.package import build  # noqa: PLC0415

    return _make(spec, out, build.build, build.LOCK, build.LOCK_KEYS)


def _publish(spec: Path, out: Path) -> Outcome:
    from generator.publishing import build  # noqa: PLC0415

    return _make(spec, out, build.publish, build.MANIFEST, build.MANIFEST_KEYS)


def _site(spec: Path, out: Path) -> Outcome:
    from generator.site import build  # noqa: PLC0415

    return _make(spec, out, build.build_site, build.MANIFEST, build.MANIFEST_KEYS)


def _make(
    spec_path: Path,
    out: Path,
    build: Callable[[Spec, Path], Path],
    mark: str,
    keys: Iterable[str],
) -> Outcome:
    """Make a directory anew if it is not what it should be already."""
    from generator.output.file_tree import read_tree, sha256  # noqa: PLC0415
    from generator.output.replacing import (  # noqa: PLC0415
        check_target,
        replace_directory,
        work_directory,
    )
    from generator.spec.validation import read_spec  # noqa: PLC0415

    target = out.resolve()
    check_target(target, mark, keys)
    spec = read_spec(spec_path, _shown(spec_path))
    with work_directory(target) as directory:
        built = build(spec, directory)
        files = read_tree(built)
        report = {
            "spec_version": spec.info.version,
            "out": _shown(out),
            "files": {path: sha256(content) for path, content in files.items()},
        }
        if target.is_dir() and read_tree(target) == files:
            lines = [f"{_shown(out)} is up to date"]
            return Outcome(outcomes.FINE, "unchanged", lines, report=report)
        replace_directory(target, built)
    lines = [f"{_shown(out)}: {len(files)} files written"]
    return Outcome(outcomes.FINE, "written", lines, report=report)


def _check(spec_path: Path, out: Path) -> Outcome:
    from generator.output.file_tree import differences, read_tree, states  # noqa: PLC0415
    from generator.package.build import build  # noqa: PLC0415
    from generator.spec.validation import read_spec  # noqa: PLC0415

    spec = read_spec(spec_path, _shown(spec_path))
    with tempfile.TemporaryDirectory(prefix="generated-") as directory:
        expected = read_tree(build(spec, Path(directory)))
    actual = read_tree(out) if out.is_dir() else {}
    wrong = [{"path": path, "state": state} for path, state in states(actual, expected).items()]
    report = {"spec_version": spec.info.version, "out": _shown(out), "differences": wrong}
    if wrong:
        lines = list(differences(actual, expected, _shown(out)))
        complaint = f"{_shown(out)} is not what {_shown(spec_path)} makes"
        advice = "run: python -m generator generate"
        complaints = [f"{complaint}; {advice}"]
        return Outcome(outcomes.DIFFERENT, "different", lines, complaints, report)
    lines = [f"{_shown(out)} is what {_shown(spec_path)} makes"]
    return Outcome(outcomes.FINE, "same", lines, report=report)


def _lint(spec: Path) -> Outcome:
    from generator.lint.findings import lint  # noqa: PLC0415

    return lint(spec, _shown(spec))


def _compare(spec: Path, against: Path | None, *, accept: bool) -> Outcome:
    from generator.versioning.comparison import PUBLISHED, compare_specs  # noqa: PLC0415

    if against is None:
        against = PUBLISHED
    return compare_specs(spec, _shown(spec), against, _shown(against), accept=accept)


def _api(*, accept: bool) -> Outcome:
    from generator.reference.comparison import compare_interfaces  # noqa: PLC0415

    return compare_interfaces(_CHECKOUT, accept=accept)


def _scaffold(root: Path, method: str) -> Outcome:
    from generator.scaffold.scaffolding import scaffold  # noqa: PLC0415

    return scaffold(root, method)


def _shown(path: Path) -> str:
    """The path from here if it lies below, as a person would write it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    here = Path.cwd()
    if absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    return str(path)
