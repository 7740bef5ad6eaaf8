"""Any of several triggers, against simulated cohorts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.risk.paid import paid_given
from sibmodel.risk.triggers import any_paid
from tests.support.draws import often

DRAWS = 400_000


@pytest.mark.parametrize("bias", [0.0, 0.03])
@pytest.mark.parametrize(
    "thresholds", [[0.10], [0.10, 0.10], [0.10, 0.08, 0.15], [0.12] * 5, [0.10, 0.5], [-0.1, 0.1], [0.02, 0.03]]
)
def test_the_probability_is_how_often_draws_meet_any_trigger(thresholds, bias):
    rng = np.random.default_rng(21)
    measured = 0.05 + 0.04 * rng.standard_normal((DRAWS, len(thresholds)))
    measured += bias * rng.standard_normal((DRAWS, 1))
    met = (measured >= thresholds).any(axis=1) | (measured.mean(axis=1) >= 0.075)
    often(met, any_paid(0.05, thresholds, 0.075, 0.04, common_bias=bias))


@pytest.mark.parametrize(("threshold", "pooled"), [(0.10, 9.0), (9.0, 0.075)])
def test_a_trigger_out_of_reach_leaves_the_others(threshold, pooled):
    found = float(any_paid(0.06, [threshold] * 3, pooled, 0.04))
    alone = paid_given(0.06, 0.075, 0.04 / 3**0.5) if pooled < 1 else 1 - (1 - paid_given(0.06, 0.10, 0.04)) ** 3
    assert found == pytest.approx(float(alone), rel=1e-8)


def test_a_pool_of_one_cohort_is_the_lower_threshold():
    assert float(any_paid(0.06, [0.10], 0.075, 0.04)) == pytest.approx(float(paid_given(0.06, 0.075, 0.04)), rel=1e-12)


@given(
    st.lists(st.floats(-0.1, 0.3), min_size=2, max_size=4),
    st.lists(st.floats(0.0, 0.2), min_size=1, max_size=4),
    st.floats(0.0, 0.2),
)
def test_more_effect_and_more_triggers_are_never_paid_less_often(effects, thresholds, pooled):
    effects = np.sort(effects)
    found = any_paid(effects, thresholds, pooled, 0.04)
    assert np.all(np.diff(found) >= -1e-9)
    fewer = np.max([paid_given(effects, each, 0.04) for each in thresholds], axis=0)
    assert np.all(found >= fewer - 1e-9)


def test_without_error_the_lowest_threshold_decides():
    assert any_paid([0.07, 0.075, 0.1], [0.10, 0.12], 0.075, 0.0).tolist() == [0, 1, 1]
    biased = any_paid(0.05, [0.10], 0.075, 0.0, common_bias=0.03)
    assert float(biased) == pytest.approx(float(paid_given(0.05, 0.075, 0.03)))


def test_effects_keep_their_shape():
    assert any_paid(np.zeros((2, 3)), [0.1, 0.1], 0.075, 0.04, common_bias=0.01).shape == (2, 3)


def test_no_cohort_and_errors_below_nothing_are_refused():
    with pytest.raises(ValueError, match="needs a cohort"):
        any_paid(0.1, [], 0.1, 0.1)
    with pytest.raises(ValueError, match="common_bias must not be below 0"):
        any_paid(0.1, [0.1], 0.1, 0.1, common_bias=-1.0)
