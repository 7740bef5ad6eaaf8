"""What a payer can be asked for in one fiscal year: no outcome, in any template, passes the bound of any year."""

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.evaluate import evaluate
from sibmodel.report.maximum import most_by_year, most_payable
from sibmodel.report.view import View
from tests.parity.workbooks import TEMPLATES, deal_of

ACHIEVED = np.array([0.0, 0.3, 0.6, 0.9, 1.0, 1.1, 1.3])
"""Shares of planned outcomes; beyond 130 % of a level that has no end nothing is promised."""
CENT = 0.005
ENDLESS = ("work_programme",)
"""Templates whose contract states no limit, so that there is nothing to compare."""


@pytest.mark.parametrize("name", [path.stem for path in TEMPLATES])
def test_no_year_passes_its_bound(name):
    deal, compared = deal_of(name), 0
    projection = sibmodel.project(deal)
    for scenario in projection.scenarios:
        view = View(projection, scenario)
        for payer in deal.terms.payers:
            base = deal.changed_numbers(scenario)
            planned = base.get("plan.achievement", deal.plan.achievement)
            lines = [f"budget.{payer}.{line}" for line in ("outcome_payments", "fiscal_year")]
            values = evaluate(deal.written, {**base, "plan.achievement": ACHIEVED * planned}, keep=lines)
            cash = dict(zip(values[lines[1]][:, 0].round().astype(int), values[lines[0]], strict=True))
            to_date = np.zeros(ACHIEVED.size)
            for most in most_by_year(view, payer):
                to_date = to_date + cash[most.year]
                for bound, paid in ((most.amount, cash[most.year]), (most.to_date, to_date)):
                    assert bound is None or np.all(paid <= bound * (1 + 1e-12) + CENT), (scenario, payer, most)
                    compared += bound is not None
    assert compared >= 2 or name in ENDLESS


def test_a_payment_at_one_reading_is_owed_in_its_own_year_alone():
    view = View(sibmodel.project(deal_of("rikers_able")), "plan")
    amounts = [each.amount for each in most_by_year(view, "city")]
    assert amounts[:-1] == [0.0] * (len(amounts) - 1)
    assert amounts[-1] == most_payable(view).amount


def test_a_yearly_cap_bounds_each_year():
    view = View(sibmodel.project(deal_of("starter_children_in_care")), "plan")
    assert {each.amount for each in most_by_year(view, "council")} == {1_000_000.0}


def fees(limits, *, ends="january", months=24, **terms):
    """A monthly fee over two years, and what limits it."""
    fee = {"kind": "fee", "per_month": 1_000.0, "months": months}
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Fees",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-02-01", "period": "month", "periods": 24},
                "payers": {"council": {"fiscal_year_ends": ends}},
                "payments": {"fee": fee, **terms},
                "limits": {"limit": limits},
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
            },
            "plan": {
                "outcomes": {
                    "people": {"kind": "count", "of": "people", "readings": {"one": {"month": 1, "count": 1.0}}}
                }
            },
        },
        strict=False,
    )


def paid_and_most(deal):
    projection = sibmodel.project(deal)
    most = most_by_year(View(projection, "plan"), "council")
    years = [round(year) for year in projection.row("budget.council.fiscal_year")]
    cash = projection.row("budget.council.outcome_payments")
    return [(cash[years.index(each.year)], each.amount, each.to_date) for each in most]


@pytest.mark.parametrize("ends", ["january", "march", "june", "december"])
@pytest.mark.parametrize("limited", ["february", "july", "december"])
@pytest.mark.parametrize("unused", ["lapses", "carried"])
def test_a_limit_has_fiscal_years_of_its_own(ends, limited, unused):
    limit = {
        "kind": "per_fiscal_year",
        "payments": ["fee"],
        "amount": 600.0,
        "fiscal_year_ends": limited,
        "unused": unused,
    }
    found, to_date = paid_and_most(fees(limit, ends=ends)), 0.0
    for cash, most, so_far in found:
        to_date += cash
        assert cash <= most + CENT
        assert to_date <= so_far + CENT
    assert to_date > 600


def test_a_share_of_all_payments_so_far_is_no_share_of_those_of_a_year():
    late = {"kind": "fee", "per_month": 100.0, "from_month": 12, "months": 10}
    limit = {"kind": "share_of_total", "payments": ["late"], "share": 0.1}
    found = paid_and_most(fees(limit, months=10, late=late))
    assert found[1][0] == pytest.approx(1_000)
    assert found[1][0] <= found[1][1] + CENT
