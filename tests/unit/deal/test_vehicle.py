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
