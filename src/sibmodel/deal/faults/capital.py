"""Faults of the capital stack, the order of payments, the surplus and the guarantees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.capital import Equity, Guarantee, Loan, RecoverableGrant
from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.faults.payments import add_up
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import percent, quoted
from sibmodel.errors import did_you_mean

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.part import Part

_CAPITAL: Final = ("terms", "capital")
_ORDER: Final = ("terms", "order_of_payments")
WHAT: Final = ("interest", "principal")
ALL_INVESTORS: Final = "total"
LOWEST_RATE: Final = -0.5
HIGHEST_RATE: Final = 1.0


def _tranches(deal: Deal) -> dict[str, Part]:
    """Everything in the stack that is not known to be a guarantee."""
    return {name: part for name, part in deal.terms.capital.items() if not isinstance(part, Guarantee)}


# --- the stack ---------------------------------------------------------------------------------------------------


def somebody_funds(deal: Deal) -> Iterator[Fault]:
    """A stack of guarantees alone puts no money in."""
    if not _tranches(deal):
        message = "has no loan, equity or recoverable grant: nobody puts money in."
        yield Fault(_CAPITAL, message, "Add a tranche with its commitment and draws.")


def name_is_free(deal: Deal) -> Iterator[Fault]:
    """All investors together have a name of their own in the results."""
    if ALL_INVESTORS in deal.terms.capital:
        message = f"'{ALL_INVESTORS}' stands for all investors together in the results."
        yield Fault((*_CAPITAL, ALL_INVESTORS), message, "Give the tranche another name.", at_key=True)


def tranche_is_not_a_payer(deal: Deal) -> Iterator[Fault]:
    """Whoever puts money in and pays for outcomes too is two parties here: a share of surplus goes to one of them."""
    for name in deal.terms.capital:
        if name in deal.terms.payers:
            message = f"'{name}' is the name of a payer too: nobody could tell whose share of the surplus is meant."
            yield Fault((*_CAPITAL, name), message, f"Write {name}_loan or another name.", at_key=True)


def bullet_matures(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A bullet is repaid when it matures; a sweep whenever there is cash, so that no month matters."""
    if isinstance(part, Loan) and part.repayment == "bullet" and part.matures is None:
        message = "is a bullet, but nothing says when the loan matures."
        yield Fault((*_CAPITAL, name, "repayment"), message, "Add 'matures:' and the month.")
    if isinstance(part, Loan) and part.repayment == "sweep" and part.matures is not None:
        message = "has no effect: this loan is repaid by a sweep, whenever there is cash."
        yield Fault((*_CAPITAL, name, "matures"), message, "Write repayment: bullet, or remove it.", at_key=True)
    if isinstance(part, Loan) and part.repayment == "sweep" and part.interest == "rolled_up":
        message = "is rolled_up, but this loan is repaid by a sweep, which pays interest whenever there is cash."
        yield Fault((*_CAPITAL, name, "interest"), message, "Write repayment: bullet, or remove it.")


