"""What payment says of the true effect, against draws and under any prior."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.risk.bounded import Pert
from sibmodel.risk.distributions import LognormalRatio, Normal
from sibmodel.risk.posterior import given_paid, given_paid_among, given_paid_under, posterior, shrinkage
from tests.support.draws import near, often

DRAWS = 1_000_000
FIELDS = ("probability", "below_bar", "without_effect", "unpaid_though_reached", "true_effect", "measured_effect")


def figures(found):
    return [getattr(found, name) for name in FIELDS]


def simulated(found, effects, error, threshold, bar, level):
    """That every figure is what draws of true and measured effects have."""
    measured = effects + error * np.random.default_rng(32).standard_normal(effects.size)
    paid = measured >= threshold
    often(paid, found.probability)
    often(effects[paid] < bar, found.below_bar)
    often(effects[paid] <= 0, found.without_effect)
    often(~paid[effects >= level], found.unpaid_though_reached)
    near(effects[paid], found.true_effect)
    near(measured[paid], found.measured_effect)
    near((measured - effects)[paid], found.luck)


@pytest.mark.parametrize(("mean", "sd"), [(0.06, 0.05), (0.0, 0.02), (0.12, 0.10)])
def test_a_normal_prior_agrees_with_draws(mean, sd):
    effects = mean + sd * np.random.default_rng(31).standard_normal(DRAWS)
    found = given_paid(mean, sd, 0.04, threshold=0.10, bar=0.075, level=0.09)
    simulated(found, effects, 0.04, 0.10, 0.075, 0.09)


@pytest.mark.parametrize("prior", [Pert(-0.05, 0.10, 0.25), LognormalRatio(0.9, 0.1), Normal(0.06, 0.05, lowest=0.0)])
def test_any_prior_agrees_with_draws(prior):
    effects = prior.quantile(np.random.default_rng(33).random(DRAWS))
    found = given_paid_under(prior, 0.04, threshold=0.10, bar=0.075)
    simulated(found, effects, 0.04, 0.10, 0.075, 0.10)


def test_several_effects_agree_with_draws():
    values, weights = np.array([-0.02, 0.0, 0.10]), np.array([0.2, 0.3, 0.5])
    effects = np.random.default_rng(34).choice(values, size=DRAWS, p=weights)
    found = given_paid_among(values, weights, 0.04, threshold=0.08, bar=0.05, level=0.10)
    simulated(found, effects, 0.04, 0.08, 0.05, 0.10)


@given(st.floats(-0.1, 0.2), st.floats(0.01, 0.1), st.floats(0.005, 0.1), st.floats(0.0, 0.15))
def test_a_normal_prior_in_closed_form_is_the_one_by_quadrature(mean, sd, error, threshold):
    asked = {"threshold": threshold, "bar": 0.05, "level": mean + sd}
    closed = given_paid(mean, sd, error, **asked)
    by_nodes = given_paid_under(Normal(mean, sd), error, **asked)
    if closed.probability > 1e-4:
        assert figures(by_nodes) == pytest.approx(figures(closed), rel=2e-5, abs=1e-8)


@given(st.floats(-0.1, 0.2), st.floats(0.01, 0.1), st.floats(0.0, 0.1), st.floats(-0.1, 0.2))
def test_luck_is_never_below_nothing_and_shrinks_to_none(mean, sd, error, threshold):
    found = given_paid(mean, sd, error, threshold=threshold, bar=0.05)
    if found.probability > 1e-9:
        assert found.luck >= -1e-9
        share = 1 - shrinkage(sd, error)
        assert found.luck == pytest.approx(share * (found.measured_effect - mean), rel=1e-6, abs=1e-9)
    if error == 0 and found.probability > 1e-9:
        assert found.luck == pytest.approx(0, abs=1e-9)


def test_without_error_only_what_reaches_the_threshold_is_paid():
    found = given_paid(0.06, 0.05, 0.0, threshold=0.10, bar=0.10)
    assert found.below_bar == pytest.approx(0, abs=1e-12)
    assert found.unpaid_though_reached == pytest.approx(0, abs=1e-12)
    assert found.probability == pytest.approx(0.2118554)
    by_nodes = given_paid_under(Normal(0.06, 0.05), 0.0, threshold=0.10, bar=0.10)
    assert figures(by_nodes) == pytest.approx(figures(found), rel=1e-7, abs=1e-10)


def test_without_doubt_there_is_one_effect():
    found = given_paid(0.06, 0.0, 0.04, threshold=0.10, bar=0.075)
    assert found.probability == pytest.approx(0.1586553)
    assert (found.below_bar, found.without_effect, found.unpaid_though_reached) == (1, 0, None)
    assert found.true_effect == pytest.approx(0.06)


def test_what_is_never_paid_says_nothing():
    found = given_paid(0.06, 0.0, 0.0, threshold=0.10, bar=0.075)
    assert figures(found) == [0.0, None, None, None, None, None]
    assert found.luck is None


def test_without_error_a_measurement_is_the_truth():
    after = posterior(0.09, 0.0, 0.05, 0.05)
    assert (after.mean, after.sd, after.at_least(0.09), after.at_most(0.09), after.at_least(0.1)) == (0.09, 0, 1, 1, 0)


def test_without_doubt_a_measurement_changes_nothing():
    assert posterior(0.09, 0.04, 0.05, 0.0).mean == 0.05


def test_a_contradiction_is_refused():
    with pytest.raises(ValueError, match="contradict each other"):
        posterior(0.09, 0.0, 0.05, 0.0)
    with pytest.raises(ValueError, match="prior_sd must not be below 0"):
        shrinkage(-1.0, 0.1)
