"""Paid for failure: the worked figures, a bivariate normal, simulated evaluations, and what holds of all payment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.overpaid import overpaid, overpaid_among
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.distributions import Beta, Normal
from sibmodel.risk.normal import both_below, cdf, density
from sibmodel.risk.pieces import Knot
from tests.analysis.figures import params, reproduced
from tests.support.draws import near, often
from tests.support.simulation import MANY, draws

M, T, S = 0.06, 0.05, 0.04
STEPS = Canonical(knots=(Knot(0.05, jump=800_000.0), Knot(0.10, jump=1_000_000.0, bend=9e6))).capped(3e6)


def linear(price, cap):
    return Canonical(knots=(Knot(0.0, bend=price),)).capped(cap)


def g4(m, t, s, v, cap, V):  # noqa: N803
    found = overpaid(linear(v, cap), Normal(m, t), s, worth=V)
    return {
        "E_pay": found.payment,
        "E_value": found.worth,
        "E_overpayment": found.overpayment,
        "P_overpaid": found.chance_overpaid,
        "P_paid_and_harmful": found.paid_without_effect,
        "net": found.net,
    }


OBTAINED = {"G4": g4}


def test_every_figure_is_reproduced():
    assert reproduced("G4", g4(**params("G4"))) == 6


def test_what_is_known_of_two_normal_numbers_comes_out():
    """True and measured effects are two, with correlation t / sqrt(t^2 + s^2); payment is on the second alone."""
    wide = np.hypot(T, S)
    found = overpaid(linear(20e6, 3e6), Normal(M, T), S, worth=25e6)
    assert found.payment == pytest.approx(float(linear(20e6, 3e6).mean(M, wide)), rel=1e-10)
    harmful = float(both_below(-M / T, M / wide, -T / wide))
    assert found.paid_without_effect == pytest.approx(harmful, abs=1e-8)
    unpaid = float(cdf(-M / wide)) - (float(cdf(-M / T)) - harmful)
    assert found.unpaid_with_effect == pytest.approx(unpaid, abs=1e-8)


def test_what_jumps_between_effects_is_met_exactly():
    """Steps that begin above no effect: the chance by two normal numbers, amounts by a fine grid of true effects."""
    found, wide = overpaid(STEPS, Normal(M, T), S, worth=25e6), np.hypot(T, S)
    harmful = float(both_below(-M / T, (M - 0.05) / wide, -T / wide))
    assert found.paid_without_effect == pytest.approx(harmful, abs=1e-8)
    z = np.linspace(-9, 9, 900_002)
    weights = density(z) / density(z).sum()
    fine = overpaid_among(M + T * z, weights, STEPS, S, worth=25e6)
    assert found.overpayment == pytest.approx(fine.overpayment, rel=1e-7)
    assert found.unpaid_harm == pytest.approx(fine.unpaid_harm, rel=1e-7)
    assert found.chance_overpaid == pytest.approx(fine.chance_overpaid, abs=1e-5)  # it jumps at no effect


@pytest.mark.parametrize("schedule", [linear(20e6, 3e6), STEPS], ids=["linear", "steps"])
@pytest.mark.parametrize("prior", [Normal(M, T), Beta(0.08, 0.05)], ids=["normal", "beta"])
def test_simulated_evaluations_are_paid_and_worth_as_much(schedule, prior):
    rng = draws("G4")
    true = prior.quantile(rng.random(MANY))
    paid, worth = schedule.value(true + S * rng.standard_normal(MANY)), 25e6 * true
    found = overpaid(schedule, prior, S, worth=25e6)
    near(paid, found.payment)
    near(worth, found.worth)
    near(np.maximum(paid - worth, 0), found.overpayment)
    near(np.where(paid == 0, np.maximum(-worth, 0), 0), found.unpaid_harm)
    near(np.where(paid > 0, np.maximum(paid - worth, 0), 0), found.paid_too_much)
    often((paid > 0) & (paid > worth), found.chance_overpaid)
    often((paid > 0) & (true <= 0), found.paid_without_effect)
    often((paid == 0) & (true > 0), found.unpaid_with_effect)


@given(st.floats(-0.05, 0.15), st.floats(0.005, 0.1), st.floats(0, 0.1), st.floats(1e6, 5e7))
def test_what_is_paid_too_much_is_between_nothing_and_all(mean, sd, error, worth):
    found = overpaid(STEPS, Normal(mean, sd), error, worth=worth)
    assert found.overpayment >= found.payment - found.worth - 1e-3
    assert found.paid_too_much >= -1e-3
    assert 0 <= found.unpaid_harm <= found.overpayment + 1e-3
    assert found.paid_without_effect <= found.chance_overpaid + 1e-9
    assert found.chance_overpaid + found.unpaid_with_effect <= 1 + 1e-9


@given(st.floats(0.0, 0.15), st.floats(0.005, 0.1), st.floats(0.001, 0.1))
def test_better_evaluation_lowers_what_is_paid_for_failure(mean, sd, error):
    """Of a price that is right for each unit: without error, nothing is paid too much."""
    exact, noisy = (overpaid(linear(25e6, 4e6), Normal(mean, sd), each, worth=25e6) for each in (0.0, error))
    assert exact.paid_too_much == pytest.approx(0, abs=1e-2)
    assert noisy.paid_too_much > exact.paid_too_much
    assert noisy.paid_without_effect >= exact.paid_without_effect == pytest.approx(0, abs=1e-6)  # what is next to 0


def test_several_effects_are_weighed():
    """Three cases without error: harm unpaid, just enough, paid too little."""
    found = overpaid_among(np.array([-0.1, 0.05, 0.2]), np.array([0.2, 0.3, 0.5]), linear(10e6, 1e6), 0.0, worth=10e6)
    assert found.payment == pytest.approx(0.3 * 500_000 + 0.5 * 1_000_000)
    assert found.worth == pytest.approx(10e6 * (-0.02 + 0.015 + 0.1))
    assert found.overpayment == found.unpaid_harm == pytest.approx(200_000)
    assert (found.chance_overpaid, found.paid_without_effect, found.unpaid_with_effect) == (0, 0, 0)
    of_nothing = overpaid_among(np.zeros(1), np.ones(1), linear(10e6, 1e6), 0.0, worth=10e6)
    assert of_nothing.chance_overpaid == 0  # nothing is paid for nothing, which is not too much


IMPOSSIBLE = {
    "worth must be above 0; it is 0": lambda: overpaid(STEPS, Normal(M, T), S, worth=0.0),
    "error must not be below 0; it is -1": lambda: overpaid(STEPS, Normal(M, T), -1.0, worth=1.0),
    "weights must sum to 1; they sum to 0.5": lambda: overpaid_among(
        np.zeros(1), np.full(1, 0.5), STEPS, 0.0, worth=1.0
    ),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
