"""A shop on Django, with a sandbox behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.django.django_setup import set_up

set_up()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import override_settings  # noqa: E402

from tests.django.shop.models import Note  # noqa: E402
from turbosms_django import use_client  # noqa: E402
from turbosms_django.models import (  # noqa: E402
    MessageStatus,
    OutgoingMessage,
    WaitingEvent,
    WebhookCall,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control


@pytest.fixture(scope="session")
def _tables() -> Iterator[None]:
    call_command("migrate", run_syncdb=True, verbosity=0)
    yield
    connections.close_all()


@pytest.fixture
def database(_tables: None) -> None:
    """Empty tables."""
    for table in (MessageStatus, OutgoingMessage, WaitingEvent, WebhookCall, Note):
        table.objects.all().delete()


@pytest.fixture
def shop(database: None, control: Control) -> Iterator[Control]:
    """The sandbox that the shop sends to, without long pauses between attempts."""
    with control.client() as client, use_client(client):
        yield control


@pytest.fixture
def in_sandbox(control: Control) -> Iterator[Control]:
    """The same, reached by the settings alone."""
    with override_settings(TURBOSMS={"SANDBOX": True, "BASE_URL": control.url}):
        yield control
