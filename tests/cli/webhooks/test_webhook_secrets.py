"""Where the secret of a webhook comes from, and how `turbosms login` stores it."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.webhooks.calls import as_json, call, signed
from turbosms_cli.calling import settings, webhook_settings
from turbosms_cli.calling.profile_file import Profile
from turbosms_cli.calling.variables import VARIABLES
from turbosms_cli.calling.webhook_settings import WebhookSecrets

if TYPE_CHECKING:
    from tests.cli.running import OpenTerminal, Run

BODY = as_json(call(signature=signed("event-1", "right"))).decode()
WHOLE = '[default]\ntoken = "sandbox"\nwebhook_secret = "of default"\n'
OTHER = '[other]\nwebhook_secret = "of other"\nwebhook_basic_auth = "login:of:other"\n'


@pytest.fixture
def file(environment: dict[str, str]) -> Path:
    """The config file, which is not there yet."""
    return Path(environment["TURBOSMS_CONFIG"])


def write(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o600)


@pytest.mark.parametrize(
    ("name", "env", "secret", "basic_auth"),
    [
        (None, {}, "of default", None),
        ("other", {}, "of other", ("login", "of:other")),
        (None, {"PROFILE": "other"}, "of other", ("login", "of:other")),
        (None, {"WEBHOOK_SECRET": "of variable"}, "of variable", None),
        ("other", {"WEBHOOK_SECRET": "of variable"}, "of other", ("login", "of:other")),
        (None, {"TOKEN": "another account"}, None, None),
        ("default", {"TOKEN": "another account"}, "of default", None),
        (None, {"BASE_URL": "elsewhere"}, "of default", None),
        ("other", {"WEBHOOK_BASIC_AUTH": "a:b"}, "of other", ("login", "of:other")),
        ("default", {"WEBHOOK_BASIC_AUTH": "a:b"}, "of default", ("a", "b")),
        (None, {"WEBHOOK_BASIC_AUTH": "a:"}, "of default", ("a", "")),
    ],
)
def test_which_secret_is_used(  # noqa: PLR0917 - a row of the table
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str | None,
    env: dict[str, str],
    secret: str | None,
    basic_auth: tuple[str, str] | None,
) -> None:
    """As with the token: a named profile, the environment, the usual profile."""
    write(tmp_path / "config.toml", WHOLE + OTHER)
    for variable in (*VARIABLES, *webhook_settings.VARIABLES):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in {"CONFIG": str(tmp_path / "config.toml"), **env}.items():
        monkeypatch.setenv(f"TURBOSMS_{variable}", value)
    profile = settings.load(name)
    found = webhook_settings.find_secrets(profile, named=name is not None, file=None)
    assert (found and found.values) == (None if secret is None else (secret,))
    assert webhook_settings.find_basic_auth(profile, named=name is not None) == basic_auth


def test_nothing_shows_it() -> None:
    assert "hidden" not in repr(Profile(webhook_secret="hidden", webhook_basic_auth="a:hidden"))
    assert "hidden" not in repr(WebhookSecrets(("hidden",), "here"))


@pytest.mark.parametrize("value", ["login", ":password"])
def test_login_and_password_have_a_colon_between_them(run: Run, value: str) -> None:
    env: dict[str, Any] = {"TURBOSMS_WEBHOOK_SECRET": "x", "TURBOSMS_WEBHOOK_BASIC_AUTH": value}
    done = run("webhook", "listen", **env)
    assert done.returncode == 2
    assert "TURBOSMS_WEBHOOK_BASIC_AUTH is not of the form LOGIN:PASSWORD." in done.stderr
    assert value not in done.stderr


def test_a_token_that_overrides_a_profile_is_named(run: Run, file: Path) -> None:
    write(file, WHOLE)
    done = run("webhook", "check", input=BODY)
    assert done.returncode == 2
    assert "Since TURBOSMS_TOKEN is set, a profile must be named with --profile." in done.stderr
    assert run("webhook", "check", "--profile", "default", input=BODY).returncode == 1


def test_others_must_not_read_a_secret(run: Run, file: Path) -> None:
    file.write_text('[default]\nwebhook_secret = "right"\n')
    file.chmod(0o644)
    done = run("webhook", "check", input=BODY)
    assert done.returncode == 2
    assert f"which contains the secret of a webhook: run chmod 600 {file}" in done.stderr


class TestLogin:
    def test_it_is_stored_from_a_file_and_kept(
        self, run: Run, file: Path, sandbox: str, tmp_path: Path
    ) -> None:
        (tmp_path / "secret.txt").write_bytes(b"\xef\xbb\xbfright\r\n")
        options = ("--webhook-secret-file", str(tmp_path / "secret.txt"))
        done = run("login", *options, input="sandbox\n")
        assert done.returncode == 0, done.stderr
        assert "right" not in done.stderr
        stored = tomllib.loads(file.read_text())["default"]
        assert stored == {"token": "sandbox", "base_url": sandbox, "webhook_secret": "right"}
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert run("webhook", "check", input=BODY, TURBOSMS_TOKEN=None).returncode == 0
        assert run("login", "--sms", "Shop", input="sandbox\n").returncode == 0
        assert tomllib.loads(file.read_text())["default"]["webhook_secret"] == "right"
        assert run("login", "--no-webhook-secret", input="sandbox\n").returncode == 0
        assert "webhook_secret" not in file.read_text()

    def test_login_and_password_are_kept(self, run: Run, file: Path) -> None:
        write(file, '[default]\nwebhook_basic_auth = "a:b"\n')
        assert run("login", input="sandbox\n").returncode == 0
        assert tomllib.loads(file.read_text())["default"]["webhook_basic_auth"] == "a:b"

    def test_from_stdin_after_the_token(self, run: Run, file: Path) -> None:
        """Two while one is replaced."""
        done = run("login", "--webhook-secret-file", "-", input="sandbox\nnew\n\nright\n")
        assert done.returncode == 0, done.stderr
        assert tomllib.loads(file.read_text())["default"]["webhook_secret"] == "new\nright"
        assert run("webhook", "check", input=BODY, TURBOSMS_TOKEN=None).returncode == 0

    def test_typed_and_not_shown(self, terminal: OpenTerminal, file: Path) -> None:
        screen = terminal("login", "--webhook-secret-file", "-")
        screen.expect("Token: ")
        screen.send("sandbox\r")
        screen.expect("Secret of the webhook: ")
        screen.send("right\r")
        assert screen.wait() == 0
        assert "right" not in screen.text
        assert tomllib.loads(file.read_text())["default"]["webhook_secret"] == "right"

    @pytest.mark.parametrize(
        ("secret", "said"),
        [
            ("'right'", "the secret has quotes around it"),
            ("right ", "the secret has spaces around it"),
            ("\n \n", "is empty: it has to have the secret"),
            ("right\nalso right\n'wrong'", "secret 3 has quotes around it"),
        ],
    )
    def test_one_that_was_pasted_wrongly_is_not_stored(
        self, run: Run, file: Path, secret: str, said: str
    ) -> None:
        done = run("login", "--webhook-secret-file", "-", input=f"sandbox\n{secret}\n")
        assert done.returncode == 2
        assert said in done.stderr
        assert "right" not in done.stderr
        assert not file.exists()

    def test_not_both(self, run: Run) -> None:
        options = ("--webhook-secret-file", "x", "--no-webhook-secret")
        done = run("login", *options, input="sandbox\n")
        assert done.returncode == 2
        assert "--webhook-secret-file and --no-webhook-secret cannot be used together" in (
            done.stderr
        )

    def test_a_file_that_is_not_there_is_told_before_the_token_is_asked_for(
        self, terminal: OpenTerminal
    ) -> None:
        screen = terminal("login", "--webhook-secret-file", "no-such-file")
        assert screen.wait() == 2
        assert "no-such-file cannot be read" in screen.text
        assert "Token" not in screen.text
