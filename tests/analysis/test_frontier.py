"""The frontier of caps and prices: the worked figures, simulated payments, and what holds of every frontier."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sibmodel.analysis.closed.frontier import FrontierPoint, Outcomes, cap_frontier
from sibmodel.analysis.closed.price import NoPrice
from tests.analysis.figures import params, reproduced
from tests.support.draws import near, often, spread
from tests.support.simulation import MANY, draws

MEANS = st.floats(5, 500)
SPREADS = st.floats(0, 1.0)
ROOM = st.floats(0.8, 4)


def frontier(of):
    return cap_frontier(of["target_expected_payment"], Outcomes(of["mu"], of["sd"]), of["caps"])


def e4(**of):
    return {
        f"{point.cap:.0f}": {"price": point.price, "p_cap": point.chance_of_cap, "sd_pay": point.sd}
        for point in frontier(of)
    }


OBTAINED = {"E4": e4}


def test_every_figure_is_reproduced():
    assert reproduced("E4", e4(**params("E4"))) == 12


def test_simulated_payments_come_to_what_is_expected_at_every_point():
    of = params("E4")
    for number, point in enumerate(frontier(of)):
        outcomes = np.maximum(draws(f"E4.{number}").normal(of["mu"], of["sd"], MANY), 0)
        paid = np.minimum(point.price * outcomes, point.cap)
        near(paid, of["target_expected_payment"])
        spread(paid, point.sd)
        often(paid >= point.cap, point.chance_of_cap)
        often(paid <= point.p95, 0.95 if point.chance_of_cap < 0.05 else 1.0)


@given(MEANS, SPREADS, ROOM)
def test_the_price_pays_what_is_needed_or_none_does(mean, relative, room):
    outcomes, needed = Outcomes(mean, relative * mean), 1e6
    (found,) = cap_frontier(needed, outcomes, [room * needed])
    if isinstance(found, NoPrice):
        dearest = outcomes.paid(1_000 * needed / outcomes.counted, room * needed)
        assert float(dearest.mean(mean, outcomes.sd)) < needed
        return
    paid = outcomes.paid(found.price, found.cap)
    assert float(paid.mean(mean, outcomes.sd)) == pytest.approx(needed, rel=1e-9)
    assert found.p95 <= found.cap * (1 + 1e-12)
    assert found.above_uncapped >= -1e-12


@given(MEANS, SPREADS, ROOM, st.floats(0.01, 2))
def test_a_higher_cap_lowers_the_price_and_spreads_payments(mean, relative, room, more):
    outcomes = Outcomes(mean, relative * mean)
    tight, loose = cap_frontier(1e6, outcomes, [room * 1e6, (room + more) * 1e6])
    assume(isinstance(tight, FrontierPoint))
    assert loose.price <= tight.price * (1 + 1e-9)
    assert loose.sd >= tight.sd - 1e-3


def test_a_plan_without_noise_pays_nothing_for_a_cap_above_it():
    points = cap_frontier(1_833_580.8, Outcomes(75.0, 0.0), [1_833_580.8, 2_000_000.0, 1_833_580.0])
    assert [point.price for point in points[:2]] == [pytest.approx(24_447.744)] * 2
    assert [point.chance_of_cap for point in points[:2]] == [1, 0]
    assert [point.above_uncapped for point in points[:2]] == [pytest.approx(0)] * 2
    assert isinstance(points[2], NoPrice)


def test_a_cap_that_all_but_forbids_the_deal_still_has_its_price():
    outcomes, needed = Outcomes(75.0, 22.0), 1e6
    dearest = needed / outcomes.counted * 1_000
    most = float(outcomes.paid(dearest, needed * 1.001).mean(75.0, 22.0))
    found, none = (cap_frontier(most * (1 + more), outcomes, [needed * 1.001])[0] for more in (-1e-8, 1e-8))
    assert isinstance(none, NoPrice)
    assert found.above_uncapped > 100
    assert float(outcomes.paid(found.price, found.cap).mean(75.0, 22.0)) == pytest.approx(most * (1 - 1e-8), rel=1e-11)


IMPOSSIBLE = {
    "mean must be above 0; it is 0": lambda: Outcomes(0.0, 1.0),
    "sd must not be below 0; it is -1": lambda: Outcomes(1.0, -1.0),
    "cap must be above 0; it is 0": lambda: cap_frontier(1.0, Outcomes(1.0, 0.0), [2.0, 0.0]),
    "cap must be a finite number; it is inf": lambda: cap_frontier(1.0, Outcomes(1.0, 0.0), [float("inf")]),
    "expected must be above 0; it is 0": lambda: cap_frontier(0.0, Outcomes(1.0, 0.0), [1.0]),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
