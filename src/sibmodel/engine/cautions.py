"""Cautions: what holds together and is still likely to mislead, so that it is said wherever warnings are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.capital.equity import Equity
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.success_rate import SuccessRate
from sibmodel.engine.cautions_of_rates import CAUTIONS as OF_RATES
from sibmodel.engine.cautions_of_risk import CAUTIONS as OF_RISK
from sibmodel.engine.cautions_of_savings import CAUTIONS as OF_SAVINGS
from sibmodel.engine.published import misclaims
from sibmodel.errors import Problem

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection

_NOTHING: Final = 0.005


def cautions(projection: Projection) -> list[Problem]:
    """Everything to be cautious about in a deal and its scenarios as a whole; checks speak of single lines."""
    return [problem for caution in _CAUTIONS for problem in caution(projection)]


def _pays_nothing(projection: Projection) -> Iterator[Problem]:
    """No outcome payment is ever made: mostly a slip in levels, prices or limits."""
    if all(abs(projection.number("payments.paid", scenario)) <= _NOTHING for scenario in projection.scenarios):
        hint = "Compare the planned outcomes with the prices, levels and limits."
        yield Problem("terms.payments", "no scenario pays anything for outcomes.", hint)


def _counts_stay(projection: Projection) -> Iterator[Problem]:
    """A scenario has other people start, and what is stated as a count stays as it was."""
    deal = projection.deal
    counts = [name for name, outcome in deal.plan.outcomes.items() if isinstance(outcome, Count)]
    for scenario in projection.scenarios:
        changed = deal.changes(scenario)
        people = [path for path in changed if path.startswith("plan.starts.") and path.endswith(".people")]
        same = [name for name in counts if not any(path.startswith(f"plan.outcomes.{name}.") for path in changed)]
        if people and same and "plan.achievement" not in changed:
            yield Problem(
                f"scenarios.{scenario}.changes.{people[0]}",
                f"changes who starts, but the count of {same[0]} does not follow: it is stated as a number.",
                "State the counts of this scenario too, or its achievement.",
            )


def _nothing_rises(projection: Projection) -> Iterator[Problem]:
    """An inflation is stated and nothing is indexed by it: mostly a forgotten 'indexed:'."""
    deal = projection.deal
    parts = [*deal.terms.payments.values(), *deal.plan.costs.values(), *deal.plan.savings.values()]
    used = {
        *(getattr(part, "indexed", None) for part in parts),
        *(discount.inflation for discount in deal.plan.discount.values()),
    }
    for name in deal.plan.inflation:
        if name not in used:
            hint = f"Add 'indexed: {name}' to what rises with it, or remove it."
            yield Problem(f"plan.inflation.{name}", "is stated, but no price, cost or saving rises with it.", hint)


def _no_share(projection: Projection) -> Iterator[Problem]:
    """Equity is owed nothing: it lives from the surplus, from a hurdle or from what a leg passes on."""
    terms = projection.deal.terms
    paid = {name for step in terms.steps for name in step.names}
    for name, part in terms.capital.items():
        if isinstance(part, Equity) and not terms.surplus.get(name) and name not in paid:
            hint = f"Give '{name}' a share in the surplus, or make it a loan, a grant or a recoverable grant."
            yield Problem(
                f"terms.capital.{name}", "is equity without a share in the surplus: it gets nothing back.", hint
            )


def _called_too_early(projection: Projection) -> Iterator[Problem]:
    """A guarantee that is not paid back is called while outcome payments are still to come, which others then get."""
    for name, part in projection.deal.terms.guarantees.items():
        for scenario in projection.scenarios:
            called = projection.row(f"capital.{name}.paid", scenario)
            later = projection.row("vehicle.received", scenario)[called.argmax() + 1 :].sum()
            if not part.reimbursed and called.max() > _NOTHING and later > _NOTHING:
                where = projection.where(scenario)
                message = f"is called {where} before the last outcome payment, of which it gets nothing back."
                yield Problem(f"terms.capital.{name}.called_at", message, "Call it later, or write reimbursed: true.")
                break


def _worse_than_nothing(projection: Projection) -> Iterator[Problem]:
    """The plan itself expects fewer successes than without the programme: mostly the two rates swapped."""
    for name, outcome in projection.deal.plan.outcomes.items():
        if isinstance(outcome, SuccessRate) and outcome.counterfactual > outcome.rate:
            message = "is above the rate: the plan expects fewer to reach the outcome than without the programme."
            yield Problem(f"plan.outcomes.{name}.counterfactual", message, "Are the two the wrong way round?")


_CAUTIONS: Final = (
    _pays_nothing, *OF_SAVINGS, _counts_stay, _nothing_rises, _no_share, _called_too_early, _worse_than_nothing,
    misclaims, *OF_RISK, *OF_RATES,
)  # fmt: skip
