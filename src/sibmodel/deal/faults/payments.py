"""Faults of payments, limits and payers: outcomes that do not exist or do not fit, shares, limits out of place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import CLOSE, Fault, named_once, unknown
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.deal.payments.conditions import AnyOf, Significant
from sibmodel.deal.payments.payment import About, Payment
from sibmodel.deal.payments.terms_limits import ForEachPerson
from sibmodel.deal.programme import VEHICLE
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import called, number, percent

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
            yield Fault(_at(name, *path), _no_units(outcome, part, payment), _by_level(part), at_key=at_key)
        elif part is not None and payment.needs == "level" and not part.has_level:
            yield _no_level(_at(name, *path), outcome, part, "Pay for it by a rate_card, or name")
    for path, outcome, _ in _of_conditions(payment):
        part = deal.plan.outcomes.get(outcome)
        if part is not None and not part.has_level:
            yield _no_level(_at(name, *path), outcome, part, "Name")


def _by_level(part: Measured) -> str:
    bands = "a banded_schedule, " if part.level_unit.shown_as == "share" else ""
    return f"Pay for it by a tiered_schedule, {bands}a threshold or a proportional payment."


def _no_units(outcome: str, part: Measured, payment: Payment) -> str:
    what = "one share of the whole" if part.is_of_whole else "one figure for the group"
    return f"'{outcome}' is {called(type(part))}, {what}: it has no units that {called(type(payment))} could price."


def _no_level(path: Steps, outcome: str, part: Measured, remedy: str) -> Fault:
    follows = f" ({', '.join(part.reads())})" if part.reads() else ""
    message = (
        f"'{outcome}' is {called(type(part))}: people are counted at each reading, and it has no level in the end."
    )
    return Fault(path, message, f"{remedy} the outcome that it follows{follows}.")


def basis_is_known(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What is measured against a comparison is net: there is no gross one."""
    said = set()
    for path, outcome, basis in _outcomes(payment):
        part = deal.plan.outcomes.get(outcome)
        place = (*path[: path.index("prices")], "paid_on") if "prices" in path else (*path[:-1], "paid_on")
        if part is not None and basis not in part.bases and place not in said:
            said.add(place)
            message = f"is {basis}, but '{outcome}' is {called(type(part))} against a comparison and so net."
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
                yield _not_significant(deal, path, each.outcome)


def _has_standard_error(deal: Deal, name: str) -> bool:
    part = deal.plan.outcomes.get(name)
    if isinstance(part, Blend):
        return all(_has_standard_error(deal, each) for each in part.of)
    return getattr(part, "standard_error", None) is not None


def _not_significant(deal: Deal, path: Steps, outcome: str) -> Fault:
    part = deal.plan.outcomes[outcome]
    parts = part.reads() if isinstance(part, Blend) else [outcome]
    lacking = [each for each in parts if not _has_standard_error(deal, each)]
    message = f"'{outcome}' has no standard error, so that nobody can tell whether it is significant."
    if not all("standard_error" in type(deal.plan.outcomes[each]).model_fields for each in lacking):
        return Fault(path, message, "Name an outcome of the kind reduction or blend, or write kind: reaches.")
    return Fault(path, message, f"Add 'standard_error:' to {', '.join(lacking)} in plan.outcomes.")


