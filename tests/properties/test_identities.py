"""What must hold for every deal, whatever its terms: money is neither made nor lost, and no limit is passed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings

from sibmodel.deal.faults.find import find_faults
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import project
from tests.support.deals import deals

CENT = 0.005
MANY = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def held(now, when):
    """All cash that the vehicle holds, account by account."""
    names = ["delivery", "income", *(name for name in ("reserve", "pool_fall", "pool_card"))]
    return sum(now.row(f"vehicle.{name}_{when}") for name in names if f"vehicle.{name}_{when}" in now.model.lines)


def each(now, group, names, line):
    """The rows of a line that some of several have."""
    found = (f"{group}.{name}.{line}" for name in names)
    return sum((now.row(name) for name in found if name in now.model.lines), np.zeros(len(now.dates)))


def faults_none(deal):
    """The deal itself is one that `sib check` would let through, but for what chance does to its dates."""
    assert [fault for fault in find_faults(deal) if fault.path[:2] != ("plan",)] == []


@MANY
@given(deals())
def test_money_is_neither_made_nor_lost(deal):
    faults_none(deal)
    now, terms = project(deal), deal.terms
    put_in = each(now, "capital", terms.tranches, "drawn")
    out = each(now, "capital", terms.tranches, "returned")
    guaranteed = each(now, "capital", terms.guarantees, "paid")
    others = each(now, "surplus", ("council", "broker"), "surplus")
    others = others + each(now, "capital", terms.guarantees, "reimbursed") + each(now, "fees", terms.fees, "fee_paid")
    balance = held(now, "opening") + put_in + now.row("payments.paid") + guaranteed
    balance = balance - now.row("vehicle.costs_paid") - out - others
    np.testing.assert_allclose(balance, held(now, "closing"), atol=CENT)
    event(f"status {now.figure('investors.total.irr').status}")


@MANY
@given(deals())
def test_nothing_is_left_at_the_end_and_sources_are_uses(deal):
    now = project(deal)
    assert held(now, "closing")[-1] == pytest.approx(0, abs=CENT)
    assert now.number("checks.vehicle.nothing_left") == 1
    assert now.number("sources_and_uses.sources") == pytest.approx(now.number("sources_and_uses.uses"), abs=CENT)
    for step in {step.what for step in deal.terms.steps} | {step.leg for step in deal.terms.steps if step.leg}:
        event(f"a step of {step}")


@MANY
@given(deals())
def test_no_account_and_no_debt_is_ever_below_zero(deal):
    now = project(deal)
    looked_at = 0
    for name in now.model.lines:
        prefix, last = name.split(".")[0], name.rsplit(".", 1)[-1]
        if prefix in ("capital", "fees", "vehicle", "surplus") and last != "flow":
            assert now.row(name).min() >= -CENT, name
            looked_at += last.endswith("_closing")
    assert looked_at > 4


@MANY
@given(deals())
def test_a_surplus_stops_at_its_cap(deal):
    now = project(deal)
    for name, part in deal.terms.tranches.items():
        if getattr(part, "capped_at", None) is None:
            continue
        over = np.cumsum(now.row(f"capital.{name}.surplus"))[-1] > CENT
        rate = now.figure(f"investors.{name}.irr").value
        passed_on = now.number(f"capital.{name}.distributed") if f"capital.{name}.distributed" in now.model.lines else 0
        if over and rate is not None and passed_on < CENT:
            assert rate <= part.capped_at + 1e-6
        event("a cap that was reached" if over and now.row(f"capital.{name}.cap_closing")[-1] < CENT else "below a cap")


@MANY
@given(deals())
def test_the_order_of_equals_changes_nothing(deal):
    """Tranches in another order of the file, and the names of a step the other way round."""
    data = deal.model_dump()
    terms = data["terms"]
    guarantees = {name: part for name, part in terms["capital"].items() if part["kind"] == "guarantee"}
    others = {name: part for name, part in terms["capital"].items() if part["kind"] != "guarantee"}
    terms["capital"] = dict(reversed(others.items())) | guarantees
    terms["order_of_payments"] = [
        " ".join([*reversed(step.split()[:3]), *step.split()[3:]]) if " and " in step else step
        for step in terms["order_of_payments"]
    ]
    plain, turned = project(deal), project(type(deal).model_validate(data))
    compared = 0
    for name in plain.model.lines:
        if name.startswith(("capital.", "fees.", "surplus.")):
            np.testing.assert_allclose(turned.row(name), plain.row(name), atol=CENT, err_msg=name)
            compared += 1
    assert compared > 20


@MANY
@given(deals())
def test_a_guarantee_never_pays_more_than_is_lost(deal):
    now = project(deal)
    for name, part in deal.terms.guarantees.items():
        paid = now.number(f"capital.{name}.paid")
        assert paid <= now.number(f"capital.{part.of}.drawn") + CENT
        if part.reimbursed:
            back = np.cumsum(now.row(f"capital.{name}.reimbursed"))
            assert (back[1:] <= np.cumsum(now.row(f"capital.{name}.paid"))[:-1] + CENT).all()


@MANY
@given(deals())
def test_no_limit_is_passed_and_nothing_paid_that_was_not_earned(deal):
    now = project(deal)
    inputs = now.model.inputs
    for term in ("card", "fall"):
        earned, paid = np.cumsum(now.row(f"payments.{term}.earned")), np.cumsum(now.row(f"payments.{term}.paid"))
        assert (paid <= earned + CENT).all()
    assert now.number("payers.council.paid") <= inputs["terms.payers.council.max"].value + CENT
    yearly, most = now.row("budget.state.outcome_payments"), inputs["terms.payers.state.max_per_fiscal_year"].value
    if deal.terms.payers["state"].unused == "carried":
        assert (np.cumsum(yearly) <= most * np.arange(1, len(yearly) + 1) + CENT).all()
    else:
        assert yearly.max() <= most + CENT
    if (own := inputs.get("terms.payments.card.max")) is not None:
        assert now.number("payments.card.paid") <= own.value + CENT
    event("a limit cut something" if now.number("payers.state.max_per_fiscal_year.cut") > 1 else "no limit bound")


@MANY
@given(deals())
def test_payments_are_the_same_money_by_term_by_payer_and_by_fiscal_year(deal):
    now = project(deal)
    whole = now.number("payments.paid")
    assert sum(now.number(f"payments.{term}.paid") for term in deal.terms.payments) == pytest.approx(whole, abs=CENT)
    for payer in deal.terms.payers:
        assert now.number(f"budget.{payer}.outcome_payments") == pytest.approx(
            now.number(f"payers.{payer}.paid"), abs=CENT
        )
    figures = now.results()["scenarios"]["plan"]
    for term in figures["outcome_payments"]["by_term"].values():
        gone = sum(term["limits"].values()) - term.get("undone", 0) + term.get("set_off", 0)
        assert gone == pytest.approx(term["unpaid"], abs=CENT * 10)


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
