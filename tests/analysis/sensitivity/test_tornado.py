"""Bars are single deals: each end of each range is the deal written anew; what is no deal is set apart and named."""

from __future__ import annotations

import re

import pytest

from sibmodel.analysis.asked import MOST_IN_A_YEAR, result_of, usual_results
from sibmodel.analysis.sensitivity.assumptions import assumptions_that_move_most, grade_of
from sibmodel.analysis.sensitivity.levers import lever_of
from sibmodel.analysis.sensitivity.ranges import ranges_of
from sibmodel.analysis.sensitivity.stressed import stressed_results
from sibmodel.analysis.sensitivity.tornado import ONLY_LATE, tornados
from sibmodel.engine.projection import project
from sibmodel.errors import ScenarioError
from sibmodel.graph.units import DATE, MONTHS
from sibmodel.risk.priors import distribution_of
from tests.analysis.deals import TEMPLATES, comes_to, deal_of, rebuilt

SAMPLED = ["starter", "rikers_able", "cuyahoga", "starter_three_tranches", "denver_by_lender", "educate_girls"]


@pytest.mark.parametrize("name", SAMPLED)
def test_both_ends_of_a_bar_are_deals_written_anew(name):
    deal = deal_of(name)
    results = [*usual_results(deal), result_of(deal.written, "investors.total.multiple")]
    compared = 0
    for tornado in tornados(deal, results, ranges_of(deal)):
        bars = [*tornado.bars[:3], *tornado.unranked[:1], *tornado.unmoved[:1]]
        for bar in bars:
            for number, end in ((bar.range.low, bar.low), (bar.range.high, bar.high)):
                other = rebuilt(deal, bar.range.lever.at(number))
                value = comes_to(other, tornado.result, periods=bar.periods_added)
                assert end.found.value == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-6))
                compared += 1
    assert compared >= 24


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_input_is_accounted_for_once(name):
    deal = deal_of(name)
    ranges = ranges_of(deal)
    tornado = tornados(deal, usual_results(deal)[-1:], ranges)[0]
    groups = (tornado.bars, tornado.unranked, tornado.apart, tornado.unmoved)
    tried = [bar.range.lever.key for bars in groups for bar in bars]
    without = [each.lever.key for each in tornado.without_width]
    assert sorted(tried + without) == sorted(each.lever.key for each in ranges)
    assert tornado.tried == len(tried) == len(set(tried))
    swings = [bar.swing for bar in tornado.bars]
    assert swings == sorted(swings, reverse=True)
    assert min(swings, default=1) >= tornado.result.nothing
    moved = {path for each in ranges for path in each.lever.paths}
    never = {path for path, entry in deal.written.inputs.items() if path.endswith("in_month") and entry.value >= 1200}
    assert moved == set(deal.written.inputs) - never


def test_ranges_come_from_whoever_says_so_first():
    deal = deal_of("starter_three_tranches")
    chosen = {"plan.outcomes.settled.rate": (0.5, 0.7), "volume": (0.9, 1.1)}
    found = {each.lever.key: each for each in ranges_of(deal, chosen=chosen)}
    assert [found[key].basis for key in ("plan.outcomes.settled.rate", "risk.uncertain.volume")] == ["chosen"] * 2
    assert "risk.uncertain.settle" not in found
    assert len(found["risk.uncertain.volume"].lever.paths) == 3
    late = distribution_of(deal.risk.uncertain["work"]).quantile([0.1, 0.9])
    assert (found["risk.uncertain.work"].low, found["risk.uncertain.work"].high) == pytest.approx(tuple(late))
    assert found["risk.uncertain.work"].basis == "uncertain"
    assert found["terms.capital.senior.interest_rate"].rule == "±1 point"
    assert found["plan.costs.team.months"].rule == "±8 months"
    assert found["terms.payers.city.max"].basis == "convention"
    plain = {each.lever.key: each for each in ranges_of(deal_of("starter_workforce"))}
    scenarios = [each for each in plain.values() if each.basis == "scenarios"]
    assert scenarios
    for each in scenarios:
        path = each.lever.key
        stated = [one.changes[path] for one in deal_of("starter_workforce").scenarios.values() if path in one.changes]
        values = [deal_of("starter_workforce").written.inputs[path].value, *map(float, stated)]
        assert (each.low, each.high) == (min(values), max(values))


def test_a_chosen_input_leaves_the_uncertain_number_that_moves_it_with_others():
    deal = deal_of("starter_three_tranches")
    found = {each.lever.key: each for each in ranges_of(deal, chosen={"plan.starts.first.people": (100, 250)})}
    assert found["risk.uncertain.volume"].lever.paths == ("plan.starts.second.people", "plan.starts.third.people")


def test_conventions_stay_within_what_an_input_may_be_and_say_where_they_were_held():
    clipped = counted = 0
    for name in TEMPLATES:
        deal = deal_of(name)
        for each in ranges_of(deal):
            for number in (each.low, each.high):
                for path, value in each.lever.at(number).items():
                    moved = next(one for one in each.lever.moved if one.path == path)
                    assert moved.low <= value <= moved.high
                    if deal.written.inputs[path].unit in (MONTHS, DATE):
                        assert value == round(value)
                    counted += 1
            clipped += each.is_clipped
    assert counted > 3000
    assert clipped > 50


