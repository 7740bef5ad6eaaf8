"""Cautions that need the error of measurement: a plan that stands on a cliff of its own payment."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from sibmodel.deal.outcomes.term import Rounded
from sibmodel.deal.payments.cohort_else_pooled import CohortElsePooled
from sibmodel.deal.wording import number, percent
from sibmodel.errors import Problem
from sibmodel.graph.expressions import GUARD
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.closed import closed_forms, error_at
from sibmodel.risk.compiled import Compiled, compiled
from sibmodel.risk.findings import BESIDE, CLIFF
from sibmodel.risk.normal import cdf
from sibmodel.risk.people import NotMeasured
from sibmodel.risk.truth import Truth, planned, truths_of

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal

_TOSS: Final = float(cdf(BESIDE)) - 0.5
"""How far from one half the chance of payment is, for a plan so few standard errors from a single step."""


class _Step(NamedTuple):
    """A step beside which a plan stands.

    Args:
        at: From which finding on it is reached.
        plan: The true effect that is planned.
        error: The error of measurement.
        what: What hangs on it.
        missed: The chance that it is not reached although the plan is true.
        rounded: To which steps the contract rounds what is found; None for none.
        early: How far below the step a finding may lie that is rounded up to it.
    """

    at: float
    plan: float
    error: float
    what: str
    missed: float
    rounded: float | None = None
    early: float = 0.0


def cautions(deal: Deal) -> list[Problem]:
    """What measurement makes of the terms of a deal, as warnings.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> [each.path for each in cautions(deal)]
        ['terms.payments.recidivism']
    """
    return [problem for truth in truths_of(deal) for problem in _on_a_cliff(deal, truth)]


def _on_a_cliff(deal: Deal, truth: Truth) -> Iterator[Problem]:
    """The plan stands so near to a step that noise decides on payment; the nearest step is told."""
    is_of_cohorts = isinstance(deal.terms.payments[truth.term], CohortElsePooled)
    try:
        steps = [*(_of_cohorts if is_of_cohorts else _of_schedule)(deal, truth)]
    except NotMeasured:
        return
    if steps:
        step = min(steps, key=lambda each: abs(each.plan - each.at))
        yield Problem(
            f"terms.payments.{truth.term}",
            f"has a step at {_where(step)}, the plan is {percent(round(step.plan, 6))}, and the evaluation has a "
            f"standard error of {percent(round(step.error, 4))}: {_what_chance_does(step)}.",
            "Put the step or the plan further away, measure more people, or pay by a slope in place of a step.",
        )


def _where(step: _Step) -> str:
    """The level of a step as the contract has it: that of findings once they are rounded."""
    at = percent(round(step.at + step.early, 6))
    if step.rounded is None:
        return at
    points = number(round(step.rounded * 100, 9))
    return f"{at} (after rounding to {points} {'point' if points == '1' else 'points'})"


def _what_chance_does(step: _Step) -> str:
    """How often the step is missed by a plan that is true, or reached by one that lies below it."""
    if step.plan >= step.at - GUARD:
        return f"although the plan is true, {step.what} is missed with a probability of about {step.missed:.0%}"
    return f"although the plan lies below it, {step.what} is paid with a probability of about {1 - step.missed:.0%}"


def _of_schedule(deal: Deal, truth: Truth) -> Iterator[_Step]:
    """Steps of a schedule on one effect, whatever limits over several payments do to it later."""
    term = compiled(deal, truth.term)
    plan = planned(deal, truth.outcome)
    error = error_at(deal, truth.outcome, plan).total
    if isinstance(term, Compiled) and error > 0:
        early = _early(deal, term)
        for at, jump in _jumps(term.schedule).items():
            if abs(plan - at) < BESIDE * error:
                what, missed = f"{deal.currency} {number(round(abs(jump)))}", float(cdf((at - plan) / error))
                yield _Step(at, plan, error, what, missed, term.step, early)


def _early(deal: Deal, term: Compiled) -> float:
    """How far below a step a finding may lie and still be rounded to it: half a step, unless it is rounded down."""
    part = deal.plan.outcomes[term.outcome]
    is_to_nearest = isinstance(part, Rounded) and part.rounding != "down"
    return term.step / 2 if term.step is not None and is_to_nearest else 0.0


def _jumps(schedule: Canonical) -> dict[float, float]:
    """What each level adds, all payers together, where that is a good part of the most that is paid."""
    jumps = {knot.at: knot.jump for knot in schedule.knots}
    most = schedule.highest if isfinite(schedule.highest) else max(jumps.values(), default=0.0)
    return {at: jump for at, jump in jumps.items() if abs(jump) > CLIFF * abs(most)}


def _of_cohorts(deal: Deal, truth: Truth) -> Iterator[_Step]:
    """Cohorts that are paid each for itself, else pooled: whether any is paid is the toss."""
    for form in closed_forms(deal, counted=False):
        if form.term == truth.term and form.error is not None and abs(form.unpaid_at_plan - 0.5) < _TOSS:
            yield _Step(form.threshold, form.plan, form.error.total, "payment", form.unpaid_at_plan)
