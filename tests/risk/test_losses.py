"""Tails: the worked figures, a simulation, and what holds of every tail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.risk import losses
from tests.support.oracles import params, reproduced
from tests.support.simulation import MANY, draws

LEVELS = st.floats(0.01, 0.99)
ATOMS = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(1, 50)), min_size=1, max_size=12)


def e7(normal, atoms, alpha_disc):
    """Losses are present values with their sign turned."""
    smooth = losses.normal_tail(-normal["mu"], normal["sd"], normal["alpha"])
    worth, weights = np.array(atoms, dtype=float).T
    lumps = losses.tail_of_atoms(-worth, weights, alpha_disc)
    return {
        "var_normal": smooth.value_at_risk,
        "es_normal": smooth.expected_shortfall,
        "var_disc": lumps.value_at_risk,
        "es_disc": lumps.expected_shortfall,
        "mean_disc": worth @ weights,
        "p_loss_disc": weights @ (worth < 0),
    }


OBTAINED = {"E7": e7}


@pytest.mark.parametrize("name", OBTAINED)
def test_every_figure_is_reproduced(name):
    assert reproduced(name, OBTAINED[name](**params(name))) > 0


def test_the_tail_of_draws_comes_to_the_closed_form():
    """Standard errors of a quantile, sqrt(a (1 - a) / n) / density, and of a mean beyond it."""
    of = params("E7")["normal"]
    exact = losses.normal_tail(-of["mu"], of["sd"], of["alpha"])
    drawn = draws("E7").normal(-of["mu"], of["sd"], MANY)
    tail = losses.tail_of_draws(drawn, of["alpha"])
    density = 0.103135640 / of["sd"]  # of a standard normal number at 1.645
    error = np.sqrt(of["alpha"] * (1 - of["alpha"]) / MANY) / density
    assert abs(tail.value_at_risk - exact.value_at_risk) <= 4.5 * error
    beyond = np.maximum(drawn - float(exact.value_at_risk), 0) / (1 - of["alpha"])
    assert abs(tail.expected_shortfall - exact.expected_shortfall) <= 4.5 * beyond.std() / np.sqrt(MANY)


def test_drawn_lumps_have_the_tail_of_the_lumps():
    atoms = np.array(params("E7")["atoms"], dtype=float)
    drawn = draws("lumps").choice(-atoms[:, 0], MANY, p=atoms[:, 1])
    tail = losses.tail_of_draws(drawn, 0.9)
    assert float(tail.value_at_risk) == 200_000
    beyond = np.maximum(drawn - 200_000, 0) / 0.1
    assert abs(float(tail.expected_shortfall) - 840_000) <= 4.5 * beyond.std() / np.sqrt(MANY)
    naive = drawn[drawn >= 200_000].mean()
    assert naive == pytest.approx(520_000, rel=0.01)  # the whole lump: far from the 840,000 of the worst tenth


@given(ATOMS, LEVELS)
def test_the_lump_at_the_level_is_split(atoms, level):
    """By the formula that splits it: [sum beyond + VaR (P(L <= VaR) - level)] / (1 - level)."""
    values, counts = np.array(atoms, dtype=float).T
    weights = counts / counts.sum()
    tail = losses.tail_of_atoms(values, weights, level)
    var = float(tail.value_at_risk)
    within = weights @ (values <= var)
    assert within >= level - 1e-9
    assert weights @ (values < var) < level
    split = (weights @ (values * (values > var)) + var * (within - level)) / (1 - level)
    assert float(tail.expected_shortfall) == pytest.approx(split, rel=1e-9, abs=1e-9)


@given(ATOMS, LEVELS)
def test_draws_are_atoms_of_equal_weight(atoms, level):
    drawn = np.repeat([float(value) for value, _ in atoms], [count for _, count in atoms])
    of_draws = losses.tail_of_draws(drawn, level)
    of_atoms = losses.tail_of_atoms(drawn, np.full(drawn.size, 1 / drawn.size), level)
    assert float(of_draws.value_at_risk) == float(of_atoms.value_at_risk)
    assert float(of_draws.expected_shortfall) == pytest.approx(float(of_atoms.expected_shortfall), abs=1e-9)


@given(ATOMS, st.floats(0.5, 0.99))
def test_the_shortfall_is_above_the_value_at_risk_and_that_above_the_median(atoms, level):
    drawn = np.repeat([float(value) for value, _ in atoms], [count for _, count in atoms])
    tail, middle = losses.tail_of_draws(drawn, level), losses.tail_of_draws(drawn, 0.5)
    assert tail.expected_shortfall >= tail.value_at_risk >= middle.value_at_risk
    assert tail.expected_shortfall <= drawn.max() + 1e-9


def test_many_scenarios_are_the_same_as_each_alone():
    drawn = draws("many").normal(size=(5_000, 3, 2))
    together = losses.tail_of_draws(drawn, 0.9)
    for at in np.ndindex(3, 2):
        alone = losses.tail_of_draws(drawn[(slice(None), *at)], 0.9)
        assert together.value_at_risk[at] == alone.value_at_risk
        assert together.expected_shortfall[at] == pytest.approx(float(alone.expected_shortfall), rel=1e-12)


def test_a_level_that_falls_between_two_draws_is_not_moved_by_rounding():
    """0.07 x 100 is a little more than 7 in binary, and still the seventh draw."""
    drawn = np.arange(1.0, 101.0)
    found = [float(losses.tail_of_draws(drawn, part / 100).value_at_risk) for part in range(1, 100)]
    assert found == list(range(1, 100))
    for many in (10, 100, 1000):  # eight tenths added up are a little less than 0.8
        values, equal = np.arange(1.0, many + 1), np.full(many, 1 / many)
        levels = range(1, many)
        found = [float(losses.tail_of_atoms(values, equal, part / many).value_at_risk) for part in levels]
        assert found == list(levels)


def test_without_spread_the_tail_is_the_mean():
    tail = losses.normal_tail(5.0, 0.0, [0.5, 0.99])
    assert tail.value_at_risk.tolist() == tail.expected_shortfall.tolist() == [5, 5]
    one = losses.tail_of_atoms([3.0], [1.0], 0.95)
    assert float(one.value_at_risk) == float(one.expected_shortfall) == 3


IMPOSSIBLE = {
    "sd must not be below 0; it is -1": lambda: losses.normal_tail(0.0, -1.0, 0.95),
    "level must be above 0 and below 1; it is 1": lambda: losses.normal_tail(0.0, 1.0, 1.0),
    "level must be above 0 and below 1; it is 95": lambda: losses.tail_of_draws([1.0], 95),
    "weights must sum to 1; they sum to 0.9": lambda: losses.tail_of_atoms([1.0, 2.0], [0.5, 0.4], 0.9),
    "weights must sum to 1; they sum to 1.00001": lambda: losses.tail_of_atoms([1.0, 2.0], [0.5, 0.50001], 0.9),
    "there are no draws, so there is no tail": lambda: losses.tail_of_draws([], 0.9),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
