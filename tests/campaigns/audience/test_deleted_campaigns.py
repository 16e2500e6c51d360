"""What is asked of a campaign that somebody has deleted, or of a state that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.campaigns.audience.making import A, make
from turbosms_campaigns import CampaignNotFoundError, InvalidCampaignError, RecipientState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbosms_campaigns import Campaign, Campaigns

CALLS: Final[dict[str, Callable[[Campaign, Path], object]]] = {
    "state": lambda campaign, _: campaign.state,
    "limits": lambda campaign, _: campaign.limits,
    "check": lambda campaign, _: campaign.check(balance=False),
    "test": lambda campaign, _: campaign.test(A),
    "start": lambda campaign, _: campaign.start(),
    "pause": lambda campaign, _: campaign.pause(),
    "resume": lambda campaign, _: campaign.resume(),
    "cancel": lambda campaign, _: campaign.cancel(),
    "retry": lambda campaign, _: campaign.retry_failed(),
    "set": lambda campaign, _: campaign.set(rate=60),
    "progress": lambda campaign, _: campaign.progress(),
    "recipients": lambda campaign, _: campaign.recipients(),
    "report": lambda campaign, _: campaign.report().to_dict(),
    "html": lambda campaign, folder: campaign.report().to_html(folder / "report"),
    "csv": lambda campaign, folder: campaign.report().to_csv(folder / "report"),
    "jsonl": lambda campaign, folder: campaign.report().to_jsonl(folder / "report"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_campaign_that_was_deleted_is_told_as_such(
    name: str, campaigns: Campaigns, tmp_path: Path
) -> None:
    campaign = make(campaigns, [A])
    campaigns.delete("sale")
    with pytest.raises(CampaignNotFoundError, match="There is no campaign 'sale'") as caught:
        CALLS[name](campaign, tmp_path)
    assert caught.value.name == "sale"
    assert not (tmp_path / "report").exists()


def test_a_state_that_there_is_not_is_refused_with_those_that_there_are(
    campaigns: Campaigns,
) -> None:
    campaign = make(campaigns, [A])
    with pytest.raises(InvalidCampaignError) as caught:
        campaign.recipients(state="nope")
    assert caught.value.parameter == "state"
    for state in RecipientState:
        assert state.value in str(caught.value)


def test_all_problems_are_counted_also_after_some_are_suppressed(campaigns: Campaigns) -> None:
    people = [{"phone": f"38050{number:07}", "name": ""} for number in range(1_200)]
    campaign = make(campaigns, people, text="Hi {name}")
    assert campaign.check(balance=False).problem_count == 1_200
    campaigns.suppressions.add([person["phone"] for person in people[:1_100]])
    assert campaign.check(balance=False).problem_count == 100
    with pytest.raises(InvalidCampaignError) as caught:
        campaign.start()
    assert caught.value.row_count == 100
    assert caught.value.rows[0].row == 1_101
