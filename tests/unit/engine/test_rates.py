"""Internal rates in one step: the same rates and statuses as the lines, on flows of every sort."""

import numpy as np
import pytest

from sibmodel.engine import rates
from sibmodel.engine.closing_in import closed_in
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.rates import internal_rates
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Counter, Number, at_least, maximum, total
from sibmodel.graph.model import Model
from sibmodel.graph.returns import HIGHEST_GROWTH, IRR_STATUSES, LOSS_AT_ANY_RATE, LOWEST_GROWTH, internal_rate
from sibmodel.graph.units import MONEY, YEARS
from tests.unit.engine.test_roots import model_of

CLOSE = 1e-9
MANY = 400


def by_lines(flows, model=None):
    """Rates and statuses of flows (instant, scenario) as the lines give them."""
    model = model or model_of([0.0] * len(flows))
    inputs = {f"flow_{number}": row for number, row in enumerate(flows)}
    found = evaluate(model, inputs, keep=["all.irr", "all.irr_status"])
    return [np.broadcast_to(found[name][0], flows.shape[1:]) for name in ("all.irr", "all.irr_status")]


def uneven(gaps):
    """The same with instants that are so many years apart."""
    years = np.concatenate([[0.0], np.cumsum(gaps)])
    model = Model(Axis("instants", len(years)))
    pen, workings = model.section("all", "Returns", "All"), model.section("all.rate", "Workings", "All")
    count = Counter(model.time)
    year, flow = Number(0.0, YEARS) * count, Number(0.0, MONEY) * count
    for number, at in enumerate(years):
        here = at_least(count, number) * at_least(number, count)
        year = year + Number(float(at), YEARS) * here
        flow = flow + model.input(f"flow_{number}", f"Flow {number}", 0.0, MONEY) * here
    year = pen.line("year", "Year", year)
    internal_rate(pen, workings, pen.flow("flow", "Flow", flow), year, "IRR", total(maximum(flow, 0)))
    return model, years


def back(flows):
    return np.maximum(flows, 0).sum(axis=0)


def drawn(kind, instants, count, number):
    """Flows of one sort."""
    draw = np.random.default_rng(number)
    flows = draw.normal(5, 30, (instants, count))
    if kind == "of deals":
        flows = np.concatenate([-draw.uniform(20, 90, (3, count)), draw.uniform(0, 40, (instants - 3, count))])
    elif kind == "of both signs":
        flows[0] = -draw.uniform(50, 400, count)
    elif kind == "with many zeros":
        flows[draw.random(flows.shape) < 0.7] = 0.0
    elif kind == "in whole numbers":
        flows = draw.integers(-3, 4, (instants, count)).astype(float)
    elif kind == "nearly all lost":
        flows = np.zeros((instants, count))
        flows[0] = -1e6
        flows[-1] = draw.choice([0.0, 0.004, 0.01, 1.0, 50.0], count)
    elif kind == "below a cent":
        flows = draw.normal(0, 0.004, (instants, count))
    elif kind == "late":
        flows[: instants // 2] = 0.0
    elif kind == "with several rates":
        roots = draw.uniform(0.7, 1.8, (3, count))
        flows = np.array([np.poly(each) for each in roots.T]).T * -1e6
    return flows


SORTS = (
    "of deals", "of both signs", "with many zeros", "in whole numbers", "nearly all lost", "below a cent", "late",
    "with several rates", "anyhow",
)  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("instants", [4, 9, 41])
def test_rates_and_statuses_are_those_of_the_lines(sort, instants):
    flows = drawn(sort, instants, MANY, instants)
    expected, status = by_lines(flows)
    found, said = internal_rates(flows, np.arange(float(len(flows))), back(flows))
    assert np.array_equal(said, status)
    assert np.abs(found - expected).max() <= CLOSE * max(1.0, np.abs(expected).max())
    assert len(found) == MANY


def test_every_status_is_among_them():
    seen = set()
    for sort in SORTS:
        flows = drawn(sort, 9, MANY, 9)
        seen |= {float(each) for each in internal_rates(flows, np.arange(float(len(flows))), back(flows))[1]}
    assert seen == set(map(float, IRR_STATUSES))


@pytest.mark.parametrize("sort", SORTS[:7])
def test_instants_may_lie_unevenly(sort):
    model, years = uneven([0.25, 0.25, 0.5, 1.0, 0.25, 2.0, 1 / 12, 1.0])
    flows = drawn(sort, len(years), MANY, 3)
    expected, status = by_lines(flows, model)
    found, said = internal_rates(flows, years, back(flows))
    assert np.array_equal(said, status)
    assert np.abs(found - expected).max() <= CLOSE * max(1.0, np.abs(expected).max())


def test_instants_may_differ_between_scenarios():
    draw = np.random.default_rng(8)
    flows = drawn("of deals", 12, 50, 8)
    years = np.cumsum(draw.choice([0.25, 0.5], (12, 50)), axis=0)
    years -= years[0]
    together, said = internal_rates(flows, years, back(flows))
    alone = [internal_rates(flows[:, [at]], years[:, at], back(flows[:, [at]]))[0][0] for at in range(50)]
    assert together == pytest.approx(alone, abs=1e-12)
    assert set(said) == {1.0}


def test_company_and_tiles_do_not_matter(monkeypatch):
    flows = np.concatenate([drawn(sort, 9, MANY, 1) for sort in SORTS if sort != "with several rates"], axis=1)
    whole = internal_rates(flows, np.arange(9.0), back(flows))
    monkeypatch.setattr(rates, "TILE", 37)
    parts = internal_rates(flows, np.arange(9.0), back(flows))
    alone = internal_rates(flows[:, 5:6], np.arange(9.0), back(flows[:, 5:6]))
    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))
    assert all(one[5] == other[0] for one, other in zip(whole, alone, strict=True))


