"""The errors of campaigns.

CampaignError
├── CampaignNotFoundError      there is no campaign with this name
├── CampaignExistsError        there is one already
├── WrongStateError            its state does not allow this
├── InvalidCampaignError       a setting, a text or a row cannot be sent (also a ValueError)
├── AudienceError              the table of people cannot be read
├── DatabaseError              the database cannot be used
│   └── DatabaseAddressError   what was passed is no address of one (also a ValueError)
└── WorkerError                this process cannot work
"""

from typing import NamedTuple

from .states import CampaignState


class CampaignError(Exception):
    """The base class of all errors that this package raises on purpose.

    Its text is one sentence or two for a person, without phone numbers and without the token.
    """


class CampaignNotFoundError(CampaignError):
    """There is no campaign with this name."""

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class CampaignExistsError(CampaignError):
    """There is a campaign with this name already."""

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class WrongStateError(CampaignError):
    """The state of the campaign does not allow this. Nothing was changed."""

    def __init__(self, message: str, *, state: CampaignState) -> None:
        super().__init__(message)
        self.state = state


class RowProblem(NamedTuple):
    """Why one row cannot be sent as it is."""

    row: int
    """The row of the table, counted from 1 without its head."""
    column: str | None
    """The column at fault, if it is one."""
    problem: str
    """A sentence; it quotes no value of the row."""


class InvalidCampaignError(CampaignError, ValueError):
    """A setting, a text or a row cannot be sent. `parameter` names what is wrong.

    `rows` are the first problems of rows, at most 20, and `row_count` is the number of all.
    """

    def __init__(
        self,
        message: str,
        *,
        parameter: str,
        rows: tuple[RowProblem, ...] = (),
        row_count: int = 0,
    ) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.rows = rows
        self.row_count = row_count


def invalid_option(parameter: str, message: str) -> InvalidCampaignError:
    """The error for an option that a caller has passed."""
    return InvalidCampaignError(message, parameter=parameter)


class AudienceError(CampaignError):
    """The table of people cannot be read. Nothing was stored."""


class DatabaseError(CampaignError):
    """The database cannot be opened, is of a later version, or is not one of campaigns."""


class DatabaseAddressError(DatabaseError, ValueError):
    """What was passed is no address of a database for campaigns."""


class WorkerError(CampaignError):
    """This process cannot work: a worker of another database runs in it already."""
