"""Faults of payments, limits and payers: outcomes that do not exist or do not fit, shares, limits out of place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import CLOSE, Fault, unknown
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.payments.conditions import AnyOf, Significant
from sibmodel.deal.payments.payment import About, Payment, PaymentByLevel
from sibmodel.deal.payments.terms_limits import ForEachPerson
from sibmodel.deal.programme import VEHICLE
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import number, percent

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.outcomes.outcome import Basis
    from sibmodel.deal.outcomes.term import Measured
    from sibmodel.deal.payments.payers import Payer
    from sibmodel.deal.payments.terms_limits import InAll, PerFiscalYear, ShareOfTotal


def add_up(path: Steps, what: str, shares: dict[str, float]) -> Iterator[Fault]:
    """Shares of one whole add up to all of it."""
    whole = sum(shares.values())
    if abs(whole - 1) > CLOSE:
        listed = ", ".join(f"{name} {percent(share)}" for name, share in shares.items())
        missing = f"{percent(abs(1 - whole))} {'is missing' if whole < 1 else 'is too much'}"
        yield Fault(
            path,
            f"{what} add up to {percent(whole)}{f' ({listed})' if listed else ''}, not to 100%.",
            f"Change them: {missing}.",
        )


def index_exists(deal: Deal, path: Steps, name: str | None) -> Iterator[Fault]:
    """An amount is indexed by an inflation of the plan."""
    if name is not None and name not in deal.plan.inflation:
        yield unknown((*path, "indexed"), "inflation", name, deal.plan.inflation)


# --- each payment ------------------------------------------------------------------------------------------------


def _at(name: str, *steps: str) -> Steps:
    return ("terms", "payments", name, *steps)


def _outcomes(payment: Payment) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
    """Every outcome that a payment names, with its place and basis: what it pays for, and its conditions."""
    yield from payment.outcomes_paid()
    yield from _of_conditions(payment)


def _of_conditions(payment: Payment) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
    for key, condition in payment.only_if.items():
        for path, outcome, basis in condition.outcomes_read():
            yield ("only_if", key, *path), outcome, basis


def outcomes_exist(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What it names is an outcome of the plan."""
    for path, outcome, _ in _outcomes(payment):
        if outcome not in deal.plan.outcomes:
            at_key = path[-1] == outcome
            yield unknown(_at(name, *path), "outcome", outcome, deal.plan.outcomes, at_key=at_key)


