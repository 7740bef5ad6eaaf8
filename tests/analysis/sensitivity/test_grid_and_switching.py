"""A cell of a grid is a deal written anew; on one side of a switching value the line is met, and not on the other."""

from __future__ import annotations

import numpy as np
import pytest

from sibmodel.analysis.asked import result_of, usual_results
from sibmodel.analysis.sensitivity.grid import grid, side
from sibmodel.analysis.sensitivity.levers import lever_of
from sibmodel.analysis.sensitivity.ranges import ranges_of
from sibmodel.analysis.sensitivity.switching import Line, searched, switches, turns, usual_lines
from sibmodel.analysis.sensitivity.tornado import tornados
from tests.analysis.deals import comes_to, deal_of, rebuilt


@pytest.mark.parametrize(
    ("name", "down", "across"),
    [
        ("starter", ("plan.outcomes.in_work.rate", 0.3, 0.7), ("plan.outcomes.in_work.measured_after", 3, 12)),
        ("starter_three_tranches", ("volume", 0.7, 1.3), ("plan.outcomes.nights.effect", -0.1, 0.3)),
        ("rikers_able", ("plan.achievement", 0.5, 1.3), ("terms.capital.loan.commitment", 9_600_000, 12_000_000)),
    ],
)
def test_every_corner_and_the_middle_are_deals_written_anew(name, down, across):
    deal = deal_of(name)
    compared = 0
    for result in usual_results(deal):
        found = grid(
            deal, result, side(lever_of(deal, down[0]), *down[1:]), side(lever_of(deal, across[0]), *across[1:])
        )
        assert len(found.cells) == len(found.down.numbers) == 5
        for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1), (2, 2)):
            inputs = found.down.lever.at(found.down.numbers[row]) | found.across.lever.at(found.across.numbers[column])
            value = comes_to(rebuilt(deal, inputs), result)
            cell = found.cells[row][column].found.value
            assert cell == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-6))
            compared += 1
    assert compared == 15


def test_a_side_has_whole_months_each_once():
    deal = deal_of("starter")
    assert side(lever_of(deal, "plan.outcomes.in_work.measured_after"), 3, 5, 10).numbers == (3, 4, 5)
    assert side(lever_of(deal, "delay"), 0, 6, 3).numbers == (0, 3, 6)


# --- the search ------------------------------------------------------------------------------------------------------


def test_all_crossings_of_a_curve_are_found():
    found = turns(np.sin, 0.5, 20.0)
    assert [each.met for each in found] == pytest.approx([k * np.pi for k in range(1, 7)], abs=1e-6)
    assert [each.rises for each in found] == [False, True] * 3
    assert all(abs(each.met - each.missed) < 1e-7 for each in found)
    assert all(np.sin(each.met) >= 0 > np.sin(each.missed) for each in found)


def test_a_jump_is_placed_on_both_sides():
    (found,) = turns(lambda x: np.where(x >= 0.1234567, 1.0, -1.0), 0.0, 1.0)
    assert found.missed < 0.1234567 <= found.met
    assert found.met - found.missed < 1e-8


def test_no_crossing_where_there_is_none_or_no_number():
    assert turns(lambda x: x + 1, 0.0, 1.0) == []
    assert turns(lambda x: np.where(x < 0.5, np.nan, 1.0), 0.0, 1.0) == []
    assert turns(lambda x: x - 2.5, 3.0, 1.0, is_whole=True) == []


@pytest.mark.parametrize("cliff", [0.5, 0.3, 0.1234567, 2 / 3])
def test_a_cliff_at_a_round_number_is_told_as_that_number_on_the_side_on_which_it_is(cliff):
    ((from_it,), (above_it,), (below_it,)) = (
        turns(lambda x, test=test: np.where(test(x, cliff), 1.0, -1.0), 0.0, 1.0)
        for test in (np.greater_equal, np.greater, np.less)
    )
    for found, is_on in ((from_it, "met"), (above_it, "missed"), (below_it, "missed")):
        exact = cliff if cliff != 2 / 3 else pytest.approx(cliff, abs=1e-9)
        assert getattr(found, is_on) == exact
        assert 0 <= abs(found.met - found.missed) < 1e-8
    assert above_it.met > cliff > below_it.met or cliff == 2 / 3


def test_a_line_that_is_only_touched_and_a_level_on_it_are_met():
    assert turns(lambda x: np.minimum(x - 0.5, 0.0), 0.0, 1.0)[0].met == pytest.approx(0.5, abs=1e-8)
    assert turns(lambda x: np.minimum(np.abs(x - 0.5), 0.1), 0.0, 1.0) == []


def test_what_turns_and_turns_back_within_one_step_of_the_search_is_told_once_it_was_seen():
    """Three turns between two of the first points: seen from outside as one, all three are told."""
    step = 1 / 400
    ends = np.array([0.2, 0.5, 0.7]) * step + 0.5
    found = turns(lambda x: np.where(np.searchsorted(ends, x) % 2 == 1, 1.0, -1.0), 0.0, 1.0)
    assert [each.met for each in found] == pytest.approx(ends, abs=1e-8)
    assert [each.rises for each in found] == [True, False, True]


