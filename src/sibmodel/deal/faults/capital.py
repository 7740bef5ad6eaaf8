"""Faults of the capital stack: tranches, their repayment and rates, guarantees, fees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sibmodel.deal.capital.draws import AtClose
from sibmodel.deal.capital.equity import Equity
from sibmodel.deal.capital.fees import Fee, SuccessFee
from sibmodel.deal.capital.funding import Funding
from sibmodel.deal.capital.grant import Grant
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.loan import Loan
from sibmodel.deal.capital.repayment import PLANNED
from sibmodel.deal.capital.sharing import SharingFunding
from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import percent

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.part import Part

CAPITAL: Final = ("terms", "capital")
FEES: Final = ("terms", "fees")
ALL_INVESTORS: Final = "total"
LOWEST_RATE: Final = -0.5
HIGHEST_RATE: Final = 1.0


def among(names: list[str]) -> str:
    """The names there are, in brackets."""
    return f" ({', '.join(names)})" if names else ""


# --- the stack ---------------------------------------------------------------------------------------------------


def somebody_funds(deal: Deal) -> Iterator[Fault]:
    """A stack of guarantees alone puts no money in."""
    if not deal.terms.tranches:
        message = "has no loan, equity, grant or deferred fee: nobody puts money in."
        yield Fault(CAPITAL, message, "Add a tranche with its commitment and draws.")


def name_is_free(deal: Deal) -> Iterator[Fault]:
    """All investors together have a name of their own in the results."""
    if ALL_INVESTORS in deal.terms.capital:
        message = f"'{ALL_INVESTORS}' stands for all investors together in the results."
        yield Fault((*CAPITAL, ALL_INVESTORS), message, "Give the tranche another name.", at_key=True)


def tranche_is_not_a_payer(deal: Deal) -> Iterator[Fault]:
    """Whoever puts money in and pays for outcomes too is two parties here: a share of surplus goes to one of them."""
    for name in deal.terms.capital:
        if name in deal.terms.payers:
            message = f"'{name}' is the name of a payer too: nobody could tell whose share of the surplus is meant."
            yield Fault((*CAPITAL, name), message, f"Write {name}_loan or another name.", at_key=True)


def fee_has_its_own_name(deal: Deal) -> Iterator[Fault]:
    """A step names a tranche or a fee."""
    for name in deal.terms.fees:
        if name in deal.terms.capital:
            message = f"'{name}' is the name of a tranche too: nobody could tell whose fee a step pays."
            yield Fault((*FEES, name), message, f"Write {name}_success or another name.", at_key=True)


CHECKS: Final = (somebody_funds, name_is_free, tranche_is_not_a_payer, fee_has_its_own_name)


# --- repayment ---------------------------------------------------------------------------------------------------


def repayment_is_timed(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """Whatever is not a sweep is repaid in stated months; a sweep whenever there is cash, so that no month matters."""
    if not isinstance(part, Loan):
        return
    path = (*CAPITAL, name)
    if part.repayment != "sweep" and part.matures is None:
        told = "is a bullet" if part.repayment == "bullet" else f"is {part.repayment}"
        message = f"{told}, but nothing says when the loan matures."
        yield Fault((*path, "repayment"), message, "Add 'matures:' and the month.")
    if part.repayment in PLANNED and part.first_repayment is None:
        message = f"is {part.repayment}, but nothing says when repayment begins."
        yield Fault((*path, "repayment"), message, "Add 'first_repayment:' and the month.")
    if part.repayment == "sweep" and part.matures is not None:
        message = "has no effect: this loan is repaid by a sweep, whenever there is cash."
        yield Fault((*path, "matures"), message, "Write repayment: bullet, or remove it.", at_key=True)
    if part.repayment not in PLANNED and part.first_repayment is not None:
        message = f"has no effect: the repayment of this loan is {part.repayment}."
        hint = "Write repayment: instalments or annuity, or remove it."
        yield Fault((*path, "first_repayment"), message, hint, at_key=True)
    if part.first_repayment is not None and part.matures is not None and part.first_repayment > part.matures:
        message = f"is month {part.first_repayment}, after the loan matures (month {part.matures})."
        yield Fault((*path, "first_repayment"), message, f"Write {part.matures} or earlier.")


def interest_fits_repayment(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """Interest is rolled up with a bullet only, and an annuity is level only where all periods are alike."""
    if not isinstance(part, Loan):
        return
    if part.interest == "rolled_up" and part.repayment == "sweep":
        message = "is rolled_up, but this loan is repaid by a sweep, which pays interest whenever there is cash."
        yield Fault((*CAPITAL, name, "interest"), message, "Write repayment: bullet, or remove it.")
    elif part.interest == "rolled_up" and part.repayment != "bullet":
        message = f"is rolled_up, but the repayment of this loan is {part.repayment}: there is no day on which it ends."
        yield Fault((*CAPITAL, name, "interest"), message, "Write repayment: bullet, or remove it.")
    if part.repayment == "annuity" and part.day_count != "30/360":
        message = f"is {part.day_count}, with which no two periods are alike and no annuity is level."
        yield Fault((*CAPITAL, name, "day_count"), message, "Write day_count: 30/360, or repayment: instalments.")


def fee_has_effect(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A commitment fee is on what can still be drawn: nothing, where all is drawn at close."""
    if isinstance(part, Loan) and part.commitment_fee is not None and isinstance(part.draws, AtClose):
        message = "has no effect: all of this loan is drawn at financial close."
        yield Fault((*CAPITAL, name, "commitment_fee"), message, "Remove it, or change the draws.", at_key=True)


