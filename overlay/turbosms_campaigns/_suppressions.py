"""`Suppressions`: the numbers that get nothing."""

import os
from collections.abc import Iterable, Iterator

from ._audience import suppression_list
from ._model.results import Suppression
from ._storage.database import Database


class Suppressions:
    """The numbers that get nothing, in any campaign of the database.

    They apply until a recipient's chunk is filled: a number that is added while a campaign runs
    gets nothing, unless its chunk is at hand.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, phones: Iterable[str], *, reason: str = "manual", source: str = "a person"
    ) -> int:
        """Add numbers; how many were new.

        Numbers that are there already keep their reason and source.

        Raises:
            AudienceError: one of them is not a phone number. Nothing was added.
            InvalidCampaignError: the reason or the source is not a text.
        """
        return suppression_list.add(self._database, phones, reason=reason, source=source)

    def remove(self, phones: Iterable[str]) -> int:
        """Remove numbers; how many were there. Recipients that are `suppressed` stay so.

        Raises:
            AudienceError: one of them is not a phone number. Nothing was removed.
        """
        return suppression_list.remove(self._database, phones)

    def __iter__(self) -> Iterator[Suppression]:
        """All of them, by number, in bounded memory."""
        return suppression_list.read_all(self._database)

    def __contains__(self, phone: object) -> bool:
        return isinstance(phone, str) and suppression_list.contains(self._database, phone)

    def __len__(self) -> int:
        return suppression_list.count(self._database)

    def import_file(
        self, path: str | os.PathLike[str], *, column: str | None = None, reason: str = "import"
    ) -> int:
        """Add the numbers of a CSV or Excel file, in bounded memory; how many were new.

        The columns `reason` and `source` of what `export_file` wrote are read, too.

        Raises:
            AudienceError: it cannot be read, or a row has no phone number. Nothing was added.
        """
        return suppression_list.import_file(self._database, path, column=column, reason=reason)

    def export_file(self, path: str | os.PathLike[str]) -> int:
        """Write all of them as CSV: phone, reason, source, added_at; how many there are.

        The file is written beside its place first, and gets the mode 0600. A text that a
        spreadsheet would take for a formula gets an apostrophe, which `import_file` takes off.

        Raises:
            OSError: it cannot be written.
        """
        return suppression_list.export_file(self._database, path)
