"""Prices: the worked figures, simulated losses, and what holds of every price."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sibmodel.analysis.closed.present import moved, present_value
from sibmodel.analysis.closed.price import (
    LoadedPrice,
    NoPrice,
    Price,
    price_for_certainty,
    price_for_chance,
    price_for_rate,
    raised_by_delay,
    spread_borne,
)
from sibmodel.engine.roots import all_growth_roots
from tests.analysis.figures import params, reproduced
from tests.support.draws import often
from tests.support.simulation import MANY, draws

RATES = st.floats(-0.05, 0.3)
COSTS = st.lists(st.floats(1_000, 1e6), min_size=1, max_size=4)
OUTCOMES = st.lists(st.floats(0.5, 500), min_size=1, max_size=4)
CHANCES = st.floats(0.01, 0.49)


def e1(costs, outcomes, t_pay, irr):
    costs = {int(year): amount for year, amount in costs.items()}
    found = price_for_rate(costs, {t_pay: outcomes}, irr)
    flows = np.zeros(t_pay + 1)
    for year, amount in costs.items():
        flows[year] -= amount
    flows[t_pay] += found.amount * outcomes
    (growth,) = all_growth_roots(flows, np.arange(t_pay + 1.0))
    return {"pv_cost": found.cost, "price": found.amount, "irr_check": growth - 1}


def e2(pv_cost, mu, sd, t, r, p_loss):
    found = price_for_chance(pv_cost, mu, sd, years=t, rate=r, chance=p_loss)
    return {"price": found.amount, "risk_loading": found.loading, "p_loss_at_riskneutral": found.loss_at_neutral}


def e3(m, s, K, a):  # noqa: N803
    price = price_for_certainty(K, m, s, aversion=a)
    return {"price": price, "check": price * m - K - a / 2 * price**2 * s**2, "exists": not isinstance(price, NoPrice)}


def e9(rate, months):
    return dict(zip(("one_month", "eighteen_month"), (raised_by_delay(rate, each) for each in months), strict=True))


OBTAINED = {"E1": e1, "E2": e2, "E3": e3, "E9": e9}


@pytest.mark.parametrize("name", OBTAINED)
def test_every_figure_is_reproduced(name):
    assert reproduced(name, OBTAINED[name](**params(name))) > 0


# --- a target rate ------------------------------------------------------------------------------------------------


@given(COSTS, OUTCOMES, RATES)
def test_the_price_for_a_rate_gives_that_rate_back(costs, outcomes, rate):
    """Costs come first, outcomes after them, so that there is one rate."""
    paid = dict(enumerate(outcomes, start=len(costs)))
    found = price_for_rate(dict(enumerate(costs)), paid, rate)
    flows = np.array([-cost for cost in costs] + [number * found.amount for number in outcomes])
    (growth,) = all_growth_roots(flows, np.arange(float(flows.size)), points=401)
    assert growth - 1 == pytest.approx(rate, abs=1e-9)


@given(COSTS, OUTCOMES, RATES, st.floats(1, 60))
def test_later_payment_raises_the_price_by_the_share_that_is_told(costs, outcomes, rate, months):
    costs = dict(enumerate(costs))
    now = price_for_rate(costs, dict(enumerate(outcomes)), rate)
    later = price_for_rate(costs, {year + months / 12: number for year, number in enumerate(outcomes)}, rate)
    assert later.amount / now.amount - 1 == pytest.approx(raised_by_delay(rate, months), abs=1e-9)


def test_other_income_lowers_the_price():
    both = {0: 900_000.0}, {2: 100.0}
    without, helped = price_for_rate(*both, 0.05), price_for_rate(*both, 0.05, other_income={1: 105_000.0})
    assert (without.cost - helped.cost, without.outcomes) == (pytest.approx(100_000), helped.outcomes)
    assert helped.amount == pytest.approx(without.amount * 8 / 9)


def test_without_outcomes_there_is_no_price():
    nothing = NoPrice("no outcome is expected")
    assert price_for_rate({0: 100.0}, {}, 0.08) == price_for_rate({0: 100.0}, {1: 0.0}, 0.08) == nothing
    assert price_for_chance(100.0, 0.0, 1.0, years=1, rate=0.0, chance=0.1) == nothing
    assert price_for_certainty(100.0, 0.0, 1.0, aversion=0.1) == nothing


@given(st.floats(-1e6, 1e6), RATES, st.floats(0, 10))
def test_there_and_back_is_where_it_was(amount, rate, years):
    assert moved(moved(amount, rate, years), rate, -years) == pytest.approx(amount, rel=1e-12)
    assert present_value({years: amount}, rate) == moved(amount, rate, -years)


# --- a chance of loss ---------------------------------------------------------------------------------------------


def test_as_many_deals_lose_as_are_allowed_to():
    of = params("E2")
    price = e2(**of)["price"]
    drawn = draws("E2").normal(of["mu"], of["sd"], MANY)
    often(price * drawn * 1.08**-3 < of["pv_cost"], of["p_loss"])
    often(of["pv_cost"] * 1.08**3 / of["mu"] * drawn * 1.08**-3 < of["pv_cost"], 0.5)


@given(st.floats(1e4, 1e7), st.floats(10, 1000), st.floats(0, 0.3), st.floats(0, 5), RATES, CHANCES)
def test_the_spread_that_a_price_bears_is_that_it_was_made_for(cost, mean, relative, years, rate, chance):
    found = price_for_chance(cost, mean, relative * mean, years=years, rate=rate, chance=chance)
    assume(isinstance(found, LoadedPrice))
    borne = spread_borne(found.amount, cost, mean, years=years, rate=rate, chance=chance)
    assert borne == pytest.approx(relative * mean, abs=1e-9 * mean / 0.02)
    assert found.loading >= 0


@given(st.floats(1, 60), CHANCES, CHANCES)
def test_more_caution_and_more_noise_cost_more(sd, one, other):
    of = {"cost": 1e6, "mean": 200.0, "years": 3, "rate": 0.05}
    bolder, warier = (price_for_chance(sd=sd, chance=each, **of) for each in (max(one, other), min(one, other)))
    assert warier.amount >= bolder.amount
    assert price_for_chance(sd=sd + 1, chance=one, **of).amount > price_for_chance(sd=sd, chance=one, **of).amount


def test_without_spread_the_price_is_that_of_the_mean():
    found = price_for_chance(1_000.0, 10.0, 0.0, years=1, rate=0.1, chance=0.05)
    assert (found.amount, found.neutral, found.loss_at_neutral) == (110, 110, 0)
    assert spread_borne(109.0, 1_000.0, 10.0, years=1, rate=0.1, chance=0.05) is None


def test_where_outcomes_fail_to_come_too_often_no_price_helps():
    said = price_for_chance(1e6, 100.0, 80.0, years=1, rate=0.0, chance=0.10)
    assert said.because == "with a chance of 10.6 % no outcome is measured at all, and 10.0 % is borne"
    often(draws("none").normal(100, 80, MANY) <= 0, 0.1056498)


# --- a certain equivalent -----------------------------------------------------------------------------------------


@given(st.floats(0, 1e6), st.floats(1, 100), st.floats(0, 50), st.floats(0, 1e-5))
def test_a_certain_equivalent_is_worth_its_cost_and_a_little_less_is_not(cost, mean, sd, aversion):
    price = price_for_certainty(cost, mean, sd, aversion=aversion)

    def worth(at):
        return at * mean - aversion / 2 * (at * sd) ** 2 - cost

    if isinstance(price, NoPrice):
        assert max(worth(at) for at in np.linspace(0, 4 * cost / mean, 4001)) < 0
    else:
        assert worth(price) == pytest.approx(0, abs=1e-9 * max(cost, 1))
        assert all(worth(at) <= 1e-9 * cost for at in np.linspace(0, price, 50))


def test_without_aversion_or_spread_it_is_the_mean_that_counts():
    assert (
        price_for_certainty(1_000.0, 50.0, 10.0, aversion=0.0)
        == price_for_certainty(1_000.0, 50.0, 0.0, aversion=1.0)
        == 20
    )


def test_where_no_price_is_worth_it_that_is_said_with_the_most_that_could_be():
    found = price_for_certainty(1_000.0, 50.0, 50.0, aversion=1e-3)
    said = "for certain, what is paid is worth no more than 500 at any price, and the cost is 1,000"
    assert found == NoPrice(said)
    assert isinstance(price_for_rate({0: 1_000.0}, {0: 50.0}, 0.0), Price)


IMPOSSIBLE = {
    "rate must be above -1; it is -1": lambda: price_for_rate({0: 1.0}, {1: 1.0}, -1.0),
    "outcomes must not be below 0; it is -1": lambda: price_for_rate({0: 1.0}, {1: -1.0}, 0.0),
    "amount must be a finite number; it is nan": lambda: present_value({1: float("nan")}, 0.0),
    "cost must be above 0; it is 0": lambda: price_for_chance(0.0, 1.0, 1.0, years=1, rate=0.0, chance=0.1),
    "sd must not be below 0; it is -1": lambda: price_for_chance(1.0, 1.0, -1.0, years=1, rate=0.0, chance=0.1),
    "chance must be above 0 and below 1; it is 10": lambda: price_for_chance(
        1.0, 1.0, 1.0, years=1, rate=0.0, chance=10
    ),
    "chance must be above 0 and below one half; it is 0.5": lambda: spread_borne(
        1.0, 1.0, 1.0, years=1, rate=0.0, chance=0.5
    ),
    "aversion must not be below 0; it is -1": lambda: price_for_certainty(1.0, 1.0, 1.0, aversion=-1),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
