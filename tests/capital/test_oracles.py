"""Figures that were worked out elsewhere come out of deal files: recycling, coupon notes, two ways of a guarantee."""

from statistics import NormalDist

import numpy as np
import pytest

from sibmodel.engine.evaluate import evaluate
from tests.capital.deals import NAMES, changed, projected, row

EXACT = 1e-6  # relative, as the reference figures state it
CENTS = 2e-8  # absolute: a rate of flows rounded to the cent
QUARTER = 0.25


@pytest.mark.parametrize("name", NAMES)
def test_every_deal_of_the_folder_holds(name):
    assert projected(name).problems() == []


# --- capital that is used again -----------------------------------------------------------------------------------


def test_recycled_capital_peaks_below_what_is_spent():
    now = projected("recycling")
    assert now.number("programme.cost") == 2_400_000
    assert now.number("vehicle.unfunded") == 0
    assert now.number("investors.total.peak_drawn") == pytest.approx(1_480_000, rel=EXACT)
    assert now.number("investors.total.drawn") == pytest.approx(1_480_000, rel=EXACT)
    assert now.figure("investors.total.multiple").value == pytest.approx(1.06756756757, rel=EXACT)
    assert now.figure("investors.total.irr").value == pytest.approx(0.0480795892727, abs=CENTS)
    assert (1 + now.figure("investors.total.irr").value) ** QUARTER - 1 == pytest.approx(0.011809064624, abs=CENTS)
    flows = [0, -300_000, -300_000, -300_000, -300_000, -180_000, -100_000, 170_000, 600_000, 500_000, 310_000]
    assert row(now, "investors.total.flow") == flows


def test_costs_beyond_commitment_and_income_are_named_and_not_made_up():
    now = projected("recycling")
    assert now.number("vehicle.unfunded", "half") == 355_000
    assert now.number("vehicle.costs_paid", "half") + 355_000 == 2_400_000
    assert now.number("investors.total.drawn", "half") == 1_500_000


# --- coupon notes -------------------------------------------------------------------------------------------------

NOTES = {"plan": (0.075, 1.525), "stopped": (-0.028254537915, 0.9), "failed": (-0.069287860727, 0.65)}


@pytest.mark.parametrize("scenario", NOTES)
def test_coupons_go_straight_to_the_notes(scenario):
    now = projected("coupons")
    irr, multiple = NOTES[scenario]
    assert now.figure("investors.notes.irr", scenario).value == pytest.approx(irr, abs=CENTS)
    assert now.figure("investors.notes.multiple", scenario).value == pytest.approx(multiple, rel=EXACT)
    assert row(now, "capital.notes.distributed", scenario) == row(now, "payments.coupons.paid", scenario)
    lost = {"plan": 0, "stopped": 25_000, "failed": 50_000}[scenario]
    assert now.number("investors.notes.principal_lost", scenario) == pytest.approx(lost, abs=0.005)


# --- two ways of a guarantee --------------------------------------------------------------------------------------

MEAN, SPREAD = 85.0, 30.0
MANY = 40_000


def missing(level):
    """What a pool N(85, 30), not below nothing, is expected to lack of a level, in closed form."""
    normal = NormalDist()

    def part(pool):
        z = (pool - MEAN) / SPREAD
        return (pool - MEAN) * normal.cdf(z) + SPREAD * normal.pdf(z)

    return part(level) - part(0.0)


def expected(*lines):
    """Expected sums of lines where the pool is normal: the mean over its quantiles."""
    deal = projected("guarantees").deal
    shares = (np.arange(MANY) + 0.5) / MANY
    pool = np.array([NormalDist(MEAN, SPREAD).inv_cdf(share) for share in shares])
    values = evaluate(deal.written, {"plan.outcomes.units.readings.end.count": pool}, keep=list(lines))
    return [float(values[line].sum(axis=0).mean()) for line in lines]


def test_expected_recoveries_of_senior_and_junior():
    senior, junior = expected("capital.senior.principal_repaid", "capital.junior.principal_repaid")
    assert senior == pytest.approx(56.6212586335, rel=1e-5)
    assert junior == pytest.approx(22.4652500162, rel=1e-5)
    assert senior + junior == pytest.approx(79.0865086497, rel=1e-5)


def test_a_guarantee_that_tops_up_and_one_that_takes_the_first_loss_have_their_own_worth():
    """Of the senior 60, topped up to 45; of the junior 40, the first 10 that are lost."""
    topped_up, first_loss = expected("capital.topped_up.paid", "capital.first_loss.paid")
    assert topped_up == pytest.approx(missing(45.0), rel=1e-4)
    junior_lost_up_to_10 = (missing(100.0) - missing(90.0), missing(100.0), missing(60.0))
    assert first_loss == pytest.approx(junior_lost_up_to_10[0], rel=1e-4)
    assert first_loss < junior_lost_up_to_10[1] - junior_lost_up_to_10[2]


@pytest.mark.parametrize(
    ("scenario", "topped_up", "first_loss"), [("plan", 0, 10), ("at_70", 0, 10), ("at_30", 15, 10)]
)
def test_the_two_ways_at_one_result(scenario, topped_up, first_loss):
    now = projected("guarantees")
    assert now.number("capital.topped_up.paid", scenario) == pytest.approx(topped_up)
    assert now.number("capital.first_loss.paid", scenario) == pytest.approx(first_loss)


@pytest.mark.parametrize(("repaid", "topped_up", "first_loss"), [(50, 0, 10), (30, 15, 30), (10, 35, 45)])
def test_first_loss_of_the_senior_pays_where_topping_up_does_not(repaid, topped_up, first_loss):
    """At 50 the senior lacks 10: the first loss up to 45 covers all of it, topping up to 45 covers nothing."""
    point = ("count: 85", f"count: {repaid}")
    edit = ("form: tops_up, share: 75%, on: drawn", "form: first_loss, amount: 45")
    assert changed("guarantees", point).number("capital.topped_up.paid") == pytest.approx(topped_up)
    assert changed("guarantees", point, edit).number("capital.topped_up.paid") == pytest.approx(first_loss)


def test_a_guarantee_by_share_of_what_is_committed_or_drawn():
    """Rikers: 75 % of the 9.6m committed is 7.2m, of the 7.2m drawn it is 5.4m, and the amount agreed was 6.0m."""
    for told, paid in (
        ("amount: 6_000_000", 6_000_000),
        ("share: 75%, on: drawn", 5_400_000),
        ("share: 75%, on: committed", 7_200_000),
    ):
        now = changed(
            "guarantees",
            ("count: 85", "count: 0"),
            ("kind: one_off, amount: 100}", "kind: one_off, amount: 7_200_040}"),
            (
                "commitment: 60, draws: {kind: at_close, amount: 60}",
                "commitment: 9_600_000, draws: {kind: at_close, amount: 7_200_000}",
            ),
            ("form: tops_up, share: 75%, on: drawn", f"form: tops_up, {told}"),
        )
        assert now.number("capital.topped_up.paid") == pytest.approx(paid)
