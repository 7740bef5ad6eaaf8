"""Shares of variance beside closed forms, within their own errors; and what the draws of a deal share with others."""

from __future__ import annotations

import numpy as np
import pytest

import sibmodel
from sibmodel.analysis.asked import result_of, usual_results
from sibmodel.analysis.draws import Draws
from sibmodel.analysis.sensitivity.sobol import sobol_indices
from sibmodel.analysis.sensitivity.variance import factors_of, runs_of, variance_of
from sibmodel.errors import ScenarioError
from sibmodel.files.deals import parse_deal
from sibmodel.risk.simulation import simulate
from tests.analysis.deals import deal_of
from tests.support.oracles import ORACLES, params
from tests.support.simulation import draws as stream_of

ERRORS = 4.5  # standard errors that an estimate may be off: one case in 150,000 by chance
MANY = 2**16


def picked(function, one, other):
    """A function of the columns of two draws, and of those in which one of them is taken from the second."""
    mixed = []
    for at in range(len(one)):
        both = one.copy()
        both[at] = other[at]
        mixed.append(function(both))
    return function(one), function(other), mixed


def agrees(estimate, expected):
    assert estimate.error > 0
    assert abs(estimate.value - expected) <= ERRORS * estimate.error, (estimate, expected)


def test_the_function_of_ishigami():
    def ishigami(x):
        return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])

    rng = stream_of("ishigami")
    one, other = rng.uniform(-np.pi, np.pi, (2, 3, MANY))
    found = sobol_indices(*picked(ishigami, one, other))
    v1, v2, v13 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    for estimate, expected in zip(found.first, (v1, v2, 0.0), strict=True):
        agrees(estimate, expected / whole)
    for estimate, expected in zip(found.total, (v1 + v13, v2, v13), strict=True):
        agrees(estimate, expected / whole)
    agrees(found.together, v13 / whole)
    agrees(found.sd, np.sqrt(whole))
    assert max(each.error for each in (*found.first, *found.total)) < 0.01


def test_effect_times_volume():
    told, expected = params("A16"), ORACLES["A16"]["value"]
    rng = stream_of("A16")
    scale = np.array([[told["s1"]], [told["s2"]]])
    one, other = (np.array([[told["m1"]], [told["m2"]]]) + scale * rng.standard_normal((2, MANY)) for _ in range(2))
    found = sobol_indices(*picked(lambda x: x[0] * x[1], one, other))
    for estimate, key in zip(
        (*found.first, *found.total, found.together), ("S1", "S2", "T1", "T2", "S12"), strict=True
    ):
        agrees(estimate, expected[key])
    assert found.sd.value**2 == pytest.approx(expected["var"], rel=0.03)


def test_chance_that_cannot_be_frozen_is_taken_off():
    rng = stream_of("chance")

    def noisy(x):
        return 3 * x[0] + x[1] + x[0] * x[1] + 2 * rng.standard_normal(MANY)

    one, other = rng.standard_normal((2, 2, MANY))
    found = sobol_indices(*picked(noisy, one, other), noisy(one))
    for estimate, expected in (
        (found.first[0], 9 / 15),
        (found.first[1], 1 / 15),
        (found.total[0], 10 / 15),
        (found.total[1], 2 / 15),
        (found.chance, 4 / 15),
        (found.together, 1 / 15),
    ):
        agrees(estimate, expected)


def test_errors_are_as_large_as_what_repetitions_differ_by():
    rng = stream_of("errors")
    runs = []
    for _ in range(100):
        one, other = rng.standard_normal((2, 2, 4096))
        found = sobol_indices(*picked(lambda x: 2 * x[0] + x[1] + x[0] * x[1], one, other))
        runs.append([(each.value, each.error) for each in (*found.first, *found.total)])
    values, told = np.array(runs)[..., 0].std(axis=0, ddof=1), np.array(runs)[..., 1].mean(axis=0)
    assert told == pytest.approx(values, rel=0.35)


def test_what_does_not_vary_has_no_indices():
    with pytest.raises(ValueError, match="does not vary"):
        sobol_indices(np.ones(64), np.ones(64), [np.ones(64)])
    with pytest.raises(ValueError, match="it takes 32 scenarios"):
        sobol_indices(np.ones(8), np.ones(8), [])


# --- of deals --------------------------------------------------------------------------------------------------------

