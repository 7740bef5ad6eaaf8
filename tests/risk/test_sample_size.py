"""Sample sizes: enough people are enough, one fewer are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.risk.measurement import randomised_trial
from sibmodel.risk.metric import Events, Rate
from sibmodel.risk.paid import paid_by_ratio, paid_given
from sibmodel.risk.sample_size import (
    feasible_thresholds,
    least_that,
    minimum_detectable,
    needed_for_test,
    needed_for_threshold,
    power,
    threshold_of_least_loss,
)
from tests.support.draws import often


@given(st.floats(0.005, 0.2), st.floats(0.01, 0.2), st.floats(0.5, 0.95))
def test_the_minimum_detectable_effect_is_found_as_often_as_asked(error, significance, chance):
    smallest = minimum_detectable(error, significance, chance)
    assert float(power(smallest, error, significance)) == pytest.approx(chance, rel=1e-9)


def test_power_is_how_often_draws_are_significant():
    measured = 0.08 + 0.04 * np.random.default_rng(41).standard_normal(400_000)
    often(measured / 0.04 >= 1.6448536269514722, power(0.08, 0.04))


def test_without_error_every_effect_is_found_and_no_effect_is_found_too():
    assert power([0.01, 0.0, -0.01], 0.0).tolist() == [1, 1, 0]


@pytest.mark.parametrize("metric", [Rate(0.6), Events(1.55, 0.94)])
@pytest.mark.parametrize("ratio", [1.0, 10.0])
def test_enough_people_keep_both_errors_within_limits(metric, ratio):
    needed = needed_for_threshold(metric, 0.075, 0.125, false_payment=0.05, missed_payment=0.2, ratio=ratio)
    n = needed.people

    def errors(people):
        false = paid_by_ratio(metric, metric, 0.075, people, ratio * people)
        missed = 1 - paid_by_ratio(metric.reduced(0.125), metric, 0.075, people, ratio * people)
        return false <= 0.05, missed <= 0.2

    assert all(errors(n))
    assert not all(errors(n - 1))


@pytest.mark.parametrize("ratio", [0.5, 1.0, 4.0])
def test_enough_people_for_a_test_have_its_power(ratio):
    treated, comparison = Rate(0.54), Rate(0.6)
    n = needed_for_test(treated, comparison, ratio=ratio)
    error = randomised_trial(treated, comparison, n, ratio * n).total
    assert float(power(0.06, error)) == pytest.approx(0.8, rel=1e-9)


@given(st.floats(0.02, 0.3), st.floats(0.005, 0.1))
def test_thresholds_are_feasible_where_the_plan_is_far_enough_from_nothing(planned, error):
    found = feasible_thresholds(planned, error, false_payment=0.05, missed_payment=0.2)
    enough = float(minimum_detectable(error, 0.05, 0.8))
    if abs(planned - enough) > 1e-9:
        assert found.is_any == (planned > enough)
    assert float(paid_given(0.0, found.lowest, error)) == pytest.approx(0.05)
    assert float(paid_given(planned, found.highest, error)) == pytest.approx(0.8)


@given(st.floats(0.02, 0.3), st.floats(0.01, 0.1), st.floats(0.2, 5), st.floats(0.05, 0.95))
def test_no_other_threshold_loses_less(success, error, if_paid, nothing):
    found = threshold_of_least_loss(
        success, error, if_paid_for_nothing=if_paid, if_missed=1.0, chance_of_nothing=nothing
    )
    others = np.linspace(found.threshold - 0.2, found.threshold + 0.2, 401)
    losses = if_paid * nothing * paid_given(0.0, others, error) + (1 - nothing) * (
        1 - paid_given(success, others, error)
    )
    assert losses.min() >= found.loss - 1e-12


def test_a_target_out_of_reach_has_no_number():
    assert least_that(lambda people: 0.5, 0.8, low=1, high=1e6) is None
    assert least_that(lambda people: 0.9, 0.8, low=7, high=1e6) == 7


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: needed_for_test(Rate(0.5), Rate(0.5)), "a difference of nothing"),
        (
            lambda: needed_for_threshold(Rate(0.6), 0.2, 0.1, false_payment=0.05, missed_payment=0.2),
            "is not above 0 and below the planned effect",
        ),
        (lambda: minimum_detectable(0.1, significance=1.0), "tail must be above 0 and below 1"),
        (
            lambda: threshold_of_least_loss(0.0, 0.1, if_paid_for_nothing=1.0, if_missed=1.0, chance_of_nothing=0.5),
            "success must be above 0",
        ),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()
