"""What must hold for every deal, whatever its terms: money is neither made nor lost, and no limit is passed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings

from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import project
from tests.support.deals import deals

CENT = 0.005
MANY = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(deals())
def test_money_is_neither_made_nor_lost(deal):
    now = project(deal)
    put_in = sum(now.row(f"capital.{name}.drawn") for name in ("senior", "grant", "equity"))
    out = sum(now.row(f"capital.{name}.returned") for name in ("senior", "grant", "equity"))
    others = now.row("surplus.council.surplus")
    kept = now.row("vehicle.delivery_closing") + now.row("vehicle.income_closing")
    opened = now.row("vehicle.delivery_opening") + now.row("vehicle.income_opening")
    guaranteed = now.row("capital.guarantee.paid")
    balance = opened + put_in + now.row("payments.paid") + guaranteed - now.row("vehicle.costs_paid") - out - others
    np.testing.assert_allclose(balance, kept, atol=CENT)
    event(f"status {now.figure('investors.total.irr').status}")


@MANY
@given(deals())
def test_no_account_and_no_debt_is_ever_below_zero(deal):
    now = project(deal)
    for line in (
        "vehicle.delivery_closing",
        "vehicle.income_closing",
        "vehicle.unfunded",
        "capital.senior.principal_closing",
        "capital.senior.interest_closing",
        "capital.grant.principal_closing",
        "capital.equity.undrawn",
    ):
        assert now.row(line).min() >= -CENT, line


@MANY
@given(deals())
def test_no_limit_is_passed_and_nothing_paid_that_was_not_earned(deal):
    now = project(deal)
    inputs = now.model.inputs
    for term in ("card", "fall"):
        earned, paid = np.cumsum(now.row(f"payments.{term}.earned")), np.cumsum(now.row(f"payments.{term}.paid"))
        assert (paid <= earned + CENT).all()
    assert now.number("payers.council.paid") <= inputs["terms.payers.council.max"].value + CENT
    yearly = now.row("budget.state.outcome_payments")
    assert yearly.max() <= inputs["terms.payers.state.max_per_fiscal_year"].value + CENT
    if (own := inputs.get("terms.payments.card.max")) is not None:
        assert now.number("payments.card.paid") <= own.value + CENT
    event("a limit cut something" if now.number("payers.state.max_per_fiscal_year.cut") > 1 else "no limit bound")


@MANY
@given(deals())
def test_payments_are_the_same_money_by_term_by_payer_and_by_fiscal_year(deal):
    now = project(deal)
    whole = now.number("payments.paid")
    assert sum(now.number(f"payments.{term}.paid") for term in ("card", "fall")) == pytest.approx(whole, abs=CENT)
    for payer in ("council", "state"):
        assert now.number(f"budget.{payer}.outcome_payments") == pytest.approx(
            now.number(f"payers.{payer}.paid"), abs=CENT
        )
    figures = now.results()["scenarios"]["plan"]
    for term in figures["outcome_payments"]["by_term"].values():
        assert sum(term["limits"].values()) == pytest.approx(term["unpaid"], abs=CENT * 10)


@MANY
@given(deals())
def test_a_deal_in_pence_is_the_same_deal_in_pounds(deal):
    money = [path for path, entry in deal.written.inputs.items() if ("money", 1) in entry.counts.dimensions]
    plain = project(deal)
    scaled = evaluate(deal.written, {path: deal.written.inputs[path].value * 100 for path in money})
    for name in ("payments.paid", "vehicle.costs_paid", "investors.total.flow", "government.net_fiscal_flow"):
        np.testing.assert_allclose(scaled[name][:, 0], plain.row(name) * 100, atol=1.0, rtol=1e-9)


@MANY
@given(deals())
def test_the_size_of_a_block_changes_nothing(deal):
    achieved = np.linspace(0, 1.3, 23)
    whole = evaluate(deal.written, {"plan.achievement": achieved})
    parts = evaluate(deal.written, {"plan.achievement": achieved}, block=7)
    for name, rows in whole.items():
        assert np.array_equal(np.broadcast_to(rows, parts[name].shape), parts[name], equal_nan=False), name


@MANY
@given(deals())
def test_a_scenario_among_many_is_the_scenario_alone(deal):
    achieved = np.array([0.0, 0.4, 1.1])
    together = evaluate(deal.written, {"plan.achievement": achieved})
    for number, value in enumerate(achieved):
        alone = evaluate(deal.written, {"plan.achievement": value})
        for name, rows in alone.items():
            column = together[name][:, min(number, together[name].shape[1] - 1)]
            np.testing.assert_allclose(column, rows[:, 0], rtol=1e-12, atol=1e-9, err_msg=name)


@MANY
@given(deals())
def test_every_input_of_a_deal_is_read_by_some_line(deal):
    from sibmodel.deal.part import Role, fields_of

    declared = {field.path for field in fields_of(deal) if field.role is Role.INPUT}
    assert declared == set(deal.written.inputs)