def test_where_nothing_came_back_all_is_lost_whatever_the_flows_say():
    flows = np.array([[-100.0, -100.0], [0.0, 0.0]])
    rate, status = internal_rates(flows, [0.0, 1.0], [0.0, 5.0])
    assert rate.tolist() == [-1.0, 0.0]
    assert [IRR_STATUSES[int(each)] for each in status] == ["total_loss", "none"]


@pytest.mark.parametrize("sort", SORTS)
def test_a_loss_at_any_rate_is_one(sort):
    """At every one of a thousand rates, from the lowest of the search to the highest."""
    flows = drawn(sort, 9, MANY, 2)
    years = np.arange(float(len(flows)))
    status = internal_rates(flows, years, back(flows))[1]
    found = flows[:, status == LOSS_AT_ANY_RATE].round(2)
    assert found.shape[1] > 0 or sort not in ("of both signs", "in whole numbers", "with many zeros", "anyhow")
    for growth in np.geomspace(LOWEST_GROWTH, HIGHEST_GROWTH, 1000):
        worth = growth**-years @ found
        assert (worth <= 0.005 * max(1.0, growth ** -years[-1])).all()


def test_what_is_a_loss_at_any_rate():
    years = np.arange(4.0)
    flows = np.array(
        [
            [-126.0, -99.0, -42.0, 0.0],  # what came back was never more than what was put in at the time
            [-100.0, 20.0, -99.0, 0.0],
            [-100.0, 20.0, -99.0, 1.0],  # has a rate near -100 %
            [100.0, -150.0, 0.0, 0.0],  # money borrowed
            [-100.0, 200.0, -150.0, 0.0],  # ahead in between: nothing is certified
        ]
    ).T
    status = internal_rates(flows, years, np.full(5, 100.0))[1]
    assert (status == LOSS_AT_ANY_RATE).tolist() == [True, True, False, False, False]


class Parabola:
    """Falling from one to below, with another root for each scenario."""

    def __init__(self, roots):
        self.roots = roots

    def height(self, x):
        return self.roots**3 - x**3

    def of(self, scenarios):
        return Parabola(self.roots[scenarios])


def test_what_is_bracketed_is_found():
    roots = np.linspace(0.001, 9.9, 200)
    found = closed_in(Parabola(roots), np.zeros(200), np.full(200, 10.0))
    assert np.abs(found - roots).max() <= 1e-6  # flat at nought: a height of 1e-13 is 5e-5 away there
    assert np.abs(found - roots)[20:].max() <= 1e-12
