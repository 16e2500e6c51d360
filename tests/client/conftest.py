"""Each kind of client: at a scripted service, at the sandbox, and without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.hostile.hostile_service import Hostile
from tests.client.pump import Pump
from tests.kit.batches import SIZE, batches_of
from tests.kit.clients import CLIENT_KINDS, AnyClient
from turbosms_client._calls import watching
from turbosms_client._flows import running
from turbosms_client._requests import attempts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from tests.kit.service import Service


@pytest.fixture(params=CLIENT_KINDS)
def ask(request: pytest.FixtureRequest, service: Service) -> Iterator[AnyClient]:
    """A client of the scripted service, of each kind."""
    with AnyClient(request.param, service.url) as client:
        yield client


@pytest.fixture(scope="module", params=CLIENT_KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """A kind of client, for what is made once for all tests of a module."""
    named: str = request.param
    return named


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    """A service that does what nobody wants it to do."""
    with Hostile() as server:
        yield server


@pytest.fixture
def live(ask: AnyClient, control: Control) -> AnyClient:
    """A client of the sandbox, of each kind."""
    return ask.of(control.url, token=control.token)


@pytest.fixture
def pump(monkeypatch: pytest.MonkeyPatch) -> Pump:
    made = Pump()
    for module in (attempts, running, watching):
        monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def sent_in_batches() -> Iterator[None]:
    """A long list is sent in `BATCHES`."""
    with batches_of(SIZE):
        yield
