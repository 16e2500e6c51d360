"""An inbox in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.webhooks.inboxes import RECEIVER
from turbosms_webhooks import WebhookInbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of the inbox is."""
    return tmp_path / "webhooks.db"


@pytest.fixture
def inbox(path: Path) -> Iterator[WebhookInbox]:
    with WebhookInbox(path, RECEIVER) as made:
        yield made
