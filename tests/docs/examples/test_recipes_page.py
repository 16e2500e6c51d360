"""docs/recipes.md: each recipe, by the programs that it is for as far as they can be run here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.examples.docker_stand_in import DockerStandIn
from tests.docs.examples.page_shell import PageShell, blocks_of
from tests.kit.control import http_client
from tests.kit.debian import find
from tests.kit.dockerfiles import SANDBOX_IMAGE, stages
from tests.kit.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = pytest.mark.checkout

PAGE = "recipes.md"
PHONE = "380678998668"


@pytest.fixture
def shell(tmp_path: Path, control: Control, programs: Programs) -> Iterator[PageShell]:
    with PageShell(PAGE, tmp_path, control, programs) as made:
        made.write_files()
        for block in blocks_of(PAGE, "console")[:2]:
            made.run_block(block)
        yield made


def console(start: str) -> str:
    """The block of lines that has a line which begins so."""
    (block,) = [text for text in blocks_of(PAGE, "console") if f"$ {start}" in text]
    return block


@pytest.mark.parametrize(("balance", "code"), [(500, 0), (499.99, 2)])
def test_the_balance(shell: PageShell, control: Control, balance: float, code: int) -> None:
    control.account(balance=balance)
    assert shell.run("sh check_turbosms.sh 500").returncode == code
    assert shell.run("sh check_balance.sh").returncode == 0
    texts = ["TurboSMS: less than 500 UAH left"] if code else []
    assert [message.text for message in control.messages(PHONE)] == texts


def test_a_balance_that_nobody_knows(shell: PageShell, control: Control) -> None:
    control.fault("user/balance", "http", status=404, times=2)
    assert shell.run("sh check_turbosms.sh 500").returncode == 3
    shell.run("sh check_balance.sh")
    assert control.messages() == []


def test_zabbix(shell: PageShell, control: Control) -> None:
    script = (shell.folder / "sms-alert.sh").read_text("utf-8")
    config = shell.folder / "turbosms.toml"
    config.write_text(f'[default]\ntoken = "sandbox"\nbase_url = "{control.url}"\n', "utf-8")
    config.chmod(0o600)
    own = f"#!/bin/sh\nexport TURBOSMS_CONFIG={config}\n"
    shell.write("sms-alert.sh", own + script)
    # Zabbix gives a script no variables, and repeats it if it fails.
    for name in ("TURBOSMS_TOKEN", "TURBOSMS_BASE_URL"):
        del shell.environment[name]
    call = f"./sms-alert.sh {PHONE} 'Problem: disk full' 'Event 17 at 12:00'"
    control.fault("message/send", "http", status=404)
    assert shell.run(call).returncode == 4
    assert [shell.run(call).returncode for _ in range(2)] == [0, 0]
    assert shell.run(call.replace("17", "18").replace("full", "fuller")).returncode == 0
    texts = [message.text for message in control.messages(PHONE)]
    assert texts == ["Problem: disk fuller", "Problem: disk full"]


def test_the_item_of_zabbix(shell: PageShell, control: Control) -> None:
    find("jq")
    control.account(balance=1234.5)
    (parameter,) = (shell.folder / "zabbix_agentd.conf").read_text("utf-8").splitlines()[1:]
    key, _, command = parameter.removeprefix("UserParameter=").partition(",")
    assert key == "turbosms.balance"
    assert shell.run(command).stdout == "1234.50\n"


def test_grafana(shell: PageShell, control: Control) -> None:
    find("webhook")
    shell.ports["9000"] = str(free_port())
    (hooks,) = blocks_of(PAGE, "json")
    shell.write("hooks.json", hooks)
    script = (shell.folder / "sms-alert.sh").read_text("utf-8")
    shell.write("sms-alert.sh", f"#!/bin/sh\n{script}")
    shell.run_block(console("webhook"))
    alert: dict[str, Any] = {
        "receiver": "SMS",
        "status": "firing",
        "alerts": [{"status": "firing", "startsAt": "2026-11-30T09:51:03.157076+02:00"}],
        "title": "[FIRING:1] High memory usage",
    }
    url = f"http://127.0.0.1:{shell.ports['9000']}/hooks/grafana"
    right = {"Authorization": "Bearer a-long-random-text"}
    control.fault("message/send", "http", status=404)
    with http_client() as http:
        assert http.post(url, json=alert).status_code == 200  # its rule is not satisfied
        statuses = [http.post(url, json=alert, headers=right).status_code for _ in range(3)]
    assert statuses == [500, 200, 200]
    control.assert_sent(PHONE, text="[FIRING:1] High memory usage", count=1)


@pytest.mark.parametrize(
    "start", ["pip install prometheus-client", "pip install opentelemetry-sdk"]
)
def test_metrics(shell: PageShell, start: str) -> None:
    shell.run_block(console(start))


def test_the_page_names_every_outcome() -> None:
    from turbosms_client._results.call_event import CallOutcome  # noqa: PLC0415

    page = (blocks_of.__globals__["ROOT"] / "docs" / PAGE).read_text("utf-8")
    for outcome in CallOutcome.__args__:  # type: ignore[attr-defined]
        assert f"| `{outcome}` |" in page


def test_testcontainers(shell: PageShell) -> None:
    """Without Docker: a stand-in for its API starts the command of the image as a process."""
    (image,) = stages(SANDBOX_IMAGE)[1:]
    port = int(shell.ports[image.one("EXPOSE")])
    # The volume is a folder of the image.
    volume = shell.folder / "state"
    volume.mkdir()
    words = [shell.here(word).replace(image.one("VOLUME"), str(volume)) for word in image.command]
    with DockerStandIn("turbosms-sandbox", words, port, shell.environment) as docker:
        shell.export(
            {
                "DOCKER_HOST": docker.url,
                "TESTCONTAINERS_RYUK_DISABLED": "true",
                # Wherever the tests run, containers are not beside them.
                "TESTCONTAINERS_CONNECTION_MODE": "docker_host",
            }
        )
        shell.write("bin/docker", "#!/bin/sh\n")  # builds nothing
        shell.run_block(console("docker build"))
    assert docker.started == docker.removed == 1
