"""The return ladder where returns do not simply rise, and the figures beside it that a rounding could tip."""

import pytest

import sibmodel
from sibmodel.deal.deal import Deal


def deal(
    payments, outcomes, capital, surplus, *, cost, periods, payers=None, order=("loan interest", "loan principal")
):
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Ladder",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-01-01", "period": "year", "periods": periods},
                "payers": payers or {"council": {}},
                "payments": payments,
                "capital": capital,
                "order_of_payments": list(order),
                "surplus": surplus,
            },
            "plan": {"outcomes": outcomes, "costs": {"delivery": cost}},
        },
        strict=False,
    )


def at_close(kind, amount, **more):
    return {"kind": kind, "commitment": amount, "draws": {"kind": "at_close", "amount": amount}, **more}


def reduction(month):
    return {"kind": "reduction", "stated": "relative", "effect": 0.12, "measured_at": month}


def threshold(outcome, at, pays):
    return {"kind": "threshold", "outcome": outcome, "paid_on": "net", "at_least": at, "pays": pays}


def one_off(amount):
    return {"kind": "one_off", "amount": amount}


def test_capital_back_is_sought_behind_the_last_shortfall():
    """At 10 % late money covers all; at 10.004 % early money lets interest go to others; at 10.008 % all is well."""
    ladder = sibmodel.project(
        deal(
            {
                "low": threshold("late", 0.10, 1400.0),
                "early": threshold("early", 0.10004, 1000.0),
                "high": threshold("late", 0.10008, 20_000.0),
            },
            {"late": reduction(36), "early": reduction(12)},
            {"loan": at_close("loan", 1000.0, interest_rate=0.1), "shares": at_close("equity", 300.0)},
            {"shares": 0.1, "council": 0.9},
            cost=one_off(1300.0),
            periods=3,
        )
    ).ladder
    assert ladder.capital_back_at == pytest.approx(0.834, abs=2e-6)
    assert ladder.capital_back_in_words == "from 83.4% of planned outcomes on"


def test_capital_that_is_back_only_between_two_shares():
    """Where outcomes come faster, interest ends sooner, and what the equity lives from is less."""
    readings = {f"year_{year}": {"month": 12 * year, "count": 40.0} for year in range(1, 6)}
    projection = sibmodel.project(
        deal(
            {"card": {"kind": "rate_card", "paid_on": "gross", "prices": {"people": 10.0}}},
            {"people": {"kind": "count", "of": "people", "readings": readings}},
            {"loan": at_close("loan", 1000.0, interest_rate=0.1), "shares": at_close("equity", 180.0)},
            {"council": 1.0},
            cost=one_off(1180.0),
            periods=8,
            payers={"council": {"max_per_fiscal_year": 600.0}},
        )
    )
    assert projection.ladder.capital_back_at is None
    assert projection.ladder.capital_back_in_words == "at 60% to 120% of planned outcomes, but no longer at 130%"


def test_a_share_that_is_said_is_enough():
    ladder = sibmodel.project(
        deal(
            {"low": threshold("late", 0.10, 1500.0)},
            {"late": reduction(24)},
            {"loan": at_close("loan", 1000.0, interest_rate=0.05)},
            {"loan": 1.0},
            cost=one_off(1000.0),
            periods=3,
        )
    ).ladder
    assert ladder.capital_back_at == pytest.approx(10 / 12, abs=2e-6)
    assert ladder.capital_back_in_words == "from 83.34% of planned outcomes on"


def test_roundings_to_the_cent_do_not_add_up():
    """Three draws of 66,666.67 are a cent more than was drawn; the money is back all the same."""
    projection = sibmodel.project(
        deal(
            {"card": {"kind": "rate_card", "paid_on": "gross", "prices": {"people": 100.0}}},
            {"people": {"kind": "count", "of": "people", "readings": {"end": {"month": 60, "count": 2000.0}}}},
            {"grant": {"kind": "recoverable_grant", "commitment": 200_000.0, "draws": {"kind": "as_needed"}}},
            {"council": 1.0},
            cost={"kind": "fixed", "total": 200_000.0, "months": 36},
            periods=5,
            order=["grant principal"],
        )
    )
    grant = projection.results()["scenarios"]["plan"]["investors"]["tranches"]["grant"]
    assert (grant["payback_status"], grant["payback_years"]) == ("ok", 5.0)
    assert (grant["irr_status"], grant["irr"]) == ("ok", pytest.approx(0.0, abs=1e-9))
    assert grant["principal_lost"] == 0.0


def test_a_tranche_that_draws_nothing_put_nothing_in():
    projection = sibmodel.project(
        deal(
            {"low": threshold("late", 0.10, 500.0)},
            {"late": reduction(24)},
            {
                "loan": {"kind": "loan", "commitment": 500.0, "draws": {"kind": "as_needed"}, "interest_rate": 0.05},
                "grant": at_close("recoverable_grant", 1000.0),
            },
            {"council": 1.0},
            cost=one_off(1000.0),
            periods=4,
            order=["loan interest", "loan principal", "grant principal"],
        )
    )
    loan = projection.results()["scenarios"]["plan"]["investors"]["tranches"]["loan"]
    assert (loan["drawn"], loan["irr_status"], loan["payback_status"]) == (0.0, "no_outlay", "never_out_of_pocket")
