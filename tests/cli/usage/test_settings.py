"""The config file and the environment: whose token goes where, and a file that is wrong."""

from __future__ import annotations

import os
import stat
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.cli.running import rows
from turbosms_cli.calling import settings
from turbosms_cli.calling.profile_file import Profile, save_profile

if TYPE_CHECKING:
    from tests.cli.running import OpenTerminal, Run

SECRET = "0123456789abcdef0123456789abcdef01234567"
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
PROFILES = st.builds(Profile, *[st.none() | TEXTS] * 6)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The config file, for its owner alone; it is empty, and so is the environment."""
    path = tmp_path / "turbosms.toml"
    path.touch(0o600)
    monkeypatch.setenv("TURBOSMS_CONFIG", str(path))
    for name in ("TOKEN", "BASE_URL", "PROFILE"):
        monkeypatch.delenv(f"TURBOSMS_{name}", raising=False)
    return path


WHOLE = (
    '[default]\ntoken = "T"\nbase_url = "B"\nsms_sender = "S"\n'
    '[other]\ntoken = "t"\nbase_url = "b"\n'
)
PARTS = '[default]\nbase_url = "B"\nsms_sender = "S"\n[other]\ntoken = "t"\nsms_sender = "s"\n'


@pytest.mark.parametrize(
    ("text", "name", "env", "expected"),
    [
        (WHOLE, None, {}, ("T", "B", "S")),
        (WHOLE, "other", {}, ("t", "b", None)),
        (WHOLE, None, {"PROFILE": "other"}, ("t", "b", None)),
        # Named on the command line, a profile goes before the environment, and its token to its own
        # address.
        (WHOLE, "other", {"TOKEN": "E", "BASE_URL": "e"}, ("t", "b", None)),
        (WHOLE, "default", {"TOKEN": "E", "BASE_URL": "e", "PROFILE": "other"}, ("T", "B", "S")),
        # Else the environment goes before it; its token is another account, with nothing of the
        # profile's.
        (WHOLE, None, {"TOKEN": "E"}, ("E", None, None)),
        (WHOLE, None, {"TOKEN": "E", "BASE_URL": "e"}, ("E", None, None)),
        (WHOLE, None, {"TOKEN": "E", "PROFILE": "other"}, ("E", None, None)),
        # Whoever points the address at a sandbox must not reach the service.
        (WHOLE, None, {"BASE_URL": "e"}, ("T", "e", "S")),
        # A profile without a token says what the account of the environment usually takes.
        (PARTS, None, {"TOKEN": "E"}, ("E", "B", "S")),
        (PARTS, "default", {"TOKEN": "E", "BASE_URL": "e"}, ("E", "B", "S")),
        (PARTS, "other", {"TOKEN": "E", "BASE_URL": "e"}, ("t", None, "s")),
        ("", None, {"TOKEN": "E"}, ("E", None, None)),
    ],
)
def test_whose_token_goes_where(  # noqa: PLR0917 - a row of the table
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    name: str | None,
    env: dict[str, str],
    expected: tuple[str, str | None, str | None],
) -> None:
    """The address None is that of `TURBOSMS_BASE_URL`, which a client takes, or the service's."""
    file.write_text(text)
    for variable, value in env.items():
        monkeypatch.setenv(f"TURBOSMS_{variable}", value)
    profile = settings.load(name)
    found = settings.token(profile, named=name is not None)
    assert (found, profile.base_url, profile.sms_sender) == expected


def test_a_command_takes_the_profile(run: Run, file: Path, sandbox: str) -> None:
    file.write_text(
        f'[a]\ntoken = "sandbox"\nbase_url = "{sandbox}"\n'
        f'[b]\ntoken = "{SECRET}"\nbase_url = "{sandbox}"\n'
    )
    nowhere = "http://127.0.0.1:9"
    assert (
        run(
            "balance", "--profile", "a", TURBOSMS_TOKEN=SECRET, TURBOSMS_BASE_URL=nowhere
        ).returncode
        == 0
    )
    assert rows(run("balance", "--profile", "b").stdout)[0]["name"] == "REQUIRED_AUTH"
    assert run("balance", "--profile", "a", "--base-url", sandbox).returncode == 0
    for options, env in ((("--base-url", ""), sandbox), ((), "")):
        # Never the real service by accident.
        done = run("balance", *options, TURBOSMS_TOKEN=SECRET, TURBOSMS_BASE_URL=env)
        assert done.returncode == 2
        assert "is empty" in done.stderr


