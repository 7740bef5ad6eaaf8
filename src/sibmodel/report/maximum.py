"""The most that can be paid: a sum that no level of an outcome and no scenario of the page passes, or none.

A schedule is asked what it comes to at every level that its terms name and far beyond the last of them, with every
condition met; amounts rise from one named level to the next, for a deal that has it otherwise is refused. What is not
known to be bounded is unbounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.payments.conditions import AnyOf, Reaches
from sibmodel.deal.payments.payers import Payer
from sibmodel.deal.payments.payment import Payment
from sibmodel.deal.payments.terms_limits import ForEachPerson, InAll, PerFiscalYear, ShareOfTotal
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.ladder import ACHIEVEMENT
from sibmodel.engine.projection import Array, scenario_inputs
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

Bound = Callable[[View, str], float | None]
"""The most that a term can come to by itself; None where nothing bounds it."""


@dataclass(frozen=True, slots=True)
class Most:
    """The most that payers can be asked to pay in all.

    Args:
        amount: The most under any scenario of the page; None where nothing bounds it.
        scenario: The scenario under which it is so much; that of the page where it is the same.
        own: The most under the scenario of the page.
        priced: The months whose prices it is stated at; none where no index can change it.
        unknown: Terms whose most cannot be told, and that nothing bounds.
    """

    amount: float | None
    scenario: str
    own: float | None
    priced: tuple[float, ...] = ()
    unknown: tuple[str, ...] = ()


def most_payable(view: View) -> Most:
    """The most under each scenario, and the most of them."""
    views = {name: View(view.projection, name) for name in view.scenarios}
    found = {name: _bound(each, most_due) for name, each in views.items()}
    bounds = {name: amount for name, amount in found.items() if amount is not None}
    if len(bounds) < len(found):
        return Most(None, view.scenario, None, unknown=tuple(_unknown(view)))
    bounds = {name: max(amount, view.number("payments.paid", name)) for name, amount in bounds.items()}
    own = bounds[view.scenario]
    top = max(bounds, key=lambda name: bounds[name])
    if bounds[top] <= own + NOTHING:
        top = view.scenario
    return Most(bounds[top], top, own, _priced(views[top]))


# --- one term ------------------------------------------------------------------------------------------------------


def most_due(view: View, name: str) -> float | None:
    """The most that a term can come to before the limits over several terms; None where nothing bounds it."""
    payment = view.deal.terms.payments[name]
    return _least(payment.max, payment.most(), most_by_schedule(view, name))


def most_by_schedule(view: View, name: str) -> float | None:
    """The most that a term's schedule comes to at any level, at the prices of the scenario's measurement."""
    payment: Payment = view.deal.terms.payments[name]
    named = payment.turns()
    if payment.level_outcome is None or not named:
        return None
    size = max(1.0, *(abs(level) for level in named))
    earned = earned_at(view, name, np.array([*named, named[-1] + size, named[-1] + 2 * size]))
    if earned is None or earned[-1] > earned[-2] + NOTHING:
        return None
    return float(max(0.0, earned.max()))


def earned_at(view: View, name: str, levels: Array) -> Array | None:
    """What a term earns at levels of its outcome with its conditions met; None where that cannot be asked."""
    payment: Payment = view.deal.terms.payments[name]
    changed = _inputs_at(view, payment, levels)
    if changed is None:
        return None
    asked = {**_conditions_met(view, payment), **changed, ACHIEVEMENT: 1.0}
    own = dict(scenario_inputs(view.projection.deal, [view.scenario]))
    earned = f"payments.{name}.earned"
    values = evaluate(view.projection.model, {**own, **asked}, keep=[earned])
    found: Array = np.broadcast_to(values[earned].sum(axis=0), levels.shape)
    return found


def inputs_at(view: View, payment: Payment, levels: Any) -> Mapping[str, Any] | None:
    """The inputs that bring the outcome of a term to levels in the plan as it is; None where no input does."""
    achieved, found = view.deal.plan.achievement, _inputs_at(view, payment, levels)
    if found is None or not achieved:
        return None
    return {path: values / achieved for path, values in found.items()}


def _inputs_at(view: View, payment: Payment, levels: Any) -> Mapping[str, Any] | None:
    """The same at full achievement."""
    name = payment.level_outcome
    if name is None:
        return None
    part = view.deal.plan.outcomes[name]
    if payment.needs == "units" and part.level_unit != part.unit:
        return None
    basis = next(basis for _, outcome, basis in payment.outcomes_paid() if outcome == name)
    return part.inputs_at(f"plan.outcomes.{name}", levels, basis)


def _conditions_met(view: View, payment: Payment) -> dict[str, Any]:
    """Inputs that bring the outcomes of its conditions well above what they ask for."""
    changed: dict[str, Any] = {}
    for condition in payment.only_if.values():
        for each in condition.of.values() if isinstance(condition, AnyOf) else [condition]:
            level = 2 * abs(each.at_least) + 1 if isinstance(each, Reaches) else 1.0
            basis: Basis = each.paid_on if isinstance(each, Reaches) else "net"
            changed |= _raised(view, each.outcome, level, basis)
    return changed


def _raised(view: View, name: str, level: float, basis: Basis) -> dict[str, Any]:
    """Inputs that bring an outcome to a level, by way of those that it is worked out from."""
    part = view.deal.plan.outcomes[name]
    changed: dict[str, Any] = {}
    for other in part.reads():
        changed |= _raised(view, other, level, basis)
    return changed | dict(
        part.inputs_at(f"plan.outcomes.{name}", level, basis) or part.at_best(f"plan.outcomes.{name}")
    )


# --- all terms -----------------------------------------------------------------------------------------------------


def _bound(view: View, most: Bound) -> float | None:
    """What the limits over several terms, the payers' shares and the payers' limits leave of the most of each term."""
    parts = [_most_of(view, payer, most) for payer in view.deal.terms.payers.values()]
    return None if None in parts else sum(part for part in parts if part is not None)


def _most_of(view: View, payer: Payer, most: Bound) -> float | None:
    yearly = None
    if payer.max_per_fiscal_year is not None:
        yearly = payer.max_per_fiscal_year * _fiscal_years(view, payer.fiscal_year_ends)
    return _least(_share_of(view, payer, most), payer.max, yearly)


def _share_of(view: View, payer: Payer, most: Bound) -> float | None:
    """A payer's share of the most that is due; where it covers others, all of it may come to it."""
    terms = list(view.deal.terms.payments)
    whole = _due(view, terms, most)
    if payer.covers or whole is None:
        return whole
    if not payer.pays:
        return whole * payer.share
    single = [_due(view, [term], most) for term in payer.terms(terms)]
    if None in single:
        return None
    shares = [payer.share * payer.pays[term] for term in payer.terms(terms)]
    return min(whole, sum(part * share for part, share in zip(single, shares, strict=True) if part is not None))


