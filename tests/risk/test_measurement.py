"""Errors of measurement against simulated evaluations, and where there is nothing to measure."""

import numpy as np
import pytest

from sibmodel.errors import SibError
from sibmodel.risk.measurement import (
    MeasuredEffect,
    composite,
    difference_in_differences,
    historical_baseline,
    matched_comparison,
    randomised_trial,
    without_counterfactual,
)
from sibmodel.risk.metric import Events, Rate, Score, misclassified
from sibmodel.risk.people import NotMeasured, effective_number, shared_comparison_correlation
from sibmodel.risk.relative import designs_compared, log_rate_ratio_error, relative_reduction_error
from tests.support.draws import near, spread

DRAWS = 300_000
RATES = Rate(0.45), Rate(0.5)


def generator(seed):
    return np.random.default_rng(seed)


def measured(metric, people, seed):
    """Means of many groups of people."""
    rng = generator(seed)
    if isinstance(metric, Rate):
        return rng.binomial(people, metric.mean, DRAWS) / people
    shape = people * metric.shape
    return rng.negative_binomial(shape, metric.shape / (metric.shape + metric.mean), DRAWS) / people


# --- against simulation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("treated", "comparison"), [RATES, (Events(1.4, 0.9), Events(1.55, 0.9))])
def test_the_error_of_a_trial_is_how_far_trials_scatter(treated, comparison):
    effects = measured(comparison, 400, 1) - measured(treated, 100, 2)
    spread(effects, randomised_trial(treated, comparison, 100, 400).total)


def test_what_matching_misses_is_in_every_cohort_and_sampling_in_each():
    one = matched_comparison(*RATES, 100, 400, unobserved=0.05)
    missed = 0.05 * generator(3).standard_normal(DRAWS)
    sampling = [measured(RATES[1], 400, seed) - measured(RATES[0], 100, seed + 50) for seed in (4, 5, 6, 7)]
    spread(sampling[0] + missed, one.total)
    spread(np.mean(sampling, axis=0) + missed, one.pooled(4).total)


def test_cohorts_that_share_a_comparison_group_err_together():
    comparison = measured(RATES[0], 200, 8)
    first, second = (comparison - measured(RATES[0], 100, seed) for seed in (9, 10))
    correlation = shared_comparison_correlation(100, 200)
    one = randomised_trial(RATES[0], RATES[0], 100, 200)
    near(first * second, correlation * one.total**2)
    spread((first + second) / 2, one.pooled(2, correlation).total)


def test_a_fixed_baseline_drifts_and_has_an_error_of_its_own():
    rng = generator(11)
    baseline = 0.5 + 0.02 * rng.standard_normal(DRAWS) + 0.03 * rng.standard_normal(DRAWS)
    found = historical_baseline(RATES[0], 100, baseline_error=0.02, drift=0.03)
    spread(baseline - measured(RATES[0], 100, 12), found.total)
    assert found.pooled(1_000_000).total == pytest.approx(np.hypot(0.02, 0.03), rel=1e-3)


def test_differences_in_differences_gain_where_people_stay_alike():
    sd, n, rho = 2.0, 50, 0.7
    rng = generator(13)
    before = rng.standard_normal((2, DRAWS)) / np.sqrt(n)
    after = rho * before + np.sqrt(1 - rho**2) * rng.standard_normal((2, DRAWS)) / np.sqrt(n)
    effects = sd * ((after - before)[0] - (after - before)[1])
    spread(effects, difference_in_differences(sd, n, n, correlation=rho).total)
    after_only = randomised_trial(Score(0.0, sd), Score(0.0, sd), n, n).total
    assert difference_in_differences(sd, n, n, correlation=0.5).total == pytest.approx(after_only)


def test_a_composite_is_the_weighted_sum():
    rng = generator(14)
    one = rng.standard_normal(DRAWS)
    other = 0.3 * one + np.sqrt(1 - 0.3**2) * rng.standard_normal(DRAWS)
    two = MeasuredEffect(0.05), MeasuredEffect(0.08)
    spread(0.8 * 0.05 * one + 0.2 * 0.08 * other, composite(*two, 0.8, correlation=0.3).total)


