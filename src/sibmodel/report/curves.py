"""Curves: what a payment term pays at each level of its outcome, found by asking the engine.

The schedule is never worked out here: the outcome is varied as an input, and the payment read off the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sibmodel.deal.outcomes.term import Measured
from sibmodel.deal.payments.payment import Payment
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import Array
from sibmodel.graph.units import Unit
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_FINE: Final = 1200
_BEYOND: Final = 1.15
_JUST_BELOW: Final = 1e-6
_GUARD: Final = 1e-9
"""As comparisons of levels have it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Payments of one term by the level of its outcome, everything else as in the scenario.

    Args:
        outcome: The outcome whose level it is.
        unit: What the level counts.
        levels: The levels, rising.
        earned: What the schedule comes to.
        paid: What payers pay after every limit.
        planned: The level and what is paid at it, under the scenario.
        turns: The levels that the terms name.
        at_turns: What is earned and what is paid once the level that is paid on, as rounded, is so high.
        is_of_one: Whether it shows what one reading comes to, before limits, where each is settled for itself.
    """

    outcome: str
    unit: Unit
    levels: Array
    earned: Array
    paid: Array
    planned: tuple[float, float]
    turns: tuple[float, ...]
    at_turns: tuple[tuple[float, float], ...]
    is_of_one: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether a limit or an uncovered share takes anything off anywhere."""
        return bool(np.any(self.earned - self.paid > NOTHING))

    def turn_at(self, index: int) -> float | None:
        """The level that the terms name where a point of the curve lies; None where they name none."""
        near = 2 * _JUST_BELOW * float(self.levels[-1] - self.levels[0])
        return next((turn for turn in self.turns if abs(turn - self.levels[index]) <= near), None)


def payment_curve(view: View, name: str) -> Curve | None:
    """The curve of a payment term; None for one that is no schedule, or whose outcome cannot be varied.

    An outcome that is read several times is taken to stand at the same level at every reading, or for a count to
    reach the level over all of them.
    """
    payment: Payment = view.deal.terms.payments[name]
    turns, outcome = payment.turns(), payment.level_outcome
    if outcome is None or not turns or inputs_at(view, payment, np.zeros(1)) is None:
        return None
    part = view.deal.plan.outcomes[outcome]
    planned = view.number(_level_lines(view, payment)[0])
    low, high = _span(part, planned, turns)
    just_below = np.array(turns) - (high - low) * _JUST_BELOW
    levels = np.unique(np.concatenate([np.linspace(low, high, _FINE), turns, just_below, _rounded_up(part, turns)]))
    shown, reached, earned, paid = _asked(view, name, levels[(levels >= low) & (levels <= high)])
    at = [int(np.argmax(reached >= turn - _GUARD)) if reached[-1] >= turn - _GUARD else -1 for turn in turns]
    return Curve(
        outcome=outcome,
        unit=part.level_unit,
        levels=shown,
        earned=earned,
        paid=paid,
        planned=(planned, view.number(line_of_last(view, name) or f"payments.{name}.paid")),
        is_of_one=line_of_last(view, name) is not None,
        turns=turns,
        at_turns=tuple((float(earned[index]), float(paid[index])) for index in at),
    )


def line_of_last(view: View, name: str) -> str | None:
    """The line of what the last reading comes to, where a term settles each reading for itself."""
    payment: Payment = view.deal.terms.payments[name]
    assert payment.level_outcome is not None
    readings = getattr(view.deal.plan.outcomes[payment.level_outcome], "readings", None) or {"": None}
    line = payment.line_of_one(list(readings)[-1])
    return None if line is None else f"payments.{name}.{line}"


def inputs_at(view: View, payment: Payment, levels: Any) -> Mapping[str, Any] | None:
    """The inputs that bring the outcome of a term to levels in the plan as it is; None where no input does."""
    name, achieved = payment.level_outcome, view.deal.plan.achievement
    if name is None or not achieved:
        return None
    part = view.deal.plan.outcomes[name]
    if payment.needs == "units" and part.level_unit != part.unit:
        return None
    basis = next(basis for _, outcome, basis in payment.outcomes_paid() if outcome == name)
    found = part.inputs_at(f"plan.outcomes.{name}", levels, basis)
    return None if found is None else {path: values / achieved for path, values in found.items()}


def _span(part: Measured, planned: float, turns: tuple[float, ...]) -> tuple[float, float]:
    """The levels to be shown: from nothing, or below where the terms name less, to somewhat beyond the last named."""
    low, high = min(0.0, planned, *turns), max(planned, *turns)
    low, high = (low * _BEYOND if low < 0 else low), high * _BEYOND if high > 0 else high + 0.1 * abs(low)
    if part.is_of_whole:
        high = max(high, turns[-1] + (part.step or 0.0))
        low, high = max(low, -1.0), min(high, 1.0) if max(planned, *turns) <= 1 else high
    return low, high if high > low else low + 1.0


def _rounded_up(part: Measured, turns: tuple[float, ...]) -> Array:
    """The levels from which on a contract that rounds counts each of the turns as reached."""
    if part.step is None:
        return np.empty(0)
    return (np.ceil(np.array(turns) / part.step - _GUARD) - 0.5) * part.step


def _level_lines(view: View, payment: Payment) -> tuple[str, str]:
    """The lines that hold the level: as it was measured, and after any rounding that the contract asks for."""
    name = payment.level_outcome
    assert name is not None
    basis = next(basis for _, outcome, basis in payment.outcomes_paid() if outcome == name)
    return view.deal.plan.outcomes[name].level_lines(name, basis)


def _asked(view: View, name: str, levels: Array) -> tuple[Array, Array, Array, Array]:
    payment = view.deal.terms.payments[name]
    changed = inputs_at(view, payment, levels)
    assert changed is not None
    one = line_of_last(view, name)
    money = [one, one] if one is not None else [f"payments.{name}.earned", f"payments.{name}.paid"]
    lines = [*_level_lines(view, payment), *money]
    values = evaluate(view.deal.written, changed, keep=list(dict.fromkeys(lines)))
    shown = [np.broadcast_to(values[line].sum(axis=0), levels.shape) for line in lines]
    return shown[0], shown[1], shown[2], shown[3]
