"""Cautions of the part risk: what can be simulated and is a slip, or makes a deal look safer than anybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import TYPE_CHECKING, Final

import numpy as np

from sibmodel.deal.faults.risk import ends_of
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.part import titled
from sibmodel.deal.risk.average import average
from sibmodel.deal.risk.uncertain import Discrete, Lognormal, Point, Uncertain
from sibmodel.deal.wording import number, percent
from sibmodel.engine.evaluate import evaluate
from sibmodel.errors import Problem
from sibmodel.graph.units import MONTHS, SHARE

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.engine.projection import Projection

_DRAWS: Final = 64
"""Into how many steps what may be drawn for a month is divided, where it is many months."""


def no_harm(projection: Projection) -> Iterator[Problem]:
    """An effect that is uncertain and cannot be below nothing: nobody knows that of a programme beforehand."""
    deal = projection.deal
    for outcome, part in deal.plan.outcomes.items():
        movers = _movers(deal, f"plan.outcomes.{outcome}.effect")
        if not isinstance(part, Reduction) or not movers:
            continue
        low, high = part.effect, part.effect
        for name in movers:
            term = deal.risk.uncertain[name]
            low, high = ends_of(term, low)[0], ends_of(term, high)[1]
        if low >= 0 and low < high:
            title = titled(outcome, part.title)
            yield Problem(
                f"risk.uncertain.{movers[0]}",
                f"excludes that the programme does harm: the effect on '{title}' is never below 0%.",
                "Use a normal, a rate_ratio or evidence, or let the lowest be below 0%.",
            )


def _movers(deal: Deal, path: str) -> list[str]:
    """The uncertain numbers that move an input, in the order in which they do."""
    order = ("value", "factor", "shift")
    movers = [name for name, term in deal.risk.uncertain.items() if path in term.moves]
    return sorted(movers, key=lambda name: order.index(deal.risk.uncertain[name].stands_for))


def measured_exactly(projection: Projection) -> Iterator[Problem]:
    """A payment hangs on a reduction of which nothing says how it is measured."""
    deal = projection.deal
    if not deal.risk.is_there:
        return
    paid_on = {name for payment in deal.terms.payments.values() for name in payment.outcome_names()}
    for outcome in dict.fromkeys(below for name in sorted(paid_on) for below in _reductions(deal, name)):
        if outcome not in deal.risk.measured:
            yield Problem(
                f"plan.outcomes.{outcome}",
                "is paid on, and nothing says how it is measured: a simulation takes it as measured exactly.",
                f"Add '{outcome}' to risk.measured, with a design; at the least kind: stated and a standard_error.",
            )


def _reductions(deal: Deal, outcome: str) -> Iterator[str]:
    """The reductions that an outcome is, or is worked out from."""
    part = deal.plan.outcomes[outcome]
    if isinstance(part, Reduction):
        yield outcome
    for below in part.reads():
        yield from _reductions(deal, below)


def too_late(projection: Projection) -> Iterator[Problem]:
    """An uncertain delay that can push money or readings past the last period, where they are lost."""
    deal = projection.deal
    checks = [check for check in deal.written.checks if not check.is_warning]
    for name, term in deal.risk.uncertain.items():
        months = [path for path in term.moves if deal.written.inputs[path].unit == MONTHS]
        if not months or term.is_certain:
            continue
        draws = _draws(term)
        inputs = {path: _moved(term, deal.written.inputs[path].value, draws) for path in months}
        rows = evaluate(deal.written, inputs, keep=[check.line.name for check in checks])
        fails = {check.message: np.flatnonzero((rows[check.line.name] < 0.5).any(axis=0)) for check in checks}
        first = {message: float(draws[at[0]]) for message, at in fails.items() if at.size}
        if first:
            message = min(first, key=lambda each: first[each])
            most, least = (number(round(each, 2)) for each in (float(draws[-1]), first[message]))
            yield Problem(
                f"risk.uncertain.{name}",
                f"can be {most} {_IN_WORDS[term.stands_for]}; from {least} on {message}",
                "Give the timeline more periods: what falls later is not paid in a simulation.",
            )


_IN_WORDS: Final = {"shift": "months late", "value": "in months", "factor": "times as many months as planned"}


def _draws(term: Uncertain) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What may be drawn, from the lowest to the highest."""
    low, high = term.reaches()
    if term.stands_for != "factor" and high - low <= _DRAWS:
        low, high = floor(low), ceil(high)
        return np.arange(low, high + 1, dtype=np.float64)
    return np.linspace(low, high, _DRAWS)


