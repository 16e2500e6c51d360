"""People log in with codes from the sandbox, in a browser, on a site made by docs/django.md."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.django.page_project import PageProject
from tests.django.shop_site import answering
from tests.kit.control import http_client
from tests.kit.processes import Process, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.kit.control import Control

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PHONE: Final = "+380678998668"
PASSWORD: Final = "a long password"
SECTIONS: Final = (
    "From nothing to a delivered message",
    "The webhook",
    "Login with django-allauth",
    "Two-factor login with django-two-factor-auth",
    "Codes of django-phone-verify",
)
NEW_USER: Final = (
    "from django.contrib.auth.models import User; "
    f"User.objects.create_user('olena', password='{PASSWORD}')"
)
LATER: Final = tuple(f"python manage.py {name}" for name in ("migrate", "shell", "turbosms_send"))
"""What is done once, for all sections, or in other tests."""
PROFILE: Final = "/account/two_factor/"
"""Where both packages lead who has logged in."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sandbox: str) -> Iterator[str]:
    """The address of the site that the whole page makes."""
    project = PageProject(tmp_path_factory.mktemp("page"), Path(sys.executable), sandbox)
    for section in SECTIONS:
        project.follow(section, without=LATER)
    project.run("python manage.py migrate")
    project.run(f'python manage.py shell -c "{NEW_USER}"')
    port = free_port()
    command = (sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}")
    with Process(*command, cwd=project.folder, env=project.environment) as server:
        yield answering(f"http://127.0.0.1:{port}", server)


@pytest.fixture
def tab(site: str, browser: Browser) -> Iterator[Page]:
    with browser.new_page(base_url=site) as page:
        page.set_default_timeout(120_000)
        yield page


def code_sent(control: Control) -> str:
    """The code in the newest message."""
    code = re.search(r"\S+$", control.last(PHONE).text)
    assert code
    return code[0]


def enter(tab: Page, field: str, value: str) -> None:
    """Fill a field and press Enter."""
    tab.locator(f"[name={field}]").fill(value)
    tab.locator(f"[name={field}]").press("Enter")


def enter_code(tab: Page, field: str, control: Control) -> str:
    """Wait for the page that asks for a code, and enter the one that was sent; the code."""
    tab.locator(f"[name={field}]").wait_for()
    code = code_sent(control)
    enter(tab, field, code)
    return code


def wait_until_logged_in(tab: Page) -> None:
    tab.wait_for_url(f"**{PROFILE}")
    tab.get_by_role("heading").first.wait_for()


def test_allauth(tab: Page, control: Control) -> None:
    tab.goto("/accounts/signup/")
    enter(tab, "phone", PHONE)
    enter(tab, "code", "wrong")
    tab.get_by_text("Incorrect code").wait_for()
    enter_code(tab, "code", control)
    wait_until_logged_in(tab)
    tab.context.clear_cookies()
    control.advance(120)

    tab.goto("/accounts/login/code/")
    enter(tab, "phone", PHONE)
    code = enter_code(tab, "code", control)
    wait_until_logged_in(tab)
    tab.goto("/accounts/phone/change/")
    assert PHONE in tab.content()
    assert control.last(PHONE).text == f"Your code for the shop is {code}"
    assert len(control.messages(PHONE)) == 2


def test_a_phone_without_an_account_gets_nothing(tab: Page, control: Control) -> None:
    """Anybody could have it sent."""
    tab.goto("/accounts/login/code/")
    enter(tab, "phone", "+380503288668")
    tab.locator("[name=code]").wait_for()
    control.assert_not_sent()


def test_two_factor(tab: Page, control: Control) -> None:
    log_in(tab)
    wait_until_logged_in(tab)
    tab.goto("/account/two_factor/setup/")
    tab.get_by_role("button", name="Next").click()
    tab.get_by_label("Text message").check()
    tab.get_by_role("button", name="Next").click()
    enter(tab, "sms-number", PHONE)
    enter_code(tab, "validation-token", control)
    tab.get_by_text("successfully enabled").wait_for()
    tab.context.clear_cookies()

    log_in(tab)
    tab.locator("[name=token-otp_token]").wait_for()
    tab.reload()  # by which the same token may be asked for again
    enter_code(tab, "token-otp_token", control)
    wait_until_logged_in(tab)
    tab.get_by_text("Disable Two-Factor Authentication").first.wait_for()


def log_in(tab: Page) -> None:
    """With a name and a password."""
    tab.goto("/account/login/")
    tab.locator("[name=auth-username]").fill("olena")
    enter(tab, "auth-password", PASSWORD)


def test_phone_verify(site: str, control: Control) -> None:
    with http_client(site, timeout=120) as client:
        answer: Any = client.post("/phone/register/", json={"phone_number": PHONE}).json()
        given = {"phone_number": PHONE, "session_token": answer["session_token"]}
        wrong = client.post("/phone/verify/", json={**given, "security_code": "0"})
        right = client.post("/phone/verify/", json={**given, "security_code": code_sent(control)})
    assert (wrong.status_code, right.status_code) == (400, 200)
    assert control.last(PHONE).text.startswith("Your code for the shop is ")


def test_phone_verify_answers_alike_if_a_code_cannot_be_sent(site: str, control: Control) -> None:
    control.account(balance=0)
    with http_client(site, timeout=120) as client:
        answer = client.post("/phone/register/", json={"phone_number": PHONE})
    assert (answer.status_code, list(answer.json())) == (200, ["session_token"])
    control.assert_not_sent()
