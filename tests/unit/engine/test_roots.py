"""Internal rates: against numpy-financial, against known pathologies, and against each other."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.roots import all_growth_roots, growth_root
from tests.support.flows import model_of, rate_of


@pytest.mark.parametrize(
    ("flows", "rate", "status"),
    [
        ([-100, 0, 121], 0.1, "ok"),
        ([-100, 100], 0.0, "ok"),
        ([-100, 0, 0, 0.01], 0.0001 ** (1 / 3) - 1, "ok"),
        ([-100, 50], -0.5, "ok"),
        ([-100, -100, 0, 0], -1.0, "total_loss"),
        ([0, 0, 0], 0.0, "no_outlay"),
        ([0, 50, 50], 0.0, "no_outlay"),
        ([-1000, 2300, -1320], 0.0, "no_single_rate"),  # 10 % and 20 %: Source: oracle F1
        ([-100, 200, -150], 0.0, "no_single_rate"),  # none: Source: oracle F11
        ([-50, 20, -50, 20, -50, 20], None, "ok"),  # loses money with receipts in between
        ([-100, 60, -100, 60, -100, 300], None, "ok"),
    ],
)
def test_the_rate_and_its_status(flows, rate, status):
    found, said = rate_of(flows)
    assert said == status
    if status == "ok" and rate is None:
        rate = (
            float(npf.irr(flows)) if sum(flows) > 0 else all_growth_roots(np.array(flows), np.arange(len(flows)))[0] - 1
        )
    if rate is not None:
        assert found == pytest.approx(rate, abs=1e-9)


def test_several_rates_are_all_found():
    assert all_growth_roots(np.array([-1000.0, 2300.0, -1320.0]), np.arange(3.0)) == pytest.approx([1.1, 1.2])
    assert all_growth_roots(np.array([-100.0, 200.0, -150.0]), np.arange(3.0)) == []


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.integers(-1000, 3000), min_size=2, max_size=12))
def test_a_certified_rate_is_the_only_one_and_makes_the_flows_worth_nothing(later):
    flows = [-1000, *later]
    found, status = rate_of(flows)
    if status != "ok":
        return
    roots = all_growth_roots(np.array(flows, dtype=float), np.arange(len(flows)), points=2001)
    assert len(roots) == 1
    assert roots[0] - 1 == pytest.approx(found, abs=1e-8)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.integers(-1000, 3000), min_size=2, max_size=12))
def test_the_fast_search_and_the_halvings_of_the_sheet_agree(later):
    model = model_of([-1000, *later])
    values = evaluate(model)
    middle, there = values["all.rate.middle"][-1, 0], values["all.rate.is_there"][0, 0]
    assert values["all.rate.growth"][0, 0] == pytest.approx(middle * there, rel=1e-9, abs=1e-9)


def test_many_at_once_are_the_same_as_each_alone():
    draw = np.random.default_rng(1)
    flows = np.concatenate([-draw.uniform(1, 2, (1, 500)), draw.uniform(0, 0.6, (6, 500))])
    years, one = np.arange(7.0)[:, None], np.ones((1, 1))
    together = growth_root(flows, years, one, one)
    alone = [growth_root(flows[:, [at]], years, one, one)[0, 0] for at in range(500)]
    assert np.array_equal(together[0], alone)
    assert together[0] - 1 == pytest.approx([npf.irr(flows[:, at]) for at in range(500)], abs=1e-9)


@pytest.mark.parametrize(
    ("flows", "years"),
    [([-100, 0, 121], 2.0), ([-100, 100, 0], 1.0), ([-100, 120, -50, 40], 3.0), ([-100, 50, 0], 0.0)],
)
def test_money_is_back_when_it_stays_back(flows, years):
    assert evaluate(model_of(flows))["all.payback_years"][0, 0] == years
