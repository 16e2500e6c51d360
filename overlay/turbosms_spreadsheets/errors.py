"""What can be wrong with a file."""


class TableError(Exception):
    """A file cannot be read as a table. The message is a sentence with the name of the file."""


class WrongEncodingError(TableError):
    """It is in another encoding than it is read in. The message ends without a full stop."""

    def __init__(self, message: str, *, is_marked: bool) -> None:
        super().__init__(message)
        self.is_marked = is_marked
        """Whether its byte order mark says in which."""
