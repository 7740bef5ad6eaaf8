"""What limits, payers and money taken back come to, in deals that are worked out in the head."""

import pytest

from sibmodel.deal.faults.find import find_faults
from tests.payments.deals import by_cohort, card, count, fall, line, small


def row(projection, name):
    return [round(float(amount), 2) for amount in projection.row(name)]


def fee(per_month, months=72, **fields):
    return {"kind": "fee", "per_month": float(per_month), "months": months} | fields


# --- a payer that can pay no more -----------------------------------------------------------------------------------

TWO = {"council": {"share": 0.7, "max": 200_000.0}, "ministry": {"share": 0.3}}


def test_what_one_payer_cannot_pay_adds_nothing_to_what_another_owes():
    """400,000 a year against a cap of 1,000,000: the ministry owes 30 % of that; the council stops at 200,000."""
    now = small({"card": card("jobs", 1_000, max=1_000_000.0)}, {"jobs": count(*[400] * 5, of="people")}, payers=TWO)
    assert row(now, "payments.card.due") == [0, 400_000, 400_000, 200_000, 0, 0, 0]
    assert now.number("payers.council.paid") == 200_000
    assert now.number("payers.ministry.paid") == pytest.approx(300_000)


def test_what_the_only_payer_cannot_pay_leaves_room_for_later():
    """150,000 a year: the council pays 100,000 of each, which uses up no more than that of a cap of 250,000."""
    payers = {"council": {"max_per_fiscal_year": 100_000.0}}
    now = small({"card": card("jobs", 1_000, max=250_000.0)}, {"jobs": count(*[150] * 4, of="people")}, payers=payers)
    assert row(now, "payers.council.paid") == [0, 100_000, 100_000, 50_000, 0, 0, 0]


# --- money taken back -----------------------------------------------------------------------------------------------

NIGHTS = count(1_000, (0, 400), 0)
"""1,000 more after a year, 600 more after two."""


def test_a_clawback_takes_back_only_what_was_paid():
    """Worth 100,000 and then 60,000, of which a cap lets 50,000 through at any time: nothing is taken back."""
    claw = line("nights", 1_000, 100_000, settles="clawback", max=50_000.0)
    now = small({"fee": fee(10_000), "claw": claw}, {"nights": NIGHTS})
    assert now.number("payments.claw.paid") == 50_000
    assert now.number("payments.claw.deducted") == 0
    assert now.number("payments.paid") == 720_000 + 50_000


def test_a_clawback_takes_back_what_is_below_the_cap():
    """Worth 100,000, of which 50,000 are paid, then 30,000: 20,000 go back; then 80,000, and 20,000 are paid again."""
    claw = line("nights", 1_000, 100_000, settles="clawback", max=50_000.0)
    now = small({"fee": fee(10_000), "claw": claw}, {"nights": count(1_000, (0, 700), 500)})
    assert row(now, "payments.claw.deducted") == [0, 0, 20_000, 0, 0, 0, 0]
    assert row(now, "payments.claw.due") == [0, 50_000, 0, 20_000, 0, 0, 0]
    assert now.number("payments.paid") == 720_000 + 50_000


def test_a_limit_over_several_terms_shields_a_clawback_too():
    claw = line("nights", 1_000, 100_000, settles="clawback")
    limits = {"both": {"kind": "in_all", "payments": ["claw"], "amount": 50_000.0}}
    now = small({"fee": fee(10_000), "claw": claw}, {"nights": NIGHTS}, limits=limits)
    assert now.number("payments.paid") == 720_000 + 50_000


def test_a_penalty_is_not_undone_by_a_cap():
    """A bonus of 100,000 of which 50,000 are paid, then a penalty of 40,000, which is no part of the bonus."""
    band = {"kind": "bonus_penalty", "outcome": "safe", "paid_on": "gross", "expected": 0.5, "bonus_from": 0.5}
    band |= {"penalty_from": 0.5, "bonus_per_point": 10_000.0, "penalty_per_point": 10_000.0, "max": 50_000.0}
    safe = {"kind": "level", "of": "share", "readings": {}}
    safe["readings"] = {"one": {"month": 12, "level": 0.6}, "two": {"month": 24, "level": 0.46}}
    now = small({"fee": fee(10_000), "band": band | {"settles": "each_reading"}}, {"safe": safe})
    assert row(now, "payments.band.deducted") == [0, 0, 40_000, 0, 0, 0, 0]
    assert now.number("payments.paid") == pytest.approx(720_000 + 50_000 - 40_000)


