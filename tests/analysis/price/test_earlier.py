"""One period earlier: money falls due exactly one period sooner, never two, and what cannot follow is told."""

from __future__ import annotations

import numpy as np
import pytest

import sibmodel
from sibmodel.analysis.price.earlier import one_period_earlier
from sibmodel.analysis.price.moves import moves_of
from sibmodel.analysis.price.pricing import price
from sibmodel.analysis.price.targets import Target
from sibmodel.analysis.price.wording import about_moves
from sibmodel.files.templates import templates
from tests.payments.deals import card, count, signed

MONTHS = {"quarter": 3, "half_year": 6, "year": 12}


def outcome(*verified_after, first=12):
    """A count with a reading each year, each verified so many months later."""
    made = count(*range(5, 5 + len(verified_after)))
    for at, (reading, months) in enumerate(zip(made["readings"].values(), verified_after, strict=True)):
        reading["month"], reading["verified_after"] = first + 12 * at, months
    return made


def deal_of(payments, outcomes, period="quarter", periods=24, **more):
    return signed(payments, outcomes, period=period, periods=periods, **more)


def due(deal, name, inputs=()):
    """What of a payment falls due in each column."""
    line = f"payments.{name}.claimed"
    return sibmodel.evaluate(deal.written, dict(inputs), keep=[line])[line][:, 0]


def columns_of(row):
    """The columns in which something falls due, each with how much."""
    return {int(at): round(float(row[at]), 6) for at in np.flatnonzero(np.abs(row) > 1e-9)}


def sooner_by(deal, name, inputs):
    """By how many periods each of the amounts of a payment falls due sooner."""
    before, after = columns_of(due(deal, name)), columns_of(due(deal, name, inputs))
    assert sorted(before.values()) == sorted(after.values())
    return [one - other for one, other in zip(before, after, strict=True)]


def earlier(deal):
    found = one_period_earlier(deal, {})
    return found, {path: float(value) for path, value in found.lags.items()}


# --- two payments of one outcome ---------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["quarter", "half_year", "year"])
@pytest.mark.parametrize("lags", [(0, 12), (12, 0), (1, 12), (3, 4), (2, 13), (12, 12)])
def test_two_payments_of_one_outcome_each_move_by_exactly_one_period(period, lags):
    deal = deal_of(
        {"soon": card("jobs", 10.0, paid_after=lags[0]), "late": card("jobs", 7.0, paid_after=lags[1])},
        {"jobs": outcome(12, 13, 14)},
        period,
    )
    found, inputs = earlier(deal)
    assert found.short == ()
    moved = [by for name in ("soon", "late") for by in sooner_by(deal, name, inputs)]
    assert moved == [1] * 6


def test_the_rule_that_this_replaces_would_have_moved_one_of_them_by_two():
    """The control: three months off the longer lag and three off what both share."""
    deal = deal_of(
        {"soon": card("jobs", 10.0, paid_after=0), "late": card("jobs", 7.0, paid_after=6)}, {"jobs": outcome(6)}
    )
    path = "plan.outcomes.jobs.readings.year_1.verified_after"
    assert sooner_by(deal, "late", {path: 3.0, "terms.payments.late.paid_after": 3.0}) == [2]
    found, inputs = earlier(deal)
    assert inputs == {path: 3.0}
    assert (sooner_by(deal, "soon", inputs), sooner_by(deal, "late", inputs)) == ([1], [1])
    assert found.told == ""


def test_what_one_payment_needs_is_passed_on_to_its_other_outcomes():
    """The first needs all of verification; the second shares it, and so needs the same of what it alone is paid for."""
    deal = deal_of(
        {
            "soon": card("jobs", 10.0, paid_after=0),
            "both": {**card("jobs", 7.0, paid_after=6), "prices": {"jobs": 7.0, "homes": 5.0}},
        },
        {"jobs": outcome(3), "homes": outcome(4, first=24)},
    )
    _, inputs = earlier(deal)
    assert inputs == {
        "plan.outcomes.jobs.readings.year_1.verified_after": 0.0,
        "plan.outcomes.homes.readings.year_1.verified_after": 1.0,
    }
    assert sooner_by(deal, "both", inputs) == [1, 1]