def test_what_is_no_deal_is_set_apart_and_says_why():
    deal = deal_of("starter")
    tornado = tornados(deal, usual_results(deal), ranges_of(deal))[0]
    apart = {bar.range.lever.key: bar.fails for bar in tornado.apart}
    assert apart["terms.surplus.loan"][0] == "The surplus is shared out in full"
    rikers = deal_of("rikers_able")
    apart = {
        bar.range.lever.key: bar.fails for bar in tornados(rikers, usual_results(rikers), ranges_of(rikers))[0].apart
    }
    assert apart["terms.capital.guarantee.called_at"] == (ONLY_LATE,)
    assert apart["plan.outcomes.days_in_jail.verified_after"] == (ONLY_LATE,)


def test_what_comes_late_gets_more_periods_where_the_plan_stays_as_it_is():
    deal = deal_of("cuyahoga")
    tornado = tornados(deal, usual_results(deal), ranges_of(deal))[0]
    later = [bar for bar in (*tornado.bars, *tornado.unmoved) if bar.periods_added]
    assert len(later) >= 3
    assert all(not bar.fails for bar in later)


def test_costs_without_funding_are_marked():
    deal = deal_of("starter")
    bars = {bar.range.lever.key: bar for bar in tornados(deal, usual_results(deal), ranges_of(deal))[0].bars}
    bar = bars["plan.costs.delivery.per_month"]
    now = project(rebuilt(deal, bar.range.lever.at(bar.range.high)))
    assert bar.high.unfunded == pytest.approx(now.number("vehicle.unfunded") - project(deal).number("vehicle.unfunded"))
    assert bar.high.unfunded > 0 == bar.low.unfunded


def test_a_rate_without_a_meaning_is_words_and_a_total_loss_ranks_last():
    deal = deal_of("starter")
    irr = result_of(deal.written, "investors.total.irr")
    chosen = {"plan.outcomes.in_work.rate": (0.0, 0.5), "plan.costs.delivery.per_month": (0.0, 18_000.0)}
    found = tornados(deal, [irr], ranges_of(deal, chosen=chosen))[0]
    bars = {bar.range.lever.key: bar for bar in (*found.bars, *found.unranked)}
    lost = bars["plan.outcomes.in_work.rate"].low.found
    assert (lost.words, lost.rank) == ("all lost", -1.0)
    assert bars["plan.outcomes.in_work.rate"].swing == pytest.approx(found.planned.value + 1)
    never = tornados(deal, [irr], ranges_of(deal, chosen={"plan.costs.delivery.months": (1, 30)}))[0]
    assert never.tried == found.tried


def test_a_scenario_is_moved_as_it_stands():
    deal = deal_of("starter")
    paid = result_of(deal.written, "payments.paid")
    found = tornados(deal, [paid], ranges_of(deal, "slow_start"), "slow_start")[0]
    assert found.planned.value == comes_to(deal, paid, "slow_start")
    bar = next(bar for bar in found.bars if bar.range.lever.key == "terms.payments.jobs.prices.in_work")
    other = rebuilt(deal, {"plan.starts.everyone.people": 140.0, **bar.range.lever.at(bar.range.low)})
    assert bar.low.found.value == pytest.approx(comes_to(other, paid))


def test_the_stresses_are_those_of_the_projection():
    compared = 0
    for name in SAMPLED:
        deal = deal_of(name)
        found = stressed_results(deal, [result_of(deal.written, n) for n in ("payments.paid", "investors.total.irr")])
        for each in project(deal).stresses:
            data = each.as_dict()
            pair = zip(("outcome_payments", "irr"), found.values(), strict=True)
            for key, of in pair:
                mine = next(one for one in of if one.stress == each.stress)
                if mine.end is not None and data[key] is not None:
                    assert mine.end.found.value == pytest.approx(data[key], abs=1e-9)
                    compared += 1
    assert compared >= 40


def test_the_assumptions_that_move_most_stand_in_the_plan_and_have_a_grade():
    deal = deal_of("rikers_able")
    tornado = tornados(deal, usual_results(deal), ranges_of(deal))[0]
    found = assumptions_that_move_most(tornado)
    assert [each.bar.range.lever.key for each in found][:2] == ["risk.uncertain.effect", "plan.achievement"]
    assert all(path.startswith("plan.") for each in found for path in each.bar.range.lever.paths)
    assert found[0].spread is not None
    assert found[1].spread is None
    for each in found:
        evidence = deal.sources.evidence(each.bar.range.lever.paths[0])
        assert each.value.confidence == evidence.confidence
        assert each.value.note == evidence.note
    assert grade_of(deal, "plan.nowhere").words == "no source"


def test_the_most_in_a_fiscal_year():
    for name in SAMPLED:
        deal = deal_of(name)
        most = result_of(deal.written, MOST_IN_A_YEAR)
        assert tornados(deal, [most], ())[0].planned.value == comes_to(deal, most)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("payments.pade", "There is no line 'payments.pade'. Did you mean 'payments.paid'?"),
        ("plan.achievement", "is an input and no result"),
        ("capital.loan.principal_closing", "stands at each instant and has no sum"),
    ],
)
def test_what_is_no_result_is_refused(name, said):
    with pytest.raises(ScenarioError, match=re.escape(said)):
        result_of(deal_of("starter").written, name)


def test_a_lever_says_its_numbers():
    deal = deal_of("starter")
    months = lever_of(deal, "plan.outcomes.in_work.measured_after")
    assert (months.said(1), months.said(6)) == ("1 month", "6 months")
    assert lever_of(deal, "delay").said(3) == "+3 months"
    assert lever_of(deal, "terms.capital.loan.interest_rate").said(0.00125) == "0.125%"
