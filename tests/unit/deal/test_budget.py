"""The three clocks of a budget: worked out by hand, and the same in the end for every template and scenario."""

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.engine.evaluate import evaluate
from tests.parity.workbooks import DEALS, deal_of, flexes

CARD = {"kind": "rate_card", "paid_on": "gross", "prices": {"reached": 100.0}, "paid_after": 3}
REACHED = {"kind": "success_rate", "rate": 0.5, "counterfactual": 0.0, "measured_after": 6}
CLOCKS = ("outcome_payments", "accrued", "service")


def card(periods=10, **payer):
    """100 people start in each quarter of a year; half reach an outcome six months later, paid three months on."""
    return Deal.model_validate(
        {
            "sibmodel": 1,
            "name": "Three clocks",
            "currency": "GBP",
            "terms": {
                "timeline": {"starts": "2026-04-01", "period": "quarter", "periods": periods},
                "payers": {"council": {"fiscal_year_ends": "march", **payer}},
                "payments": {
                    "paid": {"kind": "rate_card", "paid_on": "gross", "prices": {"reached": 100.0}, "paid_after": 3}
                },
                "capital": {"grant": {"kind": "grant", "commitment": 1.0, "draws": {"kind": "as_needed"}}},
                "surplus": {"council": 1.0},
            },
            "plan": {
                "starts": {"all": {"people": 400.0, "from_month": 0, "over_months": 12}},
                "outcomes": {
                    "reached": {"kind": "success_rate", "rate": 0.5, "counterfactual": 0.0, "measured_after": 6}
                },
            },
        },
        strict=False,
    )


def years(deal, *lines):
    found = sibmodel.project(deal)
    return [list(np.round(found.row(f"budget.council.{line}"), 2)) for line in lines]


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
