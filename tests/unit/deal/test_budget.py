"""The three clocks of a budget: worked out by hand, and the same in the end for every template and scenario."""

import itertools
import re

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.evaluate import evaluate
from tests.parity.workbooks import DEALS, deal_of, flexes

CARD = {"kind": "rate_card", "paid_on": "gross", "prices": {"reached": 100.0}, "paid_after": 3}
REACHED = {"kind": "success_rate", "rate": 0.5, "counterfactual": 0.0, "measured_after": 6}
CLOCKS = ("outcome_payments", "accrued", "service")


def card(periods=10, people=(400.0,), also=None, payers=None, **payer):
    """100 people start in each quarter of a year; half reach an outcome six months later, paid three months on.

    Or as many ``people`` in each year, with other terms of payment and other payers besides.
    """
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Three clocks",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2026-04-01", "period": "quarter", "periods": periods},
                "payers": {"council": {"fiscal_year_ends": "march", **payer}, **(payers or {})},
                "payments": {"paid": CARD, **(also or {})},
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
            },
            "plan": {
                "starts": {
                    f"year_{number}": {"people": each, "from_month": 12 * number, "over_months": 12}
                    for number, each in enumerate(people)
                },
                "outcomes": {"reached": REACHED},
            },
        },
        strict=False,
    )


def years(deal, *lines, payer="council"):
    found = sibmodel.project(deal)
    return [list(np.round(found.row(f"budget.{payer}.{line}"), 2)) for line in lines]


def test_cash_accrual_and_service_by_hand():
    cash, accrued, service, left = years(card(), *CLOCKS, "still_to_pay")
    # 50 outcomes a quarter, started by the ends of June, September, December and March, measured two quarters later.
    assert accrued == [10_000, 10_000, 0, 0]
    assert cash == [5_000, 15_000, 0, 0]
    # Served in the six months from their start: of those who start by December half are served in the next year, and
    # all of those who start by March.
    assert service == [12_500, 7_500, 0, 0]
    assert left == [15_000, 0, 0, 0]


def test_a_limit_cuts_what_is_earned_last():
    cash, accrued, service = years(card(max=12_000.0), *CLOCKS)
    assert (cash, accrued, service) == ([5_000, 7_000, 0, 0], [10_000, 2_000, 0, 0], [12_000, 0, 0, 0])


def test_a_limit_of_a_year_delays_cash_and_cuts_no_clock_that_waits():
    cash, accrued, service = years(card(14, max_per_fiscal_year=7_000.0, excess="waits"), *CLOCKS)
    assert cash == [5_000, 7_000, 7_000, 1_000, 0]
    assert accrued == [10_000, 10_000, 0, 0, 0]
    assert service == [12_500, 7_500, 0, 0, 0]


def test_what_a_limit_of_a_year_cuts_for_good_is_cut_from_what_falls_due_in_that_year():
    deal = card(18, people=(400.0, 100.0), max_per_fiscal_year=6_000.0)
    cash, accrued, service = years(deal, *CLOCKS)
    # Due are 5,000 in year 1; in year 2 three times 5,000 and the first 1,250 of those who start then, of all of which
    # the first 6,000 are paid; in year 3 the other 3,750 of theirs.
    assert cash == [5_000, 6_000, 3_750, 0, 0, 0]
    assert accrued == [10_000, 1_000 + 1_250, 2_500, 0, 0, 0]
    assert service == [10_000 + 1_000, 1_875, 1_875, 0, 0, 0]


def test_what_is_set_off_is_taken_from_the_payment_that_it_is_set_off_against():
    also = {"taken_back": {"kind": "deduction", "amount": 2_000.0, "month": 9}}
    cash, accrued, service = years(card(also=also), *CLOCKS)
    assert (cash, accrued, service) == ([3_000, 15_000, 0, 0], [8_000, 10_000, 0, 0], [10_500, 7_500, 0, 0])