def test_each_payer_sets_off_what_it_is_owed_itself():
    """The second payer is owed 60,000 and has nothing more to pay: the first pays all the same."""
    payers = {"one": {"pays": {"housing": 1.0}}, "two": {"pays": {"jail": 1.0}}}
    jail = line("nights", 1_000, 100_000, settles="clawback")
    outcomes = {"nights": count(1_000, (0, 600)), "homes": count(0, 60, of="people")}
    now = small({"housing": card("homes", 1_000), "jail": jail}, outcomes, payers=payers)
    assert now.number("payers.one.paid") == 60_000
    assert now.number("payers.two.paid") == 100_000
    assert now.number("deductions.still_owed") == 60_000


def test_payers_of_shares_set_off_their_shares():
    """60,000 taken back against 40,000 in each of two later years, two thirds of all of it the council's."""
    payers = {"council": {"share": 0.75}, "state": {"share": 0.25}}
    outcomes = {"nights": count(1_000, (0, 600)), "homes": count(0, 40, 40, of="people")}
    terms = {"housing": card("homes", 1_000), "jail": line("nights", 1_000, 100_000, settles="clawback")}
    now = small(terms, outcomes, payers=payers)
    assert row(now, "payers.council.paid") == [0, 75_000, 0, 15_000, 0, 0, 0]
    assert row(now, "payers.state.paid") == [0, 25_000, 0, 5_000, 0, 0, 0]
    assert row(now, "deductions.set_off") == [0, 0, 40_000, 20_000, 0, 0, 0]


@pytest.mark.parametrize(
    ("rest", "paid", "owed"), [("owed", [0, 0, 10_000, 40_000], 0), ("lapses", [0, 0, 40_000, 40_000], 0)]
)
def test_what_is_left_of_a_deduction_is_set_off_later_or_lapses(rest, paid, owed):
    """Of 70,000 against 40,000 in each of three years, the first year takes all that it has."""
    netted = {"kind": "deduction", "amount": 70_000.0, "month": 12, "rest": rest}
    terms = {"housing": card("homes", 1_000), "netted": netted}
    now = small(terms, {"homes": count(40, 40, 40, of="people")}, periods=3)
    assert row(now, "payments.housing.paid") == paid
    assert now.number("deductions.still_owed") == owed


def test_what_is_taken_back_goes_at_the_prices_at_which_it_was_paid():
    """Half of 200,000 a year after the start, at prices 5 % up; all of it goes back two years later, no more."""
    claw = line("safe", 1, 200_000, settles="clawback", indexed="cpi", paid_on="gross")
    safe = {"kind": "level", "of": "share", "readings": {}}
    safe["readings"] = {"one": {"month": 12, "level": 0.5}, "two": {"month": 36, "level": 0.0}}
    plan = {"inflation": {"cpi": {"rate": 0.05}}}
    now = small({"fee": fee(10_000), "claw": claw}, {"safe": safe}, plan=plan)
    assert row(now, "payments.claw.earned") == [0, 105_000, 0, -105_000, 0, 0, 0]


def test_what_a_clawback_adds_is_at_the_prices_of_its_month():
    claw = line("safe", 1, 200_000, settles="clawback", indexed="cpi", paid_on="gross")
    safe = {"kind": "level", "of": "share", "readings": {}}
    safe["readings"] = {f"at_{month}": {"month": month, "level": level} for month, level in ((12, 0.5), (24, 0.75))}
    safe["readings"]["at_36"] = {"month": 36, "level": 0.6}
    plan = {"inflation": {"cpi": {"rate": 0.10}}}
    now = small({"fee": fee(10_000), "claw": claw}, {"safe": safe}, plan=plan)
    paid = [110_000, 50_000 * 1.21]
    back = sum(paid) * (1 - 0.6 / 0.75)
    assert row(now, "payments.claw.earned") == pytest.approx([0, *paid, -back, 0, 0, 0])