def rates_follow_each_other(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """Steps of the interest rate come one after the other."""
    if isinstance(part, Loan):
        for (before, early), (step, late) in pairwise(part.rates.items()):
            if late.from_month <= early.from_month:
                yield Fault(
                    (*CAPITAL, name, "rates", step, "from_month"),
                    f"is {late.from_month}, not after the step before it ({before}, {early.from_month}).",
                    "List the rates in the order of time.",
                )


def rates_within_reason(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A rate of 500 % a year is a missing per cent sign."""
    for steps, rate in _rates(part):
        yield from rate_within_reason((*CAPITAL, name, *steps), rate)


def _rates(part: Part) -> Iterator[tuple[tuple[str, ...], float]]:
    for field in ("interest_rate", "commitment_fee", "hurdle_rate", "capped_at"):
        if (rate := getattr(part, field, None)) is not None:
            yield (field,), rate
    if isinstance(part, Loan):
        yield from ((("rates", name, "rate"), step.rate) for name, step in part.rates.items())


def rate_within_reason(path: Steps, rate: float) -> Iterator[Fault]:
    """A yearly rate beyond these cannot be meant, and fifty years of it cannot be reckoned."""
    if not LOWEST_RATE <= rate < HIGHEST_RATE:
        hint = f"Did you mean {rate:g}%?" if 1 <= rate <= 100 else "Write a rate such as 5%."
        yield Fault(path, f"is {percent(rate)} a year.", hint)


# --- caps of the surplus -----------------------------------------------------------------------------------------


def cap_is_above_hurdle(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """What is paid up to a hurdle is more than a lower cap lets through."""
    if isinstance(part, Equity) and part.capped_at is not None and part.capped_at < (part.hurdle_rate or 0.0):
        message = f"is {percent(part.capped_at)}, below the hurdle_rate ({percent(part.hurdle_rate or 0.0)})."
        yield Fault((*CAPITAL, name, "capped_at"), message, "Set the cap at or above the hurdle.")


def cap_has_effect(deal: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A cap limits a share of the surplus, and says who gets the rest only where there is a cap."""
    if not isinstance(part, SharingFunding):
        return
    path = (*CAPITAL, name)
    if part.beyond_cap is not None and not part.is_capped:
        hint = "Add 'surplus_up_to:' and an amount, or remove it."
        if isinstance(part, Equity):
            hint = "Add 'capped_at:' and a rate, or remove it."
        yield Fault((*path, "beyond_cap"), "has no effect: there is no cap.", hint, at_key=True)
    for field in ("capped_at", "surplus_up_to"):
        if getattr(part, field, None) is not None and name not in deal.terms.surplus:
            message, hint = f"has no effect: '{name}' has no share in the surplus.", "Give it one, or remove it."
            yield Fault((*path, field), message, hint, at_key=True)


# --- guarantees --------------------------------------------------------------------------------------------------


def guarantees_stand_behind(deal: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A guarantee is of principal that somebody means to have back."""
    if not isinstance(part, Guarantee):
        return
    path = (*CAPITAL, name, "of")
    owed = [each for each, tranche in deal.terms.tranches.items() if _may_be_guaranteed(tranche)]
    if part.of not in deal.terms.capital:
        yield unknown(path, "loan, grant or equity", part.of, owed)
    elif part.of not in owed:
        message = f"is '{part.of}', which is {_what_it_is(deal.terms.capital[part.of])}: no principal is owed to it."
        yield Fault(path, message, f"Name a loan, a recoverable grant or equity{among(owed)}.")


def _may_be_guaranteed(part: Part) -> bool:
    """Whether a guarantee may stand behind it, as far as it is known."""
    return part.may_be_guaranteed if isinstance(part, Funding) else True


def _what_it_is(part: Part) -> str:
    known = {Guarantee: "a guarantee", Grant: "a grant that is never repaid"}
    return known.get(type(part), "redeemed by its share of the surplus")


def guarantee_has_a_level(_: Deal, name: str, part: Part) -> Iterator[Fault]:
    """A guarantee reaches up to an amount, or to a share of something."""
    if not isinstance(part, Guarantee):
        return
    path = (*CAPITAL, name)
    yield from _one_of(path, {"amount": part.amount, "share": part.share}, "how far the guarantee goes")
    if part.share is not None and part.on is None:
        yield Fault((*path, "share"), "is a share, but nothing says of what.", "Add 'on:' and committed or drawn.")
    if part.on is not None and part.share is None:
        yield Fault((*path, "on"), "has no effect: there is no share.", "Write a share, or remove it.", at_key=True)


def _one_of(path: Steps, fields: Mapping[str, float | None], what: str) -> Iterator[Fault]:
    """One of two ways to say something, and not both."""
    given = [name for name, value in fields.items() if value is not None]
    if not given:
        yield Fault(path, f"does not say {what}.", f"Add '{next(iter(fields))}:' or '{list(fields)[1]}:'.")
    elif len(given) > 1:
        message = f"has no place beside {given[0]}: each says {what}."
        yield Fault((*path, given[1]), message, "Keep one of them.", at_key=True)


def called_when_due(deal: Deal, name: str, part: Part) -> Iterator[Fault]:
    """What a loan with a maturity owes is known to be lost once it has matured, not before."""
    if not isinstance(part, Guarantee):
        return
    loan = deal.terms.capital.get(part.of)
    if isinstance(loan, Loan) and loan.matures is not None and part.called_at < loan.matures:
        message = f"is month {part.called_at}, before the loan matures (month {loan.matures}): nothing is lost by then."
        yield Fault((*CAPITAL, name, "called_at"), message, f"Write {loan.matures} or later.")


OF_EACH: Final = (
    repayment_is_timed, interest_fits_repayment, fee_has_effect, rates_follow_each_other, rates_within_reason,
    cap_is_above_hurdle, cap_has_effect, guarantees_stand_behind, guarantee_has_a_level, called_when_due,
)  # fmt: skip


# --- fees --------------------------------------------------------------------------------------------------------


def fee_goes_to_a_party(deal: Deal, name: str, fee: Fee) -> Iterator[Fault]:
    """A fee goes to a party; what goes to investors or payers is interest or surplus."""
    if fee.paid_to not in deal.terms.parties:
        yield unknown((*FEES, name, "paid_to"), "party", fee.paid_to, deal.terms.parties)


def fee_is_an_amount_or_a_share(_: Deal, name: str, fee: Fee) -> Iterator[Fault]:
    """A success fee is an amount or a share of cash."""
    if isinstance(fee, SuccessFee):
        yield from _one_of((*FEES, name), {"amount": fee.amount, "share": fee.share}, "how much the fee is")


OF_EACH_FEE: Final = (fee_goes_to_a_party, fee_is_an_amount_or_a_share)