def of_readings(kind, readings, periods=6, **terms):
    """Yearly periods, a council whose fiscal year ends in March, and one outcome that is read several times."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Readings",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2026-04-01", "period": "year", "periods": periods},
                "payers": {"council": {"fiscal_year_ends": "march"}},
                "payments": terms,
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
                "deductions_owed_by": "council",
            },
            "plan": {"outcomes": {"o": {**kind, "readings": readings}}},
        },
        strict=False,
    )


def test_what_was_paid_before_it_was_taken_back_was_owed_before():
    """80 % are found in month 6 and paid for in month 9; that it is 30 % in month 12 takes 500 back later."""
    readings = {
        "one": {"month": 6, "level": 0.8, "verified_after": 3},
        "two": {"month": 12, "level": 0.3, "verified_after": 6},
        "three": {"month": 30, "level": 0.4, "verified_after": 3},
    }
    line = {"kind": "proportional", "outcome": "o", "paid_on": "gross", "threshold": 0.0, "target": 1.0}
    claw = {**line, "pays_at_target": 1_000.0, "settles": "clawback"}
    deal = of_readings({"kind": "level", "of": "share"}, readings, claw=claw)
    assert years(deal, *CLOCKS) == [[800, 0, 0, 0, 0, 0, 0]] * 3


@pytest.mark.parametrize(("level", "earned"), [(1.0, 1.0), (0.5, 0.5), (0.0, 0.0)])
def test_a_share_at_risk_is_worked_for_with_the_fee_that_it_is_withheld_from(level, earned):
    fee = {
        "kind": "fee",
        "per_month": 100.0,
        "months": 36,
        "at_risk": {"share": 0.5, "outcome": "o", "paid_on": "gross", "none_below": 0.0, "all_from": 1.0},
    }
    deal = of_readings({"kind": "level", "of": "share"}, {"one": {"month": 36, "level": level}}, fee=fee)
    cash, accrued, service = years(deal, *CLOCKS)
    assert service == [600 + 600 * earned] * 3 + [0] * 4
    assert accrued == [600, 600, 600 + 1_800 * earned] + [0] * 4
    assert sum(cash) == sum(service)


def test_two_payers_one_of_whom_covers_the_other_owe_what_was_earned_between_them():
    fund = {"share": 0.4, "covers": ["council"], "fiscal_year_ends": "march"}
    deal = card(share=0.6, max=7_000.0, payers={"fund": fund})
    # Due each quarter are 3,000 and 2,000; the council's 7,000 end a third into the third payment.
    assert years(deal, *CLOCKS) == [[3_000, 4_000, 0, 0], [6_000, 1_000, 0, 0], [7_000, 0, 0, 0]]
    assert years(deal, *CLOCKS, payer="fund") == [[2_000, 11_000, 0, 0], [4_000, 9_000, 0, 0], [5_500, 7_500, 0, 0]]


def test_a_chain_of_payers_owes_what_was_earned_between_them_whatever_their_shares_and_limits():
    """500 random cases of three payers, each of whom takes over what the limits of the one before cut."""
    year = {"fiscal_year_ends": "march", "max": 20_000.0, "max_per_fiscal_year": 9_000.0}
    payers = {
        "fund": {"share": 0.3, "covers": ["council"], **year},
        "state": {"share": 0.2, "covers": ["fund"], **year},
    }
    deal = card(18, people=(400.0, 100.0), share=0.5, payers=payers, **year)
    count, random = 500, np.random.default_rng(5)
    shares = random.dirichlet(np.ones(3), count).T
    drawn = {}
    for share, name in zip(shares, deal.terms.payers, strict=True):
        drawn |= {f"terms.payers.{name}.share": share}
        drawn |= {
            f"terms.payers.{name}.{limit}": random.uniform(0, 12_000, count) for limit in ("max_per_fiscal_year",)
        }
        drawn |= {f"terms.payers.{name}.max": random.uniform(0, 20_000, count)}
    values = evaluate(deal.written, drawn)
    for clock in CLOCKS[1:]:
        together = np.zeros((6, count))
        for name in deal.terms.payers:
            paid, owed, served = cumulated(values, name, count)
            assert not above(paid, owed), name
            assert not above(owed, served), name
            together += owed if clock == "accrued" else served
            assert np.all(values[f"checks.budget.{name}.{clock}_ties"] > 0.5)
        assert not above(together, np.cumsum(values[f"budget.council.{clock}.paid.in_year"], axis=0)), clock
    assert (values["payments.paid"].sum(axis=0) < 24_999).sum() > 100


def cumulated(values, payer, count):
    """What a payer pays, comes to owe and is served for, by the end of each fiscal year, in each case."""
    rows = (values[f"budget.{payer}.{clock}"] for clock in CLOCKS)
    return [np.cumsum(np.broadcast_to(row, (len(row), count)), axis=0) for row in rows]


def above(one, other):
    """Whether one is anywhere above the other by more than half a cent."""
    return np.any(one - other > 0.005 + 1e-9 * np.abs(one).max())


@pytest.mark.parametrize("name", DEALS)
def test_nothing_is_paid_before_it_is_owed_nor_owed_before_it_is_served(name):
    deal = deal_of(name)
    for scenario in ("plan", *deal.scenarios):
        values = sibmodel.project(deal, None if scenario == "plan" else [scenario])
        for payer in deal.terms.payers:
            rows = (values.row(f"budget.{payer}.{clock}", scenario) for clock in CLOCKS)
            paid, owed, served = (np.cumsum(row) for row in rows)
            assert not above(paid, owed), (payer, scenario)
            assert not above(owed, served), (payer, scenario)


@pytest.mark.parametrize("name", DEALS)
def test_payers_together_come_to_owe_no_more_than_was_earned_under_random_inputs(name):
    """All but the shares of payers, which come to all of a payment, or the deal is refused."""
    deal, count = deal_of(name), 25
    drawn = flexes(name, count).inputs
    shares = [path for path in drawn if re.search(r"^terms\.payers\.\w+\.(share$|pays\.)", path)]
    values = evaluate(deal.written, drawn | {path: deal.written.inputs[path].value for path in shares})
    payers = deal.terms.payers
    for payer in payers:
        paid, owed, served = cumulated(values, payer, count)
        assert not above(paid, owed), payer
        assert not above(owed, served), payer
    of_one_year = len({payer.fiscal_year_ends for payer in payers.values()}) == 1
    for clock, term in itertools.product(CLOCKS[1:], deal.terms.payments if of_one_year else ()):
        lines = [f"budget.{payer}.{clock}.{term}" for payer in payers if f"budget.{payer}.{clock}.{term}" in values]
        together = sum(values[f"{line}.to_date"] for line in lines)
        assert not above(together, values[f"{lines[0]}.earned_to_date"]), (clock, term)


@pytest.mark.parametrize("name", DEALS)
def test_the_three_clocks_come_to_the_same_under_random_inputs(name):
    deal, count = deal_of(name), 25
    values = evaluate(deal.written, flexes(name, count).inputs)
    compared = 0
    for payer in deal.terms.payers:
        cash, *others = (values[f"budget.{payer}.{clock}"] for clock in CLOCKS)
        of_all = np.abs(cash).sum(axis=0)
        for other in others:
            assert np.all(np.abs(other.sum(axis=0) - cash.sum(axis=0)) <= 0.005 + 1e-9 * of_all), (name, payer)
            assert other[:, cash.min(axis=0) >= 0].min() >= -0.005 - 1e-9 * of_all.max()
            compared += count
        assert np.all(np.abs(values[f"budget.{payer}.still_to_pay"][-1]) <= 0.005 + 1e-9 * of_all)
    assert compared == 2 * count * len(deal.terms.payers)


CLASSES = ("cashable", "fiscal", "economic", "social")


def close(one, other):
    return np.abs(one - other).max() <= 0.005 + 1e-9 * max(np.abs(one).max(), np.abs(other).max())


@pytest.mark.parametrize("name", DEALS)
def test_years_sum_to_totals_terms_to_payers_and_agencies_to_the_whole(name):
    """Under random inputs: what stands in one table is what another adds up to."""
    deal, count = deal_of(name), 25
    values = evaluate(deal.written, flexes(name, count).inputs)
    covered = np.prod([values[f"checks.budget.{payer}.covers_all"][0] for payer in deal.terms.payers], axis=0) > 0.5
    whole = {
        line: np.broadcast_to(rows.sum(axis=0), count)[np.broadcast_to(covered, count)] for line, rows in values.items()
    }
    count = whole["payments.paid"].size  # a first period that ends years later is refused by a check
    agencies = {saving.agency for saving in deal.plan.savings.values()}
    compared = 0
    for payer in deal.terms.payers:
        terms = [line for line in whole if line.startswith(f"budget.{payer}.paid.")]
        assert close(sum(whole[line] for line in terms), whole[f"budget.{payer}.outcome_payments"])
        assert close(whole[f"budget.{payer}.outcome_payments"], whole[f"payers.{payer}.paid"])
        for kind in CLASSES:
            parts = [f"budget.{payer}.avoided.{agency}.{kind}" for agency in agencies]
            assert close(
                sum((whole[line] for line in parts if line in whole), np.zeros(count)), whole[f"government.{kind}"]
            )
        compared += 2 + len(CLASSES)
    for kind in CLASSES:
        parts = [whole[line] for agency in agencies if (line := f"government.value.{agency}.{kind}") in whole]
        assert close(sum(parts, np.zeros(count)), whole[f"government.{kind}"])
        compared += 1
    paid, own, back = (whole[f"government.{line}"] for line in ("outcome_payments", "own_costs", "surplus_received"))
    assert close(paid, whole["payments.paid"])
    assert close(whole["government.net_cashable"], whole["government.cashable"] + back - paid - own)
    assert close(whole["government.net_fiscal"], whole["government.net_cashable"] + whole["government.fiscal"])
    assert close(whole["government.premium"], paid + own - back - whole["government.direct_cost"])
    assert close(whole["government.public_value"], whole["government.gained"] - whole["government.resources"])
    assert compared == 6 * len(deal.terms.payers) + 4
    assert count >= 5
