"""Curves: what a payment term pays at each level of its outcome, found by asking the engine.

The schedule is never worked out here: the outcome is varied as an input, and the payment read off the lines. A curve is
of the contract: where a term settles reading by reading it is that of one reading, and a deal that a scenario ends
early is asked as if it ran to its own end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.outcomes.term import Measured
from sibmodel.deal.payments.payment import Payment
from sibmodel.deal.termination import IN_MONTH, NEVER
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
_EDGE: Final = 5
"""So many steps at an end of the scale tell how the curve goes on."""
Drawn = Literal["whole", "reading", "so_far"]
"""What a curve shows: all that the term comes to, one reading for itself, or all readings so far."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Payments of one term by the level of its outcome, everything else as in the scenario.

    Args:
        outcome: The outcome whose level it is.
        unit: What the level counts.
        levels: The levels, rising.
        earned: What the schedule comes to.
        paid: What payers pay after every limit.
        planned: The level and what is paid at it, or taken back, under the scenario.
        turns: The levels that the terms name.
        at_turns: What is earned and what is paid once the level that is paid on, as rounded, is so high.
        drawn: What it shows; anything but the whole is before limits.
        ends: Whether no level is beyond the last one shown.
    """

    outcome: str
    unit: Unit
    levels: Array
    earned: Array
    paid: Array
    planned: tuple[float, float]
    turns: tuple[float, ...]
    at_turns: tuple[tuple[float, float], ...]
    drawn: Drawn = "whole"
    ends: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether a limit or an uncovered share takes anything off anywhere."""
        return bool(np.any(self.earned - self.paid > NOTHING))

    @property
    def goes_on_rising(self) -> float:
        """What each unit of the level adds at the upper end of the scale; nothing where it stands still there."""
        return 0.0 if self.ends else self._slope(self.paid, -_EDGE, -1)

    @property
    def goes_on_falling(self) -> float:
        """What each unit of the level takes back at the lower end; nothing where it stands still there."""
        return self._slope(self.earned, 0, _EDGE)

    def _slope(self, row: Array, first: int, last: int) -> float:
        """How steep a row is between two points, where it is a straight line between them."""
        steps = slice(first, last + 1 or None)
        levels, amounts = self.levels[steps], row[steps]
        slope = float((amounts[-1] - amounts[0]) / (levels[-1] - levels[0]))
        line = amounts[0] + slope * (levels - levels[0])
        return slope if np.allclose(amounts, line, rtol=1e-9, atol=NOTHING) and slope > 0 else 0.0

    def turn_at(self, index: int) -> float | None:
        """The level that the terms name where a point of the curve lies; None where they name none."""
        near = 2 * _JUST_BELOW * float(self.levels[-1] - self.levels[0])
        return next((turn for turn in self.turns if abs(turn - self.levels[index]) <= near), None)


def payment_curve(view: View, name: str) -> Curve | None:
    """The curve of a payment term; None for one that is no schedule, or whose outcome cannot be varied.

    An outcome that is read several times is taken to stand at the same level at every reading, or for a count to
    reach the level over all of them; where each reading is settled for itself, the last one is drawn.
    """
    payment: Payment = view.deal.terms.payments[name]
    turns, outcome = payment.turns(), payment.level_outcome
    if outcome is None or not turns or _inputs(view, payment, np.zeros(1)) is None:
        return None
    part, drawn = view.deal.plan.outcomes[outcome], _drawn(view, payment)
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
        planned=(planned, _at_plan(view, name)),
        drawn=drawn,
        turns=turns,
        at_turns=tuple((float(earned[index]), float(paid[index])) for index in at),
        ends=part.is_of_whole and high >= 1.0,
    )


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _drawn(view: View, payment: Payment) -> Drawn:
    """Whether the whole is drawn, one reading, or what all readings so far entitle to."""
    if getattr(payment, "settles", "once") in ("ratchet", "clawback"):
        return "so_far"
    return "whole" if payment.line_of_one(_last(view, payment) or "once") is None else "reading"


