"""A price that was taken out of a template is found again from the internal rate that it had given."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import sibmodel
from sibmodel.analysis.price.finding import find
from sibmodel.analysis.price.grounds import OnDraws, OnPlan
from sibmodel.analysis.price.levers import ALL_PRICES, prices_of, read_lever
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.targets import Target
from sibmodel.engine.evaluate import evaluate
from sibmodel.files.templates import templates
from sibmodel.risk.simulation import simulate

HALF_A_CENT = 0.005
RATE = ["investors.total.irr", "investors.total.irr_status"]


@cache
def deals():
    return {name: sibmodel.read_deal(each.path) for name, each in templates().items()}


def rate_of(deal, base):
    """The unrounded internal rate of all investors; None where there is no single one."""
    found = evaluate(deal.written, base, keep=RATE)
    return float(found[RATE[0]][0, 0]) if found[RATE[1]][0, 0] == 1 else None


def solved(deal, path, base, rate):
    target = Target("irr", rate)
    ground = OnPlan(deal, read_lever(deal, path, base), base, (target.reading(),))
    return find(ground, 0, rate, target.close)


def test_prices_of_every_template_are_found_again_to_the_cent():
    exact, stretches, several = [], [], []
    for name, deal in deals().items():
        for entry in prices_of(deal)[:3]:
            rate = rate_of(deal, {})
            if rate is None or entry.value == 0:
                continue
            found = solved(deal, entry.path, {entry.path: 0.0}, rate)  # the price is removed: nothing hints at it
            for each in found.solved.crossings:
                if each.passed == "root" and abs(each.value - entry.value) <= HALF_A_CENT:
                    (exact if found.solved.kind == "one" else several).append(entry.path)
                    break
                if each.passed == "stretch" and each.below.at - 1e-3 <= entry.value <= each.above.at + 1e-3:
                    ends = [rate_of(deal, {entry.path: end.at}) for end in (each.below, each.above)]
                    assert ends == pytest.approx([rate, rate], abs=2e-6)
                    stretches.append(entry.path)
                    break
            else:
                pytest.fail(f"{name} {entry.path}: {entry.value} is not among {found.solved.crossings[:4]}")
    assert len(exact) >= 30
    assert len(stretches) <= 33  # prices of what the plan does not reach, or that a limit cuts
    assert len(several) <= 1


@pytest.mark.parametrize("name", ["starter_homelessness", "starter_three_tranches", "denver_supportive_housing"])
def test_all_prices_together(name):
    deal = deals()[name]
    lever, compared = read_lever(deal, ALL_PRICES), 0
    for factor in (0.9, 1.0, 1.0321):
        inputs = {path: float(value[0]) for path, value in lever.inputs(factor).items()}
        rate = rate_of(deal, inputs)
        assert rate is not None
        value = solved(deal, ALL_PRICES, {}, rate).value
        compared += len(lever.values)
        if name == "denver_supportive_housing":  # payments of nearly ten millions, which are rounded to cents
            assert value == pytest.approx(factor, rel=1e-7)
        else:
            assert all(abs(now * (value - factor)) <= HALF_A_CENT for now in lever.values.values() if now < 10_000)
    assert compared >= 9


def test_under_a_scenario_and_for_one_investor():
    deal = deals()["starter_three_tranches"]
    base = deal.changed_numbers("downside")
    line = "investors.first_loss.irr"
    lever = read_lever(deal, ALL_PRICES)
    inputs = {**base, **{path: float(value[0]) for path, value in lever.inputs(1.23).items()}}
    rate = float(evaluate(deal.written, inputs, keep=[line])[line][0, 0])
    found = price(deal, ALL_PRICES, Target("irr", rate, investor="first_loss"), scenario="downside")
    assert found.found.value == pytest.approx(1.23, abs=1e-7)
    assert (found.scenarios, found.found.error) == (0, 0.0)


def test_a_cap_and_a_share_are_levers_too():
    deal = deals()["starter_workforce"]
    for path, value in (("terms.limits.each_person.amount", 2_600.0), ("terms.payers.department.max", 1_000_000.0)):
        rate = rate_of(deal, {path: value})
        assert solved(deal, path, {}, rate).value == pytest.approx(value, abs=HALF_A_CENT)
    health = deals()["starter_health"]
    path = "terms.payments.days.share"
    assert solved(health, path, {}, rate_of(health, {path: 0.7531})).value == pytest.approx(0.7531, abs=1e-7)


def test_the_proof_stands_a_cent_apart_on_either_side():
    deal = deals()["starter"]
    found = price(deal, target=Target("irr", 0.08)).found
    low, high = found.proof
    assert high.at - low.at == pytest.approx(0.01)
    assert low.figure < 0.08 <= high.figure
    path = "terms.payments.jobs.prices.in_work"
    assert [rate_of(deal, {path: each.at}) for each in found.proof] == pytest.approx(
        [low.figure, high.figure], rel=1e-9
    )
    assert found.rounded == high.at
    assert low.at <= found.value <= high.at


def test_the_figures_at_the_answer_are_those_of_the_deal_rebuilt_with_it():
    deal = deals()["starter"]
    found = price(deal, target=Target("irr", 0.08))
    rebuilt = sibmodel.project(deal.with_("terms.payments.jobs.prices.in_work", found.found.value))
    assert found.answered.outcome_payments == pytest.approx(rebuilt.number("payments.paid"))
    assert found.answered.returned == pytest.approx(rebuilt.number("investors.total.returned"))
    assert rebuilt.figure("investors.total.irr").value == pytest.approx(0.08, abs=1e-7)
    assert np.isclose(found.stands.figure, sibmodel.project(deal).figure("investors.total.irr").value)


@pytest.mark.parametrize(("rate", "chance"), [(0.0, 0.2), (0.0, 0.1), (0.05, 0.01)])
def test_the_price_for_a_chance_of_loss_is_enough_as_it_is_told(rate, chance):
    """A chance is a staircase: the price that is printed meets the target, and is the upper of the two of the proof."""
    deal, target = deals()["starter"], Target("loss", rate, chance)
    ground = OnDraws(deal, read_lever(deal), {}, (target.reading(),), 4_096)
    found = find(ground, 0, target.figure(4_096), target.close, wanted=target.wanted)
    low, high = found.proof
    assert found.told == found.rounded == high.at == round(high.at, 2)
    changed = deal.with_("terms.payments.jobs.prices.in_work", found.told)
    changed = changed.with_("plan.discount.investors.rate", rate) if rate else changed
    chances = simulate(changed, 4_096).chances
    assert (
        chances["investors.total.below_hurdle" if rate else "investors.total.below_one"].value == high.figure <= chance
    )
    assert low.figure > chance
    assert high.at - low.at < 0.1 * found.error
