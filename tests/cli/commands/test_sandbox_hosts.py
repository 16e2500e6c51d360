"""The hosts that `turbosms sandbox` is given on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from turbosms_cli.options.host_names import check_hosts_with_ports

if TYPE_CHECKING:
    from tests.cli.running import Run

_CONTEXT = click.Context(click.Command("sandbox"))
_PARAMETER = click.Option(["--allow-host"])


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "files.example.com", "files.example.com.", "under_score", "укр.укр"),
        *("localhost:8000", "127.0.0.1", "127.0.0.1:80", "::1", "[::1]", "[::1]:8000"),
    ],
)
def test_hosts_with_and_without_a_port(host: str) -> None:
    assert check_hosts_with_ports(_CONTEXT, _PARAMETER, (host,)) == (host,)


@pytest.mark.parametrize("option", ["--allow-host", "--webhook-host"])
@pytest.mark.parametrize(
    "host",
    [
        *("http://localhost", "localhost/files", "*.example.com", "two hosts", "\udcff"),
        *("localhost:", "localhost:0", "localhost:65536", "localhost:http", ":80", "-x"),
        *("[localhost]", "[127.0.0.1]:80", "[::1", "::1]:80", "a..b", "x" * 100_000),
    ],
)
def test_what_would_never_match_is_refused(option: str, host: str, run: Run) -> None:
    done = run("sandbox", option, host)
    assert done.returncode == 2
    assert option in done.stderr
    assert "is not a host" in done.stderr
    assert len(done.stderr) < 1_000