def test_what_is_systematic_in_a_composite_is_added_up():
    both = composite(MeasuredEffect(0.0, 0.02), MeasuredEffect(0.0, 0.04), 0.75)
    assert both == MeasuredEffect(0.0, 0.025)


def test_the_delta_method_is_close_for_large_groups():
    treated, comparison = Events(1.4, 0.9), Events(1.55, 0.9)
    ratio = measured(treated, 3000, 15) / measured(comparison, 5000, 16)
    assert relative_reduction_error(treated, comparison, 3000, 5000).total == pytest.approx(ratio.std(), rel=5e-3)
    assert log_rate_ratio_error(treated, comparison, 3000, 5000) == pytest.approx(np.log(ratio).std(), rel=5e-3)


def test_weights_leave_fewer_people():
    weights = generator(17).exponential(size=40)
    scores = generator(18).standard_normal((DRAWS // 5, 40))
    spread(scores @ weights / weights.sum(), 1 / np.sqrt(effective_number(weights)))


def test_records_that_miss_and_invent_shrink_an_effect():
    rng = generator(19)
    true = rng.random(DRAWS) < 0.6
    shown = np.where(true, rng.random(DRAWS) < 0.9, rng.random(DRAWS) > 0.97)
    near(shown.astype(float), misclassified(0.6, 0.9, 0.97).rate)


def test_a_gross_rate_has_the_error_of_one_group():
    spread(measured(RATES[1], 100, 20), without_counterfactual(RATES[1], 100).total)


def test_people_in_clusters_inflate_sampling_alone():
    assert MeasuredEffect(0.04, 0.03).inflated(2.25) == MeasuredEffect(0.06, 0.03)


# --- edges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: randomised_trial(*RATES, 0, 100), "the treated group is empty"),
        (lambda: randomised_trial(*RATES, 100, 0), "the comparison group is empty"),
        (lambda: matched_comparison(*RATES, 100, 0, unobserved=0.0), "the comparison group is empty"),
        (lambda: historical_baseline(RATES[0], 0), "the treated group is empty"),
        (lambda: difference_in_differences(1.0, 0, 5, correlation=0.0), "the treated group is empty"),
        (lambda: relative_reduction_error(RATES[0], Rate(0.0), 10, 10), "nothing happens in the comparison group"),
        (lambda: log_rate_ratio_error(Rate(0.0), RATES[1], 10, 10), "nothing happens in the treated group"),
        (lambda: effective_number([]), "a group without weight"),
        (lambda: effective_number([0.0, 0.0]), "a group without weight"),
        (lambda: shared_comparison_correlation(10, 0), "the comparison group is empty"),
        (lambda: MeasuredEffect(0.1).pooled(0), "a mean of 0 cohorts"),
        (lambda: designs_compared((84, 78), (75, 0)), "nothing happened in a group"),
    ],
)
def test_nothing_to_measure_is_said_and_never_a_number(ask, words):
    with pytest.raises(NotMeasured, match=words) as raised:
        ask()
    assert isinstance(raised.value, SibError)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: Rate(1.2), "rate must be between 0 and 1"),
        (lambda: Events(-1.0), "mean must not be below 0"),
        (lambda: Events(1.0, 0.0), "shape must be above 0"),
        (lambda: Score(1.0, -1.0), "sd must not be below 0"),
        (lambda: MeasuredEffect(-0.1), "sampling_error must not be below 0"),
        (lambda: composite(MeasuredEffect(0.1), MeasuredEffect(0.1), 1.1), "weight must be between 0 and 1"),
        (lambda: effective_number([1.0, -1.0]), "weight must not be below 0"),
        (lambda: misclassified(0.5, 1.1, 1.0), "sensitivity must be between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


def test_rates_of_nought_and_one_have_no_error():
    assert randomised_trial(Rate(0.0), Rate(1.0), 10, 10).total == 0
    assert shared_comparison_correlation(10, 10, treated_variance=0.0, comparison_variance=0.0) == 0


def test_a_reduction_lowers_the_mean_of_every_metric():
    for metric in (Rate(0.5), Events(2.0, 0.9), Score(50.0, 10.0)):
        assert metric.reduced(0.1).mean == pytest.approx(0.9 * metric.mean)
    assert Events(2.0, 0.9).reduced(0.1).shape == 0.9
