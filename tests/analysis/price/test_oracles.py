"""Worked prices, by deals that state them: exactly on the plan, within 4.5 standard errors where they are drawn."""

from __future__ import annotations

from math import sqrt

import pytest

from sibmodel.analysis.price.frontier import TAIL, Caps
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.targets import Target
from tests.analysis.price.deals import CAP, ORACLES, PRICE, worked

ERRORS = 4.5
SCENARIOS = 2**17


@pytest.mark.parametrize("stated", [0.0, 1.0, 20_000.0, 5e6])
@pytest.mark.parametrize("kind", ["irr", "npv"])
def test_e1_the_price_for_a_target_rate(kind, stated):
    of = ORACLES["E1"]
    found = price(worked(stated), target=Target(kind, of["params"]["irr"])).found
    assert (found.solved.kind, found.error) == ("one", 0.0)
    assert found.value == pytest.approx(of["value"]["price"], rel=1e-9)
    assert found.rounded == 24_447.75  # 24,447.74 earns a little less than 8 %


def test_e2_the_price_for_a_chance_of_loss():
    of = ORACLES["E2"]
    deal = worked(20_000.0, sd=of["params"]["sd"])
    chance = of["params"]["p_loss"]
    found = price(deal, target=Target("loss", of["params"]["r"], chance), scenarios=SCENARIOS).found
    assert found.solved.kind == "one"
    assert found.scenarios == SCENARIOS
    assert 0 < found.error < 150
    assert abs(found.value - of["value"]["price"]) <= ERRORS * found.error
    low, high = found.proof
    assert low.figure > chance >= high.figure
    neutral = price(deal, target=Target("npv", of["params"]["r"]), scenarios=SCENARIOS).found
    assert abs(neutral.value - ORACLES["E1"]["value"]["price"]) <= ERRORS * neutral.error


def test_e4_the_frontier_of_cap_and_price():
    of = ORACLES["E4"]
    deal = worked(20_000.0, sd=ORACLES["E2"]["params"]["sd"], cap=2_500_000.0)
    found = price(deal, target=Target("npv", 0.08), scenarios=SCENARIOS, caps=Caps(CAP, tuple(of["params"]["caps"])))
    compared = 0
    for point in found.frontier.points:
        expected = of["value"][f"{point.cap:.0f}"]
        assert abs(point.found.value - expected["price"]) <= ERRORS * point.found.error
        share, error = point.binds  # and the price, which moves it by no more than 1 in 20,000 for each unit
        assert abs(share - expected["p_cap"]) <= ERRORS * (error + point.found.error / 20_000)
        assert point.sd == pytest.approx(expected["sd_pay"], rel=ERRORS * sqrt(10 / SCENARIOS))
        assert point.paid == pytest.approx(of["params"]["target_expected_payment"], rel=1e-6)
        assert point.tail == pytest.approx(min(point.cap, point.found.value * (75 + 1.644854 * 22.1218)), rel=0.01)
        compared += 1
    assert (compared, TAIL) == (4, 0.95)
    assert found.found.value == pytest.approx(found.frontier.points[2].found.value)  # the cap that the file states


def test_e9_the_price_of_a_delay():
    month, year_and_half = (ORACLES["E9"]["value"][key] for key in ("one_month", "eighteen_month"))
    now, later, latest = (
        price(worked(20_000.0, periods=54, period="month", paid_after=lag), target=Target("irr", 0.08)).found.value
        for lag in (0, 1, 18)
    )
    assert later / now - 1 == pytest.approx(month, abs=1e-8)
    assert latest / now - 1 == pytest.approx(year_and_half, abs=1e-8)


def test_the_ceiling_is_what_is_avoided_less_own_costs():
    """What one of 75 outcomes saves when it is measured, discounted as the payment is, is the most that it can cost."""
    savings = {
        "cash": {"agency": "council", "value_class": "cashable", "outcome": "jobs", "value": 9_000.0},
        "beds": {"agency": "health", "value_class": "fiscal", "outcome": "jobs", "value": 12_000.0},
        "lives": {"agency": "all", "value_class": "social", "outcome": "jobs", "value": 20_000.0},
    }
    found = price(worked(20_000.0, savings=savings), target=Target("irr", 0.08))
    tops = {each.perspective.key: each.value for each in found.ceilings}
    assert tops == pytest.approx({"payers": 9_000.0, "government": 21_000.0, "society": 41_000.0}, rel=1e-9)
    gaps = {each.perspective: each.gap for each in found.corridor.gaps}
    floor = ORACLES["E1"]["value"]["price"]
    assert gaps == pytest.approx({key: top - floor for key, top in tops.items()}, rel=1e-9)
    assert found.corridor.rises
    assert found.lever.key == PRICE
