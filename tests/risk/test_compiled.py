"""Compiled schedules pay what the engine pays, in every template; what cannot be compiled says why."""

import datetime as dt
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.engine.evaluate import evaluate
from sibmodel.errors import ScenarioError, SibError
from sibmodel.risk.compiled import Compiled, NotCompilable, compiled

TEMPLATES = sorted((Path(__file__).parents[2] / "deal_templates").glob("*.yaml"))
LEVELS = 50
COMPILED, OF_THEM_ALONE, OF_A_LEVEL, IN_ALL = 16, 2, 33, 75
WHY_NOT = {
    "pays for units": 33,
    "by the level of one": 9,
    "in a way of its own": 2,
    "only if something": 9,
    "readings is paid": 6,
}


@cache
def template(path):
    return sibmodel.read_deal(path)


TERMS = [
    pytest.param(template(path), term, id=f"{path.stem}-{term}")
    for path in TEMPLATES
    for term in template(path).terms.payments
]


def moved(deal, found, levels):
    """The inputs that bring the outcome of a term to levels; those of what it is blended from where it is a blend."""
    part, achieved = deal.plan.outcomes[found.outcome], deal.plan.achievement
    inputs = part.inputs_at(f"plan.outcomes.{found.outcome}", levels, found.basis)
    if inputs is None:
        inputs = {f"plan.outcomes.{name}.effect": levels for name in part.reads()}
    return {path: values / achieved for path, values in inputs.items()}


def paid(deal, found, levels, changed=None):
    """What the engine pays for a term, less what it takes back, once its outcome is at levels.

    Where limits are left out of a schedule it is what falls due within the term's own.
    """
    lines = deal.written.lines
    before = [f"payments.{found.term}.{line}" for line in ("own_limit.out", "claimed")]
    plus = next(line for line in before if line in lines) if found.left_out else f"payments.{found.term}.paid"
    less = f"payments.{found.term}.deducted"
    minus = [less] if less in lines and plus.endswith(".paid") else []
    rows = evaluate(deal.written, {**(changed or {}), **moved(deal, found, levels)}, keep=[plus, *minus])
    net = rows[plus].sum(axis=0) - sum(rows[line].sum(axis=0) for line in minus)
    return np.broadcast_to(net, levels.shape)


def levels_around(schedule):
    """Levels around the knots of a schedule, and knots themselves, where there are no endless many."""
    at = np.array([knot.at for knot in schedule.knots])
    width = max(float(np.ptp(at)), 0.1 * float(np.abs(at).max()))
    drawn = np.random.default_rng(1).uniform(at.min() - width, at.max() + width, LEVELS)
    return np.concatenate([at[:10], drawn])[:LEVELS]


def agree(deal, found, changed=None):
    """That schedule and engine pay the same at many levels, and not always the same amount."""
    levels = levels_around(found.schedule)
    assert levels.size == LEVELS
    amounts = found.schedule.value(levels)
    assert amounts == pytest.approx(paid(deal, found, levels, changed), rel=1e-9, abs=1e-6)
    assert np.ptp(amounts) > 0


@pytest.mark.parametrize(("deal", "term"), TERMS)
def test_a_term_pays_what_the_engine_pays_or_says_why_it_is_no_schedule(deal, term):
    found = compiled(deal, term)
    if isinstance(found, NotCompilable):
        assert found.term == term
        assert found.because
    else:
        agree(deal, found)


def test_how_many_terms_of_the_templates_compile():
    found = [compiled(*each.values) for each in TERMS]
    done = [each for each in found if isinstance(each, Compiled)]
    by_level = [
        term for deal, term in (each.values for each in TERMS) if isinstance(deal.terms.payments[term], PaymentByLevel)
    ]
    alone = [each for each in done if not each.left_out]
    assert (len(done), len(alone), len(by_level), len(found)) == (COMPILED, OF_THEM_ALONE, OF_A_LEVEL, IN_ALL)


def test_reasons_are_counted():
    reasons = [each.because for each in (compiled(*term.values) for term in TERMS) if isinstance(each, NotCompilable)]
    counted = {kind: sum(kind in reason for reason in reasons) for kind in WHY_NOT}
    assert counted == WHY_NOT
    assert sum(counted.values()) == IN_ALL - COMPILED


# --- a small deal, varied ----------------------------------------------------------------------------------------


