"""Prints what happens to campaigns while a worker is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_cli.printing.terminal_text import one_line
from turbosms_cli.printing.values import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_campaigns import CampaignEvent, Campaigns, CampaignState
    from turbosms_cli.printing.output import Output


_AT_REST: Final = frozenset({"draft", "finished", "cancelled"})


class _Look(NamedTuple):
    """A campaign as it was looked at last."""

    state: CampaignState
    events: tuple[CampaignEvent, ...]


class WorkerNews:
    """The events of all campaigns, each printed once; those before the first look are not."""

    def __init__(self, output: Output, campaigns: Campaigns) -> None:
        self._output = output
        self._campaigns = campaigns
        self._latest = self._look({})

    def print_it(self) -> bool:
        """Print what is new. It is never a reason to stop."""
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

        from turbosms_campaigns import CampaignNotFoundError  # noqa: PLC0415

        known = self._latest
        try:
            self._latest = self._look(known)
        except (DBAPIError, CampaignNotFoundError):
            return False  # the worker itself tells of the first; the second was deleted just now
        for name, look in self._latest.items():
            earlier = known[name].events if name in known else ()
            for event in look.events:
                if event not in earlier:
                    self._print(name, event)
        return False

    def _look(self, known: Mapping[str, _Look]) -> dict[str, _Look]:
        """The state and the last events of each campaign, read anew where something may happen."""
        looks = {}
        for campaign in self._campaigns:
            state = campaign.state
            earlier = known.get(campaign.name)
            is_at_rest = state.value in _AT_REST and earlier is not None and earlier.state == state
            if is_at_rest and earlier is not None:
                looks[campaign.name] = earlier
            else:
                looks[campaign.name] = _Look(state, campaign.progress().events)
        return looks

    def _print(self, name: str, event: CampaignEvent) -> None:
        if self._output.as_json:
            self._output.row(
                {
                    "type": "event",
                    "campaign": name,
                    "at": event.at,
                    "kind": event.kind,
                    "text": event.text,
                }
            )
        else:
            self._output.line(f"{shown(event.at)}  {name}: {one_line(event.text)}")
