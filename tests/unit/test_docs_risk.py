"""The worked numbers of the page on risk: each sentence stands there, and the program says the same."""

from __future__ import annotations

import datetime as dt
import re
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.deal.risk import designs as by
from sibmodel.risk import blocks, closed, dependence, payment_risk, results, simulation, streams, tally
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.error_of import error_of
from sibmodel.risk.findings import split
from sibmodel.risk.pieces import Knot
from sibmodel.risk.returns import returns_of_atoms
from sibmodel.risk.variance import variance_of_rate

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "risk.md").read_text(encoding="utf-8")
PAGE = " ".join(TEXT.split())
RIKERS = sibmodel.read_deal("deal_templates/rikers_able.yaml")


def says(*sentences):
    for sentence in sentences:
        assert " ".join(sentence.split()) in PAGE


def test_every_link_leads_somewhere():
    headings = {
        page.name: {
            re.sub(r"[^\w -]", "", each).lower().replace(" ", "-")
            for each in re.findall(r"^##+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        }
        for page in DOCS.glob("*.md")
    }
    links = re.findall(r"\]\(([\w.-]*)#([\w-]+)\)", TEXT)
    assert len(links) > 12
    for page, heading in links:
        assert heading in headings[page or "risk.md"]


def test_the_code_runs(monkeypatch):
    blocks_of_code = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks_of_code) == 1
    exec(blocks_of_code[0], {})  # noqa: S102 - the page's own example


def test_the_parts_of_a_variance():
    says(
        "With μ = 40 %, τ = 5 %, ρ = 2 % and three cohorts of 300, doubt about the programme makes 58 % of the "
        "variance, the luck of cohorts 36 % and that of single people 6 %."
    )
    parts = variance_of_rate(mean=0.4, sd=0.05, icc=0.02, people=300, cohorts=3)
    assert [round(share, 2) for share in parts.shares().values()] == [0.58, 0.36, 0.06]
    assert round(1 / parts.shares()["sampling"]) == 17


def test_rank_correlations():
    says("A rank correlation of 0.5 is one of 0.518 there.")
    assert round(float(dependence.pearson_of_spearman(0.5)), 3) == 0.518


def test_designs_of_a_hundred_people():
    says(
        "a trial of one to one has a standard error of 7.1 points, one of ten to one 5.2, a fixed baseline 5.0, and a "
        "baseline that may have drifted by 3 points 5.8."
    )
    people = {"treated": 100, "rate_without": 0.5}
    each = [
        by.Randomised(kind="randomised", comparison=100, **people),
        by.Randomised(kind="randomised", comparison=1_000, **people),
        by.HistoricalBaseline(kind="historical_baseline", **people),
        by.HistoricalBaseline(kind="historical_baseline", differs_by=0.03, **people),
    ]
    errors = [error_of(design, 0.05, stated="absolute").total for design in each]
    assert [round(error * 100, 1) for error in errors] == [7.1, 5.2, 5.0, 5.8]
    assert errors[0] == pytest.approx(sqrt(0.45 * 0.55 / 100 + 0.5 * 0.5 / 100))


def test_designs_by_the_formulas_of_the_table():
    trial = {
        "first": by.Stated(kind="stated", standard_error=0.05),
        "second": by.Stated(kind="stated", standard_error=0.08),
    }
    mix = by.Composite(kind="composite", of={"first": 0.8, "second": 0.2}, correlation=0.3)
    error = error_of(mix, 0.0, stated="absolute", designs=trial)
    assert error.total == pytest.approx(sqrt(0.04**2 + 0.016**2 + 2 * 0.3 * 0.04 * 0.016))
    change = by.DifferenceInDifferences(
        kind="difference_in_differences", sd=1.0, treated=500, comparison=400, before_and_after=0.6
    )
    assert error_of(change, 0.0, stated="absolute").total == pytest.approx(sqrt(2 * 0.4 * (1 / 500 + 1 / 400)))


def test_three_error_rates():
    says(
        "payment begins at 8.5 %. It is paid for nothing with 4.5 %, unpaid at the plan with 38.2 %, and if it is "
        "paid, the programme truly reaches its plan with 70.8 %."
    )
    form = closed.closed_forms(RIKERS)[0]
    assert form.given is not None
    found = (form.threshold, form.paid_without_effect, form.unpaid_at_plan, 1 - form.given.below_bar)
    assert [round(each * 100, 1) for each in found] == [8.5, 4.5, 38.2, 70.8]
    term = RIKERS.risk.uncertain["effect"]
    assert (term.mean, term.sd, form.error.total) == (0.10, 0.05, 0.05)


def test_what_noise_adds():
    says(
        "of a step of 1,000,000 at a true 10 % only 500,000 is expected",
        "With no effect at all it pays 0.4 standard errors' worth on average.",
    )
    step = split(Canonical(knots=(Knot(0.10, jump=1_000_000),)), 0.10, 0.04)
    assert (float(step.for_true_effect), float(step.for_noise)) == pytest.approx((1_000_000, -500_000))
    assert float(Canonical(knots=(Knot(0.0, bend=1.0),)).mean(0.0, 1.0)) == pytest.approx(0.4, abs=0.002)


def test_a_mean_of_rates():
    says(
        "the expected multiple is 1.2 and the rate of expected flows is 3.7 % a year. The mean of the two rates, "
        "−100 % and 19.1 %, is −40.4 %."
    )
    found = returns_of_atoms([0.0, 2.4], [0.5, 0.5], 5)
    shown = (found.expected_multiple, found.rate_of_expected * 100, found.mean_rate * 100, (2.4**0.2 - 1) * 100)
    assert [round(each, 1) for each in shown] == [1.2, 3.7, -40.4, 19.1]


def test_numbers_of_the_program():
    says(
        "Quantiles are counted in 2,048 bins",
        "Scenarios come in blocks of 8,192",
        "With the 65,536 scenarios that are usual, 50 % is known to 0.2 points.",
        "for true outcomes from 0 to 200 % of the plan",
        "the chance of at least a quarter, a half, three quarters and all of what the plan is paid",
        "to keep payment for nothing at 5 % and missed payment at 20 %",
    )
    assert (tally.BINS, streams.BLOCK, simulation.DEFAULT_SCENARIOS) == (2_048, 8_192, 65_536)
    assert round(sqrt(0.25 / simulation.DEFAULT_SCENARIOS) * 100, 1) == 0.2
    assert (payment_risk.CURVE[0], payment_risk.CURVE[-1]) == (0.0, 2.0)
    assert payment_risk.AMOUNTS == (0.25, 0.5, 0.75, 1.0)
    assert (closed.FALSE_PAYMENT, closed.MISSED_PAYMENT) == (0.05, 0.20)
    assert blocks.BLOCK == streams.BLOCK


def keys(data, path=""):
    """Every key of nested data."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield key
            yield from keys(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from keys(inner)


@pytest.mark.parametrize("template", ["rikers_able", "peterborough"])
def test_every_key_of_the_results_is_described(template):
    deal = sibmodel.read_deal(f"deal_templates/{template}.yaml")
    data = results.as_dict(payment_risk.payment_risk(deal, streams.BLOCK))
    described = (DOCS / "results.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", described))))
    names = {*deal.terms.payments, *deal.terms.payers, *deal.terms.tranches, *deal.terms.guarantees}
    names |= {*deal.plan.outcomes, *deal.risk.uncertain, *data["checks_that_may_fail"]}
    names |= {key for key in keys(data) if key.isdigit()}
    told = set(keys(data)) - names
    assert len(told) > 60
    assert told - words == set()


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    says("a shorter run is the beginning of a longer one")
    short = simulation.simulate(RIKERS, 8_192).spreads["payments.paid"]
    long = simulation.simulate(RIKERS, 16_384).spreads["payments.paid"]
    assert np.all(short.tally.bins <= long.tally.bins)
    assert short.tally.count * 2 == long.tally.count


# --- luck by year ----------------------------------------------------------------------------------------------------


def two_years(*outcomes):
    """A hundred people in each of two years, half of whom succeed: one outcome for all, or one for each year."""
    among = {name: [each] for name, each in zip(outcomes, ("first", "second"), strict=False)} if outcomes[1:] else {}
    succeed = {"kind": "success_rate", "rate": 0.5, "measured_after": 6}
    return Deal.model_validate({
        "sibmodel": 1, "name": "Two years", "currency": "GBP",
        "terms": {
            "timeline": {"starts": dt.date(2027, 1, 1), "period": "half_year", "periods": 5},
            "payers": {"city": {"fiscal_year_ends": "december"}},
            "payments": {"card": {"kind": "rate_card", "paid_on": "gross", "prices": dict.fromkeys(outcomes, 1000.0)}},
            "capital": {"loan": {"kind": "loan", "commitment": 1.0, "draws": {"kind": "at_close", "amount": 1.0}}},
            "order_of_payments": ["loan principal"],
            "surplus": {"loan": 1.0},
        },
        "plan": {
            "starts": {"first": {"people": 100}, "second": {"people": 100, "from_month": 12}},
            "outcomes": {name: succeed | ({"among": among[name]} if among else {}) for name in outcomes},
        },
        "risk": {"luck": {name: {} for name in outcomes}},
    })  # fmt: skip


@pytest.mark.parametrize(("outcomes", "of_year"), [(["works"], 3.5), (["works_1", "works_2"], 5.0)])
def test_luck_is_drawn_once_for_all_years_of_an_outcome(outcomes, of_year):
    says(
        "200 people who start over two years and of whom half are expected to succeed come out 3.5 points off",
        "each year is 3.5 points off, in the same direction; were luck drawn year by year, each would be 5.0 points",
        "`among: [that group]`: then each has luck of its own.",
    )
    found = simulation.simulate(two_years(*outcomes), 16_384, seed=1).spreads
    years = [found[f"budget.city.{number}"] for number in range(2)]
    assert [each.mean for each in years] == pytest.approx([50_000.0] * 2, rel=0.005)
    both = 200 * 1000 * sqrt(0.25 / 200)
    for spread, expected in [*((each, 100 * 1000 * of_year / 100) for each in years), (found["payments.paid"], both)]:
        assert spread.sd == pytest.approx(expected, rel=4.5 / sqrt(2 * 16_384) + 0.011)  # printed to a tenth of a point
    assert round(100 * sqrt(0.25 / 200), 1) == 3.5
    assert round(100 * sqrt(0.25 / 100), 1) == 5.0
