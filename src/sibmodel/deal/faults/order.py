"""Faults of the order of payments: steps that say nothing, legs that do not exist, what is owed and has no step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.capital.claims import PAID_AS
from sibmodel.deal.capital.fees import Fee
from sibmodel.deal.capital.funding import Funding
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.steps import RESERVE, Payee, Step, read_step
from sibmodel.deal.faults.capital import among
from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import quoted
from sibmodel.errors import did_you_mean

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.part import Part

_ORDER: Final = ("terms", "order_of_payments")
_SAID: Final = {what: f"a {what}" for what in ("fee", "return", "distribution", "reimbursement")}
_ALONE: Final = ("distribution", "fee", "reimbursement")
"""What cannot be paid side by side, for what each would get is not in proportion to what is owed."""


def step_is_known(deal: Deal, index: int, text: str) -> Iterator[Fault]:
    """A step says who is paid what, of those who may be paid it, and from which leg."""
    path, step, number = (*_ORDER, index), read_step(index + 1, text), f"step {index + 1}"
    if step is None or (step.what not in PAID_AS and step.what != RESERVE):
        yield Fault(path, f"{number}, {quoted(text)}, does not say who is paid what.", _steps_like(deal, text))
        return
    yield from _leg_is_known(deal, path, number, step)
    if step.what == RESERVE:
        yield from _reserve_is_there(deal, path, number, step)
    for name in step.names:
        yield from _payee_is_known(deal, path, number, name, step.what)
    if len(step.names) > 1 and step.what in _ALONE:
        message = f"{number} pays a {step.what} side by side."
        yield Fault(
            path, message, "Only interest, principal and return are paid side by side: write one step for each."
        )


def _leg_is_known(deal: Deal, path: Steps, number: str, step: Step) -> Iterator[Fault]:
    if step.leg and step.leg not in deal.terms.payments:
        fault = unknown(path, "payment", step.leg, deal.terms.payments)
        yield Fault(path, f"{number} is paid from '{step.leg}': {fault.message}", fault.hint)
    if step.what == "distribution" and not step.leg:
        message = f"{number} is a distribution, but does not say of which payment."
        hint = f"Write '{step.names[0]} distribution from' and a payment{among(list(deal.terms.payments))}."
        yield Fault(path, message, hint)


def _reserve_is_there(deal: Deal, path: Steps, number: str, step: Step) -> Iterator[Fault]:
    if deal.terms.account.reserve is None:
        hint = "Add 'reserve:' with its amount to the account, or remove the step."
        yield Fault(path, f"{number} fills a reserve, and the account has none.", hint)
    if step.leg:
        message = f"{number} fills the reserve from '{step.leg}'; it is filled from the common pool."
        yield Fault(path, message, "Write 'reserve'.")


def _payee_is_known(deal: Deal, path: Steps, number: str, name: str, what: str) -> Iterator[Fault]:
    terms = deal.terms
    known: dict[str, Part] = {**terms.fees, **terms.capital}
    if name not in known:
        tranches = list(terms.tranches)
        place = "not in the capital stack"
        names = tranches
        if what == "reimbursement":
            place, names = "no guarantee", list(terms.guarantees)
        elif what == "fee":
            place, names = "neither a fee nor in the capital stack", [*terms.fees, *tranches]
        yield Fault(path, f"{number} pays {quoted(name)}, which is {place}{among(names)}.", _nearest(name, names))
        return
    part = known[name]
    if isinstance(part, Funding | Guarantee | Fee) and what not in part.payable():
        why, hint = part.not_paid(what)
        yield Fault(path, f"{number} pays {_SAID.get(what, what)} to '{name}', {why}.", hint.format(name=name))


def _steps_like(deal: Deal, text: str) -> str:
    payees: dict[str, Part] = {**deal.terms.capital, **deal.terms.fees}
    possible = [
        f"{name} {what}"
        for name, part in payees.items()
        if isinstance(part, Funding | Guarantee | Fee)
        for what in part.payable()
        if what != "distribution"
    ]
    if deal.terms.account.reserve is not None:
        possible.append(RESERVE)
    return did_you_mean(text, possible).replace("Known:", "Write one of these:")


def _nearest(name: str, known: list[str]) -> str:
    """The name that was probably meant; the message itself lists those there are."""
    guess = did_you_mean(name, known)
    return guess if guess.startswith("Did") else "Name one of these, or add it to the capital."


# --- the steps together ------------------------------------------------------------------------------------------


def no_step_twice(deal: Deal) -> Iterator[Fault]:
    """Each is paid the same once from one pool: what a step does not pay is paid at the next instant."""
    first: dict[tuple[str, str, str], int] = {}
    for step in deal.terms.steps:
        for name in step.names or (RESERVE,):
            key = (name, step.what, step.leg)
            if key in first:
                said = quoted(deal.terms.order_of_payments[step.number - 1])
                message = f"step {step.number} pays {said} again (first in step {first[key]})."
                yield Fault((*_ORDER, step.number - 1), message, "Keep one of them.")
            first.setdefault(key, step.number)


def legs_come_first(deal: Deal) -> Iterator[Fault]:
    """What a leg pays is paid before the common pool pays the same."""
    common: dict[tuple[str, str], int] = {}
    for step in deal.terms.steps:
        for claim in step.claims:
            if not step.leg:
                common.setdefault(claim, step.number)
            elif claim in common:
                message = (
                    f"step {step.number} pays '{' '.join(claim)}' from '{step.leg}' after step {common[claim]} has "
                    "paid it from the common pool; a leg is paid first."
                )
                yield Fault((*_ORDER, step.number - 1), message, f"Put it before step {common[claim]}.")


def distribution_comes_last(deal: Deal) -> Iterator[Fault]:
    """A distribution passes on all that its leg still has: nothing is left for a step after it."""
    passed: dict[str, int] = {}
    for step in deal.terms.steps:
        if step.leg in passed:
            message = (
                f"step {step.number} is paid from '{step.leg}', of which step {passed[step.leg]} passes on everything."
            )
            yield Fault((*_ORDER, step.number - 1), message, f"Put it before step {passed[step.leg]}, or remove it.")
        elif step.what == "distribution" and step.leg:
            passed[step.leg] = step.number


def reserve_has_its_step(deal: Deal) -> Iterator[Fault]:
    """A reserve that is filled in order has a step that fills it."""
    reserve = deal.terms.account.reserve
    filled = any(step.what == RESERVE for step in deal.terms.steps)
    if reserve is not None and reserve.filled == "in_order" and not filled:
        hint = "Add 'reserve' where its turn is, or write filled: at_close."
        yield Fault(_ORDER, "no step fills the reserve.", hint)


CHECKS: Final = (no_step_twice, legs_come_first, distribution_comes_last, reserve_has_its_step)


def everything_owed_is_paid(deal: Deal, name: str, part: Payee) -> Iterator[Fault]:
    """What is owed has its step: every principal, and interest where there is a rate."""
    paid = {claim for step in deal.terms.steps for claim in step.claims}
    for what in part.must_be_paid():
        if (name, what) not in paid and name not in deal.terms.order_of_payments:
            yield Fault(_ORDER, f"no step pays the {what} of '{name}'.", f"Add '{name} {what}' where its turn is.")