def outcomes_fit(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What it pays for is of a kind that it can price, and so are the outcomes of its conditions."""
    for path, outcome, _ in payment.outcomes_paid():
        part = deal.plan.outcomes.get(outcome)
        at_key = path[-1] == outcome
        if part is not None and payment.needs == "units" and not part.has_units:
            yield Fault(_at(name, *path), _no_units(outcome, part, payment), _BY_LEVEL, at_key=at_key)
        elif part is not None and payment.needs == "level" and not part.has_level:
            yield _no_level(_at(name, *path), outcome, part)
    for path, outcome, _ in _of_conditions(payment):
        part = deal.plan.outcomes.get(outcome)
        if part is not None and not part.has_level:
            yield _no_level(_at(name, *path), outcome, part)


_BY_LEVEL: Final = "Pay for it by a tiered_schedule, a banded_schedule, a threshold or a proportional payment."


def _kind(part: Measured | Payment) -> str:
    return str(getattr(part, "kind", "")).replace("_", " ")


def _no_units(outcome: str, part: Measured, payment: Payment) -> str:
    what = "one share of the whole" if part.is_of_whole else "one figure for the group"
    return f"'{outcome}' is a {_kind(part)}, {what}: a {_kind(payment)} has no units of it to price."


def _no_level(path: Steps, outcome: str, part: Measured) -> Fault:
    message = f"'{outcome}' is {_kind(part)}, which is paid person by person and has no level of its own."
    return Fault(path, message, "Pay for it by a rate_card, or name the outcome that it follows.")


def basis_is_known(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What is measured against a comparison is net: there is no gross one."""
    said = set()
    for path, outcome, basis in _outcomes(payment):
        part = deal.plan.outcomes.get(outcome)
        place = (*path[: path.index("prices")], "paid_on") if "prices" in path else (*path[:-1], "paid_on")
        if part is not None and basis not in part.bases and place not in said:
            said.add(place)
            message = f"is {basis}, but '{outcome}' is a {_kind(part)} against a comparison and so net."
            yield Fault(_at(name, *place), message, "Write paid_on: net.")


def significance_can_be_told(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A significant effect needs the standard error of the estimate."""
    for key, condition in payment.only_if.items():
        group = condition.of if isinstance(condition, AnyOf) else {"": condition}
        for inner, each in group.items():
            if not isinstance(each, Significant) or each.outcome not in deal.plan.outcomes:
                continue
            if not _has_standard_error(deal, each.outcome):
                path = _at(name, "only_if", key, *(("of", inner) if inner else ()), "outcome")
                message = f"'{each.outcome}' states no standard error, so nobody can tell what is significant."
                yield Fault(path, message, f"Add 'standard_error:' to the outcome {each.outcome}.")


def _has_standard_error(deal: Deal, name: str) -> bool:
    part = deal.plan.outcomes.get(name)
    if isinstance(part, Blend):
        return all(_has_standard_error(deal, each) for each in part.of)
    return getattr(part, "standard_error", None) is not None


def payment_indexed(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Its prices are indexed by an inflation of the plan."""
    return index_exists(deal, _at(name), getattr(payment, "indexed", None))


def fits_in_itself(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What the mechanism asks of its own figures."""
    return payment.faults(About(name, deal.plan.outcomes, deal.terms.payments, deal.terms.termination is not None))


def levels_reachable(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Levels of a share of a whole are shares: 10 is a thousand per cent."""
    if not isinstance(payment, PaymentByLevel):
        return
    part = deal.plan.outcomes.get(payment.outcome)
    if part is None or not part.is_of_whole:
        return
    for path, level in payment.levels():
        if abs(level) > 1:
            message = f"is {number(level)}, that is {percent(level)}; a {_kind(part)} is 100% at most."
            hint = f"Did you mean {number(level)}%?" if abs(level) <= 100 else "Write a share, such as 10%."
            yield Fault(_at(name, *path), message, hint)


def readings_to_settle(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A payment at each reading needs an outcome that is read several times."""
    if isinstance(payment, PaymentByLevel) and payment.settles != "once":
        part = deal.plan.outcomes.get(payment.outcome)
        if part is not None and not hasattr(part, "readings"):
            message = f"is {payment.settles}, but '{payment.outcome}' is a {_kind(part)}, which is known once."
            yield Fault(
                _at(name, "settles"), message, "Write settles: once, or state a count or a level with readings."
            )


OF_EACH: Final = (
    outcomes_exist, outcomes_fit, basis_is_known, significance_can_be_told, payment_indexed, fits_in_itself,
    levels_reachable, readings_to_settle,
)  # fmt: skip


# --- limits over payments ----------------------------------------------------------------------------------------


def limit_holds_for_payments(
    deal: Deal, name: str, limit: InAll | PerFiscalYear | ForEachPerson | ShareOfTotal
) -> Iterator[Fault]:
    """A limit names payment terms, each once, and cohorts that there are."""
    seen = set()
    for number_, term in enumerate(limit.payments):
        path = ("terms", "limits", name, "payments", number_)
        if term not in deal.terms.payments:
            yield unknown(path, "payment", term, deal.terms.payments)
        elif term in seen:
            yield Fault(path, f"names '{term}' again.", "Remove it.")
        seen.add(term)
    if isinstance(limit, ForEachPerson):
        at = ("terms", "limits", name)
        if not deal.plan.starts:
            message = "is for each person who starts, and nobody does."
            yield Fault(at, message, "Add 'starts:' to the plan, with people and months.", at_key=True)
        for number_, cohort in enumerate(limit.among or []):
            if cohort not in deal.plan.starts:
                yield unknown((*at, "among", number_), "group of people who start", cohort, deal.plan.starts)


OF_EACH_LIMIT: Final = (limit_holds_for_payments,)


def somebody_owes_deductions(deal: Deal) -> Iterator[Fault]:
    """Where money may be taken back, somebody owes what later payments do not cover."""
    taking = [name for name, payment in deal.terms.payments.items() if payment.may_deduct]
    if taking and not deal.terms.deductions_owed_by:
        message = f"is missing: {taking[0]} may take money back, and later payments may be too small to set it off."
        yield Fault(("terms", "deductions_owed_by"), message, "Add it: the party that owes what is left, in words.")


# --- payers ------------------------------------------------------------------------------------------------------


def payers_share(deal: Deal) -> Iterator[Fault]:
    """The payers pay all of what is due between them, of every term."""
    payers = deal.terms.payers
    if not any(payer.pays for payer in payers.values()):
        yield from add_up(
            ("terms", "payers"), "the payers' shares", {name: each.share for name, each in payers.items()}
        )
        return
    for term in deal.terms.payments:
        shares = {
            name: payer.share * (payer.pays[term] if payer.pays else 1)
            for name, payer in payers.items()
            if not payer.pays or term in payer.pays
        }
        yield from add_up(("terms", "payers"), f"the payers' shares of {term}", shares)


def payer_is_not_the_vehicle(deal: Deal) -> Iterator[Fault]:
    """Costs say who pays them, and one of the words is kept for the vehicle."""
    if VEHICLE in deal.terms.payers:
        message = f"'{VEHICLE}' is the vehicle that receives outcome payments, not one that pays them."
        yield Fault(("terms", "payers", VEHICLE), message, "Give the payer another name.", at_key=True)


def year_within_whole(_: Deal, name: str, payer: Payer) -> Iterator[Fault]:
    """A fiscal year's limit above the limit in all can never bind."""
    year, whole = payer.max_per_fiscal_year, payer.max
    if year is not None and whole is not None and year > whole:
        yield Fault(
            ("terms", "payers", name, "max_per_fiscal_year"),
            f"is {number(year)}, above the limit in all (max, {number(whole)}), so it can never bind.",
            "Lower it, raise max, or leave one of them out.",
        )


def pays_for_terms(deal: Deal, name: str, payer: Payer) -> Iterator[Fault]:
    """Single shares are of payment terms that there are."""
    for term in payer.pays:
        if term not in deal.terms.payments:
            yield unknown(("terms", "payers", name, "pays", term), "payment", term, deal.terms.payments, at_key=True)


def covers_payers_before(deal: Deal, name: str, payer: Payer) -> Iterator[Fault]:
    """A payer takes over what the limits of others cut that stand before it, and do not let it wait."""
    before = list(deal.terms.payers)[: list(deal.terms.payers).index(name)]
    taken = {each for other in before for each in deal.terms.payers[other].covers}
    for number_, other in enumerate(payer.covers):
        path = ("terms", "payers", name, "covers", number_)
        if other not in deal.terms.payers:
            yield unknown(path, "payer", other, before)
        elif other not in before:
            yield Fault(path, f"is '{other}', which does not stand before it.", "List the payer that covers last.")
        elif other in taken:
            yield Fault(path, f"is '{other}', which another payer covers already.", "Remove one of them.")
        elif deal.terms.payers[other].excess == "waits":
            message = f"is '{other}', whose excess waits for a later year: nothing is left to take over."
            yield Fault(path, message, f"Write excess: lost for {other}, or remove it here.")


def year_rules_have_a_year(_: Deal, name: str, payer: Payer) -> Iterator[Fault]:
    """What becomes of a year's room and excess means nothing without a limit of the year."""
    if payer.max_per_fiscal_year is None:
        for field, usual in (("unused", "lapses"), ("excess", "lost")):
            if getattr(payer, field) != usual:
                path = ("terms", "payers", name, field)
                yield Fault(path, "has no effect without a limit of a fiscal year.", "Add max_per_fiscal_year.")


CHECKS: Final = (payers_share, payer_is_not_the_vehicle, somebody_owes_deductions)
OF_EACH_PAYER: Final = (year_within_whole, pays_for_terms, covers_payers_before, year_rules_have_a_year)
