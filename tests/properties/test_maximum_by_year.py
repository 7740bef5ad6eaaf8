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
    found = most_by_year(view, "council")
    assert [each.amount for each in found] == [0.0] + [1_000_000.0] * 5  # nothing falls due in the first
    assert [each.to_date for each in found] == [0.0, 1_000_000.0, 2_000_000.0, 3_000_000.0, 3_400_000.0, 3_400_000.0]


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


PATH = {
    "found": {"kind": "success_rate", "rate": 0.5, "counterfactual": 0.0, "measured_after": 6, "verified_after": 2},
    "moved_on": {
        "kind": "success_rate",
        "of": "found",
        "rate": 0.5,
        "measured_after": 12,
        "arrives": {"soon": {"share": 0.5, "after": 0}, "late": {"share": 0.5, "after": 12}},
    },
    "kept": {"kind": "sustained", "of": "found", "continues": 0.9, "most": 3, "first_after": 6, "every": 6},
}


@pytest.mark.parametrize(
    ("outcome", "first", "last"),
    [("found", 3 + 6 + 2 + 1, 9 + 6 + 2 + 1), ("moved_on", 3 + 18 + 1, 9 + 30 + 1), ("kept", 3 + 12 + 1, 9 + 24 + 1)],
)
def test_a_card_is_owed_from_the_first_unit_that_may_fall_due_to_the_last(outcome, first, last):
    """People start at the ends of the first three quarters."""
    card = {"kind": "rate_card", "paid_on": "gross", "prices": {outcome: 100.0}, "paid_after": 1, "max": 50_000.0}
    deal = Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "A path",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-01-01", "period": "quarter", "periods": 24},
                "payers": {"council": {}},
                "payments": {"card": card},
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
            },
            "plan": {"starts": {"all": {"people": 90.0, "from_month": 0, "over_months": 9}}, "outcomes": PATH},
        },
        strict=False,
    )
    projection = sibmodel.project(deal)
    years = range(2027 + (first - 1) // 12, 2028 + (last - 1) // 12)
    found = {each.year: each.amount for each in most_by_year(View(projection, "plan"), "council")}
    assert found == {year: 50_000.0 if year in years else 0.0 for year in found}
    closes, due = projection.row("time.closes"), projection.row("payments.card.due")
    paid = closes[due > 0]
    assert first <= paid[0] < first + 3
    assert last <= paid[-1] < last + 3


def counted(readings, *, cap=None):
    """A payment on a count that is settled once, when the last of its readings is verified."""
    line = {"kind": "proportional", "outcome": "o", "paid_on": "gross", "threshold": 0.0, "target": 10.0}
    line["pays_at_target"] = 1_000.0
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "A count",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-01-01", "period": "year", "periods": 5},
                "payers": {"council": {"max_per_fiscal_year": cap}},
                "payments": {"once": {**line, "indexed": "cpi"}, "other": {**line, "outcome": "q"}},
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
            },
            "plan": {
                "inflation": {"cpi": {"rate": 0.05}},
                "outcomes": {
                    "o": {"kind": "count", "of": "people", "readings": readings},
                    "q": {"kind": "count", "of": "people", "readings": {"one": {"month": 15, "count": 10.0}}},
                },
            },
        },
        strict=False,
    )


FIRST_IS_VERIFIED_LAST = {
    "one": {"month": 6, "count": 5.0, "verified_after": 24},
    "two": {"month": 15, "count": 5.0},
}
LAST_IS_LISTED_FIRST = {"late": {"month": 24, "count": 5.0}, "soon": {"month": 6, "count": 5.0}}


@pytest.mark.parametrize("readings", [FIRST_IS_VERIFIED_LAST, LAST_IS_LISTED_FIRST])
@pytest.mark.parametrize("cap", [None, 600.0])
def test_a_count_is_settled_when_the_latest_of_its_readings_is_known(readings, cap):
    deal = counted(readings, cap=cap)
    paid = 0.0
    for cash, most, to_date in paid_and_most(deal):
        paid += cash
        assert cash <= most + CENT
        assert paid <= to_date + CENT
    assert paid <= most_payable(View(sibmodel.project(deal), "plan")).amount + CENT
    assert paid >= 600


def test_where_risk_draws_dates_no_year_is_told_to_be_without_payment():
    """The starter may begin six months late, and then pays in a year in which nothing falls due under its plan."""
    deal = deal_of("starter")
    assert any("from_month" in path for number in deal.risk.uncertain.values() for path in number.moves)
    bounds = {each.year: each.amount for each in most_by_year(View(sibmodel.project(deal), "plan"), "council")}
    late = sibmodel.project(deal.with_("plan.starts.everyone.from_month", 6))
    years = late.row("budget.council.fiscal_year").round().astype(int)
    paid = dict(zip(years, late.row("budget.council.outcome_payments"), strict=True))
    assert paid[2031] > 100_000
    assert all(amount <= bounds.get(int(year), 0.0) + CENT for year, amount in paid.items())