def test_the_token_is_asked_for_where_somebody_types(terminal: OpenTerminal, run: Run) -> None:
    screen = terminal("balance", TURBOSMS_TOKEN=None)
    screen.expect("Token: ")
    screen.send(" sandbox \r")
    assert screen.wait() == 0
    assert "10000.00 UAH" in screen.text
    assert "sandbox" not in screen.text
    screen = terminal("balance", TURBOSMS_TOKEN=None)
    screen.expect("Token: ")
    screen.interrupt()
    assert screen.wait() == 1
    assert "Traceback" not in screen.text
    done = run("balance", TURBOSMS_TOKEN=None)
    assert (done.returncode, done.stdout) == (2, "")
    assert "set TURBOSMS_TOKEN, or run turbosms login once" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"token = '{SECRET}'", "belongs under a profile"),
        (f"[default]\ntoken = {SECRET}", "it is not TOML (at line 2, column"),
        (f"[default]\ntoken = '{SECRET}'\ntoken = ''", "it is not TOML (at"),
        (f"[default]\ntoken = '{SECRET}\xe9'".encode("latin-1"), "it is not TOML in UTF-8"),
        ("[default]\nx=" + "[" * 100_000, "it is not TOML"),
        (f"[default]\ntokn = '{SECRET}'", "tokn of [default] is not one of token, base_url"),
        ("[default]\ntoken = 7", "token of [default] is not one of"),
        (f"[default.x]\ntoken = '{SECRET}'", "x of [default] is not one of"),
        ("[[default]]\n", "belongs under a profile"),
        (None, "Is a directory"),
    ],
)
def test_a_file_that_is_wrong_is_told_without_its_content(
    run: Run, file: Path, content: str | bytes | None, said: str
) -> None:
    file.unlink()
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        file.chmod(0o600)
    for command in ("balance", "login"):
        done = run(command, input="sandbox\n", TURBOSMS_TOKEN=None)
        assert done.returncode == 2
        assert said in done.stderr
        assert str(file) in done.stderr
        assert SECRET not in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_others_must_not_read_a_token(run: Run, file: Path) -> None:
    file.write_text('[default]\ntoken = "sandbox"\n')
    file.chmod(0o640)
    done = run("balance", TURBOSMS_TOKEN=None)
    assert done.returncode == 2
    assert f"run chmod 600 {file}" in done.stderr
    file.write_text('[default]\nsms_sender = "Shop"\n')
    assert run("balance").returncode == 0, "there is no secret in it"


def test_odd_files_that_are_right(file: Path) -> None:
    file.write_bytes(
        b'\xef\xbb\xbf[default]\r\ntoken = """\r\nT"""\r\n["a.b"]\r\nsms_sender = \'S\'\r\n'
    )
    assert settings.load(None).token == "T"
    assert settings.load("a.b").sms_sender == "S"


@pytest.mark.parametrize("place", ["missing", "/dev/null", "/dev/null/config.toml"])
def test_no_file_is_no_profile(run: Run, file: Path, place: str) -> None:
    if place == "missing":
        file.unlink()
        place = str(file)
    assert run("balance", TURBOSMS_CONFIG=place).returncode == 0
    done = run("balance", "--profile", "a", TURBOSMS_CONFIG=place)
    assert done.returncode == 2
    assert "Create it with: turbosms login --profile a" in done.stderr


@pytest.mark.parametrize("command", ["balance", "login"])
def test_an_empty_name_is_not_the_default(run: Run, command: str) -> None:
    done = run(command, "--profile", "", input="sandbox\n")
    assert done.returncode == 2
    assert "'--profile': it is empty" in done.stderr


