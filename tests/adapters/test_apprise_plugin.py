"""The plugin inside the real Apprise: its URL, what is sent, what is logged."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

import apprise
import pytest

from tests.kit.processes import PYTHON, run
from turbosms_api.tables.limits import SMS_UNICODE_CHARACTERS, VIBER_TEXT_CHARACTERS
from turbosms_apprise import NotifyTurboSMS, register

if TYPE_CHECKING:
    from tests.kit.control import Control

pytestmark = [
    pytest.mark.checkout,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated"),  # by Apprise, up to Python 3.12
]

TOKEN = "0123456789abcdef0123456789abcdef01234567"
A, B = "380501111111", "380502222222"
NO_VIBER, STOP_LIST = "380001000001", "380000000404"


@pytest.fixture(scope="module", autouse=True)
def registered() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Apprise, when it loads its plugins
        register()
        register()  # as when two modules do it


@pytest.fixture
def account(control: Control, monkeypatch: pytest.MonkeyPatch) -> Control:
    monkeypatch.setenv("TURBOSMS_BASE_URL", control.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return control


def made(url: str) -> Any:
    return apprise.Apprise.instantiate(url, suppress_exceptions=False)


def notify(url: str, body: str, title: str = "") -> bool:
    notifier = apprise.Apprise()
    assert notifier.add(url)
    return bool(notifier.notify(body=body, title=title))


@pytest.mark.parametrize(
    ("query", "channel"),
    [("", "sms"), ("?channel=sms", "sms"), ("?channel=Viber", "viber")],
)
def test_one_channel(account: Control, query: str, channel: str) -> None:
    assert notify(f"turbosms://sandbox@TurboSMS/{A}/{B}{query}", "The disk is full")
    for phone in (A, B):
        message = account.assert_sent(phone, text="The disk is full", channel=channel, count=1)
        assert message.fields["hybrid"] is False


def test_hybrid(account: Control) -> None:
    assert notify(f"turbosms://sandbox@TurboSMS/{NO_VIBER}?channel=hybrid", "The disk is full")
    account.advance(60)
    account.assert_sent(NO_VIBER, text="The disk is full", channel="sms")


def test_a_title_becomes_the_first_line(account: Control) -> None:
    assert notify(f"turbosms://sandbox@TurboSMS/{A}", "on nas-1", "No space left")
    assert account.last(A).text.split() == ["No", "space", "left", "on", "nas-1"]


def test_success_is_that_everybody_was_accepted(
    account: Control, caplog: pytest.LogCaptureFixture
) -> None:
    assert not notify(f"turbosms://sandbox@TurboSMS/{A}/{STOP_LIST}", "Hello")
    account.assert_sent(A)
    assert "404 NOT_ALLOWED_NUMBER_STOPLIST" in caplog.text
    assert notify(f"turbosms://sandbox@TurboSMS/{B}/{B}", "Hello")


@pytest.mark.parametrize("channel", ["sms", "viber", "hybrid"])
@pytest.mark.parametrize("letter", ["x", "є", "🦊"])
def test_a_text_of_any_length_is_sent(account: Control, channel: str, letter: str) -> None:
    is_viber = channel == "viber"
    longest = (VIBER_TEXT_CHARACTERS if is_viber else SMS_UNICODE_CHARACTERS).value
    url = f"turbosms://sandbox@TurboSMS/{A}?channel={channel}"
    assert notify(url, letter * 3000)
    sent = account.last(A).text
    assert set(sent) == {letter}
    assert len(sent) == (longest // 2 if letter == "🦊" and not is_viber else longest)


def test_the_rest_can_be_sent_in_further_messages(account: Control) -> None:
    assert notify(f"turbosms://sandbox@TurboSMS/{A}?overflow=split", "word " * 200)
    assert len(account.messages(A)) == 2


def test_a_retry_of_apprise_sends_nothing_twice(account: Control) -> None:
    account.fault("message/send", "http_after", status=404)
    assert notify(f"turbosms://sandbox@TurboSMS/{A}?retry=1&wait=0", "Hello")
    assert len(account.messages(A)) == 1


def test_the_url_leads_to_the_same_plugin() -> None:
    url = f"turbosms://{TOKEN}@My%20Shop/{A}/{B}?channel=hybrid&retry=2"
    plugin = made(url)
    again = made(plugin.url())
    for one in (plugin, again):
        assert (one.token, one.sender, one.targets) == (TOKEN, "My Shop", [A, B])
        assert one.channel == "hybrid"
    assert again.url() == plugin.url()
    assert made(f"turbosms://{TOKEN}@Shop/{A}").url_id() != plugin.url_id()


@pytest.mark.parametrize(
    "url",
    [
        f"turbosms://Shop/{A}",
        f"turbosms://{TOKEN}@/{A}",
        f"turbosms://{TOKEN}@Shop",
        f"turbosms://{TOKEN}@Shop/{A}?channel=fax",
    ],
)
def test_an_incomplete_url_is_refused(url: str) -> None:
    assert not apprise.Apprise().add(url)


def test_neither_token_nor_phones_nor_texts_are_logged(
    account: Control, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for phone in (A, STOP_LIST):
        notify(f"turbosms://{TOKEN}@TurboSMS/{phone}", "Nobody may read this")
    privacy = made(f"turbosms://{TOKEN}@Shop/{A}/{B}").url(privacy=True)
    assert "REQUIRED_AUTH" in caplog.text  # it has been tried
    for secret in (TOKEN, A, STOP_LIST, "Nobody may"):
        assert secret not in caplog.text + privacy
    assert "****@Shop" in privacy
    apprise.Apprise().add(f"turbosms://{TOKEN}@Shop/{A}?channel=fax")
    assert "Could not load TurboSMS URL" in caplog.text
    assert TOKEN not in caplog.text
    assert account.messages() == []


def test_apprise_describes_it() -> None:
    details = apprise.Apprise().details()
    (described,) = [row for row in details["schemas"] if row["service_name"] == "TurboSMS"]
    assert described["details"]["templates"] == ("{schema}://{token}@{sender}/{targets}",)
    assert set(described["details"]["args"]["channel"]["values"]) == {"sms", "viber", "hybrid"}


def test_added_to_the_manager_as_a_class(account: Control) -> None:
    code = f"""
import apprise
from turbosms_apprise import NotifyTurboSMS
assert apprise.NotificationManager().add(NotifyTurboSMS)
notifier = apprise.Apprise("turbosms://sandbox@TurboSMS/{A}")
assert notifier.notify(body="Hello")
"""
    assert run(PYTHON, "-c", code).returncode == 0
    account.assert_sent(A, text="Hello", count=1)
    assert issubclass(NotifyTurboSMS, apprise.NotifyBase)
