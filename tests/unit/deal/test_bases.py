"""Gross is what is measured, net what goes beyond what would have been anyway: also where there are no single units."""

import datetime as dt

import pytest

import sibmodel
from sibmodel.deal.deal import Deal


def deal(basis):
    """A group's score of 10, of which 4 would have been anyway; each point is worth 100."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Small",
            "currency": "EUR",
            "terms": {
                "timeline": {"starts": dt.date(2027, 1, 1), "period": "year", "periods": 3},
                "payers": {"city": {}},
                "payments": {
                    "part": {
                        "kind": "savings_share",
                        "outcome": "score",
                        "paid_on": basis,
                        "value_each": 100.0,
                        "share": 0.5,
                    }
                },
                "deductions_owed_by": "the provider",
                "capital": {
                    "loan": {"kind": "loan", "commitment": 1.0, "draws": {"kind": "at_close", "amount": 1.0}},
                },
                "order_of_payments": ["loan principal"],
                "surplus": {"city": 1.0},
            },
            "plan": {
                "outcomes": {
                    "score": {
                        "kind": "level",
                        "of": "score",
                        "readings": {"one": {"month": 12, "level": 10.0, "without_programme": 4.0}},
                    }
                },
                "savings": {
                    "worth": {
                        "agency": "city",
                        "value_class": "social",
                        "outcome": "score",
                        "counted": basis,
                        "value": 100.0,
                    }
                },
            },
        }
    )


@pytest.mark.parametrize(("basis", "points"), [("gross", 10), ("net", 6)])
def test_a_level_is_paid_for_and_valued_on_the_basis_that_is_named(basis, points):
    now = sibmodel.project(deal(basis))
    assert now.number("payments.part.paid") == pytest.approx(points * 50)
    value = now.results()["scenarios"]["plan"]["government"]["value"]
    assert value == {"city": {"social": pytest.approx(points * 100)}}
