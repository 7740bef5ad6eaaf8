"""What a payer can be asked for in one fiscal year: no outcome, in any template, passes the bound of any year."""

import numpy as np
import pytest

import sibmodel
from sibmodel.engine.evaluate import evaluate
from sibmodel.report.maximum import most_by_year, most_payable
from sibmodel.report.view import View
from tests.parity.workbooks import TEMPLATES, deal_of

ACHIEVED = np.array([0.0, 0.3, 0.6, 0.9, 1.0, 1.1, 1.3])
"""Shares of planned outcomes; beyond 130 % of a level that has no end nothing is promised."""
CENT = 0.005


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
                    compared += 1
    assert compared >= 2


def test_a_payment_at_one_reading_is_owed_in_its_own_year_alone():
    view = View(sibmodel.project(deal_of("rikers_able")), "plan")
    amounts = [each.amount for each in most_by_year(view, "city")]
    assert amounts[:-1] == [0.0] * (len(amounts) - 1)
    assert amounts[-1] == most_payable(view).amount


def test_a_yearly_cap_bounds_each_year():
    view = View(sibmodel.project(deal_of("starter_children_in_care")), "plan")
    assert {each.amount for each in most_by_year(view, "council")} == {1_000_000.0}