TIERS = {
    "kind": "tiered_schedule",
    "outcome": "fewer",
    "paid_on": "net",
    "tiers": {"low": {"at_least": 0.05, "pays": 400.0}, "high": {"at_least": 0.10, "pays": 1000.0}},
}
BANDS = {
    "kind": "banded_schedule",
    "outcome": "fewer",
    "paid_on": "net",
    "starts_at": 0.05,
    "bands": {"first": {"up_to": 0.10, "per_point": 100.0}, "second": {"up_to": 0.20, "per_point": 50.0}},
}
BONUS = {
    "kind": "bonus_penalty",
    "outcome": "fewer",
    "paid_on": "net",
    "bonus_from": 0.03,
    "penalty_from": -0.03,
    "bonus_per_point": 100.0,
    "penalty_per_point": 50.0,
    "counts_from": "expected",
}
FEWER = {"kind": "reduction", "stated": "relative", "effect": 0.10, "measured_at": 24, "verified_after": 3}


NOTES = {"kind": "equity", "commitment": 1.0, "draws": {"kind": "at_close", "amount": 1.0}}


def small(payment, *, outcome=FEWER, payers=None, plan=None, **terms):
    """A deal with one payment on one outcome."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Small",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": dt.date(2020, 1, 1), "period": "quarter", "periods": 20},
                "payers": payers or {"payer": {}},
                "payments": {"pay": payment},
                "deductions_owed_by": "the provider",
                "capital": {
                    "notes": {"kind": "equity", "commitment": 1.0, "draws": {"kind": "at_close", "amount": 1.0}}
                },
                "surplus": {"notes": 1.0},
            }
            | terms,
            "plan": {"outcomes": {"fewer": outcome}} | (plan or {}),
        }
    )


@pytest.mark.parametrize("rounding", ["nearest", "down"])
@pytest.mark.parametrize("step", [0.001, 0.005, 0.01, 0.03])
@pytest.mark.parametrize("payment", [TIERS, BANDS], ids=["tiers", "bands"])
def test_rounding_makes_a_staircase_that_the_engine_pays(payment, step, rounding):
    deal = small(payment, outcome=FEWER | {"rounded_to": step, "rounding": rounding})
    found = compiled(deal, "pay")
    assert found.step == step
    assert len(found.notes) == 1
    agree(deal, found)


def test_rounding_to_the_nearest_step_moves_a_threshold_half_a_step_down_and_rounding_down_does_not():
    for rounding, at in (("nearest", [0.045, 0.095]), ("down", [0.05, 0.10])):
        deal = small(TIERS, outcome=FEWER | {"rounded_to": 0.01, "rounding": rounding})
        assert [knot.at for knot in compiled(deal, "pay").schedule.knots] == pytest.approx(at)


def test_negative_levels_are_rounded_as_the_engine_rounds_them():
    low = TIERS | {"tiers": {"low": {"at_least": -0.10, "pays": 400.0}, "high": {"at_least": -0.05, "pays": 1000.0}}}
    deal = small(low, outcome=FEWER | {"rounded_to": 0.01})
    found = compiled(deal, "pay")
    assert all(knot.only_above for knot in found.schedule.knots)
    agree(deal, found)


def test_what_is_rounded_and_has_no_end_does_not_compile():
    deal = small(BONUS, outcome=FEWER | {"rounded_to": 0.01})
    assert "endless stairs" in compiled(deal, "pay").because


@pytest.mark.parametrize("counts_from", ["expected", "edge"])
def test_penalties_are_below_nothing(counts_from):
    deal = small(BONUS | {"counts_from": counts_from})
    found = compiled(deal, "pay")
    agree(deal, found)
    assert found.schedule.lowest == -np.inf
    assert found.notes == ("What it takes back is set off against other payments, and may stay owed.",)


def test_a_cap_of_the_term_the_contract_and_the_payers_are_in_it():
    payers = {
        "one": {"share": 0.6, "max": 350.0},
        "other": {"share": 0.4, "max_per_fiscal_year": 300.0},
    }
    limits = {"all": {"kind": "in_all", "payments": ["pay"], "amount": 800.0}}
    deal = small(BANDS | {"max": 900.0}, payers=payers, limits=limits)
    found = compiled(deal, "pay")
    assert found.left_out == ()
    assert found.schedule.highest == pytest.approx(350 + 300)
    agree(deal, found)
    raised = {"terms.payers.one.max": 420.0, "terms.payments.pay.max": 750.0, "terms.limits.all.amount": 700.0}
    found = compiled(deal, "pay", raised)
    assert found.schedule.highest == pytest.approx(0.6 * 700 + 0.4 * 700)
    agree(deal, found, raised)


def test_payers_of_single_terms_pay_their_shares():
    deal = small(TIERS, payers={"one": {"pays": {"pay": 0.25}}, "other": {"pays": {"pay": 0.75}, "max": 600.0}})
    found = compiled(deal, "pay")
    assert found.schedule.highest == pytest.approx(0.25 * 1000 + 600)
    agree(deal, found)


def alone(**terms):
    """A payer that pays for the one payment, beside one that pays for the other."""
    return {"payer": {"pays": {"pay": 1.0}} | terms, "two": {"pays": {"more": 1.0}}}


COVERED = alone(max=5.0)
COVERED["two"] |= {"covers": ["payer"]}
BOTH = {"kind": "in_all", "payments": ["pay", "more"], "amount": 9.0}
PART = {"kind": "share_of_total", "payments": ["pay"], "share": 0.5}
OVER, YEAR, OTHER = "the cap over the contract of Payer", "the cap of a fiscal year of Payer", "one other payment"


@pytest.mark.parametrize(
    ("payers", "limits", "words"),
    [
        ({"payer": {"max": 500.0}}, {}, f"{OVER}, which it shares with {OTHER}"),
        (
            {"payer": {"max_per_fiscal_year": 500.0, "unused": "carried"}},
            {},
            f"{YEAR}, which it shares with {OTHER}",
        ),
        ({}, {"both": BOTH}, f"Both, which it shares with {OTHER}"),
        ({}, {"part": PART}, "Part, whose room depends on time or on people"),
        (alone(max_per_fiscal_year=5.0, excess="waits"), {}, f"{YEAR}, whose room depends on time"),
        (COVERED, {}, f"{OVER}, beyond which another payer pays"),
    ],
)
def test_limits_that_are_shared_are_named_and_left_out(payers, limits, words):
    deal = small(TIERS, payers=payers or None, payments={"pay": TIERS, "more": BANDS}, limits=limits)
    found = compiled(deal, "pay")
    assert found.left_out == (words,)
    agree(deal, found)


def test_an_index_raises_the_schedule():
    deal = small(TIERS | {"indexed": "prices"}, plan={"inflation": {"prices": {"rate": 0.03}}})
    found = compiled(deal, "pay")
    assert found.schedule.highest == pytest.approx(1000 * 1.03**2)
    agree(deal, found)
    dearer = {"plan.inflation.prices.rate": 0.05}
    assert compiled(deal, "pay", dearer).schedule.highest == pytest.approx(1000 * 1.05**2)


def test_scenario_changes_change_the_schedule():
    deal = small(TIERS)
    changed = {"terms.payments.pay.tiers.high.pays": 1500.0, "terms.payments.pay.tiers.high.at_least": 0.12}
    found = compiled(deal, "pay", changed)
    assert [knot.at for knot in found.schedule.knots] == [0.05, 0.12]
    assert found.schedule.highest == 1500
    agree(deal, found, changed)


def test_several_readings_do_not_compile_and_one_does():
    def level(*months):
        readings = {f"at_{month}": {"month": month, "level": 0.1} for month in months}
        return {"kind": "level", "of": "share", "readings": readings}

    for settles in ("each_reading", "ratchet", "clawback"):
        deal = small(TIERS | {"settles": settles}, outcome=level(12))
        agree(deal, compiled(deal, "pay"))
        assert (
            "each of 2 readings" in compiled(small(TIERS | {"settles": settles}, outcome=level(12, 24)), "pay").because
        )
    last = small(TIERS, outcome=level(12, 24))
    agree(last, compiled(last, "pay"))


def test_a_condition_does_not_compile():
    reaches = {"kind": "reaches", "outcome": "fewer", "paid_on": "net", "at_least": 0.1}
    found = compiled(small(TIERS | {"only_if": {"hurdle_met": reaches}}), "pay")
    assert found == NotCompilable("pay", "it is paid only if something else is so (hurdle met)")


def test_an_early_end_does_not_compile_and_the_chance_of_one_does():
    deal = small(TIERS, termination={})
    assert isinstance(compiled(deal, "pay"), Compiled)
    assert compiled(deal, "pay", {"terms.termination.in_month": 12}).because == "the deal is taken to end early"


def test_a_payment_that_there_is_not_is_refused():
    with pytest.raises(SibError, match=r"There is no payment 'pai'\. Did you mean 'pay'\?"):
        compiled(small(TIERS), "pai")


def test_an_input_that_there_is_not_is_refused():
    with pytest.raises(ScenarioError, match="is not an input of this deal"):
        compiled(small(TIERS), "pay", {"terms.payments.pay.tiers.high.pay": 1.0})
