"""Counts that are paid for, with caps, against draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sibmodel.risk.counted import SustainedJob, chances_of, chances_of_sum, count_payment
from sibmodel.risk.counts import BetaBinomial
from tests.support.draws import near, often, spread

DRAWS = 400_000


def test_a_capped_and_floored_count_agrees_with_draws():
    counts = np.random.default_rng(71).binomial(300, 0.4, DRAWS)
    paid = np.clip(6000.0 * counts, 650_000, 800_000)
    found = count_payment(chances_of(stats.binom(300, 0.4)), 6000, cap=800_000, floor=650_000)
    near(paid, found.mean)
    spread(paid, found.sd)
    often(paid >= 800_000, found.probability_of_cap)
    often(paid >= 700_000, found.probability_of_at_least(700_000))
    for p in (0.01, 0.3, 0.5, 0.9, 0.999):
        assert found.quantile(p) == pytest.approx(np.quantile(paid, p, method="inverted_cdf"), abs=6001)


def test_cohorts_that_share_a_year_have_wider_counts():
    chances = BetaBinomial(200, 0.3, 0.02).pmf(np.arange(201))
    assert count_payment(chances, 1.0).sd == pytest.approx(209.16**0.5)


@pytest.mark.parametrize("n", [40, 4000])
def test_sums_of_counts_are_counts_of_the_sum(n):
    parts = [chances_of(stats.binom(n, 0.3)), chances_of(stats.binom(2 * n, 0.3)), chances_of(stats.binom(n, 0.3))]
    found = chances_of_sum(parts)
    wanted = stats.binom(4 * n, 0.3).pmf(np.arange(found.size))
    assert found == pytest.approx(wanted, abs=1e-12)
    assert found.sum() == pytest.approx(1)


def test_counts_that_differ_add_up_too():
    rng = np.random.default_rng(72)
    found = count_payment(
        chances_of_sum([chances_of(stats.poisson(20)), chances_of(stats.binom(30, 0.2))]), 100, cap=3000
    )
    paid = np.minimum(100.0 * (rng.poisson(20, DRAWS) + rng.binomial(30, 0.2, DRAWS)), 3000)
    near(paid, found.mean)
    spread(paid, found.sd)


@given(st.floats(0, 1), st.floats(0, 500), st.floats(0, 500))
def test_a_higher_cap_never_pays_less(p, one, other):
    chances = chances_of(stats.binom(10, p))
    low, high = sorted((one, other))
    assert count_payment(chances, 50, cap=low).mean <= count_payment(chances, 50, cap=high).mean + 1e-9


def test_nobody_is_paid_for_nothing():
    nothing = count_payment(chances_of(stats.binom(0, 0.4)), 6000, cap=100)
    assert (nothing.mean, nothing.sd, nothing.probability_of_cap, nothing.quantile(0.95)) == (0, 0, 0, 0)
    assert count_payment([1.0], 6000).probability_of_cap == 0


def test_a_job_that_lasts_agrees_with_draws():
    card = SustainedJob(400, 1200, 215, 13)
    rng = np.random.default_rng(73)
    lasts = np.minimum(rng.geometric(1 - 0.93, DRAWS) - 1, 13)
    found = rng.random(DRAWS) < 0.27
    near(400 + found * (1200 + 215 * lasts), card.expected(0.27, 0.93))
    often(found & (lasts == 13), card.probability_of_most(0.27, 0.93))
    assert card.expected(1.0, 1.0) == card.most


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: count_payment([0.5, 0.4], 1.0), "weights must sum to 1"),
        (lambda: count_payment([1.0], 1.0, cap=1.0, floor=2.0), "the cap 1.0 is below the floor 2.0"),
        (lambda: chances_of_sum([]), "a sum needs a count"),
        (lambda: SustainedJob(1, 1, 1, 1).expected(1.1, 0.5), "found must be between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()
