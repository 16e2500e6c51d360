"""docs/apprise.md: its lines, and what it says for Uptime Kuma, Home Assistant and Airflow."""

from __future__ import annotations

import runpy
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.docs.examples.page_shell import PageShell, blocks_of
from tests.kit.debian import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = [
    pytest.mark.checkout,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated"),  # by Apprise, up to Python 3.12
]

PAGE = "apprise.md"
PHONE = "380678998668"


@pytest.fixture
def shell(tmp_path: Path, control: Control, programs: Programs) -> Iterator[PageShell]:
    with PageShell(PAGE, tmp_path, control, programs) as made:
        made.write_files()
        made.export({"TURBOSMS_BASE_URL": control.url})
        yield made


def test_its_lines_send_messages(shell: PageShell, control: Control) -> None:
    find("jq")
    for block in blocks_of(PAGE, "console"):
        shell.run_block(block)
    texts = [message.text.split() for message in control.messages(PHONE)]
    assert [words[-1] for words in texts] == ["nas-2", "complete", "nas-1"]


def test_uptime_kuma(shell: PageShell, control: Control) -> None:
    (dockerfile,) = [text for text in blocks_of(PAGE, "dockerfile") if "kuma" in text]
    folder = "/var/lib/apprise/plugins"
    install = dockerfile.split("RUN ")[1].replace("\\\n", "").replace("--break-system-packages", "")
    done = shell.run(install.replace(folder, "kuma-plugins"))
    assert done.returncode == 0, done.stderr
    shell.export({"APPRISE_PLUGIN_PATH": str(shell.folder / "kuma-plugins")})
    # As Uptime Kuma calls it; what is printed decides.
    called = shell.run(f"apprise -vv -b '[nas-1] Down' turbosms://sandbox@TurboSMS/{PHONE}")
    assert "ERROR" not in called.stdout, called.stdout
    control.assert_sent(PHONE, text="[nas-1] Down", count=1)


# The lines of the page run the same program in the same way.
@pytest.mark.thorough_only
def test_home_assistant(shell: PageShell, control: Control) -> None:
    settings = yaml.safe_load((shell.folder / "configuration.yaml").read_text("utf-8"))
    command = settings["command_line"][0]["notify"]["command"]
    # As Home Assistant runs it: by a shell, with the message as stdin.
    done = shell.run(command.replace("/config/", f"{shell.folder}/"), given="The door is open")
    assert done.returncode == 0, done.stderr
    control.assert_sent(PHONE, text="The door is open", count=1)


def test_airflow(shell: PageShell, control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBOSMS_BASE_URL", control.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SMS_ALERTS_URL", f"turbosms://sandbox@TurboSMS/{PHONE}")
    callback = runpy.run_path(str(shell.folder / "sms_alerts.py"))["notify_by_sms"]
    task = SimpleNamespace(dag_id="nightly", task_id="load", run_id="scheduled-1")
    callback({"task_instance": task})
    assert "nightly failed" in control.last(PHONE).text
    assert "Task load, run scheduled-1" in control.last(PHONE).text
