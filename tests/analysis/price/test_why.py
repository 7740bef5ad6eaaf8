"""Why no price is enough: what binds is named, over draws too, and a loss that has no rate is not told as a rate."""

from __future__ import annotations

from pathlib import Path

import sibmodel
from sibmodel.analysis.price.pricing import price

STARTER = Path("deal_templates/starter.yaml").read_text(encoding="utf-8")
CAP = "max: 950_000"


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
