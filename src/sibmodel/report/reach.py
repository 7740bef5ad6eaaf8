"""How far outcomes, readings and prices can go under a scenario: what the most that can be paid hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from sibmodel.deal.outcomes.term import Measured, Span, When
from sibmodel.deal.payments.reach import ENDLESS, Reach, WhenRead
from sibmodel.engine.ladder import RUNGS
from sibmodel.report.view import View

_WHOLE: Final = 1.0
_GUARD: Final = 1e-9
"""As comparisons of levels have it."""


def reach_of(view: View) -> Reach:
    """How far outcomes, readings and prices can go under a scenario."""
    plan, terms, when = view.deal.plan, view.deal.terms.payments, _when(view)
    levels = {name: part for name, part in plan.outcomes.items() if part.has_level}
    reach = Reach(
        highest={name: _highest(view, name, part) for name, part in levels.items()},
        readings={name: readings(view, name) for name in levels},
        in_the_end={name: in_the_end(view, name) for name in levels},
        units_verified={name: each.units_verified(when) for name, each in plan.outcomes.items() if each.has_units},
        without_units=frozenset(name for name, part in plan.outcomes.items() if not part.has_units),
        growth={name: 1 + part.rate for name, part in plan.inflation.items()},
        closes=tuple(float(month) for month in view.row("time.closes")),
        below={},
        may_end_early=view.deal.terms.termination is not None,
    )
    return replace(reach, below={name: term.below(reach) for name, term in terms.items()})


def _when(view: View) -> When:
    """When units of outcomes are measured under a scenario, if the deal does not end before."""
    closes = [float(month) for month in view.row("time.closes")]

    def started(names: Sequence[str] | None) -> Span:
        cohorts = [each for name, each in view.deal.plan.starts.items() if names is None or name in names]
        first = min((each.from_month for each in cohorts), default=0)
        last = max((each.from_month + each.over_months for each in cohorts), default=0)
        begins = next((month for month in closes if month > first), ENDLESS)
        return Span(begins, next((month for month in closes if month >= last), closes[-1]))

    def measured(name: str) -> Span:
        return view.deal.plan.outcomes[name].units_measured(When(started, measured))

    return When(started, measured)


def _highest(view: View, name: str, part: Measured) -> float:
    """A share of a whole ends at all of it, rounded up as the contract rounds; other levels have no end.

    The ladder takes an estimate beyond that where the plan is near it already. A share of people it does not.
    """
    if not part.is_of_whole:
        return ENDLESS
    highest = _WHOLE
    if not part.has_units:
        highest = max(highest, RUNGS[-1] * view.number(part.level_lines(name, "net")[0]))
    return highest if part.step is None else ceil(highest / part.step - _GUARD) * part.step


def in_the_end(view: View, name: str) -> WhenRead:
    """When the level of an outcome in the end is read."""
    stated = view.deal.plan.outcomes[name].read_in_the_end()
    return readings(view, name)[-1] if stated is None else WhenRead(*stated)


def readings(view: View, name: str) -> tuple[WhenRead, ...]:
    """When an outcome is read: in stated months, when all people are measured, or when all that it is made of is."""
    part = view.deal.plan.outcomes[name]
    stated = [WhenRead(measured, verified) for _, measured, verified in part.milestones()]
    all_measured = f"outcomes.{name}.all_measured"
    if not stated and view.has(all_measured):
        return (WhenRead(view.number(all_measured)),)
    last = [readings(view, other)[-1].measured for other in part.reads()]
    if not stated and last and None not in last:
        return (WhenRead(max(month for month in last if month is not None)),)
    return tuple(stated) or (WhenRead(),)
