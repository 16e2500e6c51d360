# ruff: noqa: RUF001 - the letters of Ukrainian
"""What is told before the start: rows that cannot be sent, segments, culprits, cost, samples."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.audience.making import A, B, C, D, counts, make, written
from tests.campaigns.drafts import phone
from turbosms_campaigns import CampaignNotFoundError, InvalidCampaignError, RowProblem
from turbosms_client import Sms, Viber

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from turbosms_campaigns import Campaigns

PRICES = {"sms": Decimal("0.80"), "promotional": Decimal("0.50")}


def test_empty_columns_are_told_with_their_rows(
    campaigns_on_both: Campaigns, tmp_path: Path
) -> None:
    rows = [f"{A};Олена;Київ", f"{B};;Львів", "12345;;", f"{C}; ;", f"{A};;", f"{D};Ім’я;\u200b"]
    file = written(tmp_path, "\n".join(["phone;name;city", *rows]))
    sale = make(campaigns_on_both, file, text="Вітаємо, {name}, {city|місто}, {CITY}!")
    check = sale.check(balance=False)
    name = "name is empty, and the text has no default for it, such as {name|friend}."
    city = "city is empty, and the text has no default for it, such as {city|friend}."
    assert check.problems == (
        RowProblem(2, "name", name),
        RowProblem(4, "name", name),
        RowProblem(6, "city", city),
    )
    assert check.problem_count == 3
    assert [sample.row for sample in check.samples] == [1]
    with pytest.raises(InvalidCampaignError) as caught:
        sale.start()
    assert caught.value.rows == check.problems
    assert caught.value.row_count == 3
    assert sale.state == "draft"


def test_a_thousand_empty_rows_are_counted_and_the_first_are_told(campaigns: Campaigns) -> None:
    rows = [{"phone": phone(n), "name": "" if n % 2 else "x"} for n in range(6_000)]
    sale = make(campaigns, rows, text="Hi {name}")
    check = sale.check(balance=False)
    assert check.problem_count == 3_000
    assert [problem.row for problem in check.problems] == list(range(2, 42, 2))
    assert check.segments == {1: 3_000}
    with pytest.raises(InvalidCampaignError) as caught:
        sale.start()
    assert (len(caught.value.rows), caught.value.row_count) == (20, 3_000)


def test_rows_are_checked_against_the_limits_of_the_service(campaigns: Campaigns) -> None:
    rows = [
        {"phone": A, "name": "x" * 100, "link": "https://a.ua"},
        {"phone": B, "name": "x" * 3_000, "link": "https://a.ua"},
        {"phone": C, "name": "x", "link": "no link"},
        {"phone": D, "name": "{name}", "link": "https://a.ua/{link}"},
    ]
    sale = make(
        campaigns,
        rows,
        viber=Viber(sender="Shop", caption="Go", action="{link}"),
        sms=Sms(sender="Shop"),
        text="Hi {name}",
    )
    check = sale.check(balance=False)
    assert [problem.row for problem in check.problems] == [2, 3]
    assert check.problems[0].problem.startswith("viber.text: ")
    assert check.problems[1].problem.startswith("viber.action: ")
    assert "xxx" not in check.problems[0].problem
    assert [sample.row for sample in check.samples] == [1, 4]
    assert check.samples[1].channels[0].text == "Hi {name}"


def test_segments_culprits_and_the_longest(campaigns_on_both: Campaigns) -> None:
    names = ["Olena", "Oлена", "x" * 200, "x" * 200, "😀"]
    rows = [{"phone": phone(n), "name": name} for n, name in enumerate(names)]
    sale = make(campaigns_on_both, rows, text="Hi {name}’", prices=PRICES)
    check = sale.check(balance=False, samples=2)
    assert check.segments == {1: 3, 4: 2}
    assert check.ucs2_culprits == {"’": 5, "л": 1, "е": 1, "н": 1, "а": 1, "😀": 1}
    assert check.longest is not None
    assert check.longest.row == 3
    assert check.distinct_texts == 4
    assert check.cost is not None
    assert (check.cost.lowest, check.cost.highest) == (Decimal("8.8"), Decimal("8.8"))
    [first, second] = check.samples
    assert (first.row, second.row) == (1, 2)
    [sms] = first.channels
    assert (sms.channel, sms.text, sms.segments, sms.encoding) == ("sms", "Hi Olena’", 1, "ucs-2")
    assert sms.forcing_ucs2 == ("’",)
    assert check.balance is None


def test_a_hybrid_costs_from_the_one_channel_to_the_other(campaigns: Campaigns) -> None:
    rows = [{"phone": A, "n": "x"}, {"phone": B, "n": "x" * 200}, {"phone": C, "n": ""}]
    sale = make(
        campaigns, rows, viber=Viber(sender="S"), sms=Sms(sender="S"), text="{n}", prices=PRICES
    )
    check = sale.check(balance=False)
    assert check.cost is not None
    assert (check.cost.lowest, check.cost.highest) == (Decimal("1.00"), Decimal("2.40"))
    assert [channel.channel for channel in check.samples[0].channels] == ["viber", "sms"]


@pytest.mark.parametrize("with_sms", [True, False])
def test_it_tells_what_is_true_after_suppressions_too(
    campaigns: Campaigns, *, with_sms: bool
) -> None:
    rows = [
        {"phone": each, "n": n}
        for each, n in zip((A, B, C, D), ("x", "y" * 200, "", ""), strict=True)
    ]
    channel: dict[str, Any] = {"sms": Sms(sender="S")}
    if not with_sms:
        channel = {"viber": Viber(sender="S"), "sms": None}
    sale = make(campaigns, rows, text="{n}", prices=PRICES, **channel)
    assert sale.check(balance=False).problem_count == 2
    campaigns.suppressions.add([A, C])
    check = sale.check(balance=False)
    assert counts(sale) == {"ready": 2, "suppressed": 2}
    assert [problem.row for problem in check.problems] == [4]
    assert check.problem_count == 1
    assert check.segments == ({2: 1} if with_sms else {})
    assert check.cost is not None
    assert check.cost.highest == (Decimal("1.6") if with_sms else Decimal("0.5"))
    assert [sample.row for sample in check.samples] == [2]
    campaigns.suppressions.add([D])
    assert sale.check(balance=False).problem_count == 0
    sale.start()


def test_samples(campaigns: Campaigns) -> None:
    sale = make(campaigns, ["x", A, A, B, C])
    assert [sample.row for sample in sale.check(balance=False).samples] == [2, 4, 5]
    assert [sample.row for sample in sale.check(balance=False, samples=1).samples] == [2]
    assert sale.check(balance=False, samples=0).samples == ()
    with pytest.raises(InvalidCampaignError, match="samples is a number from 0 on"):
        sale.check(balance=False, samples=-1)


def test_a_campaign_of_nobody_cannot_be_started(campaigns: Campaigns) -> None:
    campaigns.suppressions.add([A])
    sale = make(campaigns, [A, A, "x"], prices=PRICES)
    check = sale.check(balance=False)
    assert (check.ready, check.segments, check.longest, check.samples) == (0, {}, None, ())
    assert check.cost is not None
    assert check.cost.highest == 0
    with pytest.raises(InvalidCampaignError, match="Nobody in sale is ready to"):
        sale.start()


WRONG: Mapping[str, list[Any]] = {
    "name": ["", "a/b", "a:b", "a b", "x" * 101, "a\0", "\ud800", "a\n", None, 5, b"a"],
    "text": ["{name", "{}", "{'}", "{\ud800}", "", None, 5, "\ud800", "x" * 5_000],
    "sms": ["Shop", Sms(), Sms(sender="Shop", text=""), Sms(sender="Shop", start_time="now"), None],
    "viber": ["Shop", Viber(), Viber(sender="Shop", caption="Go")],
    "prices": [
        *(5, {"sms": -1}, {"sms": "x"}, {"sms": 10_001}, {"sms": float("nan")}, {"sms": True}),
        *({1: 1}, {"sma": 1}, {"sms": 10**5_000}, {"sms": Decimal("1e999999")}),
    ],
    "column": ["", " ", "=", "\u200b", 5, "a\0", "\ud800", ["phone"]],
    "consent": ["", "=", 5, "a\0", "\ud800", "no such"],
    "keep": ["name", 5, [5], [""], ["\ud800"], ["no such"], None],
    "exclude": ["x.csv", 5, [5], [""], ["campaign:"], ["campaign:x"], None],
    "rate": [0, -1, 1.5, "5", True, 2**31],
    "window": ["9", "09:00", "25:00-26:00", "9-21", "09:60-10:00", 5, "٠9:00-21:00"],
    "max_cost": [0, -1, "x", True, float("inf"), 10**5_000, Decimal("1e-7"), 2**31],
    "max_failures": [0, 101, "5", 5.5, True],
    "start_at": ["tomorrow", 5, "2026-13-01", "0001-01-01 00:00", ""],
}


@pytest.mark.parametrize("option", WRONG)
def test_wrong_settings_are_named_and_change_nothing(campaigns: Campaigns, option: str) -> None:
    for value in WRONG[option]:
        options = {"name": "sale", "prices": {"sms": 1}, option: value}
        with pytest.raises(InvalidCampaignError) as caught:
            make(campaigns, [{"phone": A}], **options)
        assert caught.value.parameter.partition(".")[0] in (option, "sms"), (value, caught.value)
        assert str(caught.value).endswith("."), (value, caught.value)
        assert "\ud800" not in str(caught.value)
    assert list(campaigns) == []


def test_an_option_that_there_is_none_of(campaigns: Campaigns) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'hold_out'"):
        make(campaigns, [A], hold_out=5)


def test_names_of_strangers_find_nothing(campaigns_on_both: Campaigns) -> None:
    names: list[Any] = ["nobody", "", "a\0", "\ud800", "' OR 1=1 --", "../x", 5, None]
    for name in names:
        for find in (campaigns_on_both.get, campaigns_on_both.delete):
            with pytest.raises(CampaignNotFoundError):
                find(name)


def test_prices_are_kept_to_a_millionth(campaigns: Campaigns) -> None:
    sale = make(campaigns, [A, B], prices={"sms": 0.1 + 0.2})
    check = sale.check(balance=False)
    assert check.cost is not None
    assert str(check.cost.highest) == "0.6"
