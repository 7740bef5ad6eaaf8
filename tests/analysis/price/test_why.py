"""Why no price is enough: what binds is named, over draws too, and a loss that has no rate is not told as a rate."""

from __future__ import annotations

from pathlib import Path

import pytest

import sibmodel
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.targets import Target
from sibmodel.analysis.price.wording import answer

STARTER = Path("deal_templates/starter.yaml").read_text(encoding="utf-8")
CAP = "max: 950_000"
OF_A_LOSS = (
    "A loss that comes back sooner has a lower rate, or none at all, so that rates below nothing say little of a price."
)


def starter(tmp_path, *changes):
    """The starter deal with other words in it."""
    text = STARTER
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "deal.yaml").write_text(text, encoding="utf-8")
    return sibmodel.read_deal(tmp_path / "deal.yaml")


def test_over_draws_a_cap_that_binds_in_all_but_a_few_is_what_holds_and_not_the_terms_of_capital(tmp_path):
    deal = starter(
        tmp_path,
        ("periods: 20", "periods: 24"),
        (CAP, "max_per_fiscal_year: 200_000"),
        ("from_month: 0, over_months: 24, ramp_months: 6", "from_month: 3, over_months: 24"),
    )
    found = price(deal, scenarios=9_000)
    assert found.found.value is None
    assert len(found.because) == 1
    assert "the cap of a fiscal year of The council binds: hardly any more is paid" in found.because[0]


def test_a_loss_without_a_rate_is_told_in_words_and_the_highest_rate_is_not_the_best_price(tmp_path):
    """With a cap of 300,000 more for each person only comes sooner: the rate of that loss falls until there is none."""
    found = price(starter(tmp_path, (CAP, "max: 300_000")), target=Target("irr", 0.02))
    assert list(answer(found))[1:] == [
        "The highest rate there is: an internal rate of -64.535719%, first at 3,000.00.",
        "As the file stands (8,000.00) there is no rate: a loss at any rate.",
        "From there on the cap over the contract of The council binds: nothing more is paid for outcomes.",
        f"Even where most is paid, investors get back 300,000 of the 680,000 that they put in. {OF_A_LOSS}",
    ]
    assert [found.stands.returned, found.answered.returned] == pytest.approx([300_000, 300_000], abs=0.01)


def test_where_no_value_has_a_rate_there_is_no_best(tmp_path):
    found = price(starter(tmp_path, (CAP, "max: 1")), target=Target("irr", 0.02))
    assert (found.nearest, found.answered) == (None, None)
    said = list(answer(found))
    assert said[1] == "As the file stands (8,000.00) there is no rate: a loss at any rate."
    assert said[3].startswith("Even where most is paid, investors get back 1 of the 680,000 that they put in.")
    assert "%" not in " ".join(said)


def test_where_nothing_comes_back_all_is_lost(tmp_path):
    found = price(starter(tmp_path, ("rate: 50%", "rate: 0%")), target=Target("irr", 0.02))
    assert "As the file stands (8,000.00) all that investors put in is lost." in list(answer(found))
