"""What has to hold of a logical send, whatever happens to it.

Nobody gets it twice, and every report is true.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from tests.guarantees.message_calls import messages_of
from turbosms_client import OutcomeUnknownError, SendReport, Sms, Viber, normalize_phone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.guarantees.broken_off.figures import Figures
    from tests.kit.control import Control

REFUSED: Final = ("380000000404", "380000000406", "380000000503", "12", "call me")
"""Recipients whom the sandbox refuses, each for itself."""


class Sent:
    """One logical send as the caller means it, and what the sandbox is known to hold of it."""

    def __init__(
        self, control: Control, figures: Figures, recipients: Sequence[str], hybrid: bool = False
    ) -> None:
        self.sequence_id = uuid.uuid4().hex
        self.text = f"{self.sequence_id} text"
        self.recipients = list(recipients)
        self.good = {
            normalize_phone(given) or given for given in recipients if given not in REFUSED
        }
        self._channels: dict[str, Any] = {"sms": Sms(), **({"viber": Viber()} if hybrid else {})}
        self._control, self._figures = control, figures
        self._ids: dict[str, str] = {}

    @property
    def parameters(self) -> dict[str, Any]:
        """Those of `send`."""
        return {
            "recipients": self.recipients,
            "text": self.text,
            "sequence_id": self.sequence_id,
            **self._channels,
        }

    @property
    def held(self) -> bool:
        """Whether it was executed when that was last looked at."""
        return bool(self._ids)

    @property
    def complete(self) -> bool:
        """Whether everybody had it when that was last looked at."""
        return self._ids.keys() == self.good

    def look(self) -> dict[str, str]:
        """The messages that the sandbox holds, by recipient.

        One for each, and never another one than before.
        """
        found = messages_of(self._control, self.text)
        held = dict(found)
        changed = {
            phone for phone, message_id in self._ids.items() if held.get(phone) != message_id
        }
        if len(held) < len(found) or changed:
            self._figures.executed_twice += 1
        assert len(held) == len(found), f"executed twice: {found}"
        assert not changed, f"other messages than before: {changed}"
        assert held.keys() <= self.good
        self._figures.messages += len(held) - len(self._ids)
        self._ids = held
        return held

    def judge(self, outcome: Any) -> None:
        """Hold the end of a call against what the sandbox has.

        An outcome that is not known is never wrong.
        """
        held = self.look()
        try:
            if isinstance(outcome, SendReport):
                self._judge_report(outcome, held)
            elif not isinstance(outcome, OutcomeUnknownError):
                assert not held, f"reported as failed, and executed: {outcome!r}"
        except AssertionError:
            self._figures.misreported += 1
            raise

    def _judge_report(self, report: SendReport, held: dict[str, str]) -> None:
        accepted = {
            normalize_phone(row.phone) or row.phone: row.message_id for row in report.accepted
        }
        assert accepted == held, f"accepted {accepted}, and held {held}"
        assert len(accepted) == len(report.accepted)
        assert held.keys() == self.good
        rest = [row.input for row in (*report.rejected, *report.duplicates)]
        assert sorted([*rest, *(row.input for row in report.accepted)]) == sorted(self.recipients)
        assert {row.input for row in report.rejected} == {
            given for given in self.recipients if given in REFUSED
        }
        assert report.missing == []
