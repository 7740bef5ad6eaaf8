"""Peak, headroom, dates, average life and returns before fees, on a deal worked out by hand."""

import datetime as dt

import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.investors import average_life, before_fees, cash_dates, fees_paid, peak, running
from tests.pages.deals import TEMPLATES


def deal(fees=None, steps=(), paid=2000.0, draws=600.0):
    """Two draws for costs, half of what is paid after two years and half after four; a commitment of 1,500."""
    schedule = {"one": {"month": 0, "amount": 600.0}, "two": {"month": 12, "amount": draws}}
    readings = {"early": {"month": 24, "count": 1.0}, "late": {"month": 48, "count": 1.0}}
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "By hand",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2027-01-01", "period": "year", "periods": 4},
                "payers": {"council": {}},
                "payments": {"card": {"kind": "rate_card", "paid_on": "gross", "prices": {"events": paid / 2}}},
                "capital": {
                    "shares": {
                        "kind": "equity",
                        "commitment": 1500.0,
                        "draws": {"kind": "scheduled", "schedule": schedule},
                    }
                },
                "fees": fees or {},
                "order_of_payments": list(steps),
                "surplus": {"shares": 0.75, "council": 0.25},
            },
            "plan": {
                "outcomes": {"events": {"kind": "count", "of": "outcomes", "readings": readings}},
                "costs": {
                    "first": {"kind": "one_off", "amount": 600.0},
                    "second": {"kind": "one_off", "amount": draws, "month": 12},
                },
            },
        },
        strict=False,
    )


def test_the_j_curve_by_hand():
    """Out 600 and 1,200; three quarters of 1,000 back after two years and after four."""
    run = sibmodel.project(deal())
    assert running(run).tolist() == pytest.approx([-600, -1200, -450, -450, 300])
    found = peak(run)
    assert (found.amount, found.at, found.day) == (pytest.approx(1200), 1, dt.date(2027, 12, 31))
    assert (found.committed, found.headroom, found.undrawn) == pytest.approx((1500, 300, 300))


def test_dates_by_hand():
    found = cash_dates(sibmodel.project(deal()))
    assert (found.first_draw, found.last_draw) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert (found.first_back, found.last_back) == (dt.date(2028, 12, 31), dt.date(2030, 12, 31))


def test_nothing_back_has_no_date_and_no_average_life():
    run = sibmodel.project(deal(paid=0.0))
    assert cash_dates(run).first_back is None
    assert cash_dates(run).last_back is None
    assert average_life(run) is None


def test_average_life_weighs_by_amount():
    """750 after two years and 750 after four are three years on average."""
    assert average_life(sibmodel.project(deal())) == pytest.approx(3.0)


def test_only_the_share_of_a_fee_that_investors_bear_is_added_back():
    """A fee of 200 comes out of the first 1,000; investors have three quarters of what it leaves."""
    fee = {"manager": {"kind": "success_fee", "paid_to": "council", "amount": 200.0}}
    run = sibmodel.project(deal(fee, ["manager fee"]))
    assert fees_paid(run) == {"manager": pytest.approx(200)}
    gross = before_fees(run)
    assert run.number("investors.total.returned") == pytest.approx(0.75 * 1800)
    assert gross.number("investors.total.returned") == pytest.approx(0.75 * 2000)
    assert gross.figure("investors.total.irr").value == pytest.approx(
        sibmodel.project(deal()).figure("investors.total.irr").value
    )
    assert gross.figure("investors.total.irr").value > run.figure("investors.total.irr").value


def test_without_fees_gross_is_net():
    run = sibmodel.project(sibmodel.read_deal(TEMPLATES["starter"]))
    assert fees_paid(run) == {}
    assert before_fees(run, "slow_start").figure("investors.total.irr", "slow_start") == run.figure(
        "investors.total.irr", "slow_start"
    )


def test_peak_follows_the_scenario():
    run = sibmodel.project(sibmodel.read_deal(TEMPLATES["starter"]))
    assert peak(run, "slow_start").amount == run.number("investors.total.peak_drawn", "slow_start")
