"""What a pricing says beside the price: out of reach and why, what is held fixed, ceilings, moves, common draws."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

import sibmodel
from sibmodel.analysis.price.corridor import Basis
from sibmodel.analysis.price.finding import find
from sibmodel.analysis.price.frontier import Caps
from sibmodel.analysis.price.grounds import OnDraws, OnPlan
from sibmodel.analysis.price.levers import ALL_PRICES, prices_of, read_lever
from sibmodel.analysis.price.moves import moves_of
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.readings import amount, falls_short, figures_at, net_present_value
from sibmodel.analysis.price.taken import refusal
from sibmodel.analysis.price.targets import Target, usual_target
from sibmodel.errors import ScenarioError
from sibmodel.files.templates import templates
from sibmodel.risk.simulation import simulate
from tests.analysis.price.deals import CAP, PRICE, worked

FEW = 9_000


@cache
def deal(name):
    return sibmodel.read_deal(templates()[name].path)


# --- out of reach ------------------------------------------------------------------------------------------------


def test_a_cap_that_binds_is_named_with_the_best_that_can_be_had():
    found = price(worked(20_000.0, cap=1_600_000.0), target=Target("irr", 0.08))
    assert found.found.solved.kind == "none"
    assert found.found.value is None
    best = (1_600_000 / 75, 0.0250648)  # 900,000 and 600,000 a year on grow to 1,600,000
    assert found.nearest.at == pytest.approx(best[0], rel=1e-6)
    assert -900_000 * (1 + found.nearest.figure) ** 3 - 600_000 * (1 + found.nearest.figure) ** 2 + 1_600_000 == (
        pytest.approx(0, abs=1)
    )
    assert found.because == (
        "From there on the cap over the contract of Council binds: nothing more is paid for outcomes.",
    )
    assert found.answered.outcome_payments == pytest.approx(1_600_000)
    assert found.corridor is None


def test_payments_that_do_not_depend_on_the_lever():
    found = price(deal("cuyahoga"), target=Target("irr", 0.02), scenario="as_realised")
    assert found.because == ("Outcome payments do not depend on it: they come to 0 at any value.",)
    assert found.found.solved.nearest.figure == -1.0
    assert found.nearest is None


def test_a_loan_that_is_repaid_earns_no_more():
    found = price(deal("cuyahoga"), target=Target("irr", 0.06))
    assert found.found.solved.kind == "none"
    assert "What investors get back rises no further: 3,734,637 for 3,525,000 put in." in found.because[0]


def test_what_comes_back_anyway():
    given = deal("transforming_rehabilitation")
    found = price(given, target=Target("irr", 0.05), scenario="highest_bid")
    assert found.found.solved.kind == "none"
    assert found.nearest.at == 0.0
    assert found.nearest.figure > 0.05
    assert found.because == ("Investors do better than that at any value: 7,491,666 comes back even there.",)


def test_a_grant_puts_nothing_at_risk():
    from tests.payments.deals import card, count, signed

    given = signed({"jobs": card("jobs", 10.0)}, {"jobs": count(5, of="outcomes")})
    with pytest.raises(ScenarioError, match="nobody's money is at risk"):
        price(given, target=Target("irr", 0.05))


def test_a_threshold_is_leapt_over_and_both_sides_are_told():
    rikers = deal("rikers_able")
    path = "terms.payments.recidivism.tiers.at_10.at_least"
    found = price(rikers, path, Target("irr", -0.02), scenario="at_10").found
    assert found.solved.kind == "jump"
    assert found.value == pytest.approx(0.10, abs=1e-8)
    assert [round(each.figure, 6) for each in found.proof] == [0.0, -0.069395]
    assert found.rounded is None
    assert found.error == 0.0


def test_cents_are_no_leaps_in_a_deal_of_a_hundred():
    from pathlib import Path

    given = sibmodel.read_deal(Path(__file__).parents[2] / "capital" / "deals" / "shares.yaml")
    found = price(given, target=Target("irr", 0.05)).found
    assert found.solved.kind == "one"
    assert found.rounded == 1.32
    low, high = (each.figure for each in found.proof)
    assert low < 0.05 <= high


def test_several_answers_are_all_told():
    from pathlib import Path

    given = sibmodel.read_deal(Path(__file__).parents[2] / "capital" / "deals" / "lenders.yaml")
    found = price(given, target=Target("irr", 0.05)).found
    assert found.solved.kind == "several"
    assert [each.passed for each in found.solved.crossings] == ["root", "jump", "root"]
    assert [round(each.value, 3) for each in found.solved.crossings] == [0.882, 0.909, 0.916]
    assert found.value == found.solved.crossings[0].value


def test_no_further_than_the_deal_file_goes():
    rikers = deal("rikers_able")
    path = "terms.payments.recidivism.tiers.at_10.at_least"
    found = price(rikers, path, Target("irr", 0.5), scenario="at_11")
    assert (found.found.solved.low, found.found.solved.high) == pytest.approx((0.085, 0.11), abs=1e-8)
    assert "which is not above the tier before it" in refusal(rikers, read_lever(rikers, path), 0.2)


# --- levers and targets ------------------------------------------------------------------------------------------


def test_one_price_is_the_lever_and_several_are_scaled_together():
    assert read_lever(deal("starter")).key == PRICE.replace("jobs.prices.jobs", "jobs.prices.in_work")
    several = read_lever(deal("starter_three_tranches"))
    assert (several.key, several.now, len(several.values)) == (ALL_PRICES, 1.0, 5)
    assert several.inputs(1.5)["terms.payments.people.prices.settled"].tolist() == [8_400.0]


def test_caps_fees_and_penalties_are_no_prices():
    found = {name: [entry.path for entry in prices_of(deal(name))] for name in templates()}
    last = {path.rsplit(".", 1)[-1] for paths in found.values() for path in paths}
    assert last.isdisjoint({"max", "until_paid", "notional", "penalty_per_point", "per_month"})
    assert sum(map(len, found.values())) == 173
    assert found["newpin_sbb"] == []


def test_what_is_held_fixed_is_said():
    alone = price(deal("starter_homelessness"), "terms.payments.homes.prices.moved_in", Target("irr", 0.05))
    assert alone.held[0].startswith("the other prices: Steps into a home: prices: three months 1,800")
    assert alone.held[1].startswith("limits of payments: The council: max per fiscal year 450,000")
    both = price(deal("starter_homelessness"), target=Target("irr", 0.05))
    assert both.held[0].startswith("limits of payments")


@pytest.mark.parametrize(
    ("change", "target", "said"),
    [
        ("terms.payments.jobs.prices.in_wrk", None, "Did you mean 'terms.payments.jobs.prices.in_work'"),
        ("terms.payments.jobs.paid_after", None, "is counted in whole months"),
        ("terms.timeline.starts", None, "is counted in whole days"),
        ("plan.outcomes.in_work.rate", None, "is drawn by risk.uncertain.success"),
        (None, Target("irr", 0.05, investor="senoir"), "there is no investor 'senoir'"),
        (None, Target("irr", 99.0), "a rate of 9,900% cannot be a target"),
        (None, Target("irr", -1.0), "a rate of -100% cannot be a target"),
        (None, Target("loss", 0.0, 1.5), "a chance of 150% cannot be a target"),
    ],
)
def test_what_cannot_be_solved_for_is_refused(change, target, said):
    with pytest.raises(ScenarioError) as caught:
        price(deal("starter"), change, target)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("cap", "said"),
    [
        ("terms.payers.council.maxx", "is not an input of this deal. Did you mean 'terms.payers.council.max'"),
        ("terms.payments.jobs.prices.in_work", "is no limit of payments"),
    ],
)
def test_a_frontier_runs_over_a_cap(cap, said):
    with pytest.raises(ScenarioError) as caught:
        price(deal("starter"), caps=Caps(cap))
    assert said in str(caught.value)


def test_where_no_hurdle_is_stated_the_target_has_to_be():
    with pytest.raises(ScenarioError, match="states no hurdle rate"):
        price(deal("cuyahoga"))
    with pytest.raises(ScenarioError, match="nothing in this deal is uncertain"):
        price(deal("cuyahoga"), target=Target("loss", 0.0, 0.1))
    assert usual_target(deal("starter")) == Target("npv", 0.05)
    assert usual_target(deal("starter_workforce")) == Target("irr", 0.06)


# --- draws -------------------------------------------------------------------------------------------------------


def test_means_are_those_of_the_simulation():
    given = deal("starter_three_tranches")
    lever = read_lever(given)
    readings = (net_present_value("total", 0.06), falls_short("total", 0.06), *figures_at("total"))
    ground = OnDraws(given, lever, {}, readings, FEW, seed=3)
    seen, run = ground.at(np.array([1.0])), simulate(given, FEW, 3)
    npv, paid = run.spreads["investors.total.npv"], run.spreads["payments.paid"]
    assert seen.means[[0, 2], 0] == pytest.approx([npv.mean, paid.mean], rel=1e-9)
    assert seen.errors[[0, 2], 0] == pytest.approx([npv.error, paid.error], rel=1e-9)
    assert seen.means[1, 0] == run.chances["investors.total.below_hurdle"].value
    amounts = ground.scenarios_of(2, 1.0)
    assert amounts.size == FEW
    assert amounts.mean() == pytest.approx(paid.mean)


def test_the_same_seed_gives_the_same_answer_on_any_number_of_threads():
    target = Target("npv", 0.05)
    given = deal("starter")
    lever = read_lever(given)
    found = []
    for workers in (1, 3):
        ground = OnDraws(given, lever, {}, (target.reading(),), 3 * 8_192, seed=5, workers=workers)
        found.append(find(ground, 0, 0.0, target.close))
    assert found[0] == found[1]
    other = OnDraws(given, lever, {}, (target.reading(),), 3 * 8_192, seed=6)
    assert find(other, 0, 0.0, target.close).value != found[0].value


def test_a_shorter_run_is_close_within_its_error():
    target, lever = Target("npv", 0.05), read_lever(deal("starter"))
    long, *short = (
        find(OnDraws(deal("starter"), lever, {}, (target.reading(),), many, seed=seed), 0, 0.0, target.close)
        for seed, many in ((1, 60_000), (2, FEW), (3, FEW))
    )
    for each in short:
        assert abs(each.value - long.value) <= 4.5 * np.hypot(each.error, long.error)
        assert each.error == pytest.approx(long.error * np.sqrt(60_000 / FEW), rel=0.1)


def test_values_are_compared_on_the_same_draws():
    """Two values a ten-thousandth apart differ by their slope, which on other draws would be lost in the noise."""
    target = Target("npv", 0.05)
    lever = read_lever(deal("starter"))
    ground = OnDraws(deal("starter"), lever, {}, (target.reading(),), FEW)
    seen = ground.at(np.array([8_000.0, 8_000.8]))
    rise = float(seen.means[0, 1] - seen.means[0, 0])
    assert 0 < rise < seen.errors[0, 0] / 20


def test_what_is_drawn_on_a_lever_of_the_plan_is_drawn_anew():
    """More people who start, whose luck is drawn, are not the same draws; the mean still follows the plan."""
    given = deal("starter")
    lever = read_lever(given, "plan.starts.everyone.people")
    paid = amount("paid", "payments.paid")
    means = OnDraws(given, lever, {}, (paid,), FEW).at(np.array([100.0, 150.0])).means[0]
    plan = OnPlan(given, lever, {}, (paid,)).at(np.array([100.0, 150.0])).means[0]
    assert means[1] / means[0] == pytest.approx(plan[1] / plan[0], rel=0.02)


def test_a_target_out_of_reach_on_draws():
    found = price(deal("starter_reoffending"), scenarios=FEW)
    assert found.found.solved.kind == "none"
    assert found.nearest.figure < 0
    assert found.because == (
        "From there on the cap over the contract of The ministry binds: nothing more is paid for outcomes.",
    )
    lost = price(deal("starter_reoffending"), target=Target("loss", 0.0, 0.01), scenarios=FEW)
    assert lost.found.solved.kind == "none"
    (because,) = lost.because  # what the terms of capital do is no reason: a loan that gets nothing is lost
    assert re.fullmatch(
        r"In \d+\.\d+% of scenarios nothing is paid for outcomes, .*: these are all that is left\.", because
    )
    assert float(because.split()[1].rstrip("%")) / 100 == pytest.approx(lost.nearest.figure, abs=0.01)
    assert lost.nearest.figure > 0.2


def test_the_chance_of_loss_is_met_and_not_passed():
    given = deal("starter")
    found = price(given, target=Target("loss", 0.0, 0.1), scenarios=FEW).found
    changed = simulate(given.with_("terms.payments.jobs.prices.in_work", found.proof[1].at), FEW)
    assert changed.chances["investors.total.below_one"].value == found.proof[1].figure <= 0.1
    assert found.proof[0].figure > 0.1


# --- the corridor ------------------------------------------------------------------------------------------------


def test_each_move_changes_what_it_says_and_is_solved_for_again():
    given = deal("starter")
    found = price(given, target=Target("irr", 0.08))
    moves = {each.move.key: each for each in found.corridor.moved}
    assert list(moves) == ["people", "error", "guarantee", "earlier"]
    assert moves["people"].move.changed == {"plan.starts.everyone.people": pytest.approx(220.0)}
    assert moves["earlier"].move.changed == {
        "terms.payments.jobs.paid_after": 0.0,
        "plan.outcomes.in_work.verified_after": 0.0,
    }
    for key in ("people", "earlier"):
        base = {path: float(value) for path, value in moves[key].move.changed.items()}
        target = Target("irr", 0.08)
        ground = OnPlan(given, read_lever(given, None, base), base, (target.reading(),))
        again = find(ground, 0, 0.08, target.close).value
        assert moves[key].floor == pytest.approx(again - found.found.value, abs=0.01)
        gap, top = moves[key].gaps["government"], moves[key].ceilings["government"]
        assert gap == pytest.approx(top - moves[key].floor)
    assert moves["error"].because == "nothing is drawn here, so that it makes no difference"


def test_a_move_of_what_is_being_solved_for_is_none():
    found = price(deal("starter_workforce"), "plan.starts.all.people", Target("irr", 0.05))
    moved = {each.move.key: each for each in found.corridor.moved}["people"]
    assert (moved.floor, moved.because) == (None, "it is what is being solved for")


def test_where_less_is_more_the_room_is_counted_the_other_way():
    """A discount: investors can give so much of 30,000 at most, and government needs so much at least."""
    savings = {"cash": {"agency": "council", "value_class": "cashable", "outcome": "jobs", "value": 21_000.0}}
    given = worked(30_000.0, savings=savings, discount=0.10)
    found = price(given, "terms.payments.jobs.discount", Target("irr", 0.08))
    assert found.found.value == pytest.approx(1 - 24_447.744 / 30_000, abs=1e-9)
    assert not found.corridor.rises
    for each in found.ceilings:
        assert each.value == pytest.approx(0.30, abs=1e-9)
    for gap in found.corridor.gaps:
        assert gap.gap == pytest.approx(found.found.value - 0.30)
        assert gap.told == pytest.approx(found.found.rounded - 0.30)
    assert (found.corridor.floor, found.corridor.told) == (found.found.value, found.found.rounded)
    assert len(found.corridor.gaps) == 3


def test_half_the_error_is_half_of_every_design():
    from sibmodel.risk.closed import error_at

    given = deal("starter_three_tranches")
    moves = {move.key: move for move in moves_of(given, {}, is_simulated=True)}
    for design in given.risk.measured["nights"].designs:
        before, after = (error_at(each, "nights", 0.14, design).total for each in (given, moves["error"].deal))
        assert after == pytest.approx(before / 2, rel=1e-9)


def test_a_guarantee_covers_more_where_there_is_one_and_is_added_where_there_is_none():
    rikers = {move.key: move for move in moves_of(deal("rikers_able"), {}, is_simulated=True)}
    changed = rikers["guarantee"].changed
    assert changed
    for path, value in changed.items():
        assert value > deal("rikers_able").written.inputs[path].value
    none = {move.key: move for move in moves_of(deal("starter"), {}, is_simulated=True)}
    assert len(none["guarantee"].deal.terms.guarantees) == 1
    assert not deal("starter").terms.guarantees
    found = price(deal("starter"), scenarios=FEW)
    moved = next(each for each in found.corridor.moved if each.move.key == "guarantee")
    assert moved.floor < 0
    assert moved.ceilings["government"] == pytest.approx(0, abs=1e-6)


def test_a_deal_that_states_no_savings_has_no_ceiling_and_says_what_to_add():
    found = price(deal("cuyahoga"), target=Target("irr", 0.01))
    assert [each.value for each in found.ceilings] == [None] * 3
    assert {each.because for each in found.ceilings} == {
        "the deal file states no cost avoided. Add what an outcome is worth under plan.savings"
    }
    assert found.corridor is None


def test_at_the_ceiling_the_lines_of_the_deal_say_that_nothing_is_gained():
    given = deal("starter_homelessness")
    found = price(given, target=Target("irr", 0.05))
    top = next(each for each in found.ceilings if each.perspective.key == "government")
    lever = read_lever(given)
    inputs = {path: float(values[0]) for path, values in lever.inputs(top.value).items()}
    line = "government.pv_net_fiscal"
    assert sibmodel.evaluate(given.written, inputs, keep=[line])[line][0, 0] == pytest.approx(0, abs=0.01)


def test_on_draws_expected_gains_are_nothing_at_the_ceiling():
    found = price(deal("starter"), scenarios=FEW)
    top = next(each for each in found.ceilings if each.perspective.key == "government")
    path = "terms.payments.jobs.prices.in_work"
    at = OnDraws(
        deal("starter"), read_lever(deal("starter"), path), {}, (amount("pv", "government.pv_net_fiscal"),), FEW
    ).at(np.array([top.value]))
    assert abs(at.means[0, 0]) < 0.05 * at.errors[0, 0]
    assert top.error > 0


def test_a_cap_is_a_lever_and_less_of_a_threshold_is_more_for_investors():
    cap = price(worked(30_000.0, cap=2e6), CAP, Target("irr", 0.08)).found
    assert cap.value == pytest.approx(1_833_580.8, rel=1e-7)
    assert Basis({}, 0, 1).workers is None
