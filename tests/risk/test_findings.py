"""What noise shows in a schedule."""

import numpy as np
import pytest

from sibmodel.risk.canonical import Canonical
from sibmodel.risk.findings import (
    BESIDE,
    deductible_for,
    findings,
    paid_for_nothing,
    payout_curve,
    reference_slope,
    split,
)
from sibmodel.risk.pieces import Knot
from tests.support.draws import near

HALF = Canonical(knots=(Knot(0.10, jump=1_000_000.0),))
RAMP = Canonical(knots=(Knot(0.0, bend=4_000_000.0), Knot(0.25, bend=-4_000_000.0)))
BAND = Canonical(0.0, 500.0, (Knot(-0.03, 15.0, -500.0, only_above=True), Knot(0.03, 15.0, 500.0)))


def test_a_cliff_is_felt_as_a_ramp_of_two_and_a_half_errors():
    found = findings(HALF, plan=0.15, s=0.04)
    (cliff,) = found.cliffs
    assert (cliff.at, cliff.jump, cliff.has_plan_on_it, found.has_plan_on_cliff) == (0.10, 1_000_000, False, False)
    assert cliff.steepest == pytest.approx(float(HALF.slope_felt(0.10, 0.04)))
    assert cliff.steepest * cliff.like_a_ramp == pytest.approx(cliff.jump)


@pytest.mark.parametrize(("away", "is_on_it"), [(0.99, True), (1.01, False), (-0.99, True), (-1.01, False)])
def test_a_plan_stands_on_a_cliff_within_half_an_error(away, is_on_it):
    plan = 0.10 + away * BESIDE * 0.04
    assert findings(HALF, plan, 0.04).has_plan_on_cliff is is_on_it


def test_a_small_jump_is_no_cliff():
    steps = Canonical(knots=(Knot(0.05, jump=99_000.0), Knot(0.10, jump=901_000.0)))
    assert [cliff.at for cliff in findings(steps, 0.2, 0.04).cliffs] == [0.10]


def test_what_is_paid_without_any_effect():
    found = findings(HALF, plan=0.10, s=0.04)
    assert found.leak == pytest.approx(float(HALF.mean(0.0, 0.04) / HALF.mean(0.10, 0.04)))
    assert findings(BAND, plan=0.0, s=0.01).leak is None


def test_more_than_the_plan_earns_nothing_where_the_most_is_paid_already():
    low, high = findings(RAMP, 0.10, 0.02), findings(RAMP, 0.30, 0.02)
    assert (low.is_saturated, high.is_saturated) == (False, True)
    assert high.chance_of_most == pytest.approx(0.99379, rel=1e-4)
    assert findings(BAND, 0.10, 0.02).chance_of_most is None


def test_falls_are_named():
    falling = Canonical(100.0, 0.0, (Knot(0.1, jump=-30.0), Knot(0.2, bend=-50.0)))
    assert findings(falling, 0.1, 0.05).inversions == (0.2, 0.1)
    assert findings(RAMP, 0.1, 0.05).inversions == ()


def test_dead_zones_are_where_the_felt_slope_is_flat():
    found = findings(BAND, plan=0.06, s=0.008)
    (zone,) = found.dead_zones
    assert zone.low == 0
    inside, outside = np.linspace(0, zone.high, 50), zone.high + 1e-3
    flat = 0.25 * reference_slope(BAND)
    assert np.all(BAND.slope_felt(inside, 0.008) < flat)
    assert float(BAND.slope_felt(outside, 0.008)) > flat


def test_uneconomic_is_where_more_effect_costs_more_than_it_earns():
    found = findings(RAMP, 0.10, 0.02, marginal_cost=lambda effects: np.full(effects.shape, 3_000_000.0))
    assert len(found.uneconomic) == 2
    assert found.uneconomic[0].low == 0
    assert found.uneconomic[1].high == 0.25
    assert findings(RAMP, 0.10, 0.02).uneconomic == ()


def test_two_parts_of_a_payment_are_the_whole():
    found = split(HALF, np.array([0.05, 0.10, 0.15]), 0.04)
    assert (found.for_true_effect + found.for_noise).tolist() == pytest.approx(HALF.mean([0.05, 0.10, 0.15], 0.04))
    assert found.for_noise[0] > 0 > found.for_noise[2]
    assert split(HALF, 0.10, 0.0).for_noise == 0


def test_a_payout_curve_agrees_with_draws():
    effects, amounts = np.array([0.0, 0.10, 0.20]), (200_000.0, 800_000.0)
    curve = payout_curve(RAMP, effects, 0.05, amounts)
    paid = RAMP.value(effects[:, None] + 0.05 * np.random.default_rng(51).standard_normal((3, 300_000)))
    for row, each in enumerate(paid):
        near(each, curve.means[row])
        near((each - curve.means[row]) ** 2, curve.sds[row] ** 2)
        for column, amount in enumerate(amounts):
            near((each >= amount).astype(float), curve.chances[column, row])
    assert payout_curve(RAMP, effects, 0.05).chances.shape == (0, 3)


def test_a_deductible_leaves_just_so_much_for_nothing():
    for most in (100.0, 20_000.0, 150_000.0):
        deductible = deductible_for(25_000_000.0, 0.02, most)
        assert paid_for_nothing(25_000_000.0, 0.02, deductible=deductible) == pytest.approx(most)
    assert deductible_for(25_000_000.0, 0.02, 1e9) == 0


def test_what_is_paid_for_nothing_agrees_with_draws():
    effects = 0.02 * np.random.default_rng(52).standard_normal(400_000)
    near(25e6 * np.maximum(effects, 0), paid_for_nothing(25e6, 0.02))


def test_findings_need_noise():
    with pytest.raises(ValueError, match="standard error must be above 0"):
        findings(HALF, 0.1, 0.0)
    with pytest.raises(ValueError, match="must be above 0"):
        deductible_for(1.0, 0.0, 1.0)


def test_a_schedule_without_a_knot_above_nothing_has_the_slope_of_its_end():
    assert reference_slope(Canonical(0.0, 5.0)) == 5.0
