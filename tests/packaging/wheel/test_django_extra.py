"""The app for Django as it is installed from the wheel, with its own extra alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.django.page_project import PAGE, PageProject
from tests.packaging.environments import pythons, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

FOUND: Final = pythons()
IMPORTS: Final = """
import sys
import turbosms_django, turbosms_django.allauth, turbosms_django.two_factor
from turbosms_django.allauth import TurboSMSAdapterMixin
print(sorted(name for name in sys.modules if name.startswith("turbosms_") and "." not in name))
"""
OLD: Final = "5.2"
"""The oldest Django that the extra allows, and the newest for Python 3.11."""
NEWER: Final = ("6.0", "6.1")


def test_a_project_is_made_as_the_page_says(
    install: Callable[..., Path], tmp_path: Path, control: Control
) -> None:
    """From an empty folder to a delivered message."""
    (folder := tmp_path / "shop").mkdir()
    project = PageProject(folder, install(FOUND["3.11"], "[django]"), control.url)
    project.follow("From nothing to a delivered message")
    control.advance(60)
    control.assert_sent("380678998668", text="Order 1 is paid.", status="Delivered", count=1)
    assert project.run("django-admin --version").startswith(OLD)
    assert project.run("python manage.py check --fail-level WARNING").startswith("System check")


def test_no_other_package_of_ours_is_imported(install: Callable[..., Path]) -> None:
    python = install(FOUND["3.11"], "[django]")
    packages = ["turbosms_api", "turbosms_client", "turbosms_django", "turbosms_webhooks"]
    assert run(python, "-W", "error", "-c", IMPORTS) == f"{packages}\n"


def test_the_page_names_the_versions_that_are_tested() -> None:
    named = re.search(r"Tested with Django ([\d., and]+),", PAGE)
    assert named
    assert re.findall(r"\d\.\d", named[1]) == [OLD, *NEWER]


@pytest.mark.thorough_only
@pytest.mark.parametrize("version", NEWER)
def test_so_is_one_with_a_newer_django(
    install: Callable[..., Path], tmp_path: Path, control: Control, version: str
) -> None:
    newest = max(FOUND, key=lambda found: int(found[2:]))
    python = install(FOUND[newest], "[django]", beside=(f"django=={version}.*",))
    project = PageProject(tmp_path, python, control.url)
    project.follow("From nothing to a delivered message")
    assert project.run("django-admin --version").startswith(version)
    control.assert_sent("380678998668", text="Order 1 is paid.", count=1)
    assert project.run("python -W error manage.py makemigrations --check --dry-run") == (
        "No changes detected\n"
    )
