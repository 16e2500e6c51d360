"""The reports of many sends, by the caller's keys."""

from typing import Self

from ._errors import OutcomeUnknownError
from ._report import APIError, SendReport


class MultiReport(dict[str, SendReport | APIError | OutcomeUnknownError]):
    """What each send of `send_multi` came to, by its key.

    A report, a refusal, or an outcome that is not known.
    """

    def raise_for_failed(self) -> Self:
        """Return the whole itself, unless one of the sends failed.

        Raises:
            APIError, OutcomeUnknownError: the first one that is no report.
        """
        for outcome in self.values():
            if not isinstance(outcome, SendReport):
                raise outcome
        return self
