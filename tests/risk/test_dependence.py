"""Dependence: the worked figures of the copula, simulated too, and correlations that contradict each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from sibmodel.risk import dependence, normal
from tests.support.oracles import params, reproduced
from tests.support.simulation import MANY, agrees, draws


def a6(spearman, u):
    pearson = dependence.pearson_of_spearman(spearman)
    at = normal.quantile(u)
    return {
        "pearson": pearson,
        "kendall": dependence.kendall_of_pearson(pearson),
        "joint": normal.both_below(at, at, pearson),
        "joint_indep": normal.both_below(at, at, 0.0),
        "orthant_P_both_above_median": normal.both_below(0.0, 0.0, pearson),
    }


def a17(nu, rho):
    return {"lambda_L": dependence.tail_dependence(rho, nu)}


OBTAINED = {"A6": a6, "A17": a17}


@pytest.mark.parametrize("name", OBTAINED)
def test_every_figure_is_reproduced(name):
    assert reproduced(name, OBTAINED[name](**params(name))) > 0


def test_the_copula_has_the_rank_correlation_that_was_asked_for():
    wanted = a6(**params("A6"))
    lower = dependence.factor(np.array([[1.0, wanted["pearson"]], [wanted["pearson"], 1.0]]))
    u, v = normal.cdf(lower @ draws("A6").standard_normal((2, MANY)))
    assert agrees(12 * (u - 0.5) * (v - 0.5), params("A6")["spearman"])
    assert agrees((u <= 0.1) & (v <= 0.1), wanted["joint"])
    assert agrees((u > 0.5) & (v > 0.5), wanted["orthant_P_both_above_median"])
    halves = MANY // 2
    concordant = np.sign(u[:halves] - u[halves:]) * np.sign(v[:halves] - v[halves:])
    assert agrees(concordant, wanted["kendall"])


def test_a_t_copula_has_worst_cases_together_and_a_gaussian_one_has_not():
    """Below a probability p, the share of joint cases comes to the tail dependence as p shrinks; here p = 0.0005."""
    given = params("A17")
    draw = draws("A17")
    many = 4_000_000
    lower = dependence.factor(np.array([[1.0, given["rho"]], [given["rho"], 1.0]]))
    pair = lower @ draw.standard_normal((2, many))
    heavy = pair / np.sqrt(draw.chisquare(given["nu"], many) / given["nu"])
    t_at, normal_at = special.stdtrit(given["nu"], 0.0005), float(normal.quantile(0.0005))
    t_share = np.mean((heavy < t_at).all(axis=0)) / 0.0005
    assert abs(t_share - 0.263068649385) < 0.06
    exact = float(normal.both_below(normal_at, normal_at, given["rho"])) / 0.0005
    assert np.mean((pair < normal_at).all(axis=0)) / 0.0005 == pytest.approx(exact, abs=0.03)
    assert exact < 0.1


def test_tail_dependence_at_its_ends():
    assert dependence.tail_dependence([1.0, -1.0, 0.5], 4.0).tolist()[:2] == [1, 0]
    assert dependence.tail_dependence([1.0, 0.99, 0.0], np.inf).tolist() == [1, 0, 0]
    by_degrees = dependence.tail_dependence(0.5, [1.0, 4.0, 30.0, 300.0])
    assert np.all(np.diff(by_degrees) < 0)


def test_both_ways_of_telling_a_correlation_turn_round():
    ranks = np.linspace(-1, 1, 41)
    assert dependence.spearman_of_pearson(dependence.pearson_of_spearman(ranks)) == pytest.approx(ranks)


# --- pairs of normal numbers ---------------------------------------------------------------------------------------


def test_known_probabilities_of_pairs():
    rho = np.linspace(-0.999999, 0.999999, 41)
    assert normal.both_below(0.0, 0.0, rho) == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), abs=1e-12)
    h, k = np.meshgrid(np.linspace(-4, 4, 17), np.linspace(-4, 4, 17))
    assert normal.both_below(h, k, 0.0) == pytest.approx(normal.cdf(h) * normal.cdf(k), abs=1e-14)
    assert normal.both_below(h, k, 1.0) == pytest.approx(normal.cdf(np.minimum(h, k)))
    assert normal.both_below(h, k, -1.0) == pytest.approx(np.maximum(normal.cdf(h) + normal.cdf(k) - 1, 0), abs=1e-15)
    assert normal.both_below([np.inf, -np.inf, np.inf], [0.3, 0.3, np.inf], 0.5).tolist() == pytest.approx(
        [float(normal.cdf(0.3)), 0, 1], abs=1e-14
    )
    with pytest.raises(ValueError, match="between -1 and 1"):
        normal.both_below(0.0, 0.0, 1.1)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-0.99999, 0.99999))
def test_pairs_are_symmetric_and_their_four_corners_sum_to_one(h, k, rho):
    corner = float(normal.both_below(h, k, rho))
    assert corner == pytest.approx(float(normal.both_below(k, h, rho)), abs=1e-12)
    mixed = float(normal.both_below(h, -k, -rho)) + float(normal.both_below(-h, k, -rho))
    assert corner + mixed + float(normal.both_below(-h, -k, rho)) == pytest.approx(1, abs=1e-12)


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(-0.99, 0.99))
def test_the_slope_in_the_correlation_is_the_density_of_the_pair(h, k, rho):
    """Plackett's identity, which knows nothing of how the probability was worked out."""
    step = 1e-4 * (1 - rho * rho)
    slope = float(normal.both_below(h, k, rho + step) - normal.both_below(h, k, rho - step)) / (2 * step)
    rest = 1 - rho * rho
    height = np.exp(-(h * h - 2 * rho * h * k + k * k) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    assert slope == pytest.approx(height, rel=1e-5, abs=1e-7)


# --- matrices ------------------------------------------------------------------------------------------------------

NAMES = ("jail", "housing", "health", "work")


def test_the_pairs_at_fault_are_named():
    pairs = {("jail", "housing"): 0.9, ("housing", "health"): 0.9, ("jail", "health"): -0.9, ("work", "jail"): 0.2}
    matrix = dependence.correlation_matrix(NAMES, pairs)
    verdict = dependence.checked(matrix, NAMES)
    assert not verdict.holds
    assert verdict.smallest == pytest.approx(np.linalg.eigvalsh(matrix)[0])
    assert {frozenset(pair) for pair in verdict.at_fault} == {frozenset(pair) for pair in list(pairs)[:3]}
    assert "jail and housing" in verdict.sentence()
    with pytest.raises(ValueError, match="no numbers have these correlations"):
        dependence.factor(matrix)


def test_a_matrix_at_the_edge_holds():
    """Three numbers that go against each other as far as they can: -1 / (m - 1)."""
    edge = np.full((3, 3), -0.5) + 1.5 * np.eye(3)
    assert dependence.checked(edge, NAMES[:3]).holds
    lower = dependence.factor(edge)
    assert lower @ lower.T == pytest.approx(edge)
    beyond = np.full((3, 3), -0.51) + 1.51 * np.eye(3)
    assert not dependence.checked(beyond, NAMES[:3]).holds
    assert dependence.checked(beyond, NAMES[:3]).sentence().startswith("no numbers have all these")
    assert dependence.checked(edge, NAMES[:3]).sentence() == "these correlations go together"


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_what_is_mended_holds_and_what_holds_is_left_alone(told):
    pairs = dict(zip([(NAMES[i], NAMES[j]) for i in range(4) for j in range(i)], told, strict=True))
    matrix = dependence.correlation_matrix(NAMES, pairs)
    near = dependence.mended(matrix)
    if dependence.checked(matrix, NAMES).holds:
        assert near.largest_change == 0
        assert np.array_equal(near.matrix, matrix)
    else:
        assert near.largest_change > 0
        assert dependence.checked(matrix, NAMES).at_fault
    assert dependence.checked(near.matrix, NAMES).holds
    assert np.diag(near.matrix).tolist() == [1] * 4
    assert np.abs(near.matrix).max() <= 1 + 1e-12
    lower = dependence.factor(near.matrix)
    assert lower @ lower.T == pytest.approx(near.matrix, abs=1e-4)
    assert np.array_equal(lower, np.tril(lower))


def test_what_would_have_a_variance_below_nothing_has_none_once_mended():
    told = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])
    near = dependence.mended(told)
    assert near.matrix == pytest.approx(np.array([[1.0, 0.5, -0.5], [0.5, 1.0, 0.5], [-0.5, 0.5, 1.0]]))
    assert np.linalg.eigvalsh(near.matrix)[0] == pytest.approx(0, abs=1e-12)
    assert near.largest_change == pytest.approx(0.4)


