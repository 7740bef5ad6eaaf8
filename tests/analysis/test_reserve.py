"""Reserves: the worked figures, simulated years, and what holds of every reserve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.reserve import reserves
from tests.analysis.figures import params, reproduced
from tests.support.draws import often
from tests.support.simulation import MANY, draws

YEARS = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 5e5)), min_size=1, max_size=6)
LEVELS = st.floats(0.5, 0.999)


def e8(mu, sd, corr, m):
    middle, usual, most = reserves([mu] * m, [sd] * m, correlation=corr)
    assert (middle.level, usual.level, most.level) == (0.5, 0.8, 0.95)
    return {
        "p50": middle.total,
        "p80": usual.total,
        "p95": most.total,
        "sum_yearly_p95": most.sum_of_yearly,
        "over_reserve": most.over_reserved,
    }


OBTAINED = {"E8": e8}


def test_every_figure_is_reproduced():
    assert reproduced("E8", e8(**params("E8"))) == 5


def test_simulated_years_stay_within_their_reserves_as_often_as_said():
    means, sds, together = np.array([1e6, 2e6, 5e5]), np.array([3e5, 2e5, 4e5]), 0.3
    rng = draws("E8")
    common, own = rng.standard_normal((MANY, 1)), rng.standard_normal((MANY, 3))
    paid = means + sds * (np.sqrt(together) * common + np.sqrt(1 - together) * own)
    for reserve in reserves(list(means), list(sds), correlation=together):
        often(paid.sum(axis=1) <= reserve.total, reserve.level)
        for year in range(3):
            often(paid[:, year] <= reserve.yearly[year], reserve.level)


@given(YEARS, st.floats(0, 1), LEVELS)
def test_year_by_year_no_less_is_set_aside_than_for_all_together(years, correlation, level):
    means, sds = zip(*years, strict=True)
    (reserve,) = reserves(means, sds, correlation=correlation, levels=[level])
    assert reserve.over_reserved >= -1e-6
    (alike,) = reserves(means, sds, correlation=1.0, levels=[level])
    assert alike.over_reserved == pytest.approx(0, abs=1e-5)
    assert reserve.total <= alike.total + 1e-6


@given(YEARS, LEVELS, st.floats(1, 1e6))
def test_no_reserve_passes_the_cap(years, level, cap):
    means, sds = zip(*years, strict=True)
    (reserve,) = reserves(means, sds, correlation=0.0, levels=[level], cap=cap)
    assert max(reserve.total, *reserve.yearly) <= cap


def test_years_that_make_up_for_each_other_need_their_mean_only():
    (reserve,) = reserves([1e6] * 3, [3e5] * 3, correlation=-0.5, levels=[0.95])
    assert reserve.total == pytest.approx(3e6, abs=0.01)  # the root of what rounding leaves over


IMPOSSIBLE = {
    "each year has a mean and a spread; there are 2 and 1": lambda: reserves([1.0, 1.0], [1.0], correlation=0.0),
    "each year has a mean and a spread; there are 0 and 0": lambda: reserves([], [], correlation=0.0),
    "between any two of 3 years it is from -0.5 to 1; it is -0.6": lambda: reserves(
        [1.0] * 3, [1.0] * 3, correlation=-0.6
    ),
    "level must be above 0 and below 1; it is 95": lambda: reserves([1.0], [1.0], correlation=0.0, levels=[95]),
    "sd must not be below 0; it is -1": lambda: reserves([1.0], [-1.0], correlation=0.0),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
