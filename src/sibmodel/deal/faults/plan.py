"""Faults of the plan: costs that nobody pays, outcomes that nobody starts for, rates beyond reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.capital import rate_within_reason
from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.faults.payments import add_up, cohorts_exist, index_exists, readings_in_order
from sibmodel.deal.outcomes.avoided import Avoided
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.outcomes.success_rate import SuccessRate
from sibmodel.deal.outcomes.term import Rounded
from sibmodel.deal.programme import VEHICLE, PerPerson
from sibmodel.deal.wording import called
from sibmodel.errors import did_you_mean

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.outcomes.outcomes import OutcomeTerm
    from sibmodel.deal.outcomes.term import Measured
    from sibmodel.deal.prices import Inflation
    from sibmodel.deal.programme import Cost

MOST: Final = 200


# --- costs -------------------------------------------------------------------------------------------------------


def somebody_pays(deal: Deal, name: str, cost: Cost) -> Iterator[Fault]:
    """The vehicle or a payer bears a cost."""
    known = [VEHICLE, *deal.terms.payers]
    if cost.paid_by not in known:
        message = f"is '{cost.paid_by}', which is neither the vehicle nor a payer."
        yield Fault(("plan", "costs", name, "paid_by"), message, did_you_mean(cost.paid_by, known))


def cost_indexed(deal: Deal, name: str, cost: Cost) -> Iterator[Fault]:
    """A cost is indexed by an inflation of the plan."""
    return index_exists(deal, ("plan", "costs", name), cost.indexed)


def somebody_starts(deal: Deal, name: str, part: Cost | OutcomeTerm) -> Iterator[Fault]:
    """What is reckoned per person needs people."""
    if isinstance(part, PerPerson | SuccessRate) and not deal.plan.starts:
        group = "costs" if isinstance(part, PerPerson) else "outcomes"
        message = "is reckoned on the people who start, and nobody does."
        yield Fault(("plan", group, name), message, "Add 'starts:' to the plan, with people and months.", at_key=True)


# --- outcomes ----------------------------------------------------------------------------------------------------


def worked_out_from_outcomes(deal: Deal, name: str, part: Measured) -> Iterator[Fault]:
    """What an outcome is worked out from exists, is of the right kind, and does not lead back to it."""
    at_key, of_estimates = isinstance(part, Blend), isinstance(part, Blend | Avoided)
    for other in part.reads():
        path = ("plan", "outcomes", name, "of", *([other] if at_key else []))
        found = deal.plan.outcomes.get(other)
        if found is None:
            yield unknown(path, "outcome", other, deal.plan.outcomes, at_key=at_key)
        elif _leads_to(deal, other, name):
            itself = other == name
            message = f"is '{other}', {'this outcome itself' if itself else f'which is worked out from {name!r}'}."
            yield Fault(path, message, "Name an outcome that does not lead back to this one.", at_key=at_key)
        elif of_estimates and not (found.is_of_whole and not found.has_units):
            whole = "a blend is made of estimates" if at_key else "what is avoided is worked out from an estimate"
            message = f"'{other}' is {called(type(found))}, and {whole} of a reduction."
            hint = "Name outcomes of the kind reduction." if at_key else "Name a reduction or a blend of reductions."
            yield Fault(path, message, hint, at_key=at_key)
        elif not of_estimates and not isinstance(found, SuccessRate):
            message = f"is '{other}', {called(type(found))}, which does not follow single people."
            yield Fault(path, message, "Name the outcome that people reach before, of the kind success_rate.")


def _leads_to(deal: Deal, name: str, target: str) -> bool:
    """Whether an outcome is worked out from another, over however many steps."""
    waiting, seen = [name], set()
    while waiting:
        each = waiting.pop()
        if each == target:
            return True
        if each not in seen and each in deal.plan.outcomes:
            seen.add(each)
            waiting += deal.plan.outcomes[each].reads()
    return False


def among_cohorts(deal: Deal, name: str, part: Measured) -> Iterator[Fault]:
    """The people whom an outcome is about start in some cohort."""
    among = getattr(part, "among", None)
    if deal.plan.starts:
        yield from cohorts_exist(deal, ("plan", "outcomes", name), among)
    if among is not None and part.reads():
        message = f"has no place here: the people are those who reached '{part.reads()[0]}'."
        yield Fault(("plan", "outcomes", name, "among"), message, "Remove it.", at_key=True)


def shares_of_one(_: Deal, name: str, part: Measured) -> Iterator[Fault]:
    """Weights of a blend, and the shares of those who arrive, are of one whole."""
    if isinstance(part, Blend):
        yield from add_up(("plan", "outcomes", name, "of"), "the weights", dict(part.of))
    if isinstance(part, SuccessRate) and part.arrives:
        shares = {key: each.share for key, each in part.arrives.items()}
        yield from add_up(("plan", "outcomes", name, "arrives"), "the shares", shares)


def readings_follow(_: Deal, name: str, part: Measured) -> Iterator[Fault]:
    """Levels stand in the order of time: the last one decides."""
    if isinstance(part, GroupLevel):
        yield from readings_in_order(name, part, "the last one decides.")


def rounding_of_something(_: Deal, name: str, part: Measured) -> Iterator[Fault]:
    """How a level is rounded means nothing where it is not."""
    if isinstance(part, Rounded) and part.rounded_to is None and part.rounding != "nearest":
        hint = "Add 'rounded_to:' and a step such as 1%, or remove it."
        yield Fault(("plan", "outcomes", name, "rounding"), "has no effect: nothing is rounded.", hint, at_key=True)


OF_EACH_COST: Final = (somebody_pays, cost_indexed, somebody_starts)
OF_EACH_OUTCOME: Final = (
    somebody_starts, worked_out_from_outcomes, among_cohorts, shares_of_one, readings_follow, rounding_of_something,
)  # fmt: skip


# --- rates -------------------------------------------------------------------------------------------------------


def inflation_within_reason(_: Deal, name: str, inflation: Inflation) -> Iterator[Fault]:
    """Prices do not double every year."""
    return rate_within_reason(("plan", "inflation", name, "rate"), inflation.rate)


def past_within_reason(_: Deal, name: str, inflation: Inflation) -> Iterator[Fault]:
    """Nor did prices of earlier years."""
    for year, rate in inflation.past.items():
        yield from rate_within_reason(("plan", "inflation", name, "past", year), rate)


OF_EACH_INFLATION: Final = (inflation_within_reason, past_within_reason)


# --- sizes -------------------------------------------------------------------------------------------------------


def groups_within_reason(deal: Deal) -> Iterator[Fault]:
    """A group has so many entries at most: a deal is written by people."""
    groups: Mapping[tuple[str, ...], Mapping[str, object]] = {
        ("terms", "payers"): deal.terms.payers,
        ("terms", "payments"): deal.terms.payments,
        ("terms", "limits"): deal.terms.limits,
        ("terms", "capital"): deal.terms.capital,
        ("terms", "fees"): deal.terms.fees,
        ("plan", "starts"): deal.plan.starts,
        ("plan", "outcomes"): deal.plan.outcomes,
        ("plan", "costs"): deal.plan.costs,
        ("plan", "savings"): deal.plan.savings,
        ("plan", "unit_costs"): deal.plan.unit_costs,
        ("plan", "evidence"): deal.plan.evidence,
        ("plan", "inflation"): deal.plan.inflation,
        ("scenarios",): deal.scenarios,
        ("risk", "uncertain"): deal.risk.uncertain,
        ("risk", "together"): deal.risk.together,
    }
    for path, group in groups.items():
        if len(group) > MOST:
            yield Fault(path, f"has {len(group):,} entries; {MOST} are allowed.", "Put several into one.")


CHECKS: Final = (groups_within_reason,)
