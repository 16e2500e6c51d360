"""The packages where what only Unix has is missing, and output where the system is not in UTF-8.

Asked on every system: where these are missing anyway, and where they are taken away. It cannot be
asked here whether what Windows has in their place works; docs/platforms.md says where that is.
"""

from __future__ import annotations

import pytest

from tests.kit.packages import IMPORT_MODULES, PACKAGES
from tests.kit.processes import PYTHON, environment, run

WITHOUT_UNIX = """
import os, signal, sys
import asyncio, multiprocessing, socket, subprocess, tempfile  # as far as they are there, they stay
MISSING = ("curses", "fcntl", "grp", "pwd", "readline", "resource", "termios", "tty", "uvloop")
for name in MISSING:
    sys.modules[name] = None
"""
WITHOUT_FUNCTIONS_OF_UNIX = """
import anyio, apprise, click, dbos, httpx2, rich, sqlalchemy, starlette, uvicorn  # as they are
import django.conf
missing = ("fork", "register_at_fork", "killpg", "getuid", "geteuid", "fchmod", "getpgid", "pread")
for name in missing:
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGUSR1", "SIGALRM", "SIGPIPE"):
    if hasattr(signal, name):
        delattr(signal, name)
apps = ("django.contrib.auth", "django.contrib.contenttypes", "phone_verify", "turbosms_django")
django.conf.settings.configure(INSTALLED_APPS=apps)
django.setup()
"""
SENDS = """
import threading
from turbosms_sandbox import run
from turbosms_client import Sms, TurboSMS

def send(line):
    try:
        with TurboSMS("sandbox", line, sms_sender="TurboSMS") as client:
            report = client.message.send(["380678998668"], text="Without Unix")
            print(len(report.accepted), flush=True)
    finally:
        signal.raise_signal(signal.SIGTERM)

def announced(address):
    threading.Thread(target=send, args=(address,)).start()

run("127.0.0.1", 0, announce=announced)
"""
FILE_TO_STDOUT = """
import sys
from turbosms_cli.printing import streams
from turbosms_cli.printing.stdout_files import stdout_for_a_file
if sys.argv[1] == "crlf":
    sys.stdout.reconfigure(newline="\\r\\n")  # what Windows makes of every line break
streams.mend()
with stdout_for_a_file() as stdout:
    stdout.write("\\ufeffЩЮЖ €\\r\\n→\\n")
"""


def output_of(program: str, *arguments: str, **changes: str) -> str:
    own = environment("PYTEST_", "TURBOSMS_", "PYTHONUTF8", **changes)
    done = run(PYTHON, "-c", program, *arguments, env=own)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_can_be_imported_without_unix() -> None:
    program = WITHOUT_UNIX + WITHOUT_FUNCTIONS_OF_UNIX + IMPORT_MODULES
    names = output_of(program, *PACKAGES).split()
    for package in PACKAGES:
        assert any(name.startswith(f"{package}.") for name in names), package


def test_the_tests_themselves_start_without_unix() -> None:
    names = output_of(WITHOUT_UNIX + "import tests.conftest\nprint(*vars(tests.conftest))").split()
    assert "browser" in names


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
def test_commands_print_on_consoles_of_another_encoding(encoding: str) -> None:
    """What the encoding does not have is escaped; nothing fails."""
    for arguments in (("codes", "413"), ("--help",), ("codes", "413", "--json")):
        own = environment("TURBOSMS_", "PYTHONUTF8", PYTHONIOENCODING=encoding)
        done = run(PYTHON, "-m", "turbosms_cli", *arguments, env=own)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("line_breaks", ["lf", "crlf"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "ascii"])
def test_a_file_on_stdout_has_the_bytes_of_a_file(encoding: str, line_breaks: str) -> None:
    printed = output_of(FILE_TO_STDOUT, line_breaks, PYTHONIOENCODING=encoding)
    assert printed == "\ufeffЩЮЖ €\r\n→\n"


def test_the_sandbox_serves_without_uvloop_and_limits_of_files() -> None:
    without = WITHOUT_UNIX.replace('"resource", ', "")  # which is asked for wherever it is Unix
    assert output_of(without + SENDS) == "1\n"