def payment_indexed(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Its prices are indexed by an inflation of the plan."""
    return index_exists(deal, _at(name), getattr(payment, "indexed", None))


def fits_in_itself(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What the mechanism asks of its own figures."""
    return payment.faults(About(name, deal.plan.outcomes, deal.terms.payments, deal.terms.termination is not None))


def levels_reachable(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Levels of a share of a whole are shares: 10 is a thousand per cent."""
    for path, outcome, level in levels_named(payment):
        part = deal.plan.outcomes.get(outcome)
        if part is not None and part.is_of_whole and abs(level) > 1:
            message = f"is {number(level)}, that is {percent(level)}; {called(type(part))} is 100% at most."
            hint = f"Did you mean {number(level)}%?" if abs(level) <= 100 else "Write a share, such as 10%."
            yield Fault(_at(name, *path), message, hint)


def levels_named(payment: Payment) -> Iterator[tuple[tuple[str, ...], str, float]]:
    """Every level that a payment states, with its place and outcome: of its schedule, and of its conditions."""
    yield from payment.levels_stated()
    for key, condition in payment.only_if.items():
        for path, outcome, level in condition.levels_stated():
            yield ("only_if", key, *path), outcome, level


def readings_to_settle(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A payment at each reading needs an outcome that is read several times, in the order of time."""
    if not isinstance(payment, PaymentByLevel) or payment.settles == "once":
        return
    part = deal.plan.outcomes.get(payment.outcome)
    if part is not None and not isinstance(part, Count | GroupLevel):
        message = f"is {payment.settles}, but '{payment.outcome}' is {called(type(part))}, which is known once."
        hint = "Write settles: once, or pay for a count or a level that has several readings."
        yield Fault(_at(name, "settles"), message, hint)
    elif isinstance(part, Count) and payment.settles in ("ratchet", "clawback"):
        yield from readings_in_order(payment.outcome, part, f"'{name}' is settled on the level so far.")


def readings_in_order(name: str, part: Count | GroupLevel, why: str) -> Iterator[Fault]:
    """Readings stand in the order of time."""
    months = {key: reading.month for key, reading in part.readings.items()}
    for (before, earlier), (key, later) in pairwise(months.items()):
        if later < earlier:
            path = ("plan", "outcomes", name, "readings", key, "month")
            message = f"is {later}, before the reading that stands above it ({before}, month {earlier})."
            yield Fault(path, message, f"List readings in the order of time: {why}")


OF_EACH: Final = (
    outcomes_exist, outcomes_fit, basis_is_known, significance_can_be_told, payment_indexed, fits_in_itself,
    levels_reachable, readings_to_settle,
)  # fmt: skip


# --- limits over payments ----------------------------------------------------------------------------------------


def limit_holds_for_payments(
    deal: Deal, name: str, limit: InAll | PerFiscalYear | ForEachPerson | ShareOfTotal
) -> Iterator[Fault]:
    """A limit names payment terms, each once, and cohorts that there are."""
    yield from named_once(("terms", "limits", name, "payments"), "payment", limit.payments, deal.terms.payments)
    if isinstance(limit, ForEachPerson):
        at = ("terms", "limits", name)
        if not deal.plan.starts:
            message = "is for each person who starts, and nobody does."
            yield Fault(at, message, "Add 'starts:' to the plan, with people and months.", at_key=True)
        else:
            yield from cohorts_exist(deal, at, limit.among)


def cohorts_exist(deal: Deal, at: Steps, among: list[str] | None) -> Iterator[Fault]:
    """Cohorts that something is about are named, each once, and people start in them."""
    if among == []:
        message = "names nobody, so that there would be no people at all."
        yield Fault((*at, "among"), message, "Name groups of people who start, or remove it: it is then everybody.")
    yield from named_once(
        (*at, "among"), "group of people who start", among or [], deal.plan.starts, "its people would count twice"
    )


OF_EACH_LIMIT: Final = (limit_holds_for_payments,)


def somebody_owes_deductions(deal: Deal) -> Iterator[Fault]:
    """Where money may be taken back, somebody owes what later payments do not cover."""
    taking = [name for name, payment in deal.terms.payments.items() if payment.may_leave_owed]
    if taking and not deal.terms.deductions_owed_by:
        message = f"is missing: '{taking[0]}' may take money back, and later payments may be too small to set it off."
        yield Fault(
            ("terms", "deductions_owed_by"), message, "Add 'deductions_owed_by:' and the party that owes what is left."
        )


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
            yield unknown(path, "payer", other, deal.terms.payers)
        elif other == name:
            yield Fault(path, "is the payer itself.", "Name another payer, or remove it.")
        elif other not in before:
            message = f"is '{other}', which does not stand above it in the file."
            yield Fault(path, message, "List a payer below those that it covers.")
        elif other in taken:
            message = f"is '{other}', which another payer covers already."
            yield Fault(path, message, "Let one payer cover it, and that one be covered by the next.")
        elif deal.terms.payers[other].excess == "waits":
            message = f"is '{other}', whose excess waits for a later year: nothing is left to take over."
            yield Fault(path, message, f"Write excess: lost for {other}, or remove it here.")


def year_rules_have_a_year(_: Deal, name: str, payer: Payer) -> Iterator[Fault]:
    """What becomes of a year's room and excess means nothing without a limit of the year."""
    if payer.max_per_fiscal_year is None:
        for field, usual in (("unused", "lapses"), ("excess", "lost")):
            if getattr(payer, field) != usual:
                path = ("terms", "payers", name, field)
                hint = "Add 'max_per_fiscal_year:' and an amount, or remove it."
                yield Fault(path, "has no effect without a limit of a fiscal year.", hint, at_key=True)


CHECKS: Final = (payers_share, payer_is_not_the_vehicle, somebody_owes_deductions)
OF_EACH_PAYER: Final = (year_within_whole, pays_for_terms, covers_payers_before, year_rules_have_a_year)