def _moved(term: Uncertain, planned: float, draws: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    """A month, once it was moved."""
    moved = {"value": draws, "factor": planned * draws, "shift": planned + draws}[term.stands_for]
    return [float(each) for each in np.maximum(np.rint(moved), 0.0)]


def far_from_plan(projection: Projection) -> Iterator[Problem]:
    """What is drawn as the value of an input has little to do with the plan: mostly a factor or a shift in disguise."""
    deal = projection.deal
    for name, term in deal.risk.uncertain.items():
        if term.stands_for != "value":
            continue
        found = (_far(deal, path, term) for path in term.moves)
        if far := next((each for each in found if each is not None), None):
            yield Problem(f"risk.uncertain.{name}", *far)


_OFTEN: Final = 4.0
"""Above so many times the plan, and below one part in so many, what is drawn is far from it."""
_EARLY: Final = 0.5
"""A month that comes on average before this part of the planned one is told as well: delays are short."""


def _far(deal: Deal, path: str, term: Uncertain) -> tuple[str, str] | None:
    """How far what is drawn is from what the plan has, and what may have been meant; None where it is near."""
    planned, mean = deal.written.inputs[path].value, average(term)
    unit = deal.written.inputs[path].unit
    least = _EARLY if unit == MONTHS else 1 / _OFTEN
    ratio = mean / planned if planned else 1.0
    doubts = unit == SHARE and mean != 0 and ratio < least  # who thinks little of a programme may say so
    if doubts or (isinstance(term, Point) and mean == 0) or least <= ratio <= _OFTEN:
        return None
    if unit == MONTHS:
        return _to_another_month(path, term, planned, mean), "For a delay write stands_for: shift."
    say = percent if unit == SHARE else number
    message = f"draws {say(_rounded(mean))} on average for {path}, where the plan has {say(_rounded(planned))}."
    if mean == 0:
        return message, "If it is added to the plan, write stands_for: shift."
    if 1 / _OFTEN <= mean <= _OFTEN:
        return message, "If it is a factor, write stands_for: factor."
    return message, "Is one of the two in other units? What is added to the plan is a shift: write stands_for: shift."


def _to_another_month(path: str, term: Uncertain, planned: float, mean: float) -> str:
    """To which month something would be moved: the likeliest of several, or what it is on average."""
    if isinstance(term, Discrete):
        likeliest = max(term.possible.values(), key=lambda each: each.chance)
        to, chance = number(_rounded(likeliest.value)), percent(_rounded(likeliest.chance))
        return f"would move {path} from month {number(planned)} to {to} with {chance}."
    return f"would move {path} from month {number(planned)} to {number(_rounded(mean))} on average."


def _rounded(value: float) -> float:
    """A number to four digits, as a message shows it."""
    return float(f"{value:.4g}")


def spreads_too_far(projection: Projection) -> Iterator[Problem]:
    """A factor, or a number above nothing, with a spread of several times its mean: mostly a percent sign left out."""
    for name, term in projection.deal.risk.uncertain.items():
        sd, mean = getattr(term, "sd", 0.0), getattr(term, "mean", 0.0)
        if (term.stands_for == "factor" or isinstance(term, Lognormal)) and sd > _WIDE * abs(mean) > 0:
            yield Problem(
                f"risk.uncertain.{name}.sd",
                f"is {number(sd)}, and the mean is {number(mean)}: hardly anything spreads so far.",
                _narrower(sd, mean),
            )


_WIDE: Final = 2.0
"""A standard deviation above so many times the mean is hardly meant."""


def _narrower(sd: float, mean: float) -> str:
    """What was probably meant."""
    if mean == 1 and sd <= 100:
        return f"Did you mean {number(sd)}%?"
    return f"Write a standard deviation in the terms of the mean, such as {number(_rounded(mean * 0.15))}."


def more_observed_than_start(projection: Projection) -> Iterator[Problem]:
    """A design that observes more people than take part: it would measure better than it can."""
    deal = projection.deal
    start = sum(cohort.people for cohort in deal.plan.starts.values())
    for outcome, measured in deal.risk.measured.items():
        for name, design in measured.designs.items():
            treated = getattr(design, "treated", 0)
            if start > 0 and treated > ceil(start):
                yield Problem(
                    f"risk.measured.{outcome}.designs.{name}.treated",
                    f"{number(_rounded(start))} people start, {number(treated)} are observed.",
                    "Write how many of those who start are observed; a comparison group is counted under comparison.",
                )


CAUTIONS: Final = (
    no_harm, measured_exactly, too_late, far_from_plan, spreads_too_far, more_observed_than_start,
)  # fmt: skip
