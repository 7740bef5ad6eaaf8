"""Priors read into numbers: each kind against quadrature, simulation and its own edges."""

import numpy as np
import pytest

from sibmodel.risk import normal
from sibmodel.risk.distributions import (
    Beta,
    Discrete,
    Lognormal,
    LognormalRatio,
    Normal,
    Pert,
    Point,
    Triangular,
    from_evidence,
)
from tests.support.simulation import MANY, agrees, draws

KINDS = {
    "beta": Beta(0.4, 0.05),
    "beta_of_rare": Beta(0.02, 0.03),
    "pert": Pert(0.0, 0.10, 0.25),
    "pert_with_harm": Pert(-0.05, 0.10, 0.25, 2.0),
    "triangular": Triangular(-0.02, 0.1, 0.3),
    "triangular_rising": Triangular(0.0, 0.3, 0.3),
    "triangular_falling": Triangular(0.0, 0.0, 0.3),
    "normal": Normal(0.05, 0.05),
    "normal_without_harm": Normal(0.05, 0.05, lowest=0.0),
    "normal_within": Normal(0.05, 0.05, lowest=-0.02, highest=0.2),
    "normal_far_above": Normal(0.0, 1.0, lowest=9.0),
    "normal_far_below": Normal(0.0, 1.0, highest=-9.0),
    "lognormal": Lognormal(1.1, 0.3),
    "lognormal_with_mean": Lognormal.with_mean(1.0, 0.2),
    "ratio": LognormalRatio.from_interval(0.90, 0.80, 1.02),
    "evidence": from_evidence(0.1, 0.03, 0.04, 0.8),
}
HARMFUL = {"pert_with_harm", "triangular", "normal", "normal_within", "normal_far_below", "ratio", "evidence"}
POINTS = {
    "point": Point(0.1),
    "discrete": Discrete((0.1, 0.1, 0.3), (0.4, 0.6, 0.0)),
    "beta": Beta(0.1, 0.0),
    "beta_of_none": Beta(0.0, 0.0),
    "beta_of_all": Beta(1.0, 0.0),
    "pert": Pert(0.1, 0.1, 0.1),
    "triangular": Triangular(0.1, 0.1, 0.1),
    "normal": Normal(0.1, 0.0),
    "normal_of_one_value": Normal(0.5, 0.2, 0.1, 0.1),
    "lognormal": Lognormal(0.1, 0.0),
    "ratio": LognormalRatio(0.9, 0.0),
    "evidence": from_evidence(0.1, 0.0, 0.0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_moments_are_those_of_the_values_and_a_quantile_turns_the_probability_round(kind):
    of = KINDS[kind]
    nodes, weights = np.polynomial.legendre.leggauss(600)
    z = 7 * nodes  # the quantile as a function of a normal number is smooth, so that few nodes do
    share = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * 7 * weights
    values = of.quantile(normal.cdf(z))
    assert float(values @ share) == pytest.approx(of.mean, rel=2e-5)
    assert float((values - of.mean) ** 2 @ share) == pytest.approx(of.variance, rel=2e-4)
    middle = np.linspace(0.001, 0.999, 999)
    assert np.abs(of.cdf(of.quantile(middle)) - middle).max() < 1e-9
    assert np.all(np.diff(of.quantile(middle)) > 0)
    assert not of.is_point
    assert of.sd**2 == pytest.approx(of.variance)


@pytest.mark.parametrize("kind", KINDS)
def test_draws_by_the_quantile_have_the_moments(kind):
    of = KINDS[kind]
    drawn = of.quantile(draws(kind).random(MANY))
    assert agrees(drawn, of.mean)
    assert agrees((drawn - of.mean) ** 2, of.variance)
    assert agrees(drawn <= of.mean, of.cdf(of.mean))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_lies_beyond_the_span_and_harm_is_what_lies_below_nothing(kind):
    of = KINDS[kind]
    low, high = of.span
    assert low < of.mean < high
    assert of.quantile([0.0, 1.0]).tolist() == pytest.approx([low, high])
    assert of.cdf([low - 1e-6, high + 1e-6]).tolist() == [0, 1]
    assert of.may_harm == (kind in HARMFUL)
    assert of.may_harm == (float(of.cdf(-1e-12)) > 0)


@pytest.mark.parametrize("kind", POINTS)
def test_without_spread_every_kind_is_a_point(kind):
    of = POINTS[kind]
    value = {"beta_of_none": 0.0, "beta_of_all": 1.0}.get(kind, 0.1)
    assert of.is_point
    assert (of.mean, of.variance, of.sd) == (pytest.approx(value, abs=1e-15), 0, 0)
    assert of.quantile([0.001, 0.5, 0.999]).tolist() == pytest.approx([value] * 3)
    assert of.cdf([value - 1e-9, value + 1e-9]).tolist() == [0, 1]
    assert not of.may_harm


def test_the_few_values_of_a_discrete_one():
    of = Discrete((0.2, -0.1, 0.1), (0.25, 0.25, 0.5))
    assert (of.mean, of.variance) == pytest.approx((0.075, 0.011875))
    assert of.cdf([-0.2, -0.1, 0.0, 0.1, 0.2]).tolist() == [0, 0.25, 0.25, 0.75, 1]
    assert of.quantile([0.0, 0.25, 0.26, 0.75, 0.76, 1.0]).tolist() == [-0.1, -0.1, 0.1, 0.1, 0.2, 0.2]
    assert of.may_harm
    assert not Discrete((-0.1, 0.1), (0.0, 1.0)).may_harm
    assert Discrete((1.0, 2.0), (0.5, 0.5 + 9e-7)).cdf([1.0, 2.0]).tolist() == pytest.approx([0.5, 1], abs=1e-6)


def test_a_new_site_is_less_certain_than_the_study():
    prior = from_evidence(0.10, 0.03, 0.04, 0.8)
    assert prior.variance == pytest.approx((0.8 * 0.03) ** 2 + 0.04**2)
    assert prior.sd > 0.03


def test_a_wider_confidence_is_a_smaller_spread():
    narrow, wide = (LognormalRatio.from_interval(0.9, 0.8, 1.02, level) for level in (0.99, 0.80))
    assert narrow.sd_of_log < wide.sd_of_log


IMPOSSIBLE = {
    "a share with mean 0.4 has an sd below 0.489898; it cannot be 0.49": lambda: Beta(0.4, 0.49),
    "a share with mean 0 has an sd below 0; it cannot be 0.1": lambda: Beta(0.0, 0.1),
    "mean must be between 0 and 1; it is 1.1": lambda: Beta(1.1, 0.1),
    "sd must not be below 0; it is -0.1": lambda: Beta(0.4, -0.1),
    "the likeliest must lie within 0 to 0.2; it is 0.3": lambda: Pert(0.0, 0.3, 0.2),
    "the likeliest must lie within 0.1 to 0.2; it is 0": lambda: Triangular(0.1, 0.0, 0.2),
    "highest must be a finite number; it is inf": lambda: Triangular(0.1, 0.2, np.inf),
    "weight must not be below 0; it is -1": lambda: Pert(0.0, 0.1, 0.2, -1.0),
    "weights must sum to 1; they sum to 0.9": lambda: Discrete((0.1, 0.2), (0.5, 0.4)),
    "weights must sum to 1; they sum to 0": lambda: Discrete((), ()),
    "weight must not be below 0; it is -0.5": lambda: Discrete((0.1, 0.2), (1.5, -0.5)),
    "2 values have 1 weights; each needs one": lambda: Discrete((0.1, 0.2), (1.0,)),
    "spread must not be below 0; it is -1": lambda: Normal(0.0, -1.0),
    "the lowest, 1, is above the highest, 0": lambda: Normal(0.0, 1.0, 1.0, 0.0),
    "limits of 0.2 to inf leave nothing of a normal number around 0.1": lambda: Normal(0.1, 0.0, lowest=0.2),
    "limits of 50 to inf leave nothing of a normal number around 0": lambda: Normal(0.0, 1.0, lowest=50.0),
    "median must be above 0; it is 0": lambda: LognormalRatio(0.0, 0.1),
    "sd_of_log must not be below 0; it is -0.1": lambda: Lognormal(1.0, -0.1),
    "low must be above 0; it is 0": lambda: LognormalRatio.from_interval(0.9, 0.0, 1.0),
    "confidence must be above 0 and below 1; it is 1": lambda: LognormalRatio.from_interval(0.9, 0.8, 1.0, 1.0),
    "discount must not be below 0; it is -0.5": lambda: from_evidence(0.1, 0.03, 0.04, -0.5),
    "u must be between 0 and 1; it is 1.5": lambda: Normal(0.0, 1.0).quantile([0.5, 1.5]),
    "value must be a finite number; it is nan": lambda: Point(float("nan")),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