def test_a_factor_of_a_proper_matrix_is_choleskys():
    matrix = dependence.correlation_matrix(NAMES, {("jail", "housing"): 0.5, ("health", "work"): -0.3})
    assert dependence.factor(matrix) == pytest.approx(np.linalg.cholesky(matrix))
    assert dependence.factor(np.ones((4, 4))) == pytest.approx(np.outer(np.ones(4), [1, 0, 0, 0]))


WRONG = {
    "'prison' is in a pair and is none of jail, housing, health, work": {("prison", "jail"): 0.1},
    "'jail' is correlated with itself; a pair is of two": {("jail", "jail"): 1.0},
    "the pair housing and jail is told twice": {("jail", "housing"): 0.1, ("housing", "jail"): 0.1},
    "a correlation is between -1 and 1": {("jail", "housing"): 1.5},
}


@pytest.mark.parametrize("sentence", WRONG)
def test_pairs_that_cannot_be_are_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        dependence.correlation_matrix(NAMES, WRONG[sentence])
    assert str(said.value) == sentence


def test_what_is_no_correlation_matrix_is_said():
    with pytest.raises(ValueError, match="square; this one is 1 x 2"):
        dependence.factor(np.ones((1, 2)))
    with pytest.raises(ValueError, match="symmetric"):
        dependence.mended(np.array([[1.0, 0.5], [0.4, 1.0]]))
    with pytest.raises(ValueError, match="1 on its diagonal"):
        dependence.checked(np.array([[2.0, 0.5], [0.5, 1.0]]), "ab")