LINEAR = """
sibmodel: 1
name: Two prices
currency: EUR
terms:
  timeline: {starts: 2027-01-01, period: year, periods: 3}
  payers: {city: {}}
  payments:
    card: {kind: rate_card, paid_on: gross, prices: {jobs: 1_000, homes: 500}}
  capital: {loan: {kind: loan, commitment: 1, draws: {kind: at_close, amount: 1}}}
  order_of_payments: [loan principal]
  surplus: {city: 100%}
plan:
  starts: {all: {people: 100, from_month: 0, over_months: 12}}
  outcomes:
    jobs: {kind: success_rate, rate: 40%, counterfactual: 0%, measured_after: 6}
    homes: {kind: success_rate, rate: 50%, counterfactual: 0%, measured_after: 6}
risk:
  uncertain:
    jobs: {moves: [plan.outcomes.jobs.rate], kind: normal, mean: 40%, sd: 6%}
    homes: {moves: [plan.outcomes.homes.rate], kind: normal, mean: 50%, sd: 9%}
"""


def test_a_deal_that_pays_in_a_straight_line():
    deal = parse_deal(LINEAR).deal
    run = variance_of(deal, [result_of(deal.written, "payments.paid")], MANY)
    assert not run.has_chance
    found = run.shares[0].indices
    jobs, homes = (1_000 * 0.06) ** 2, (500 * 0.09) ** 2
    whole = jobs + homes
    assert [each.label for each in run.shares[0].factors] == ["Jobs", "Homes"]
    for estimate, expected in zip((*found.first, *found.total), (jobs, homes) * 2, strict=True):
        agrees(estimate, expected / whole)
    assert found.chance.value == 0
    agrees(found.sd, 100 * np.sqrt(whole))


def test_luck_of_coin_tosses_is_a_share_of_its_own():
    deal = parse_deal(LINEAR + "  luck: {jobs: {}}\n").deal
    found = variance_of(deal, [result_of(deal.written, "payments.paid")], MANY).shares[0].indices
    doubt = 100**2 * ((1_000 * 0.06) ** 2 + (500 * 0.09) ** 2)
    luck = 1_000**2 * 100 * (0.4 * 0.6 - 0.06**2)
    agrees(found.chance, luck / (doubt + luck))
    agrees(found.first[0], 100**2 * (1_000 * 0.06) ** 2 / (doubt + luck))
    agrees(found.total[1], 100**2 * (500 * 0.09) ** 2 / (doubt + luck))


def test_the_first_run_is_the_simulation():
    deal = deal_of("starter_three_tranches")
    results = [result_of(deal.written, n) for n in ("payments.paid", "investors.total.irr")]
    mine = Draws(deal, results, 7).ranked(8192)[0]
    run = simulate(deal, 8192, 7)
    assert mine[0].mean() == pytest.approx(run.spreads["payments.paid"].mean, rel=1e-12)
    assert mine[0].max() == run.spreads["payments.paid"].highest
    assert np.nanmin(mine[1]) == run.spreads["investors.total.irr"].lowest


def test_numbers_that_go_together_are_one_factor():
    labels = [each.label for each in factors_of(deal_of("starter_three_tranches"))]
    assert labels[0] == "Share who settle, with share in work"
    assert len(labels) == 5
    assert runs_of(deal_of("starter_three_tranches")) == 2 + 5 + 1


def test_of_a_rate_there_are_none_and_the_page_says_why():
    deal = deal_of("rikers_able")
    run = variance_of(deal, usual_results(deal), 2048)
    assert run.shares[0].indices is None
    assert "an internal rate has no variance" in run.shares[0].because
    assert run.shares[1].indices is not None
    still = variance_of(deal, [result_of(deal.written, "government.own_costs")], 2048)
    assert still.shares[0].because == "it is the same in every scenario"


def test_what_cannot_be_drawn_is_refused():
    deal = deal_of("newpin_sbb")
    with pytest.raises(ScenarioError, match="nothing in this deal is uncertain"):
        variance_of(deal, [result_of(deal.written, "payments.paid")])
    with pytest.raises(ScenarioError, match="too few"):
        variance_of(deal_of("starter"), usual_results(deal_of("starter")), 100)
    with pytest.raises(ScenarioError, match="the seed is -1"):
        variance_of(deal_of("starter"), usual_results(deal_of("starter")), seed=-1)


def test_the_same_seed_gives_the_same_and_another_another():
    deal = sibmodel.read_deal("deal_templates/starter.yaml")
    paid = [result_of(deal.written, "payments.paid")]
    one, same, other = (variance_of(deal, paid, 2048, seed).shares[0].indices for seed in (1, 1, 2))
    assert one == same != other
