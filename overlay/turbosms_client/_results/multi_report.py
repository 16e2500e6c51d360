"""The results of many sends, by the caller's keys."""

from typing import Self

from .errors import OutcomeUnknownError
from .reports_and_refusals import APIError, SendReport


class MultiReport(dict[str, SendReport | APIError | OutcomeUnknownError]):
    """The outcome of each send of `send_multi`, by its key.

    An outcome is a report, a refusal, or an error that says that the outcome is unknown.
    """

    def raise_for_failed(self) -> Self:
        """Return this report itself, unless one of the sends failed.

        Raises:
            APIError, OutcomeUnknownError: the first outcome that is not a report.
        """
        for outcome in self.values():
            if not isinstance(outcome, SendReport):
                raise outcome
        return self
