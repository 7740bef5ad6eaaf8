"""Finding all faults of a deal: every check on everything that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sibmodel.deal.faults import (
    capital,
    discounting,
    measured,
    order,
    payments,
    percents,
    plan,
    published,
    risk,
    savings,
    scenarios,
    surplus,
    timeline,
)
from sibmodel.deal.faults.fault import Fault
from sibmodel.errors import ModelError

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal

MOST: Final = 100  # nobody mends more in one go

Check = Callable[..., Iterator[Fault]]


def find_faults(deal: Deal, *, is_partial: bool = False) -> list[Fault]:
    """Every fault between the parts of a deal.

    Args:
        deal: The deal.
        is_partial: Whether parts of it may be unknown; a check that asks for such a part is then left out.
    """
    gently = AttributeError if is_partial else _Never
    tasks = [*_of_structure(deal, gently), *_of_risk(deal, gently), *_of_scenarios(deal, gently)]
    found = list(islice(_run(deal, tasks, gently), MOST))
    if not found and not is_partial:
        found = [*_unwritable(deal)] or [
            *scenarios.unread_changes(deal),
            *risk.unread(deal),
            *published.unreadable_figures(deal),
            *_under_scenarios(deal),
        ]
    return found


class _Never(Exception):
    """Raised by nobody: a check of a whole deal that fails is a mistake in the program."""


Task = tuple[Check, tuple[Any, ...]]


def _run(deal: Deal, tasks: Iterable[Task], gently: type[Exception]) -> Iterator[Fault]:
    for check, about in tasks:
        try:
            yield from check(deal, *about)
        except gently:
            continue


def _of_structure(deal: Deal, gently: type[Exception]) -> Iterator[Task]:
    for part in (timeline, payments, capital, order, surplus, plan, savings):
        yield from ((check, ()) for check in part.CHECKS)
    stack = (*capital.OF_EACH, order.everything_owed_is_paid)
    yield from _each(lambda: deal.terms.payments, (*payments.OF_EACH, *percents.OF_EACH_PAYMENT), gently)
    yield from _each(lambda: deal.terms.limits, payments.OF_EACH_LIMIT, gently)
    yield from _each(lambda: deal.terms.payers, payments.OF_EACH_PAYER, gently)
    yield from _each(lambda: deal.terms.capital, stack, gently)
    yield from _each(lambda: dict(enumerate(deal.terms.order_of_payments)), (order.step_is_known,), gently)
    yield from _each(lambda: deal.terms.fees, (*capital.OF_EACH_FEE, order.everything_owed_is_paid), gently)
    yield from _each(lambda: deal.plan.costs, plan.OF_EACH_COST, gently)
    yield from _each(lambda: deal.plan.outcomes, (*plan.OF_EACH_OUTCOME, *percents.OF_EACH_OUTCOME), gently)
    yield from _each(lambda: deal.plan.savings, savings.OF_EACH_SAVING, gently)
    yield from _each(lambda: deal.plan.unit_costs, savings.OF_EACH_UNIT_COST, gently)
    yield from _each(lambda: deal.plan.inflation, plan.OF_EACH_INFLATION, gently)
    yield from _each(lambda: deal.plan.discount, discounting.OF_EACH, gently)


def _of_risk(deal: Deal, gently: type[Exception]) -> Iterator[Task]:
    for check in risk.CHECKS:
        yield check, ()
    yield from _each(lambda: deal.risk.uncertain, (*risk.OF_EACH_UNCERTAIN, *percents.OF_EACH_UNCERTAIN), gently)
    yield from _each(lambda: deal.risk.luck, risk.OF_EACH_LUCK, gently)
    yield from _each(lambda: deal.risk.starts, risk.OF_EACH_STARTS, gently)
    yield from _each(lambda: deal.risk.measured, measured.OF_EACH, gently)


def _of_scenarios(deal: Deal, gently: type[Exception]) -> Iterator[Task]:
    yield from _each(lambda: deal.scenarios, scenarios.OF_EACH, gently)
    yield from _each(lambda: _changes(deal), scenarios.OF_EACH_CHANGE, gently)
    yield from _each(lambda: deal.sources.figures, scenarios.OF_EACH_EVIDENCE, gently)
    yield from _each(lambda: deal.published, published.OF_EACH, gently)


def _changes(deal: Deal) -> dict[tuple[str, str], Any]:
    changes = {name: getattr(scenario, "changes", {}) for name, scenario in deal.scenarios.items()}
    return {(name, path): value for name, each in changes.items() for path, value in each.items()}


def _each(group: Callable[[], Mapping[Any, Any]], checks: Iterable[Check], gently: type[Exception]) -> Iterator[Task]:
    """Each check on each entry of a group; nothing when the group itself is unknown."""
    try:
        entries = group()
    except gently:
        return
    for name, entry in entries.items():
        for check in checks:
            yield check, (name, entry)


def _unwritable(deal: Deal) -> Iterator[Fault]:
    """What the language of lines refuses, should all other checks have missed it."""
    try:
        _ = deal.written
    except ModelError as error:
        yield Fault((), f"the deal cannot be written as a model. {error}", "Simplify the part it names.")


def _under_scenarios(deal: Deal) -> Iterator[Fault]:
    """Faults that only come about under a scenario: tiers that cross, shares that no longer add up."""
    for name, scenario in deal.scenarios.items():
        if scenario.changes:
            other = scenarios.changed(deal, name)
            for fault in _run(other, _of_structure(other, _Never), _Never):
                yield scenarios.blamed(deal, name, fault)
