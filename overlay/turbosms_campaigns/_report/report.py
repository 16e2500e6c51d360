"""`Report`: what a campaign has done, in files."""

import os
from typing import Any, TextIO

from .._storage.context import CampaignKey
from .._storage.database import Database


class Report:
    """What a campaign has done. Each method reads the database at the time it is called."""

    def __init__(self, database: Database, key: CampaignKey) -> None:
        self._database = database
        self._key = key

    def to_csv(self, target: str | os.PathLike[str] | TextIO) -> int:
        """Write one line for each row of the audience; how many there are. Files get mode 0600."""
        raise NotImplementedError

    def to_jsonl(self, target: str | os.PathLike[str] | TextIO) -> int:
        """The same as JSON lines."""
        raise NotImplementedError

    def to_html(self, target: str | os.PathLike[str] | TextIO) -> None:
        """Write a page in one file, which loads nothing: figures and charts, no phone numbers."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The figures of the page as plain types, ready for JSON."""
        raise NotImplementedError