def _due(view: View, terms: Iterable[str], most: Bound) -> float | None:
    """The most that falls due under some terms together; a limit whose terms another has taken is left out."""
    left: dict[str, float | None] = {term: most(view, term) for term in terms}
    for limit in view.deal.terms.limits.values():
        members = [term for term in limit.payments if term in left]
        allowed = _allowed(view, limit)
        if members and allowed is not None and len(members) == len([t for t in limit.payments if t in terms]):
            amounts = [left.pop(term) for term in members]
            together = None if None in amounts else sum(amount for amount in amounts if amount is not None)
            left[f"limit of {members}"] = _least(together, allowed)
    return None if None in left.values() else sum(amount for amount in left.values() if amount is not None)


def _allowed(view: View, limit: InAll | PerFiscalYear | ForEachPerson | ShareOfTotal) -> float | None:
    match limit:
        case InAll():
            return limit.amount
        case PerFiscalYear():
            return limit.amount * _fiscal_years(view, limit.fiscal_year_ends)
        case ForEachPerson():
            cohorts = limit.among or list(view.deal.plan.starts)
            return limit.amount * sum(view.deal.plan.starts[name].people for name in cohorts)
        case ShareOfTotal():
            return None


def _fiscal_years(view: View, ends: str) -> int:
    return len({round(year) for year in view.row(f"time.fiscal_year_{ends}")})


def _least(*bounds: float | None) -> float | None:
    return min((bound for bound in bounds if bound is not None), default=None)


# --- prices --------------------------------------------------------------------------------------------------------


def _priced(view: View) -> tuple[float, ...]:
    """The months of measurement whose prices decide the bound: those of indexed terms that no cap keeps in check."""
    free, bound = _bound(view, _most_at_any_prices), _bound(view, most_due)
    if free is not None and bound is not None and free <= bound + NOTHING:
        return ()
    terms = view.deal.terms.payments.values()
    return tuple(sorted({month for term in terms if _index_of(term) is not None for month in _measured(view, term)}))


def _index_of(payment: Payment) -> str | None:
    return getattr(payment, "indexed", None)


def _most_at_any_prices(view: View, name: str) -> float | None:
    payment = view.deal.terms.payments[name]
    return most_due(view, name) if _index_of(payment) is None else payment.max


def _measured(view: View, payment: Payment) -> list[float]:
    """The months in which the level of a term is known: the last reading, or each where each is settled."""
    if payment.level_outcome is None:
        return []
    months = [float(month) for _, month, _ in view.deal.plan.outcomes[payment.level_outcome].milestones()]
    return months if getattr(payment, "settles", "once") != "once" else sorted(months)[-1:]


def _unknown(view: View) -> list[str]:
    """Terms with a schedule that cannot be asked, and no cap."""
    return [
        name
        for name, term in view.deal.terms.payments.items()
        if term.turns() and term.max is None and _inputs_at(view, term, np.zeros(1)) is None
    ]
