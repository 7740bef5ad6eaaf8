"""Cautions that need the error of measurement: a plan that stands on a cliff of its own payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.wording import number, percent
from sibmodel.errors import Problem
from sibmodel.risk.closed import ClosedForm, closed_forms
from sibmodel.risk.findings import BESIDE
from sibmodel.risk.normal import cdf
from sibmodel.risk.people import NotMeasured

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal

_TOSS: Final = float(cdf(BESIDE)) - 0.5
"""How far from one half the chance of payment is, for a plan so few standard errors from a single step."""


def cautions(deal: Deal) -> list[Problem]:
    """What measurement makes of the terms of a deal, as warnings.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> [each.path for each in cautions(deal)]
        ['terms.payments.recidivism']
    """
    if not deal.risk.measured:
        return []
    try:
        forms = closed_forms(deal)
    except NotMeasured:
        return []
    return [problem for form in forms for problem in _on_a_cliff(deal, form)]


def _on_a_cliff(deal: Deal, form: ClosedForm) -> Iterator[Problem]:
    """The plan stands so near to a step that payment is a toss of a coin; the nearest step is told."""
    if form.error is None or not form.error.total:
        return
    if form.found is None:
        near = [(form.threshold, "payment")] if abs(form.unpaid_at_plan - 0.5) < _TOSS else []
    else:
        cliffs = [cliff for cliff in form.found.cliffs if cliff.has_plan_on_it]
        near = [(cliff.at, f"{deal.currency} {number(round(abs(cliff.jump)))}") for cliff in cliffs]
    if near:
        at, what = min(near, key=lambda each: abs(form.plan - each[0]))
        levels = percent(round(at, 6)), percent(round(form.plan, 6)), percent(round(form.error.total, 4))
        yield Problem(
            f"terms.payments.{form.term}",
            f"has a step at {levels[0]}, the plan is {levels[1]}, and the evaluation has a standard error of "
            f"{levels[2]}: {what} hangs on a toss of a coin.",
            "Put the step or the plan further away, measure more people, or pay by a slope in place of a step.",
        )
