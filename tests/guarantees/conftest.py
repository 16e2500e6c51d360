"""A sandbox with money for everything, and every client of it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.kit.clients import NO_PAUSE, AnyClient
from tests.kit.control import RICH, Control

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def control(sandbox: str) -> Iterator[Control]:
    """One for all tests of a module, each of which knows its own messages by their texts."""
    with Control(sandbox) as control:
        control.reset(balance=RICH)
        yield control
        control.clear_faults()


@pytest.fixture(scope="module")
def client_of(control: Control) -> Iterator[Callable[[str], AnyClient]]:
    """The clients, each made when it is first asked for."""
    made: dict[str, AnyClient] = {}
    senders = {"sms_sender": "TurboSMS", "viber_sender": "TurboSMS"}
    with ExitStack() as stack:

        def client_of(kind: str) -> AnyClient:
            if kind not in made:
                client = AnyClient(
                    kind, control.url, token=control.token, retry=NO_PAUSE, **senders
                )
                made[kind] = stack.enter_context(client)
            return made[kind]

        yield client_of
