"""The most that can be paid is never lower than what any outcome brings, and as low as can be proved.

Every case is one small deal. Some of them pages once said too low a figure of, some too high a one.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.evaluate import evaluate
from sibmodel.report.facts import term_sheet
from sibmodel.report.maximum import most_payable
from sibmodel.report.view import View
from tests.pages.deals import TEMPLATES, projection
from tests.payments.deals import signed
from tests.support.deals import deals

CENT = 0.005
MANY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
TRIED = 48
"""Random outcomes for one deal, all evaluated at once."""


def count(*readings, of="outcomes", **more):
    months = {f"r{number}": {"month": 12 * number, "count": each} for number, each in enumerate(readings, start=1)}
    return {"kind": "count", "of": of, "readings": months, **more}


def levels(*readings, of="share"):
    months = {f"r{number}": {"month": 12 * number, "level": each} for number, each in enumerate(readings, start=1)}
    return {"kind": "level", "of": of, "readings": months}


def reduction(effect=0.1, **more):
    return {"kind": "reduction", "stated": "relative", "effect": effect, "measured_at": 24, **more}


def card(**prices):
    return {"kind": "rate_card", "paid_on": "gross", "prices": prices}


def threshold(at, pays, **more):
    return {"kind": "threshold", "outcome": "o", "paid_on": "net", "at_least": at, "pays": pays, **more}


def deal(payments, outcomes, *, plan=None, payers=None, **terms):
    """A deal of four years with an index, paid for by one council unless more is said."""
    plan = {"inflation": {"cpi": {"rate": 0.05}}} | (plan or {})
    return signed(payments, outcomes, periods=4, plan=plan, payers=payers or {"council": {}}, **terms)


def most(made):
    return most_payable(View(sibmodel.project(made), "plan"))


def paid(made, **changes):
    """What payers pay in all, at inputs by path."""
    changed = {path: np.asarray(value, dtype=float) for path, value in changes.items()}
    return np.atleast_1d(evaluate(made.written, changed, keep=["payments.paid"])["payments.paid"].sum(axis=0))


# --- payers ---------------------------------------------------------------------------------------------------------


def test_a_payer_is_bounded_by_its_cap_and_the_others_by_their_shares():
    payers = {"council": {"share": 0.7, "max": 200_000.0}, "ministry": {"share": 0.3}}
    made = deal({"card": card(o=1_000.0) | {"max": 1_000_000.0}}, {"o": count(500.0, 500.0, 500.0)}, payers=payers)
    assert most(made).amount == 500_000
    tried = [paid(made, **{"plan.achievement": each}).max() for each in np.linspace(0, 5, 21)]
    assert max(tried) == pytest.approx(500_000)


@pytest.mark.parametrize(("cap", "bound"), [(None, 1_000.0), (250.0, 550.0), (900.0, 1_000.0)])
def test_who_covers_another_pays_in_its_place_within_its_own_cap(cap, bound):
    payers = {
        "council": {"share": 1.0, "max": 300.0},
        "fund": {"share": 0.0, "covers": ["council"]} | ({} if cap is None else {"max": cap}),
    }
    made = deal({"t": threshold(10, 1_000.0)}, {"o": count(20.0)}, payers=payers)
    assert most(made).amount == paid(made).max() == bound


def test_payers_of_single_terms_are_bounded_by_the_terms_and_by_what_limits_leave_of_all_of_them():
    payers = {"council": {"pays": {"a": 1.0}}, "state": {"pays": {"b": 1.0}}}
    terms = {"a": threshold(1, 100.0), "b": threshold(1, 100.0)}
    both = {"both": {"kind": "in_all", "payments": ["a", "b"], "amount": 150.0}}
    made = deal(terms, {"o": count(20.0)}, payers=payers, limits=both)
    assert most(made).amount == paid(made).max() == 150
    payers["council"]["max"] = 30.0
    assert most(deal(terms, {"o": count(20.0)}, payers=payers, limits=both)).amount == 130


# --- schedules ------------------------------------------------------------------------------------------------------


def test_each_reading_may_earn_the_top_of_the_schedule():
    tiers = {"kind": "tiered_schedule", "outcome": "o", "paid_on": "gross", "settles": "each_reading"}
    tiers["tiers"] = {"a": {"at_least": 100.0, "pays": 10_000.0}}
    made = deal({"t": tiers}, {"o": count(2.0, 98.0)})
    at = {f"plan.outcomes.o.readings.{name}.count": 100.0 for name in ("r1", "r2")}
    assert most(made).amount == paid(made, **at).max() == 20_000


def test_a_condition_on_the_same_outcome_takes_nothing_from_the_bound():
    gross = {"enough": {"kind": "reaches", "outcome": "o", "paid_on": "gross", "at_least": 1_000.0}}
    terms = {"t": threshold(100, 50_000.0, only_if=gross), "f": {"kind": "fee", "per_month": 100.0, "months": 12}}
    outcome = count(50.0)
    outcome["readings"]["r1"]["without_programme"] = 950.0
    made = deal(terms, {"o": outcome})
    assert most(made).amount == 51_200
    assert paid(made, **{"plan.outcomes.o.readings.r1.count": 1_100.0}).max() == 51_200


@pytest.mark.parametrize("settles", ["ratchet", "clawback"])
def test_a_level_so_far_is_paid_at_the_highest_price_of_its_readings(settles):
    slope = {"kind": "proportional", "outcome": "o", "paid_on": "gross", "threshold": 0.0, "target": 0.5}
    slope |= {"pays_at_target": 10_000.0, "settles": settles, "indexed": "cpi"}
    made = deal({"t": slope}, {"o": levels(0.1, 0.2, 0.3)})
    at = {f"plan.outcomes.o.readings.{name}.level": value for name, value in (("r1", 0.0), ("r2", 0.0), ("r3", 0.5))}
    assert most(made).amount == pytest.approx(10_000 * 1.05**3)
    assert paid(made, **at).max() == pytest.approx(10_000 * 1.05**3)
    assert most(made).priced == (12, 24, 36)
    early = np.array(np.meshgrid(*[np.linspace(0, 0.6, 7)] * 3)).reshape(3, -1)
    at = {f"plan.outcomes.o.readings.r{number}.level": row for number, row in enumerate(early, start=1)}
    assert paid(made, **at).max() <= most(made).amount + CENT


def test_a_clawback_that_is_verified_out_of_order_is_bounded_by_all_its_readings():
    outcome = levels(0.5, 0.0, 0.5)
    outcome["readings"]["r2"]["verified_after"] = 24
    made = deal({"t": threshold(0.5, 100.0, settles="clawback")}, {"o": outcome})
    assert paid(made).max() <= most(made).amount == 300


def test_bands_have_a_top_whatever_the_outcome_is_made_of():
    bands = {"low": {"up_to": 0.15, "per_point": 250_000.0}, "high": {"up_to": 0.25, "per_point": 100_000.0}}
    term = {"kind": "banded_schedule", "outcome": "o", "paid_on": "net", "starts_at": 0.05, "bands": bands}
    outcomes = {"a": reduction(), "b": reduction(), "o": {"kind": "blend", "of": {"a": 0.8, "b": 0.2}}}
    made = deal({"t": term}, outcomes)
    assert most(made).amount == pytest.approx(4_750_000)
    at = {f"plan.outcomes.{name}.effect": 0.9 for name in "ab"}
    assert paid(made, **at).max() == pytest.approx(4_750_000)


def bonus(**more):
    term = {"kind": "bonus_penalty", "outcome": "o", "paid_on": "net", "bonus_from": 0.2, "penalty_from": 0.1}
    return term | {"bonus_per_point": 1_000.0, "penalty_per_point": 500.0} | more


def test_a_bonus_without_an_edge_ends_at_all_of_a_share():
    made = deal({"t": bonus()}, {"o": reduction()})
    assert most(made).amount == pytest.approx(80_000)
    assert paid(made, **{"plan.outcomes.o.effect": 1.0}).max() == pytest.approx(80_000)
    cliff = bonus(counts_from="expected", expected=0.15)
    assert most(deal({"t": cliff}, {"o": reduction()})).amount == pytest.approx(85_000)
    rounded = deal({"t": bonus()}, {"o": reduction(rounded_to=0.15)})
    assert most(rounded).amount == pytest.approx(85_000)
    assert paid(rounded, **{"plan.outcomes.o.effect": 1.0}).max() == pytest.approx(85_000)


def test_a_bonus_covers_what_the_ladder_supposes_of_a_plan_that_is_near_the_whole():
    made = deal({"t": bonus()}, {"o": reduction(0.9)})
    assert most(made).amount == pytest.approx(97_000)
    assert paid(made, **{"plan.achievement": 1.3}).max() == pytest.approx(97_000)


def test_a_bonus_on_a_level_that_may_be_above_the_whole_has_no_cap():
    found = most(deal({"t": bonus()}, {"o": levels(0.3)}))
    assert (found.amount, found.uncapped) == (None, ("t",))


def test_a_penalty_that_later_prices_make_good_has_no_end():
    made = deal({"t": bonus(settles="ratchet", indexed="cpi", paid_on="gross")}, {"o": levels(0.3, 0.3)})
    assert most(made).amount is None
    assert most(deal({"t": bonus(paid_on="gross", bonus_from=2.0)}, {"o": levels(0.3)})).amount is None
    assert most(deal({"t": bonus(bonus_from=1.0, penalty_per_point=0.0)}, {"o": reduction()})).amount == 0


def test_a_coupon_table_pays_its_highest_coupon_at_each_reading_and_all_of_its_notional():
    table = {"kind": "coupon_table", "outcome": "o", "paid_on": "gross", "notional": 1_000.0, "months_each": 6}
    table |= {"steps": {"a": {"at_least": 0.5, "rate": 0.1}}, "floor": {"rate": 0.2, "until_month": 12}}
    table["redemption"] = {"all_from": 0.4, "share": 0.5}
    made = deal({"t": table}, {"o": levels(0.6, 0.6, 0.6)})
    assert most(made).amount == paid(made).max() == pytest.approx(100 + 50 + 50 + 1_000)
    del table["redemption"]
    assert most(deal({"t": table}, {"o": levels(0.6)})).amount == pytest.approx(100)


def test_savings_end_at_all_of_a_reduction_and_at_the_switch():
    term = {"kind": "savings_share", "outcome": "o", "paid_on": "net", "value_each": 10.0, "share": 0.5}
    best = {"plan.outcomes.o.effect": 1.0}
    for more, bound in (({}, 500), ({"until_paid": 100.0, "share_after": 0.1}, 180), ({"until_paid": 100.0}, 100)):
        made = deal({"t": term | more}, {"o": reduction()})
        assert most(made).amount == paid(made, **best).max() == pytest.approx(bound)
    assert most(deal({"t": term | {"until_paid": 100.0}}, {"o": count(5.0)})).amount == 100
    assert most(deal({"t": term}, {"o": count(5.0)})).amount is None


def test_prices_of_units_end_where_units_or_prices_do():
    outcome = {"o": count(10.0)}
    units = card(o=10.0) | {"most_units": {"o": 5.0}, "later": {"l": {"after_month": 6, "prices": {"o": 30.0}}}}
    made = deal({"t": units | {"discount": 0.1}}, outcome)
    assert most(made).amount == paid(made).max() == pytest.approx(135)
    indexed = deal({"t": units | {"indexed": "cpi"}}, outcome)
    assert paid(indexed).max() <= most(indexed).amount == pytest.approx(150 * 1.05**4)
    tiers = {"a": {"above": 0.0, "price": 7.0}, "b": {"above": 4.0, "price": 2.0}, "c": {"above": 6.0, "price": 0.0}}
    term = {"kind": "volume_tiers", "outcome": "o", "paid_on": "gross", "tiers": tiers}
    made = deal({"t": term}, outcome)
    assert most(made).amount == paid(made).max() == 32
    tiers["c"]["price"] = 1.0
    assert most(deal({"t": term}, outcome)).amount is None


def test_a_fee_is_bounded_at_the_prices_at_which_it_is_paid():
    fee = {"kind": "fee", "per_month": 10.0, "from_month": 6, "months": 12, "indexed": "cpi"}
    made = deal({"f": fee}, {"o": count(1.0)})
    assert most(made).amount == pytest.approx(paid(made).max()) == pytest.approx(60 * 1.05 + 60 * 1.05**2)


def test_a_minimum_payment_comes_on_top_and_makes_good_what_was_taken_back():
    least = {"kind": "minimum_payment", "of": ["t"], "amount": 300.0, "month": 24}
    outcome = {"o": count(0.0, 0.0, 200.0)}
    made = deal({"t": threshold(100, 1_000.0), "least": least}, outcome)
    assert most(made).amount == paid(made).max() == 1_300
    taken = {"back": {"kind": "deduction", "amount": 50.0, "month": 12}}
    made = deal(taken | {"t": threshold(100, 1_000.0), "least": least | {"of": ["t", "back"]}}, outcome)
    assert paid(made).max() <= most(made).amount == 1_350
    made = deal({"t": bonus(), "least": least}, {"o": reduction()})
    assert most(made).amount is None
    clawed = {"t": threshold(1, 1_000.0, settles="clawback"), "least": least}
    assert most(deal(clawed, outcome)).amount == 1_300


def test_a_termination_payment_is_bounded_where_it_is_a_sum():
    ends = {"in_month": 20, "wind_down": 0.0}
    term = {"kind": "termination_payment", "amount": 70.0}
    outcome = {"o": count(1.0)}
    assert most(deal({"e": term}, outcome, termination=ends)).amount == 70
    assert most(deal({"e": term | {"share_of_capital": 0.5}}, outcome, termination=ends)).uncapped == ("e",)


# --- limits ---------------------------------------------------------------------------------------------------------


PERSON = {"kind": "per_person", "payments": ["card"], "amount": 5_000.0}
IN_ALL = {"kind": "in_all", "payments": ["card"], "amount": 900_000.0}
STARTS = {"starts": {"a": {"people": 100.0}, "b": {"people": 150.0}}}


@pytest.mark.parametrize("first", ["person", "whole"])
def test_the_least_of_several_limits_holds_in_whatever_order_they_stand(first):
    limits = {"person": PERSON, "whole": IN_ALL}
    limits = {first: limits.pop(first), **limits}
    made = deal({"card": card(o=1_000.0)}, {"o": count(2_000.0)}, limits=limits, plan=STARTS)
    assert most(made).amount == paid(made).max() == 900_000
    assert most(made).people == 0


def test_limits_within_limits_and_beside_each_other():
    terms = {name: threshold(1, 100.0) for name in "abcd"}

    def limited(*limits):
        named = {
            f"l{number}": {"kind": "in_all", "payments": list(over), "amount": amount}
            for number, (over, amount) in enumerate(limits)
        }
        made = deal(terms, {"o": count(9.0)}, limits=named)
        assert paid(made).max() <= most(made).amount
        return most(made).amount

    assert limited(("abcd", 350.0), ("ab", 120.0)) == limited(("ab", 120.0), ("abcd", 350.0)) == 320
    assert limited(("abcd", 250.0), ("ab", 120.0)) == 250
    assert limited(("ab", 120.0), ("cd", 130.0)) == 250
    assert limited(("ab", 120.0), ("bc", 130.0)) == 320
    assert limited(("ab", 20.0), ("bc", 30.0), ("cd", 40.0)) == 60


def test_a_limit_for_each_person_is_said_to_hold_for_those_planned_to_start():
    run = sibmodel.project(deal({"card": card(o=9.0)}, {"o": count(2.0)}, limits={"each": PERSON}, plan=STARTS))
    sheet = term_sheet(run)
    said = "The most that can be paid over the whole contract is £1,250,000, for the 250 people planned to start."
    assert said in sheet.brief
    assert sheet.figures[0].about == "all payers, whole contract, for the 250 people planned to start"
    some = PERSON | {"among": ["a"]}
    assert most(deal({"card": card(o=9.0)}, {"o": count(2.0)}, limits={"each": some}, plan=STARTS)).people == 100
    one = {"starts": {"a": {"people": 1.0}}}
    run = sibmodel.project(deal({"card": card(o=9.0)}, {"o": count(2.0)}, limits={"each": PERSON}, plan=one))
    assert "is £5,000, for the 1 person planned to start." in " ".join(term_sheet(run).brief)


def test_a_limit_over_other_terms_does_not_bound_a_card():
    terms = {"card": card(o=1_000.0), "t": threshold(1, 100.0)}
    other = {"other": {"kind": "in_all", "payments": ["t"], "amount": 50.0}}
    run = sibmodel.project(deal(terms, {"o": count(2.0)}, limits=other))
    assert term_sheet(run).figures[0].figure == "no cap"
    said = "The contract states no cap on what can be paid in all. Nothing limits what is paid for Card."
    assert said in term_sheet(run).brief


def test_a_share_of_all_is_bounded_where_all_is():
    terms = {"a": threshold(1, 100.0), "b": threshold(1, 300.0)}
    quarter = {"quarter": {"kind": "share_of_total", "payments": ["b"], "share": 0.25}}
    made = deal(terms, {"o": count(2.0)}, limits=quarter)
    assert most(made).amount == paid(made).max() == 200
    terms["back"] = {"kind": "deduction", "amount": 1.0, "month": 12}
    assert most(deal(terms, {"o": count(2.0)}, limits=quarter)).amount == 400


def test_a_fiscal_year_bounds_each_of_them():
    yearly = {"y": {"kind": "per_fiscal_year", "payments": ["card"], "amount": 30.0}}
    made = deal({"card": card(o=1.0)}, {"o": count(50.0, 50.0, 50.0, 50.0)}, limits=yearly)
    assert paid(made).max() == 120
    assert most(made).amount == 120


def test_what_a_term_takes_back_makes_room_under_two_limits_only_once():
    """A deduction lies under two limits: both have room for its amount again, so that only one of them is counted."""
    terms = {"a": threshold(1, 100.0), "b": threshold(1, 100.0)}
    terms["back"] = {"kind": "deduction", "amount": 40.0, "month": 12}
    limits = {name: {"kind": "in_all", "payments": [name[0], "back"], "amount": 50.0} for name in ("a_with", "b_with")}
    made = deal(terms, {"o": count(0.0, 9.0)}, limits=limits)
    assert paid(made).max() <= most(made).amount == 150


def test_what_lapses_makes_room_only_where_it_is_set_off():
    terms = {"a": threshold(1, 200.0), "back": {"kind": "deduction", "amount": 40.0, "month": 6, "rest": "lapses"}}
    limits = {"both": {"kind": "in_all", "payments": ["a", "back"], "amount": 100.0}}
    made = deal(terms, {"o": count(0.0, 9.0)}, limits=limits)
    assert paid(made).max() <= most(made).amount == 100


# --- all deals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_rung_and_no_scenario_of_a_template_pays_more(name):
    run = projection(name)
    found = most_payable(View(run, "plan"))
    if found.amount is not None:
        assert max(run.number("payments.paid", each) for each in run.scenarios) <= found.amount + CENT
        assert max(rung.outcome_payments for rung in View(run, "plan").ladder.rungs) <= found.own + CENT


def outcomes_by_chance(made, seed):
    """Inputs that bring the outcomes of a deal anywhere that outcomes can get: no estimate is above the whole."""
    chance, plan = np.random.default_rng(seed), made.plan
    achieved = chance.uniform(0, 3, TRIED)
    found = {"plan.achievement": achieved}
    for name, part in plan.outcomes.items():
        path = f"plan.outcomes.{name}"
        if part.kind == "reduction":
            near = chance.choice([-1.0, 0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0], TRIED)
            level = np.clip(near + chance.uniform(-0.05, 0.05, TRIED), -1, 1)
            found[f"{path}.effect"] = level / np.maximum(achieved, 1e-9)
        for key in getattr(part, "readings", {}):
            own = "level" if part.kind == "level" else "count"
            scale = 1.5 if part.kind == "level" else chance.choice([1e2, 1e4, 1e5])
            found[f"{path}.readings.{key}.{own}"] = chance.uniform(0, scale, TRIED) * chance.integers(0, 2, TRIED)
        if hasattr(part, "rate"):
            found[f"{path}.rate"] = chance.uniform(0, 1, TRIED)
        if hasattr(part, "continues"):
            found[f"{path}.continues"] = chance.uniform(0, 1, TRIED)
    return found


def capped(data):
    """The deal with a cap on each term that nothing else bounds."""
    for name in most(Deal.model_validate(data)).uncapped:
        data["terms"]["payments"][name]["max"] = 30_000.0
    return Deal.model_validate(data)


def without_caps_of_payers(made):
    """Payers pay whatever is due."""
    data = made.model_dump()
    for payer in data["terms"]["payers"].values():
        payer |= {"max": None, "max_per_fiscal_year": None}
    return capped(data)


def with_a_payer_for_each_term(made):
    """Each term has one payer, and one of two payers has caps: what they cut gives room back to limits over terms."""
    data = made.model_dump()
    terms = list(data["terms"]["payments"])
    mine, others = (dict.fromkeys(terms[start::2], 1.0) for start in (0, 1))
    limits = {"max": 60_000.0, "max_per_fiscal_year": 25_000.0}
    data["terms"]["payers"] = {"council": {"pays": mine} | limits, "state": {"pays": others}}
    return capped(data)


CHANGES = {"as_it_is": lambda made: made, "open": without_caps_of_payers, "sole": with_a_payer_for_each_term}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
@MANY
@given(made=deals(), seed=st.integers(0, 2**32))
def test_no_outcome_of_a_random_deal_pays_more(changed, made, seed):
    made = changed(made)
    found = most(made).amount
    top = paid(made, **outcomes_by_chance(made, seed)).max()
    event("reached" if top > found - 1 else "half reached" if top > found / 2 else "less")
    assert top <= found * (1 + 1e-12) + CENT