# --- shares of savings, cards, cohorts ------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", ["relative", "absolute"])
def test_a_share_of_savings_counts_percentage_points(stated):
    """12 points of 1,000 each, and 40 % of that."""
    fall = {"kind": "reduction", "stated": stated, "effect": 0.12, "measured_at": 24}
    term = {"kind": "savings_share", "outcome": "fall", "paid_on": "net", "value_each": 1_000.0, "share": 0.4}
    now = small({"savings": term}, {"fall": fall})
    assert now.number("payments.savings.paid") == pytest.approx(4_800)


@pytest.mark.parametrize(("of", "level", "units"), [("share", 0.12, 12), ("score", 12, 12)])
def test_a_share_of_savings_on_a_level(of, level, units):
    outcome = {"kind": "level", "of": of, "readings": {"end": {"month": 24, "level": level}}}
    term = {"kind": "savings_share", "outcome": "level", "paid_on": "gross", "value_each": 1_000.0, "share": 0.4}
    now = small({"savings": term}, {"level": outcome})
    assert now.number("payments.savings.paid") == pytest.approx(units * 1_000 * 0.4)


@pytest.mark.parametrize("order", [("b", "c"), ("c", "b")])
def test_shares_of_all_units_do_not_depend_on_their_order(order):
    """300 units in all, of which at most 60 of b and 90 of c are paid for."""
    most = {"b": 0.2, "c": 0.3}
    term = {"kind": "rate_card", "paid_on": "gross", "prices": {"a": 100.0, "b": 100.0, "c": 300.0}}
    outcomes = {name: count(100, of="people") for name in "abc"}
    now = small({"card": term | {"most_share": {name: most[name] for name in order}}}, outcomes)
    assert now.number("payments.card.paid") == pytest.approx(10_000 + 6_000 + 27_000)


def test_a_cohort_that_is_never_measured_does_not_stand_in_the_way_of_the_pool():
    """The deal ends in month 24, before the second cohort is measured."""
    outcomes = {"one": fall(0.05, 12), "two": fall(0.15, 36), "all": fall(0.08, 24), "days": count(500, 500)}
    term = by_cohort(one="days", two="days")
    for month, expected in ((24, 10_000), (36, 10_000)):
        now = small({"events": term}, outcomes, termination={"in_month": month})
        assert now.number("payments.events.paid") == pytest.approx(expected), month


@pytest.mark.parametrize(
    ("ends", "coupons", "redeemed"),
    [(1_200, [1, 2, 3, 4], 500), (36, [1, 2, 3], 500), (24, [1, 2], 750), (6, [], 0)],
)
def test_a_note_is_redeemed_at_the_last_reading_before_an_early_end(ends, coupons, redeemed):
    """A coupon of 5 % on 1,000 at each of four readings, and below the level half of it, or three quarters early on."""
    safe = {"kind": "level", "of": "share", "readings": {}}
    safe["readings"] = {f"year_{at}": {"month": 12 * at, "level": 0.5} for at in (1, 2, 3, 4)}
    table = {"kind": "coupon_table", "outcome": "safe", "paid_on": "gross", "notional": 1_000.0}
    table |= {"steps": {"low": {"at_least": 0.3, "rate": 0.05}}}
    table |= {"redemption": {"all_from": 0.6, "share": 0.5, "early_share": 0.75, "early_until": 24}}
    now = small({"notes": table}, {"safe": safe}, termination={"in_month": ends})
    expected = [50 * (at in coupons) + redeemed * (at == max(coupons, default=0)) for at in range(7)]
    assert row(now, "payments.notes.paid") == expected


# --- true-ups and the limits of single payers ------------------------------------------------------------------------

HALVES = {"one": {"share": 0.5}, "two": {"share": 0.5, "max": 10.0}}


def level(*levels):
    readings = {f"year_{at}": {"month": 12 * at, "level": each} for at, each in enumerate(levels, start=1)}
    return {"kind": "level", "of": "share", "readings": readings}