def _last(view: View, payment: Payment) -> str:
    """The last reading of the outcome of a term; nothing where it is read once."""
    assert payment.level_outcome is not None
    readings: dict[str, Any] = getattr(view.deal.plan.outcomes[payment.level_outcome], "readings", {})
    return list(readings)[-1] if readings else ""


def _amounts(view: View, name: str) -> tuple[str, str]:
    """The lines of what is earned and of what is paid: of the whole, or of the last reading, before limits."""
    payment: Payment = view.deal.terms.payments[name]
    last = _last(view, payment) or "once"
    match _drawn(view, payment):
        case "whole":
            return f"payments.{name}.earned", f"payments.{name}.paid"
        case "reading":
            line = payment.line_of_one(last)
        case "so_far":
            line = f"{last}.amount"
    return f"payments.{name}.{line}", f"payments.{name}.{line}"


def _at_plan(view: View, name: str) -> float:
    """What is paid at the level of the scenario; what is taken back, below nothing."""
    lines = _amounts(view, name)
    values = evaluate(view.deal.written, _to_its_end(view), keep=list(dict.fromkeys(lines)))
    earned, paid = (float(values[line].sum()) for line in lines)
    return earned if earned < -NOTHING else paid


def _inputs(view: View, payment: Payment, levels: Any) -> Mapping[str, Any] | None:
    """The inputs that bring the outcome of a term to levels, at the readings that are drawn; None where none does."""
    assert payment.level_outcome is not None
    name, basis = payment.level_outcome, _basis(payment)
    part, achieved = view.deal.plan.outcomes[name], view.deal.plan.achievement
    if achieved and isinstance(part, Blend):
        return {f"plan.outcomes.{each}.effect": levels / achieved for each in part.of}
    last = _last(view, payment)
    if not achieved or not last or _drawn(view, payment) != "reading":
        return inputs_at(view, payment, levels)
    readings: dict[str, Any] = part.model_dump(include={"readings"})["readings"]
    alone = part.model_validate(part.model_dump() | {"readings": {last: readings[last]}})
    found = alone.inputs_at(f"plan.outcomes.{name}", levels, basis)
    return None if found is None else {path: values / achieved for path, values in found.items()}


def _to_its_end(view: View) -> dict[str, float]:
    """The input that has a deal run to its own end, where its terms let it end early."""
    return {} if view.deal.terms.termination is None else {IN_MONTH: float(NEVER)}


def _basis(payment: Payment) -> Basis:
    return next(basis for _, outcome, basis in payment.outcomes_paid() if outcome == payment.level_outcome)


def _level_lines(view: View, payment: Payment) -> tuple[str, str]:
    """The lines that hold the level: as it was measured, and after any rounding that the contract asks for."""
    name, basis, last = payment.level_outcome, _basis(payment), _last(view, payment)
    assert name is not None
    part = view.deal.plan.outcomes[name]
    if last and part.has_units and _drawn(view, payment) == "reading":
        return f"outcomes.{name}.{last}.{basis}", f"outcomes.{name}.{last}.{basis}"
    return part.level_lines(name, basis)


# --- levels ----------------------------------------------------------------------------------------------------------


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


def _asked(view: View, name: str, levels: Array) -> tuple[Array, Array, Array, Array]:
    payment: Payment = view.deal.terms.payments[name]
    changed = _inputs(view, payment, levels)
    assert changed is not None
    lines = [*_level_lines(view, payment), *_amounts(view, name)]
    values = evaluate(view.deal.written, {**changed, **_to_its_end(view)}, keep=list(dict.fromkeys(lines)))
    shown = [np.broadcast_to(values[line].sum(axis=0), levels.shape) for line in lines]
    return shown[0], shown[1], shown[2], shown[3]
