"""Payments together, against draws."""

import numpy as np
import pytest

from sibmodel.risk.canonical import Canonical
from sibmodel.risk.pieces import Knot
from sibmodel.risk.several import Measured, both_paid, gated, together
from tests.support.draws import near, often, spread

DRAWS = 400_000
STEPS = Canonical(knots=(Knot(0.05, 400.0), Knot(0.10, 600.0)))
BAND = Canonical(0.0, 5000.0, (Knot(-0.03, 150.0, -5000.0, only_above=True), Knot(0.03, 150.0, 5000.0)))
ONE, OTHER = Measured(0.08, 0.04), Measured(0.02, 0.03)


def drawn(correlation):
    rng = np.random.default_rng(61)
    first = rng.standard_normal(DRAWS)
    second = correlation * first + np.sqrt(1 - correlation**2) * rng.standard_normal(DRAWS)
    return ONE.mean + ONE.error * first, OTHER.mean + OTHER.error * second


@pytest.mark.parametrize("correlation", [-1.0, -0.6, 0.0, 0.3, 0.95, 1.0])
def test_two_payments_agree_with_draws(correlation):
    first, second = drawn(correlation)
    paid = STEPS.value(first) + BAND.value(second)
    found = together(STEPS, ONE, BAND, OTHER, correlation)
    near(paid, found.mean)
    spread(paid, found.sd)


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.7, 1.0])
def test_a_gate_agrees_with_draws(correlation):
    first, second = drawn(correlation)
    near((first >= 0.09) * BAND.value(second), gated(0.09, ONE, BAND, OTHER, correlation))


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.7])
def test_two_thresholds_agree_with_draws(correlation):
    first, second = drawn(correlation)
    found = both_paid((0.10, 0.03), ONE, OTHER, correlation)
    often((first >= 0.10) & (second >= 0.03), found.both)
    often((first < 0.10) & (second < 0.03), found.neither)
    assert (found.both == pytest.approx(found.both_if_independent)) is (correlation == 0)


def test_the_order_of_two_payments_does_not_matter():
    for correlation in (-0.99, -0.5, 0.0, 0.5, 0.99):
        one, other = (together(STEPS, ONE, BAND, OTHER, correlation), together(BAND, OTHER, STEPS, ONE, correlation))
        assert (one.mean, one.sd) == pytest.approx((other.mean, other.sd), rel=1e-9)


def test_a_payment_with_itself_has_twice_the_spread():
    both = together(STEPS, ONE, STEPS, ONE, 1.0)
    assert both.sd == pytest.approx(2 * float(STEPS.sd(ONE.mean, ONE.error)), rel=1e-9)


def test_what_is_certain_goes_with_nothing():
    sure = Measured(0.10, 0.0)
    assert together(STEPS, sure, BAND, OTHER, 0.5).sd == pytest.approx(float(BAND.sd(OTHER.mean, OTHER.error)))
    assert together(BAND, OTHER, STEPS, sure, 0.5).sd == pytest.approx(float(BAND.sd(OTHER.mean, OTHER.error)))
    assert gated(0.10, sure, BAND, OTHER, 0.5) == pytest.approx(float(BAND.mean(OTHER.mean, OTHER.error)))
    assert gated(0.11, sure, BAND, OTHER, 0.5) == 0
    certain = both_paid((0.10, 0.03), sure, OTHER, 0.5)
    assert certain.both + certain.neither == pytest.approx(certain.both)
    assert certain.both == pytest.approx(certain.both_if_independent)


def test_a_correlation_beyond_one_is_refused():
    with pytest.raises(ValueError, match="a correlation is between -1 and 1; it is -1"):
        together(STEPS, ONE, BAND, OTHER, -1.2)
