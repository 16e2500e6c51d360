"""The image of the sandbox: what its Dockerfile installs and starts, without Docker.

A container cannot be had wherever the tests run, so they do what it does: the locked packages and
the wheel in an environment of their own, started with the words of the Dockerfile by another user
than root, and asked by the words of its health check.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx2
import pytest
import yaml

from tests.kit.dockerfiles import SANDBOX_IMAGE, stages
from tests.kit.processes import ROOT, Process, environment, free_port, output
from tests.kit.processes import run as run_anyhow
from tests.packaging.environments import UV, run

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

BUILD, IMAGE = stages(SANDBOX_IMAGE)
COMPOSE: Final = ROOT / "container/compose.yaml"
PORT: Final = "8026"
VOLUME: Final = IMAGE.one("VOLUME")
USER: Final = "10001"
PYTHONS: Final = ("/usr/bin/python3", sys.executable)
RUNS: Final = "import sys, ssl, sqlite3; sys.exit(sys.version_info < (3, 11))"


def as_user(*words: str) -> list[str]:
    """A command as it is run by the user of the image, or by the one that we are already."""
    if os.geteuid() != 0:
        return list(words)
    ids = ("--reuid", USER, "--regid", USER, "--clear-groups", "--no-new-privs")
    return ["setpriv", *ids, *words]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every user can get into, as pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="module")
def installed(folder: Path, wheel: Path) -> Path:
    """The `bin` of an environment with what the image has in it."""
    python = next(
        (one for one in PYTHONS if run_anyhow(*as_user(one, "-c", RUNS)).returncode == 0), None
    )
    if python is None:
        pytest.skip("no Python that another user than root can run")
    venv = folder / "sandbox"
    run(UV, "venv", "--quiet", "--python", python, venv)
    options = ("pip", "install", "--quiet", "--python", venv / "bin/python", "--no-deps")
    run(UV, *options, "--require-hashes", "--requirement", ROOT / "container/sandbox.txt")
    run(UV, *options, "--no-index", wheel)
    return venv / "bin"


@pytest.fixture
def state(folder: Path) -> Iterator[Path]:
    """The volume: made as the Dockerfile makes it."""
    volume = folder / "state"
    volume.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(volume, int(USER), int(USER))
    yield volume
    shutil.rmtree(volume)


def here(words: list[str], installed: Path, state: Path, port: int) -> list[str]:
    """Words of the Dockerfile, with the port and the paths that they have here."""
    changed = [word.replace(PORT, str(port)).replace(VOLUME, str(state)) for word in words]
    program = installed / changed[0]
    assert program.exists(), f"{changed[0]} is not in the environment of the image"
    return as_user(str(program), *changed[1:])


def start(installed: Path, state: Path, port: int) -> Process:
    values = environment("TURBOSMS", "PYTHON", PYTHONDONTWRITEBYTECODE="1", HOME=str(state))
    process = Process(*here(IMAGE.command, installed, state, port), cwd=state, env=values)
    assert process.line() == f"TurboSMS sandbox listens on http://0.0.0.0:{port}"
    return process


def test_the_image_starts_is_healthy_and_keeps_its_state(installed: Path, state: Path) -> None:
    port = free_port()
    check = here(IMAGE.health_check, installed, state, port)
    # A proxy of the machine is not asked about it.
    values = environment("TURBOSMS", "PYTHON", http_proxy="http://127.0.0.1:9")
    assert run_anyhow(*check, cwd=state, env=values).returncode != 0
    url = f"http://127.0.0.1:{port}"
    with start(installed, state, port) as process:
        output(*check, cwd=state, env=values)
        if os.geteuid() == 0:
            assert Path(f"/proc/{process.pid}").stat().st_uid == int(USER)
        body = {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": "Hello"}}
        sent = httpx2.post(f"{url}/message/send?token=sandbox", json=body, trust_env=False)
        assert sent.json()["response_code"] == 801
        ended = process.stop()  # with SIGTERM, as `docker stop` does
    assert (ended.code, ended.stdout) == (0, "")
    assert ended.stderr.count("WARNING") == 2  # open to others, and its control plane too
    with start(installed, state, port):
        found = httpx2.get(f"{url}/sandbox/messages", trust_env=False).json()["messages"]
        assert [message["recipient"] for message in found] == ["380678998668"]
        inbox = httpx2.get(f"{url}/", headers={"Host": f"sandbox:{port}"}, trust_env=False)
        assert inbox.status_code == 200


def test_the_image_is_not_root_and_says_what_it_is() -> None:
    assert IMAGE.one("USER") == f"{USER}:{USER}"
    assert IMAGE.one("EXPOSE") == PORT
    making = " ".join(IMAGE.instructions["RUN"])
    assert f"--uid {USER}" in making
    assert f"--gid {USER}" in making
    assert f"install --directory --owner sandbox --group sandbox --mode 700 {VOLUME}" in making
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', IMAGE.one("LABEL")))
    assert labels.keys() >= {"title", "description", "licenses", "version", "revision", "source"}
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'license = "{labels["licenses"]}"' in pyproject


def test_both_stages_have_the_same_base_by_digest() -> None:
    assert BUILD.base == IMAGE.base
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", IMAGE.base)


def test_the_image_copies_what_the_wheel_is_made_of(tmp_path: Path, wheel: Path) -> None:
    """The files that the first stage copies, and no others, make the wheel that is tested here."""
    sources: list[str] = []
    for argument in BUILD.instructions["COPY"]:
        sources += argument.split()[:-1]
    ignored = (ROOT / "container/Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == set(sources)
    skip = shutil.ignore_patterns("__pycache__")
    for source in sources:
        path = ROOT / source
        if path.is_dir():
            shutil.copytree(path, tmp_path / source, ignore=skip)
        else:
            shutil.copy(path, tmp_path)
    options = ("--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable)
    run(UV, "build", *options, "--out-dir", tmp_path / "dist", tmp_path)
    (built,) = (tmp_path / "dist").glob("*.whl")
    assert built.read_bytes() == wheel.read_bytes()


def test_the_image_has_the_versions_that_are_tested() -> None:
    tested = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    for name in ("sandbox", "build"):
        lines = (ROOT / f"container/{name}.txt").read_text("utf-8").splitlines()
        pins = [line.partition(" ;")[0].rstrip(" \\") for line in lines if "==" in line]
        assert len(pins) > 4
        known = {line.partition(" ;")[0].rstrip(" \\") for line in tested}
        assert set(pins) <= known


def test_the_linter_finds_nothing_and_would_find_something(tmp_path: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    output(hadolint, SANDBOX_IMAGE)
    worse = tmp_path / "Dockerfile"
    worse.write_text(SANDBOX_IMAGE.read_text("utf-8").replace("USER 10001:10001", "USER root"))
    found = subprocess.run([hadolint, worse], capture_output=True, text=True, check=False)
    assert found.returncode != 0
    assert "DL3002" in found.stdout


def test_compose_publishes_it_on_this_machine_only() -> None:
    service = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]["sandbox"]
    assert service["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert service["volumes"] == [f"state:{VOLUME}"]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    build = service["build"]
    assert (COMPOSE.parent / build["context"] / build["dockerfile"]).resolve() == SANDBOX_IMAGE


def test_the_service_of_the_page_is_one_of_github(tmp_path: Path) -> None:
    page = (ROOT / "docs/sandbox.md").read_text("utf-8")
    (snippet,) = re.findall(r"^```yaml\n(jobs:.*?)^```", page, re.MULTILINE | re.DOTALL)
    workflow = tmp_path / "workflow.yml"
    workflow.write_text(f"on: push\n{snippet}", "utf-8")
    program = Path(sys.executable).with_name("check-jsonschema")
    output(program, "--builtin-schema", "vendor.github-workflows", workflow)
    job = yaml.safe_load(snippet)["jobs"]["test"]
    (service,) = job["services"].values()
    assert service["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert job["env"]["TURBOSMS_BASE_URL"] == f"http://127.0.0.1:{PORT}"
