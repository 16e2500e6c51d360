"""A database of campaigns for each test, a table of people, and the campaign `sale`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.example_campaigns import make_campaign
from turbosms_campaigns import Campaigns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.cli.campaigns.kit import Make, Open

PEOPLE: Final = """\
phone;name;city;agreed
+38 (067) 123-45-67;Олена;Київ;так
0503288668;Юрій;Львів;так
380631112233;Марія-Антуанетта;Біла Церква;так
0503288668;Юрій знову;Львів;так
not a number;Зоя;Суми;так
380667778899;Ганна;Луцьк;ні
"""
"""Four people; one of them twice, one row that is none, one who has not agreed."""


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of the database, which is not there yet."""
    return f"sqlite:///{tmp_path}/campaigns.db"


@pytest.fixture
def environment(environment: dict[str, str], database: str) -> dict[str, str]:
    """That of the other commands, with the database."""
    return {**environment, "TURBOSMS_DATABASE": database}


@pytest.fixture
def people(tmp_path: Path) -> str:
    """A table of people with Ukrainian names."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, "utf-8")
    return str(file)


@pytest.fixture
def opened(database: str, sandbox: str) -> Open:
    """Opens the database in the process of the test."""

    @contextmanager
    def open_it() -> Iterator[Campaigns]:
        with Campaigns(database, token="sandbox", base_url=sandbox) as campaigns:
            yield campaigns

    def call() -> AbstractContextManager[Campaigns]:
        return open_it()

    return call


@pytest.fixture
def make(database: str, opened: Open) -> Make:
    """Makes a campaign of plain numbers, in any state."""

    def call(*phones: str, state: str = "draft", name: str = "sale") -> None:
        with opened() as campaigns:
            numbers = phones or ("380501111111", "380502222222")
            make_campaign(campaigns, database, numbers, state=state, name=name)

    return call