def test_what_one_payers_limit_cut_is_undone_for_that_payer_alone():
    """Worth 100, 60 and 100 again: one payer owes half of that at any time, the other stops at 10."""
    tiers = {"some": {"at_least": 0.3, "pays": 60.0}, "all": {"at_least": 0.6, "pays": 100.0}}
    term = {"kind": "tiered_schedule", "outcome": "safe", "paid_on": "gross", "settles": "clawback", "tiers": tiers}
    now = small({"claw": term}, {"safe": level(0.6, 0.3, 0.6)}, payers=HALVES, surplus={"two": 1.0})
    assert row(now, "payers.one.paid") == [0, 50, 0, 0, 0, 0, 0]
    assert row(now, "payers.two.paid") == [0, 10, 0, 0, 0, 0, 0]
    assert now.number("deductions.still_owed") == 0


def test_a_payer_without_a_limit_gets_its_share_back():
    """Worth 100 and then 60: the payer of 50 is owed 20, the one that paid 10 of its 30 nothing."""
    claw = line("nights", 100, 100, settles="clawback")
    now = small({"claw": claw}, {"nights": count(100, (0, 40))}, payers=HALVES, surplus={"two": 1.0})
    assert now.number("payers.one.set_off.claw.taken") == 20
    assert now.number("payers.two.set_off.claw.taken") == 0
    assert now.number("deductions.still_owed") == 20


def test_a_payer_sets_off_no_more_than_it_paid():
    """Of 100 one paid 40 and the other 50; all of it goes back against 120 in two later years."""
    payers = {"one": {"share": 0.5, "max_per_fiscal_year": 40.0}, "two": {"share": 0.5}}
    terms = {"claw": line("nights", 100, 100, settles="clawback"), "jobs": card("jobs", 1)}
    outcomes = {"nights": count(100, (0, 100)), "jobs": count(0, 0, 60, 60, of="people")}
    now = small(terms, outcomes, payers=payers, surplus={"two": 1.0})
    assert row(now, "payers.one.paid") == [0, 40, 0, 0, 20, 0, 0]
    assert row(now, "payers.two.paid") == [0, 50, 0, 0, 10, 0, 0]


def test_who_stood_in_for_a_payer_takes_back_what_was_not_owed():
    """Worth 100 and then 60: the first paid 60 and keeps it so, the 40 of the second go back."""
    payers = {
        "first": {"share": 1.0, "max_per_fiscal_year": 60.0},
        "second": {"share": 0.0, "covers": ["first"], "max": 100.0},
    }
    claw = line("nights", 100, 100, settles="clawback")
    now = small({"claw": claw}, {"nights": count(100, (0, 40))}, payers=payers, surplus={"first": 1.0})
    assert row(now, "payers.first.paid") == [0, 60, 0, 0, 0, 0, 0]
    assert row(now, "payers.second.paid") == [0, 40, 0, 0, 0, 0, 0]
    assert now.number("payers.first.set_off.claw.taken") == 0
    assert now.number("payers.second.set_off.claw.taken") == 40


def test_what_is_undone_leaves_room_under_the_cap_of_the_term():
    """Worth 100, 60 and 100: the cap of 100 lets the last 40 through, of which each payer owes half."""
    payers = {"one": {"share": 0.5}, "two": {"share": 0.5, "max_per_fiscal_year": 40.0}}
    claw = line("nights", 100, 100, settles="clawback", max=100.0)
    now = small({"claw": claw}, {"nights": count(100, (0, 40), 40)}, payers=payers, surplus={"one": 1.0})
    assert row(now, "payments.claw.due") == [0, 100, 0, 40, 0, 0, 0]
    assert row(now, "payers.two.paid") == [0, 40, 0, 10, 0, 0, 0]