def test_what_cannot_move_by_the_whole_is_told_and_nothing_moves_by_more():
    deal = deal_of(
        {
            "soon": card("jobs", 10.0, title="At once"),
            "late": card("jobs", 7.0, paid_after=6, title="Later"),
        },
        {"jobs": outcome(2, 6)},
    )
    found, inputs = earlier(deal)
    assert found.short == (("At once", 2.0, 3.0), ("Later", 2.0, 3.0))
    assert found.told.endswith("some lags are shorter: At once by 2 to 3; Later by 2 to 3")
    shared = "plan.outcomes.jobs.readings.{}.verified_after"
    assert inputs == {shared.format("year_1"): 0.0, shared.format("year_2"): 3.0}
    before = deal.written.inputs
    for reading in ("year_1", "year_2"):
        path = shared.format(reading)
        for name in ("soon", "late"):
            own = f"terms.payments.{name}.paid_after"
            off = sum(before[each].value - inputs.get(each, before[each].value) for each in (path, own))
            assert off <= 3
    assert max(by for name in ("soon", "late") for by in sooner_by(deal, name, inputs)) == 1


# --- fees, conditions, what is worked out from others ------------------------------------------------------------


def test_a_fee_for_service_is_not_paid_for_outcomes_and_stays():
    fee = {"kind": "fee", "per_month": 10.0, "months": 12, "paid_after": 6}
    deal = deal_of({"fee": fee, "jobs": card("jobs", 10.0, paid_after=3)}, {"jobs": outcome(0)})
    _, inputs = earlier(deal)
    assert inputs == {"terms.payments.jobs.paid_after": 0.0}
    assert sooner_by(deal, "jobs", inputs) == [1]


def test_a_condition_is_known_sooner_too():
    asked = {"hurdle": {"kind": "reaches", "outcome": "fall", "paid_on": "net", "at_least": 0.05}}
    fall = {"kind": "reduction", "stated": "relative", "effect": 0.1, "measured_at": 24, "verified_after": 6}
    deal = deal_of({"jobs": card("jobs", 10.0, paid_after=3, only_if=asked)}, {"jobs": outcome(0), "fall": fall})
    found, inputs = earlier(deal)
    assert inputs == {"terms.payments.jobs.paid_after": 0.0, "plan.outcomes.fall.verified_after": 3.0}
    assert sooner_by(deal, "jobs", inputs) == [1]  # it waits for the condition: without that it would stay
    assert sooner_by(deal, "jobs", {"terms.payments.jobs.paid_after": 0.0}) == [0]
    assert found.short == ()


def test_what_is_worked_out_from_another_outcome_is_verified_with_it():
    outcomes = {
        "fall": {"kind": "reduction", "stated": "relative", "effect": 0.1, "measured_at": 24, "verified_after": 6},
        "events": {"kind": "avoided", "what": "outcomes", "of": "fall", "expected": 100.0},
    }
    deal = deal_of({"events": card("events", 10.0, paid_after=1)}, outcomes)
    _, inputs = earlier(deal)
    assert inputs == {"plan.outcomes.fall.verified_after": 4.0, "terms.payments.events.paid_after": 0.0}
    assert sooner_by(deal, "events", inputs) == [1]


# --- templates ---------------------------------------------------------------------------------------------------


def test_no_payment_of_any_template_falls_due_more_than_one_period_sooner():
    """Period by period, what has fallen due by then lies between what had before and what had one period later."""
    compared = whole = 0
    for each in templates().values():
        deal = sibmodel.read_deal(each.path)
        found, inputs = earlier(deal)
        short = {title for title, *_ in found.short}
        for name, term in deal.terms.payments.items():
            if not term.outcome_names() or term.may_deduct:
                continue
            before, after = (np.cumsum(due(deal, name, changed)) for changed in ({}, inputs))
            guard = 1e-6 * max(1.0, float(np.abs(before).max()))
            assert (after >= before - guard).all()
            assert (after[:-1] <= before[1:] + guard).all()
            title = term.title or name
            if inputs and not any(title in told for told in short) and deal.terms.timeline.first_period_ends is None:
                assert after[:-1] == pytest.approx(before[1:], abs=guard)
                whole += 1
            compared += 1
    assert compared >= 60
    assert whole >= 15


def test_the_move_says_what_it_could_not_move():
    deal = sibmodel.read_deal(templates()["starter_homelessness"].path)
    move = {each.key: each for each in moves_of(deal, {}, is_simulated=False)}["earlier"]
    assert move.noted == "not by all of the 3 months, because some lags are shorter: Steps into a home by 2"
    found = price(deal, target=Target("irr", 0.05))
    said = f"Outcomes are verified and paid for one quarter earlier: {move.noted}."
    assert said in list(about_moves(found, found.corridor))