@examples(deadline=None)
@given(names=st.lists(TEXTS, min_size=1, max_size=3), profile=PROFILES, other=PROFILES)
def test_what_is_saved_is_what_is_read(names: list[str], profile: Profile, other: Profile) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder, "new", "config.toml")
        patch.setenv("TURBOSMS_CONFIG", str(file))
        patch.delenv("TURBOSMS_TOKEN", raising=False)
        patch.delenv("TURBOSMS_BASE_URL", raising=False)
        for name in names:
            save_profile(settings.config_file(), name, other)
        save_profile(settings.config_file(), names[0], profile)
        kept = {name: {**vars(other)} for name in names} | {names[0]: vars(profile)}
        given: dict[str, dict[str, Any]] = {}
        for name, values in kept.items():
            given[name] = {key: value for key, value in values.items() if value}
        assert tomllib.loads(file.read_text("utf-8")) == given
        assert settings.stored_profile(names[0]) == Profile(**given[names[0]])
        assert [path.name for path in file.parent.iterdir()] == ["config.toml"]
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_comments_and_all_else_stay(file: Path) -> None:
    text = (
        "# Ours.\r\n\r\n[default]  # the shop\n# From the account's settings.\n"
        "token = \"T\" # renewed in May\nsms_sender = 'Shop'\n\n"
        '[other]\ntoken = """\nt"""\n# The end.\n'
    )
    file.write_text(text, "utf-8", newline="")
    save_profile(settings.config_file(), "default", Profile("new", sms_sender="Shop"))
    with file.open("rb") as stream:
        assert stream.read().decode() == text.replace('"T"', '"new"')
    save_profile(settings.config_file(), "default", Profile("new", viber_sender="V"))
    save_profile(settings.config_file(), "third", Profile("t3"))
    kept = file.read_text("utf-8")
    for comment in (
        "# Ours.",
        "# the shop",
        "# From the account's",
        "# renewed in May",
        "# The end.",
    ):
        assert comment in kept
    assert "sms_sender" not in kept
    assert settings.stored_profile("third") == Profile("t3")
    assert settings.stored_profile("other") == Profile("t")
    assert settings.stored_profile("default") == Profile("new", viber_sender="V")


@pytest.mark.parametrize(
    "text", ["default = {token = 'T'}\n", "default.token = 'T'\n", "['default']\ntoken = 'T'\n"]
)
def test_other_ways_to_write_a_profile(file: Path, text: str) -> None:
    file.write_text(text)
    save_profile(settings.config_file(), "default", Profile("new", sms_sender="S"))
    save_profile(settings.config_file(), "second", Profile("t"))
    assert settings.stored_profile("default") == Profile("new", sms_sender="S")
    assert settings.stored_profile("second") == Profile("t")


def test_a_home_is_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[default]\ntoken = "sandbox"\n')
    (tmp_path / "mine.toml").chmod(0o600)
    assert run("balance", TURBOSMS_TOKEN=None, TURBOSMS_CONFIG="~/mine.toml").returncode == 0
    done = run("login", input="sandbox\n", TURBOSMS_CONFIG="~/new/config.toml")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new/config.toml").exists()
    (tmp_path / "list.txt").write_text("380501111111\n")
    options = ("--sms", "TurboSMS", "--text", "Hello")
    assert run("send", "--from=~/list.txt", *options).returncode == 0
    assert "~nobody" in run("send", "--from=~nobody/list.txt", *options).stderr


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "turbosms.toml"
    file.unlink()
    file.symlink_to(real)
    assert save_profile(settings.config_file(), "default", Profile("T")) == real
    assert file.is_symlink()
    save_profile(settings.config_file(), "other", Profile("t"))
    assert settings.names() == ["default", "other"]


def test_a_file_that_cannot_be_written_back_stays_as_it_is(file: Path) -> None:
    text = '[default]\ntoken = "T"\n[other]\nsince = 2020-01-01\n'
    file.write_text(text)
    for name, profile in (("default", Profile("t")), ("third", Profile("t"))):
        with pytest.raises(click.UsageError, match=r"since of \[other\]"):
            save_profile(settings.config_file(), name, profile)
    file.write_text(text := '[default]\ntoken = "T"\n')
    for name, profile in (("x", Profile("\udc80")), ("\udc80", Profile("t"))):
        with pytest.raises(click.UsageError, match="UTF-8"):
            save_profile(settings.config_file(), name, profile)
    assert file.read_text() == text


def test_no_profile_shows_its_token() -> None:
    assert SECRET not in repr(Profile(SECRET))
