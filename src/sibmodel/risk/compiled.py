"""Compiled: a payment term of a deal as a canonical schedule in numbers, over the level as it is measured.

No rule of a deal is stated here. The term itself says which schedule it becomes; its coefficients are evaluated like
any other expression of the deal. What no schedule on one level can hold (a condition on something else, several
readings) is said in words, and is left to simulation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.outcomes.term import Measured, Rounded
from sibmodel.deal.part import Writer, titled
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.deal.payments.payment import Payment
from sibmodel.deal.termination import IN_MONTH, NEVER
from sibmodel.engine.evaluate import evaluate, evaluate_expression
from sibmodel.errors import SibError, did_you_mean
from sibmodel.graph.expressions import Expression, lift
from sibmodel.graph.model import Model
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.normal import Array
from sibmodel.risk.pieces import Knot
from sibmodel.risk.within_limits import within_limits

Changes = Mapping[str, float]
"""Inputs that differ from the deal file, by path."""
_NOTHING: Final = 0.005


@dataclass(frozen=True, slots=True)
class Compiled:
    """A payment term in numbers.

    Args:
        term: Its name.
        outcome: The outcome that it is paid on.
        basis: Whether gross, or net of what would have been anyway.
        schedule: What payers owe by the level as it is measured; below nothing, what they take back. Before anything
            that other payments take back is set off against it.
        step: The step to which the contract rounds the level first, which the schedule contains; None for none.
        notes: What a reader must know of it, in sentences.
        left_out: Limits that it shares with other payments or that depend on time, which the schedule leaves out.
    """

    term: str
    outcome: str
    basis: Basis
    schedule: Canonical
    step: float | None = None
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCompilable:
    """A payment term that is no schedule on one level.

    Args:
        term: Its name.
        because: Why, in words that follow "it cannot be worked out in closed form because".
    """

    term: str
    because: str


def compiled(deal: Deal, term: str, changed: Changes | None = None) -> Compiled | NotCompilable:
    """A payment term as a canonical schedule in numbers, or why it is none.

    Args:
        deal: The deal.
        term: The name of the payment term.
        changed: Inputs that differ from the deal file, such as those of a scenario.

    Raises:
        SibError: If there is no such payment term.
        ScenarioError: If a changed input is unknown or no finite number.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> found = compiled(deal, "recidivism")
        >>> float(found.schedule.value(0.10)), found.left_out
        (9600000.0, ())
        >>> round(float(found.schedule.mean(0.10, 0.05)))
        5740710
    """
    payments = deal.terms.payments
    if term not in payments:
        raise SibError(f"There is no payment '{term}'. {did_you_mean(term, payments)}")
    inputs = _Inputs(deal, changed or {})
    payment = payments[term]
    because = next(_reasons(deal, payment, inputs), None)
    if because is not None or not isinstance(payment, PaymentByLevel):
        return NotCompilable(term, because or "")
    return _compiled(deal, term, payment, inputs)


def _compiled(deal: Deal, term: str, payment: PaymentByLevel, inputs: _Inputs) -> Compiled | NotCompilable:
    part = deal.plan.outcomes[payment.outcome]
    schedule = _in_numbers(deal, term, payment, inputs)
    if payment.indexed is not None:
        price = _price(deal, term, payment, schedule, inputs)
        if price is None:
            return NotCompilable(term, "it is indexed, and at no level that can be tried does it come to anything")
        schedule = schedule.scaled(price)
    step, notes = None, []
    if isinstance(part, Rounded) and part.step is not None:
        step = inputs.value(f"plan.outcomes.{payment.outcome}.rounded_to")
        if not schedule.ends:
            return NotCompilable(term, "its level is rounded and it goes on rising, which makes endless stairs")
        schedule = schedule.rounded(step, down=part.rounding == "down")
        notes.append(_on_rounding(step, part.rounding))
    if any(deal.plan.outcomes[name].step is not None for name in part.reads()):
        notes.append("The level is made of estimates that are rounded first; the schedule is on what they make.")
    if payment.may_deduct:
        notes.append("What it takes back is set off against other payments, and may stay owed.")
    limited = within_limits(deal.terms, term, schedule, inputs.value)
    basis = payment.paid_on
    return Compiled(term, payment.outcome, basis, limited.schedule, step, tuple(notes), tuple(limited.left_out))


def _on_rounding(step: float, rounding: str) -> str:
    if rounding == "down":
        return f"The level is rounded down to steps of {step:g} before it is paid on; thresholds stay where they are."
    return (
        f"The level is rounded to steps of {step:g} before it is paid on: each threshold is reached {step / 2:g} early."
    )


# --- why not ------------------------------------------------------------------------------------------------------


def _reasons(deal: Deal, payment: Payment, inputs: _Inputs) -> Iterator[str]:
    """Why a payment term is no schedule on one level."""
    if not isinstance(payment, PaymentByLevel):
        pays_units = payment.needs == "units"
        yield "it pays for units as they come" if pays_units else "it is not paid by the level of one outcome"
        return
    if type(payment).claims is not PaymentByLevel.claims:
        yield "it pays in a way of its own, of which its schedule is a part only"
    if payment.only_if:
        names = ", ".join(titled(name).lower() for name in payment.only_if)
        yield f"it is paid only if something else is so ({names})"
    readings = len(list(deal.plan.outcomes[payment.outcome].milestones()))
    if payment.settles == "each_reading" and readings > 1:
        yield f"each of {readings} readings is paid for itself"
    elif payment.settles != "once" and readings > 1:
        yield f"each of {readings} readings pays what the level so far adds to what was paid before"
    if deal.terms.termination is not None and inputs.value(IN_MONTH) < NEVER:
        yield "the deal is taken to end early"


# --- numbers ------------------------------------------------------------------------------------------------------


class _Inputs:
    """The inputs of a deal with those that differ."""

    def __init__(self, deal: Deal, changed: Changes) -> None:
        self.model = deal.written
        evaluate(self.model, changed, keep=[])  # refuses what is unknown or not finite
        self.changed = {path: float(np.asarray(value, dtype=float).reshape(())) for path, value in changed.items()}

    def value(self, path: str) -> float:
        """One of them."""
        return self.changed.get(path, self.model.inputs[path].value)

    def of(self, model: Model) -> dict[str, Array]:
        """Those that differ and that a part of the deal reads."""
        return {path: np.array([[value]]) for path, value in self.changed.items() if path in model.inputs}


def _in_numbers(deal: Deal, term: str, payment: PaymentByLevel, inputs: _Inputs) -> Canonical:
    """The schedule of a term, written by itself and evaluated."""
    model = Model(deal.written.time)
    title = titled(term, payment.title)
    writer = Writer(payment, f"terms.payments.{term}", title, model.section(f"payments.{term}", "Payments", title))
    schedule = payment.canonical(writer, deal.plan.outcomes[payment.outcome].level_unit)
    changed = inputs.of(model)
    rows = evaluate(model, {path: values[0] for path, values in changed.items()})

    def number(expression: Expression | None) -> float:
        if expression is None:
            return 0.0
        return float(evaluate_expression(lift(expression), rows, changed).reshape(()))

    knots = tuple(
        Knot(number(knot.at), number(knot.jump), number(knot.bend), knot.only_above) for knot in schedule.knots
    )
    return Canonical(number(schedule.start), number(schedule.slope), knots)


def _price(deal: Deal, term: str, payment: PaymentByLevel, schedule: Canonical, inputs: _Inputs) -> float | None:
    """By how much the index of a term raises it: what it comes to at its prices, over what its schedule comes to."""
    part: Measured = deal.plan.outcomes[payment.outcome]
    at = [knot.at for knot in schedule.knots] or [0.0]
    levels = np.linspace(min(at) - 1.0, max(at) + 1.0, 9)
    moved = part.inputs_at(f"plan.outcomes.{payment.outcome}", levels, payment.paid_on) or {}
    lines = [name for name in deal.written.lines if name.startswith(f"payments.{term}.") and name.endswith(".amount")]
    rows = evaluate(deal.written, {**inputs.changed, **moved}, keep=[*lines, f"payments.{term}.earned"])
    amount, earned = rows[lines[0]][0], rows[f"payments.{term}.earned"].sum(axis=0)
    most = int(np.argmax(np.abs(amount)))
    return float(earned[most] / amount[most]) if abs(amount[most]) > _NOTHING else None
