"""The vehicle: who is paid when, in small deals that are worked out in the head."""

import datetime as dt

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal


def deal(*, readings, costs, loan, surplus, **payer):
    """A deal of five years: counts at one unit of money each, one loan, costs by month."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Small",
            "currency": "EUR",
            "terms": {
                "timeline": {"starts": dt.date(2027, 1, 1), "period": "year", "periods": 5},
                "payers": {"city": payer},
                "payments": {"card": {"kind": "rate_card", "paid_on": "gross", "prices": {"units": 1.0}}},
                "capital": {"loan": {"kind": "loan", "commitment": 1000.0, **loan}},
                "order_of_payments": ["loan interest", "loan principal"],
                "surplus": surplus,
            },
            "plan": {
                "outcomes": {
                    "units": {
                        "kind": "count",
                        "of": "people",
                        "readings": {f"at_{month}": {"month": month, "count": count} for month, count in readings},
                    }
                },
                "costs": {
                    f"at_{month}": {"kind": "one_off", "amount": amount, "month": month} for month, amount in costs
                },
            },
        }
    )


def row(projection, line):
    return [round(float(amount), 2) for amount in projection.row(line)]


def test_no_surplus_is_shared_while_costs_are_still_to_come():
    now = sibmodel.project(
        deal(
            readings=[(12, 600.0), (36, 600.0)],
            costs=[(0, 200.0), (24, 800.0)],
            loan={"draws": {"kind": "as_needed"}},
            surplus={"city": 1.0},
        )
    )
    assert row(now, "surplus.city.surplus") == [0, 0, 0, 200, 0, 0]
    assert row(now, "capital.loan.principal_repaid") == [0, 200, 400, 400, 0, 0]
    assert now.number("investors.loan.principal_lost") == pytest.approx(0, abs=0.005)


def test_a_bullet_is_kept_for_until_it_matures():
    now = sibmodel.project(
        deal(
            readings=[(24, 1300.0)],
            costs=[(0, 1000.0)],
            loan={
                "draws": {"kind": "at_close", "amount": 1000.0},
                "interest_rate": 0.1,
                "interest": "rolled_up",
                "repayment": "bullet",
                "matures": 60,
            },
            surplus={"city": 1.0},
        )
    )
    assert row(now, "surplus.city.surplus") == [0, 0, 0, 0, 0, 0]
    assert now.number("investors.loan.returned") == pytest.approx(1300)
    assert now.number("investors.loan.interest_unpaid") + now.number("investors.loan.principal_lost") == pytest.approx(
        1000 * 1.1**5 - 1300
    )


def test_what_the_year_limit_cuts_does_not_use_up_the_limit_in_all():
    now = sibmodel.project(
        deal(
            readings=[(12, 100.0), (24, 50.0)],
            costs=[(0, 10.0)],
            loan={"draws": {"kind": "as_needed"}},
            surplus={"city": 1.0},
            max=100.0,
            max_per_fiscal_year=50.0,
        )
    )
    assert row(now, "payments.paid") == [0, 50, 50, 0, 0, 0]
    limits = now.results()["scenarios"]["plan"]["outcome_payments"]["by_term"]["card"]["limits"]
    assert limits == {"payers.city.max": 0.0, "payers.city.max_per_fiscal_year": 50.0}


def test_a_loss_is_shown_where_money_is_too_late_for_a_second_certificate():
    """Flows with three rates, two of them far from the one that the search finds, have no headline."""
    from tests.unit.engine.test_roots import rate_of

    flows = np.zeros(21)
    flows[[0, 1, 10, 20]] = [-100, 900, -10_000, 10_500]
    assert rate_of(list(flows))[1] == "no_single_rate"


def test_more_success_is_never_paid_less():
    """Money that a fiscal year's limit cuts does not use up the limit of the payment itself."""

    def paid(achievement):
        small = deal(
            readings=[(12, 500.0), (24, 500.0), (36, 500.0)],
            costs=[(0, 100.0)],
            loan={"draws": {"kind": "as_needed"}},
            surplus={"city": 1.0},
            max_per_fiscal_year=300.0,
        )
        limited = small.with_("terms.payments.card.max", 850.0).with_("plan.achievement", achievement)
        return sibmodel.project(limited).number("payments.paid")

    paid_at = [paid(step / 10) for step in range(14)]
    assert paid_at == sorted(paid_at)
    assert paid_at[5:] == [750.0, *[850.0] * 8]


def test_a_payers_own_cost_counts_in_the_fiscal_year_in_which_it_is_paid():
    """Three years at 12,000 each, paid when a period opens: the period from 1 January 2028 is of 2028."""
    three_years = {"kind": "fixed", "total": 36_000.0, "months": 36, "paid_by": "city"}
    for when, years in (("in_advance", [12_000.0] * 3), ("in_arrears", [12_000.0] * 3)):
        data = deal(
            readings=[(12, 1.0)], costs=[(0, 1.0)], loan={"draws": {"kind": "as_needed"}}, surplus={"city": 1.0}
        )
        dump = data.model_dump()
        dump["plan"]["costs"]["study"] = three_years | {"paid": when}
        now = sibmodel.project(Deal.model_validate(dump))
        assert row(now, "budget.city.fiscal_year")[:3] == [2027.0, 2028.0, 2029.0]
        assert row(now, "budget.city.own_costs") == [*years, 0.0, 0.0, 0.0]
        assert now.number("government.own_costs") == pytest.approx(36_000.0)


def test_shares_that_a_workbook_leaves_at_less_than_all_fail_a_check():
    from sibmodel.engine.evaluate import evaluate

    model = deal(
        readings=[(12, 100.0)], costs=[(0, 50.0)], loan={"draws": {"kind": "as_needed"}}, surplus={"city": 1.0}
    ).written
    for path, check in (
        ("terms.surplus.city", "checks.shares.surplus"),
        ("terms.payers.city.share", "checks.shares.payers"),
    ):
        values = evaluate(model, {path: np.array([1.0, 0.9])}, keep=[check])
        assert values[check].ravel().tolist() == [1.0, 0.0]
