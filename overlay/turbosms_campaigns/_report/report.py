"""`Report`: what a campaign has done, in files."""

import os
from typing import Any, TextIO

from turbosms_languages import speaking

from .._storage.campaign_rows import read_row
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.written_files import writing_to
from .csv_report import write_csv
from .figures import read_figures
from .json_report import write_jsonl
from .page.html_report import write_page
from .plain_figures import plain_figures
from .recipient_results import read_recipients


class Report:
    """What a campaign has done. Each method reads the database at the time it is called.

    A file is written beside its place first, and gets the mode 0600, so that there is a whole
    report or none. A stream that is open already is written to as it is, and stays open.
    """

    def __init__(self, database: Database, key: CampaignKey) -> None:
        self._database = database
        self._key = key

    def to_csv(self, target: str | os.PathLike[str] | TextIO, *, language: str = "en") -> int:
        """Write one line for each row of the audience; how many there are.

        The columns that the texts use or that were kept stand at the end. A text that a spreadsheet
        would take for a formula gets an apostrophe before it, and what acts instead of being shown,
        such as control characters, becomes U+FFFD. A file begins with the mark by which
        spreadsheets know UTF-8. Times are those of Kyiv, with their offset.

        Args:
            target: a path, or a stream.
            language: `en` or `uk`, for the reasons; all else is for programs.

        Raises:
            CampaignNotFoundError: the campaign was deleted.
            OSError: the file cannot be written.
            ValueError: there is no such language.
        """
        with self._database.reading() as connection:
            campaign = read_row(connection, self._key)
        kept_columns = campaign.audience.get("columns") or ()
        recipients = read_recipients(self._database, self._key, state=None)
        with speaking(language), writing_to(target, encoding="utf-8-sig") as stream:
            return write_csv(stream, recipients, kept_columns)

    def to_jsonl(self, target: str | os.PathLike[str] | TextIO) -> int:
        """Write one JSON object for each row of the audience; how many there are.

        The keys are the fields of `RecipientResult`; money is text, and times are ISO 8601.

        Raises:
            CampaignNotFoundError: the campaign was deleted.
            OSError: the file cannot be written.
        """
        recipients = read_recipients(self._database, self._key, state=None)
        with writing_to(target) as stream:
            return write_jsonl(stream, recipients)

    def to_html(self, target: str | os.PathLike[str] | TextIO, *, language: str = "en") -> None:
        """Write a page in one file, which loads nothing: figures and charts, no phone numbers.

        Args:
            target: a path, or a stream.
            language: `en` or `uk`.

        Raises:
            CampaignNotFoundError: the campaign was deleted.
            OSError: the file cannot be written.
            ValueError: there is no such language.
        """
        with speaking(language):
            page = write_page(read_figures(self._database, self._key))
        with writing_to(target) as stream:
            stream.write(page)

    def to_dict(self) -> dict[str, Any]:
        """The figures of the page as plain types, ready for JSON: money as text, times as ISO 8601.

        Raises:
            CampaignNotFoundError: the campaign was deleted.
        """
        return plain_figures(read_figures(self._database, self._key))