def interest_within_reason(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A rate of 500 % a year is a missing per cent sign."""
    if isinstance(part, Loan):
        yield from rate_within_reason((*_CAPITAL, name, "interest_rate"), part.interest_rate)


def rate_within_reason(path: Steps, rate: float) -> Iterator[Fault]:
    """A yearly rate beyond these cannot be meant, and fifty years of it cannot be reckoned."""
    if not LOWEST_RATE <= rate < HIGHEST_RATE:
        hint = f"Did you mean {rate:g}%?" if 1 <= rate <= 100 else "Write a rate such as 5%."
        yield Fault(path, f"is {percent(rate)} a year.", hint)


def guarantees_stand_behind(deal: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A guarantee is of principal: of a loan or a recoverable grant."""
    if not isinstance(part, Guarantee):
        return
    path = (*_CAPITAL, name, "of")
    owed = [each for each, tranche in _tranches(deal).items() if not isinstance(tranche, Equity)]
    if part.of not in deal.terms.capital:
        yield unknown(path, "loan or grant", part.of, owed)
    elif part.of not in owed:
        what = "equity" if isinstance(deal.terms.capital[part.of], Equity) else "a guarantee"
        message = f"is '{part.of}', which is {what}: no principal is owed to it."
        yield Fault(path, message, f"Name a loan or a recoverable grant{_among(owed)}.")


def called_when_due(deal: Deal, name: str, part: Part) -> Iterator[Fault]:
    """What a bullet owes is known to be lost once it has matured, not before."""
    if not isinstance(part, Guarantee):
        return
    loan = deal.terms.capital.get(part.of)
    if isinstance(loan, Loan) and loan.matures is not None and part.called_at < loan.matures:
        message = f"is month {part.called_at}, before the loan matures (month {loan.matures}): nothing is lost by then."
        yield Fault((*_CAPITAL, name, "called_at"), message, f"Write {loan.matures} or later.")


def _among(names: list[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


OF_EACH: Final = (bullet_matures, interest_within_reason, guarantees_stand_behind, called_when_due)


# --- the order of payments ---------------------------------------------------------------------------------------


def step_is_known(deal: Deal, index: int, step: str) -> Iterator[Fault]:
    """A step is '<tranche> interest' or '<tranche> principal', and something is owed by it."""
    path = (*_ORDER, index)
    name, _, what = step.rpartition(" ")
    tranches = _tranches(deal)
    number = f"step {index + 1}"
    if not name or what not in WHAT:
        yield Fault(path, f"{number}, {quoted(step)}, does not say who is paid what.", _steps_like(deal, step))
    elif name not in deal.terms.capital:
        message = f"{number} pays {quoted(name)}, which is not in the capital stack{_among(list(tranches))}."
        yield Fault(path, message, _nearest(name, list(tranches)))
    else:
        yield from _owed(path, number, name, what, deal.terms.capital[name])


def _owed(path: Steps, number: str, name: str, what: str, part: Part) -> Iterator[Fault]:
    if isinstance(part, Guarantee):
        yield Fault(path, f"{number} pays '{name}', a guarantee, which is not repaid.", "Remove the step.")
    elif isinstance(part, Equity):
        message = f"{number} pays '{name}', which is equity: nothing is owed to it."
        yield Fault(path, message, "Remove the step; equity takes its share of the surplus.")
    elif isinstance(part, RecoverableGrant) and what == "interest":
        message = f"{number} pays interest to '{name}', a recoverable grant, which bears none."
        yield Fault(path, message, f"Remove the step, or make '{name}' a loan.")


def _steps_like(deal: Deal, step: str) -> str:
    possible = [
        f"{name} {what}"
        for name, part in _tranches(deal).items()
        for what in WHAT
        if not isinstance(part, Equity) and not (isinstance(part, RecoverableGrant) and what == "interest")
    ]
    return did_you_mean(step, possible).replace("Known:", "Write one of these:")


def _nearest(name: str, known: list[str]) -> str:
    """The name that was probably meant; the message itself lists those there are."""
    guess = did_you_mean(name, known)
    return guess if guess.startswith("Did") else "Name one of these, or add it to the capital."


def no_step_twice(deal: Deal) -> Iterator[Fault]:
    """Each step stands once: what it does not pay is paid at the next instant."""
    first: dict[str, int] = {}
    for index, step in enumerate(deal.terms.order_of_payments):
        if step in first:
            message = f"step {index + 1} pays {quoted(step)} again (first in step {first[step] + 1})."
            yield Fault((*_ORDER, index), message, "Keep one of them.")
        first.setdefault(step, index)


def everything_owed_is_paid(deal: Deal, name: str, part: Part) -> Iterator[Fault]:
    """What is owed has its step: every principal, and interest where there is a rate."""
    steps = deal.terms.order_of_payments
    what = []
    if isinstance(part, Loan) and part.interest_rate > 0:
        what.append("interest")
    if isinstance(part, Loan | RecoverableGrant):
        what.append("principal")
    for each in what:
        if f"{name} {each}" not in steps and name not in steps:
            yield Fault(_ORDER, f"no step pays the {each} of '{name}'.", f"Add '{name} {each}' where its turn is.")


# --- the surplus -------------------------------------------------------------------------------------------------


def surplus_shared(deal: Deal) -> Iterator[Fault]:
    """All of the surplus goes somewhere."""
    return add_up(("terms", "surplus"), "the shares", dict(deal.terms.surplus))


def surplus_goes_to_somebody(deal: Deal) -> Iterator[Fault]:
    """The surplus goes to tranches, payers or parties."""
    known = [*_tranches(deal), *deal.terms.payers, *deal.terms.parties]
    for name in deal.terms.surplus:
        if name not in known:
            yield unknown(("terms", "surplus", name), "tranche, payer or party", name, known, at_key=True)


CHECKS: Final = (
    somebody_funds, name_is_free, tranche_is_not_a_payer, no_step_twice, surplus_shared, surplus_goes_to_somebody,
)  # fmt: skip
