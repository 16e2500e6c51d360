"""The share that gets nothing: as large as it was asked for, and the same again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.campaigns.audience.making import A, counts, make, opened, states
from tests.campaigns.drafts import phone
from turbosms_campaigns import InvalidCampaignError, RecipientState

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_campaigns import Campaign, Campaigns

PEOPLE: Final = 20_000


def _held_out(campaign: Campaign) -> set[str | None]:
    return {each.phone for each in campaign.recipients(state="held_out")}


@pytest.mark.parametrize("share", ["0.5", "10", "33.3", "90"])
def test_the_share_is_as_large_as_it_says(campaigns: Campaigns, share: str) -> None:
    sale = make(campaigns, map(phone, range(PEOPLE)), holdout=Decimal(share))
    expected = PEOPLE * float(share) / 100
    # Five times the standard deviation of so many draws: the numbers are always the same.
    deviation = (expected * (1 - float(share) / 100)) ** 0.5
    assert abs(counts(sale)[RecipientState.HELD_OUT] - expected) < 5 * deviation


def test_nobody_is_held_out_without_a_share(campaigns: Campaigns) -> None:
    assert counts(make(campaigns, map(phone, range(1_000)), holdout=0)) == {"ready": 1_000}


def test_it_is_drawn_by_name_and_number_alone(campaigns: Campaigns, tmp_path: Path) -> None:
    numbers = [phone(index) for index in range(3_000)]
    rows = [{"name": "x", "phone": f"+{number}"} for number in reversed(numbers)]
    first = make(campaigns, numbers, holdout=20)
    held_out = _held_out(first)
    with opened(f"sqlite:///{tmp_path}/elsewhere.db") as others:
        elsewhere = make(others, ["12345", *rows, A], column="phone", holdout=20)
        assert _held_out(elsewhere) == held_out
    other_name = make(campaigns, numbers, "other", holdout=20)
    assert _held_out(other_name) != held_out


def test_a_larger_share_holds_out_the_same_and_more(campaigns: Campaigns) -> None:
    numbers = [phone(index) for index in range(2_000)]
    fewer = _held_out(make(campaigns, numbers, "sale", holdout=5))
    campaigns.delete("sale")
    more = _held_out(make(campaigns, numbers, "sale", holdout=15.5))
    assert fewer < more


def test_who_gets_nothing_anyway_is_not_of_the_share(campaigns: Campaigns) -> None:
    numbers = [phone(index) for index in range(500)]
    campaigns.suppressions.add(numbers[:250])
    sale = make(campaigns, numbers, holdout=90)
    assert states(sale)[:250] == ["suppressed"] * 250
    assert set(states(sale)[250:]) == {"held_out", "ready"}


def test_what_is_no_share(campaigns: Campaigns) -> None:
    wrong: list[Any] = [-1, 90.1, 100, "many", None, True, "5%", 10**5_000, [5]]
    for share in [*wrong, float("nan"), float("inf"), Decimal("sNaN")]:
        with pytest.raises(InvalidCampaignError, match="holdout is a share in per cent") as caught:
            make(campaigns, [phone(1)], holdout=share)
        assert caught.value.parameter == "holdout"
    assert list(campaigns) == []
