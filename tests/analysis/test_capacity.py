"""Savings in lumps: the worked figures, simulated closures, and what holds of every closure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.capacity import capacity_saving
from sibmodel.analysis.closed.frontier import Outcomes
from tests.analysis.figures import params, reproduced
from tests.support.draws import near
from tests.support.simulation import MANY, draws

MEANS = st.floats(1, 1e5)


def g2(mu, sd, K, unit):  # noqa: N803
    found = capacity_saving(mu, sd, unit=K, cost=unit)
    return {"expected_cashable": found.cashable, "average_cost_claim": found.claimed, "ratio": found.share}


OBTAINED = {"G2": g2}


def test_every_figure_is_reproduced():
    assert reproduced("G2", g2(**params("G2"))) == 3


def test_simulated_quantities_close_as_many_units():
    of = params("G2")
    closed = np.floor(np.maximum(draws("G2").normal(of["mu"], of["sd"], MANY), 0) / of["K"])
    found = capacity_saving(of["mu"], of["sd"], unit=of["K"], cost=of["unit"])
    near(closed, found.units_closed)
    near(closed * of["K"] * of["unit"], found.cashable)


@given(MEANS, st.floats(0, 1e5), st.floats(10, 1e5))
def test_it_is_never_above_the_claim_at_average_cost(mean, sd, unit):
    """What is below nought closes nothing, so that the claim is held against the part of the quantity above."""
    found = capacity_saving(mean, sd, unit=unit, cost=60.0)
    assert found.cashable <= 60 * Outcomes(mean, sd).counted * (1 + 1e-9)
    assert found.cashable >= 60 * (Outcomes(mean, sd).counted - unit) - 1e-6


@given(MEANS, st.floats(0.01, 0.3))
def test_small_units_are_nearly_the_claim(mean, relative):
    found = capacity_saving(mean, relative * mean, unit=mean / 10_000, cost=1.0)
    assert found.cashable == pytest.approx(Outcomes(mean, relative * mean).counted, rel=1e-3)


def test_without_spread_whole_units_close():
    found = [capacity_saving(mean, 0.0, unit=5_000, cost=60.0) for mean in (4_999, 5_000, 14_000, 15_000)]
    assert [each.units_closed for each in found] == [0, 1, 2, 3]
    assert found[2].share == pytest.approx(10 / 14)
    assert capacity_saving(0.0, 0.0, unit=5_000, cost=60.0).share is None
    assert capacity_saving(-9_000.0, 0.0, unit=5_000, cost=60.0).cashable == 0


IMPOSSIBLE = {
    "unit must be above 0; it is 0": lambda: capacity_saving(1.0, 1.0, unit=0.0, cost=1.0),
    "sd must not be below 0; it is -1": lambda: capacity_saving(1.0, -1.0, unit=1.0, cost=1.0),
    "mean must be a finite number; it is nan": lambda: capacity_saving(float("nan"), 1.0, unit=1.0, cost=1.0),
    "a unit of 0.001 is too small: more than 1,000,000 of them could close": lambda: capacity_saving(
        14_000, 4_000, unit=0.001, cost=1.0
    ),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
