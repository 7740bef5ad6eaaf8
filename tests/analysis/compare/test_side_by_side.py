"""Deals side by side have the figures of each alone; on the same draws their difference is known far better."""

from __future__ import annotations

import numpy as np
import pytest

from sibmodel.analysis.compare.side_by_side import compare, drawn_of
from sibmodel.risk.simulation import simulate
from tests.analysis.deals import comes_to, deal_of, rebuilt

N = 8192


def test_the_plans_are_those_of_each_deal():
    names = ["starter", "starter_three_tranches", "rikers_able", "educate_girls"]
    found = compare({name: deal_of(name) for name in names})
    compared = 0
    for row in found.rows:
        for name, each in zip(names, row.planned, strict=True):
            assert each.value == pytest.approx(comes_to(deal_of(name), row.result))
            compared += 1
    assert compared == 4 * len(found.rows) >= 36
    assert not found.in_one_currency
    assert "investors.total.npv" not in {row.result.name for row in found.rows}


def test_what_is_drawn_is_what_each_simulation_draws():
    deals = {name: deal_of(name) for name in ("starter", "starter_three_tranches")}
    found = compare(deals, N, 3)
    compared = 0
    for at, deal in enumerate(deals.values()):
        run = simulate(deal, N, 3)
        for row in found.rows:
            if row.result.name not in run.spreads:
                continue
            mine, theirs = row.spreads[at], run.spreads[row.result.name]
            assert (mine.highest, mine.lowest) == pytest.approx((theirs.highest, theirs.lowest))
            for share in (0.1, 0.5, 0.9):
                assert mine.at(share).value == pytest.approx(theirs.at(share).value, rel=1e-9, abs=1e-6)
                compared += 1
    assert compared >= 30


def test_a_price_less_is_the_same_in_every_scenario_but_for_the_cap():
    deal = deal_of("starter")
    other = rebuilt(deal, {"terms.payments.jobs.prices.in_work": 7_500.0, "terms.payers.council.max": 1e9})
    wide = rebuilt(deal, {"terms.payers.council.max": 1e9})
    found = compare({"before": wide, "after": other}, N)
    paid = found.rows[0]
    pair = paid.paired[0]
    assert pair.mean == pytest.approx(-paid.spreads[0].mean / 16)  # 500 of 8,000, scenario by scenario
    assert pair.error == pytest.approx(paid.spreads[0].error / 16)
    assert pair.error < 0.1 * np.hypot(paid.spreads[0].error, paid.spreads[1].error)
    assert (pair.higher, pair.lower) == (0, 1)
    rate = next(row for row in found.rows if row.result.is_rate)
    assert rate.paired[0].mean is None
    assert rate.paired[0].lower > 0.99


def test_a_deal_does_not_differ_from_its_twin():
    deal = deal_of("starter_reoffending")
    found = compare({"one": deal, "two": rebuilt(deal, {})}, N)
    assert found.alone == ((), ())
    for row in found.rows:
        assert row.difference(1) in (0.0, None)
        assert (row.paired[0].higher, row.paired[0].lower) == (0, 0)


def test_what_is_not_drawn_alike_is_named():
    found = compare({name: deal_of(name) for name in ("starter", "starter_three_tranches")}, N)
    assert found.shared == ("uncertain volume", "luck in_work")
    assert found.alone[0] == ("uncertain success", "uncertain delay")
    assert "measured nights" in found.alone[1]
    assert drawn_of(deal_of("newpin_sbb")) == ()


def test_where_one_states_no_risk_nothing_is_drawn_and_it_says_so():
    found = compare({"starter": deal_of("starter"), "newpin": deal_of("newpin_sbb")}, N)
    assert found.scenarios == 0
    assert found.because == "newpin does not state what is uncertain"
    assert all(row.spreads == () for row in found.rows)


def test_the_most_in_a_year_is_that_of_the_largest_payer():
    deal = deal_of("massachusetts_juvenile_justice")
    found = compare({"one": deal, "two": deal_of("new_york_state_employment")})
    row = next(row for row in found.rows if row.result.name == "budget.most_in_a_year")
    assert row.planned[0].value == comes_to(deal, row.result)
