"""Probabilities of payment against simulated measurements, and where nothing is measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.risk.metric import Events, Rate
from sibmodel.risk.paid import (
    paid_by_ratio,
    paid_exactly,
    paid_given,
    paid_under,
    rounded_from,
    significant_from,
)
from sibmodel.risk.people import NotMeasured
from tests.support.draws import often

DRAWS = 400_000


def totals(metric, people, seed):
    rng = np.random.default_rng(seed)
    if isinstance(metric, Rate):
        return rng.binomial(people, metric.mean, DRAWS)
    if metric.shape == np.inf:
        return rng.poisson(people * metric.mean, DRAWS)
    return rng.negative_binomial(people * metric.shape, metric.shape / (metric.shape + metric.mean), DRAWS)


@pytest.mark.parametrize(
    ("metric", "n_treated", "n_comparison"),
    [(Rate(0.6), 1000, 1000), (Rate(0.03), 100, 50), (Events(1.55, 0.94), 200, 2000), (Events(0.1), 60, 30)],
)
@pytest.mark.parametrize("reduction", [0.0, 0.1])
def test_the_exact_probability_is_how_often_draws_are_paid(metric, n_treated, n_comparison, reduction):
    treated, comparison = totals(metric.reduced(reduction), n_treated, 1), totals(metric, n_comparison, 2)
    # In whole numbers, as a contract counts: ten times the rate of the treated is at most nine of the comparison.
    paid = (10 * treated * n_comparison <= 9 * comparison * n_treated) & (comparison > 0)
    found = paid_exactly(metric.reduced(reduction), metric, 0.1, n_treated, n_comparison)
    often(paid, found.probability)
    often(comparison == 0, found.undefined)


def test_without_events_in_the_comparison_the_contract_decides():
    arms = Rate(0.02), Rate(0.02), 0.1, 50, 50
    by_default, otherwise = paid_exactly(*arms), paid_exactly(*arms, pays_if_undefined=True)
    assert by_default.undefined == pytest.approx(0.98**50)
    assert otherwise.probability - by_default.probability == pytest.approx(0.98**50)


def test_a_comparison_without_any_events_is_never_defined():
    for metric in (Rate(0.0), Events(0.0, 0.9), Events(0.0)):
        found = paid_exactly(metric, metric, 0.1, 10, 10)
        assert (found.probability, found.undefined) == (0.0, 1.0)


@pytest.mark.parametrize("people", [(0, 10), (10, 0)])
def test_an_empty_group_measures_nothing(people):
    for ask in (paid_exactly, paid_by_ratio):
        with pytest.raises(NotMeasured, match="empty"):
            ask(Rate(0.5), Rate(0.5), 0.1, *people)


def test_a_ratio_of_nothing_is_not_measured():
    with pytest.raises(NotMeasured, match="nothing happens in the comparison group"):
        paid_by_ratio(Rate(0.5), Rate(0.0), 0.1, 10, 10)


def test_a_prior_is_more_noise():
    rng = np.random.default_rng(3)
    measured = 0.06 + 0.05 * rng.standard_normal(DRAWS) + 0.04 * rng.standard_normal(DRAWS)
    often(measured >= 0.1, paid_under(0.06, 0.05, 0.1, 0.04))


def test_without_error_a_threshold_is_met_or_not_with_its_guard():
    effects = [0.0999, 1 - 0.54 / 0.60, 0.1, 0.11]
    assert paid_given(effects, 0.1, 0.0).tolist() == [0, 1, 1, 1]
    assert paid_given([0.09, 0.11], 0.1, [0.0, 0.0]).tolist() == [0, 1]
    assert float(paid_under(0.1, 0.0, 0.1, 0.0)) == 1


@given(st.lists(st.floats(-0.5, 0.5), min_size=2, max_size=6), st.floats(-0.2, 0.3), st.floats(0, 0.2))
def test_more_effect_is_never_paid_less_often(effects, threshold, error):
    assert np.all(np.diff(paid_given(np.sort(effects), threshold, error)) >= 0)


@given(st.lists(st.floats(0, 0.9), min_size=2, max_size=4), st.floats(0.01, 0.3))
def test_more_effect_is_never_paid_less_often_exactly(effects, threshold):
    for metric in (Rate(0.4), Events(1.5, 0.9)):
        found = [paid_exactly(metric.reduced(r), metric, threshold, 40, 60).probability for r in sorted(effects)]
        assert np.all(np.diff(found) >= -1e-12)


@given(st.integers(-30, 30), st.sampled_from([0.001, 0.005, 0.01, 0.03]), st.floats(-0.4, 0.4))
def test_what_is_rounded_up_to_a_threshold_reaches_it(thousandths, step, measured):
    threshold = thousandths / 100
    near = np.floor(measured / step + 0.5) * step
    for rounding, rounded in (("nearest", near), ("down", np.floor(measured / step + 1e-9) * step)):
        at = float(rounded_from(threshold, step, rounding))
        if abs(measured - at) > 1e-7:
            assert (measured > at) == (rounded >= threshold - 1e-9)


def test_a_gate_of_significance_binds_only_where_it_is_the_higher():
    assert float(significant_from(0.1, 0.01, 0.05)) == 0.1
    assert float(significant_from(0.1, 0.0, 0.05)) == 0.1
    assert float(significant_from(0.01, 0.1, 0.025)) == pytest.approx(0.1959964)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: paid_given(0.1, 0.1, -0.1), "error must not be below 0"),
        (lambda: paid_under(0.1, -0.1, 0.1, 0.1), "prior_sd must not be below 0"),
        (lambda: significant_from(0.1, 0.1, 0.0), "significance must be above 0"),
        (lambda: rounded_from(0.1, 0.0), "step must be above 0"),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()
