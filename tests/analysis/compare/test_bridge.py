"""Bridges add up, whatever is changed; all changes together are the other version; shares that move are one step."""

from __future__ import annotations

import random

import pytest

from sibmodel.analysis.asked import result_of
from sibmodel.analysis.compare.bridge import STRUCTURE, bridges
from sibmodel.analysis.compare.changes import FEW, are_versions, changes_between, differs_in_shape, steps_of
from sibmodel.analysis.compare.headlines import headlines
from sibmodel.graph.units import DATE, MONTHS
from tests.analysis.deals import TEMPLATES, comes_to, deal_of, rebuilt

SAMPLED = ["starter", "rikers_able", "cuyahoga", "starter_three_tranches", "educate_girls", "newpin_sbb", "essex_mst"]


def flexed(deal, count, seed):
    """Another version of a deal: so many inputs changed, by up to a quarter, within what they may be."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    inputs = [p for p, e in deal.written.inputs.items() if e.counts not in (DATE, MONTHS) and e.value]
    changed = {}
    for path in rng.sample(inputs, min(count, len(inputs))):
        value = deal.written.inputs[path].value
        changed[path] = min(value * rng.uniform(0.75, 1.2), 1.0) if 0 < value <= 1 else value * rng.uniform(0.75, 1.2)
    changed = {path: value for path, value in changed.items() if value != deal.written.inputs[path].value}
    return rebuilt(deal, changed), changed


@pytest.mark.parametrize("name", SAMPLED)
def test_steps_add_up_to_the_whole_difference(name):
    deal, compared = deal_of(name), 0
    results = [alike[0] for alike in headlines([deal])]
    was = {each.name: comes_to(deal, each) for each in results}
    for seed, count in ((1, 1), (2, 2), (3, 5), (4, 20)):
        other, changed = flexed(deal, count, seed)
        for each_alone in (False, True):
            found = bridges(deal, other, results, each_alone=each_alone)
            assert {change.path for step in found.steps for change in step.changes} == set(changed)
            assert found.shape == ()
            for bridge in found.of:
                assert bridge.start.value == pytest.approx(was[bridge.result.name], rel=1e-12)
                if bridge.adds_up:
                    whole = bridge.end.rank - bridge.start.rank
                    assert sum(bridge.moved) + bridge.together == pytest.approx(whole, rel=1e-9, abs=1e-6)
                    assert bridge.rest == 0
                    compared += 1
        assert found.of[0].end.value == pytest.approx(comes_to(other, found.of[0].result), rel=1e-12)
    assert compared >= 50


def test_each_step_is_the_deal_written_anew_so_far():
    deal = deal_of("starter")
    changed = {
        "terms.payments.jobs.prices.in_work": 7_500.0,
        "terms.payers.council.max": 800_000.0,
        "plan.starts.everyone.people": 220.0,
        "plan.outcomes.in_work.rate": 0.55,
    }
    results = [result_of(deal.written, n) for n in ("payments.paid", "investors.total.irr", "government.net_fiscal")]
    found = bridges(deal, rebuilt(deal, changed), results)
    order = [change.path for step in found.steps for change in step.changes]
    assert set(order[:2]) == {"terms.payments.jobs.prices.in_work", "terms.payers.council.max"}
    for bridge in found.of:
        for at in range(len(order)):
            so_far = rebuilt(deal, {path: changed[path] for path in order[: at + 1]})
            assert bridge.after[at].found.value == pytest.approx(comes_to(so_far, bridge.result), rel=1e-9)
    alone = bridges(deal, rebuilt(deal, changed), results, each_alone=True)
    for bridge in alone.of:
        for at, path in enumerate(order):
            value = comes_to(rebuilt(deal, {path: changed[path]}), bridge.result)
            assert bridge.moved[at] == pytest.approx(value - bridge.start.value, rel=1e-9, abs=1e-9)
    assert alone.of[0].together != 0


def test_shares_that_move_from_one_to_another_are_one_step():
    deal = deal_of("starter")
    data = deal.model_dump()
    data["terms"]["surplus"] = {"loan": 0.7, "council": 0.3}
    data["plan"]["achievement"] = 1.1
    other = type(deal).model_validate(data)
    found = bridges(deal, other, [result_of(deal.written, "investors.total.irr")])
    assert [(len(step.changes), step.together) for step in found.steps] == [(2, True), (1, False)]


def test_another_mechanism_is_one_step_and_comes_last():
    one, other = deal_of("transforming_rehabilitation"), deal_of("transforming_rehabilitation_flat_zone")
    assert are_versions(one, other)
    assert differs_in_shape(one, other)
    found = bridges(one, other, [result_of(one.written, n) for n in ("payments.paid", "investors.total.irr")])
    assert found.steps[-1].label == STRUCTURE
    assert found.of[0].end.value == comes_to(other, found.of[0].result)
    for bridge in found.of:
        assert sum(bridge.moved) == pytest.approx(bridge.end.rank - bridge.start.rank)
    backwards = bridges(other, one, [result_of(other.written, "payments.paid")])
    assert backwards.of[0].start == found.of[0].end


def test_where_a_step_leaves_no_number_there_is_no_bridge():
    deal = deal_of("dwp_innovation_fund_round_1")
    cheap = rebuilt(deal, {next(p for p in deal.written.inputs if p.endswith("per_month")): 0.0})
    (bridge,) = bridges(deal, cheap, [result_of(deal.written, "investors.total.irr")]).of
    assert not bridge.adds_up
    assert bridge.moved == (None,)
    assert bridge.after[0].found.words == bridge.end.words != ""


def test_many_changes_are_told_by_the_part_of_the_deal():
    deal = deal_of("fair_chance_fund")
    other, changed = flexed(deal, 60, 5)
    changes = changes_between(deal, other)
    assert len(changes) == len(changed) > FEW
    steps = steps_of(changes)
    assert len(steps) < len(changes)
    assert [change for step in steps for change in step.changes] != []
    assert sorted(change.path for step in steps for change in step.changes) == sorted(changed)
    assert len(steps_of(changes[:FEW])) == FEW


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_deal_does_not_differ_from_itself(name):
    deal = deal_of(name)
    assert changes_between(deal, deal) == ()
    assert differs_in_shape(deal, deal) == ()
    assert bridges(deal, deal, [result_of(deal.written, "payments.paid")]).steps == ()


def test_different_deals_are_no_versions_of_one():
    assert not are_versions(deal_of("starter"), deal_of("rikers_able"))
    assert not are_versions(deal_of("starter"), deal_of("starter_three_tranches"))
    assert are_versions(deal_of("denver_supportive_housing"), deal_of("denver_by_lender"))
