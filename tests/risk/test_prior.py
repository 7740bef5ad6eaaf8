"""Payments under a prior of any shape."""

import numpy as np
import pytest

from sibmodel.risk.bounded import Pert, Triangular
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.distributions import LognormalRatio, Normal
from sibmodel.risk.pieces import Knot
from sibmodel.risk.prior import effects_of, payment_under
from tests.support.draws import near, often, spread

DRAWS = 400_000
STEPS = Canonical(knots=(Knot(0.05, jump=400.0), Knot(0.10, jump=600.0)))
BANDS = Canonical(knots=(Knot(0.05, 50.0, 1000.0), Knot(0.20, bend=-1000.0)))
PRIORS = [Pert(-0.05, 0.10, 0.25), Triangular(0.0, 0.1, 0.2), LognormalRatio(0.9, 0.1), Normal(0.06, 0.05, lowest=0.0)]


@pytest.mark.parametrize("schedule", [STEPS, BANDS], ids=["steps", "bands"])
@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: type(prior).__name__)
@pytest.mark.parametrize("error", [0.0, 0.01, 0.05])
def test_a_payment_under_any_prior_agrees_with_draws(schedule, prior, error):
    rng = np.random.default_rng(81)
    paid = schedule.value(prior.quantile(rng.random(DRAWS)) + error * rng.standard_normal(DRAWS))
    found = payment_under(schedule, prior, error)
    near(paid, found.mean)
    spread(paid, found.sd)
    often(paid > 0, found.paid)


@pytest.mark.parametrize("schedule", [STEPS, BANDS], ids=["steps", "bands"])
@pytest.mark.parametrize("error", [0.0, 0.004, 0.05])
def test_a_normal_prior_is_more_noise(schedule, error):
    found, both = payment_under(schedule, Normal(0.06, 0.05), error), np.hypot(0.05, error)
    closed = [schedule.mean(0.06, both), schedule.sd(0.06, both), schedule.probability_paid(0.06, both)]
    assert [found.mean, found.sd, found.paid] == pytest.approx([float(each) for each in closed], rel=1e-7)


def test_without_error_all_is_doubt_and_without_doubt_all_is_error():
    assert payment_under(STEPS, Normal(0.06, 0.05), 0.0).of_doubt == pytest.approx(1)
    sure = payment_under(STEPS, Normal(0.06, 0.0), 0.04)
    assert sure.of_doubt == pytest.approx(0, abs=1e-12)
    assert sure.mean == pytest.approx(float(STEPS.mean(0.06, 0.04)))
    assert payment_under(STEPS, Normal(0.06, 0.0), 0.0).of_doubt == 0


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: type(prior).__name__)
def test_effects_with_weights_have_the_moments_of_the_prior(prior):
    effects, weights = effects_of(prior)
    assert weights.sum() == pytest.approx(1)
    assert float(weights @ effects) == pytest.approx(prior.mean, rel=1e-5)
    assert float(weights @ (effects - prior.mean) ** 2) == pytest.approx(prior.variance, rel=1e-4)