def test_where_there_is_no_number_for_less_than_a_step_both_sides_are_told():
    def figure(x):
        return np.where(np.abs(x - 0.50125) < 1e-4, np.nan, x - 0.50125)

    (found,) = turns(figure, 0.0, 1.0)
    assert found.missed < 0.50125 < found.met
    assert found.met - found.missed == pytest.approx(2e-4, abs=1e-6)


# --- of deals --------------------------------------------------------------------------------------------------------

SAMPLED = ["starter", "rikers_able", "cuyahoga", "starter_three_tranches", "denver_supportive_housing"]


def is_met(deal, result, line, inputs):
    value = comes_to(rebuilt(deal, inputs), result)
    return value is not None and value >= line.number - (0.005 if result.unit.shown_as == "money" else 2e-8)


@pytest.mark.parametrize("name", SAMPLED)
def test_the_line_is_met_on_one_side_and_not_on_the_other(name):
    deal = deal_of(name)
    results = [result_of(deal.written, n) for n in ("investors.total.irr", "government.net_fiscal")]
    compared = 0
    for tornado in tornados(deal, results, ranges_of(deal)):
        ranges = [bar.range for bar in tornado.bars[:6]]
        for found in switches(deal, tornado.result, usual_lines(deal, tornado.result), ranges):
            for each in found.found:
                for crossing in each.crossings:
                    clear = 0.0 if each.lever.is_whole else 1e-5 * (each.high - each.low)
                    way = 1 if crossing.rises else -1
                    assert is_met(deal, found.result, found.line, each.lever.at(crossing.met + way * clear))
                    assert not is_met(deal, found.result, found.line, each.lever.at(crossing.missed - way * clear))
                    compared += 1
    assert compared >= 3


def test_where_nothing_turns_both_ends_are_as_the_plan_is():
    deal = deal_of("rikers_able")
    irr = result_of(deal.written, "investors.total.irr")
    line = Line(0.0, "0%")
    (found,) = switches(
        deal, irr, [line], [each for each in ranges_of(deal) if each.lever.key == "plan.costs.delivery.per_month"]
    )
    (each,) = found.found
    assert each.crossings == ()
    assert each.is_met
    assert is_met(deal, irr, line, each.lever.at(each.low + 1))
    assert each.at_ends[1] > 0 == each.at_ends[0]


def test_a_chosen_range_is_the_range_of_the_search():
    deal = deal_of("starter")
    irr = result_of(deal.written, "investors.total.irr")
    chosen = ranges_of(deal, chosen={"plan.outcomes.in_work.rate": (0.2, 0.4)})[:1]
    (found,) = switches(deal, irr, [Line(0.0, "0%")], chosen)
    assert (found.found[0].low, found.found[0].high, found.found[0].crossings) == (0.2, 0.4, ())
    wider = ranges_of(deal, chosen={"plan.outcomes.in_work.rate": (0.2, 0.5)})[:1]
    (found,) = switches(deal, irr, [Line(0.0, "0%")], wider)
    assert found.found[0].crossings[0].met == pytest.approx(0.425, abs=1e-6)  # 680,000 drawn, 1,600,000 for everybody


def test_a_scenario_turns_elsewhere():
    deal = deal_of("starter")
    irr = result_of(deal.written, "investors.total.irr")
    tried = [each for each in ranges_of(deal, "slow_start") if each.lever.key == "risk.uncertain.success"]
    (found,) = switches(deal, irr, [Line(0.05, "5%")], tried, "slow_start")
    (crossing,) = found.found[0].crossings
    slow = rebuilt(deal, {"plan.starts.everyone.people": 140.0})
    assert is_met(slow, irr, found.line, {"plan.outcomes.in_work.rate": crossing.met + 1e-6})
    assert not is_met(slow, irr, found.line, {"plan.outcomes.in_work.rate": crossing.missed - 1e-6})


def test_an_input_that_the_scenario_changes_turns_where_it_turned():
    deal = deal_of("starter")
    irr = result_of(deal.written, "investors.total.irr")
    people = lever_of(deal, "volume").moved[0].path
    turns = []
    for scenario in ("plan", "slow_start"):
        tried = [each for each in ranges_of(deal, scenario) if each.lever.key == "risk.uncertain.volume"]
        (found,) = switches(deal, irr, [Line(0.0, "0%")], tried, scenario)
        turns.append(found.found[0].lever.at(found.found[0].crossings[0].met)[people])
    assert turns[0] == pytest.approx(turns[1], rel=1e-6)


def test_the_search_stays_within_what_an_input_may_be():
    deal = deal_of("starter")
    assert searched(deal, lever_of(deal, "plan.outcomes.in_work.rate")) == (0, 1)
    assert searched(deal, lever_of(deal, "plan.outcomes.in_work.measured_after")) == (0, 60)
    assert searched(deal, lever_of(deal, "plan.costs.delivery.per_month")) == (0, 90_000)
    assert searched(deal, lever_of(deal, "terms.capital.loan.interest_rate")) == (0, 0.25)
    assert searched(deal, lever_of(deal, "volume")) == (0, 5)
    assert searched(deal, lever_of(deal, "delay")) == (-60, 60)