@pytest.mark.parametrize(("fall", "paid", "owed"), [(100, [50, 0, 0, 0], 50), (40, [50, 10, 0, 0], 0)])
def test_what_waits_for_room_is_set_off_first(fall, paid, owed):
    """Of 100 a year pays 50 and 50 wait; what is then worth less comes off what waits."""
    payers = {"council": {"max_per_fiscal_year": 50.0, "excess": "waits"}}
    claw = line("nights", 100, 100, settles="clawback")
    now = small({"claw": claw}, {"nights": count(100, (0, fall), 0, 0)}, payers=payers, periods=4)
    assert row(now, "payments.claw.paid") == [0, *paid]
    assert now.number("deductions.still_owed") == owed


def test_results_add_up_where_something_is_undone():
    """Earned and taken back less what limits cut, with what was undone of that, and what is set off, is paid."""
    claw = line("nights", 100, 100, settles="clawback", max=90.0)
    outcomes = {"nights": count(100, (0, 40), 30, (0, 80))}
    now = small({"claw": claw, "fee": fee(1)}, outcomes, payers=HALVES, surplus={"two": 1.0})
    for term in now.results()["scenarios"]["plan"]["outcome_payments"]["by_term"].values():
        gone = sum(term["limits"].values()) - term.get("undone", 0) + term.get("set_off", 0)
        assert term["earned"] + term.get("taken_back", 0) - term["paid"] == pytest.approx(gone) == term["unpaid"]


# --- penalties, coupons and cohorts ----------------------------------------------------------------------------------

BAND = {
    "kind": "bonus_penalty", "outcome": "safe", "paid_on": "gross", "bonus_from": 0.6, "penalty_from": 0.4,
    "bonus_per_point": 10.0, "penalty_per_point": 10.0, "settles": "clawback", "indexed": "cpi",
}  # fmt: skip
TENTH = {"inflation": {"cpi": {"rate": 0.1}}}


@pytest.mark.parametrize(
    ("levels", "earned"),
    [
        ((0.5, 0.3, 0.5), [0, -121, 121]),
        ((0.5, 0.3, 0.3), [0, -121, 0]),
        ((0.7, 0.5, 0.3), [110, -110, -133.1]),
        ((0.7, 0.3, 0.7), [110, -110 - 121, 121 + 133.1]),
        ((0.3, 0.5, 0.5), [-110, 110, 0]),
        ((0.8, 0.7, 0.9), [220, -110, 2 * 133.1]),
    ],
)
def test_bonus_and_penalty_go_back_at_the_prices_at_which_they_came(levels, earned):
    """Ten points are 100 at stated prices: 110, 121 and 133.10 in the three years."""
    now = small({"band": BAND, "fee": fee(100)}, {"safe": level(*levels)}, plan=TENTH)
    assert row(now, "payments.band.earned")[1:4] == pytest.approx(earned)


def test_a_ratchet_with_a_penalty_is_refused():
    now = small({"band": BAND | {"settles": "ratchet"}, "fee": fee(100)}, {"safe": level(0.5)}, plan=TENTH)
    found = [fault for fault in find_faults(now.deal) if fault.path[-1] == "settles"]
    assert "never takes anything back" in found[0].message


def test_coupons_and_redemption_are_indexed():
    table = {"kind": "coupon_table", "outcome": "safe", "paid_on": "gross", "notional": 1_000.0, "indexed": "cpi"}
    table |= {"steps": {"low": {"at_least": 0.5, "rate": 0.1}}, "redemption": {"all_from": 0.6, "share": 0.5}}
    now = small({"notes": table}, {"safe": level(0.55, 0.3, 0.7)}, plan=TENTH)
    assert row(now, "payments.notes.earned")[1:4] == [110, 0, 1_464.1]


def test_cohorts_after_an_early_end_neither_block_nor_delay_the_pool():
    """The deal ends in month 24: the units of one cohort and all of the other are measured after that."""
    outcomes = {"one": fall(0.15, 24), "two": fall(0.05, 60), "all": fall(0.1, 24)}
    for name, month, units in (("late", 36, 10.0), ("days", 24, 20.0)):
        outcomes[name] = {"kind": "count", "of": "days", "readings": {"end": {"month": month, "count": units}}}
    term = by_cohort(one="late", two="late")
    now = small({"events": term}, outcomes, termination={"in_month": 24})
    assert row(now, "payments.events.paid") == [0, 0, 200, 0, 0, 0, 0]
