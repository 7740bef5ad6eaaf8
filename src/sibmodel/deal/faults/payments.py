"""Faults of payments and payers: outcomes that do not exist or do not fit, steps out of order, shares, limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.outcomes import Count, Reduction, SuccessRate
from sibmodel.deal.payments.banded_schedule import BandedSchedule
from sibmodel.deal.payments.payment import Payment, PaymentByLevel
from sibmodel.deal.payments.proportional import Proportional
from sibmodel.deal.payments.rate_card import RateCard
from sibmodel.deal.payments.threshold import Threshold
from sibmodel.deal.payments.tiered_schedule import TieredSchedule
from sibmodel.deal.programme import VEHICLE
from sibmodel.deal.schema import Steps
from sibmodel.deal.wording import number, percent

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.payments.payers import Payer

CLOSE: Final = 1e-9


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


def outcomes_exist(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What it pays for is an outcome of the plan."""
    on_card = isinstance(payment, RateCard)
    for outcome in payment.outcomes_paid():
        if outcome not in deal.plan.outcomes:
            path = _at(name, "prices", outcome) if on_card else _at(name, "outcome")
            yield unknown(path, "outcome", outcome, deal.plan.outcomes, at_key=on_card)


def outcomes_fit(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """What it pays for is of a kind that it can price."""
    for outcome in payment.outcomes_paid():
        part = deal.plan.outcomes.get(outcome)
        if isinstance(payment, RateCard) and isinstance(part, Reduction):
            yield Fault(
                _at(name, "prices", outcome),
                f"'{outcome}' is a reduction, one share of the whole: a rate card has no units of it to price.",
                "Pay for it by a tiered_schedule, a banded_schedule, a threshold or a proportional payment.",
                at_key=True,
            )
        elif isinstance(payment, PaymentByLevel) and isinstance(part, SuccessRate):
            yield Fault(
                _at(name, "outcome"),
                f"'{outcome}' is a success rate, which is paid person by person and has no level of its own.",
                "Pay for it by a rate_card, or state the outcome as a count or a reduction.",
            )
        elif isinstance(payment, BandedSchedule) and isinstance(part, Count):
            yield Fault(
                _at(name, "outcome"),
                f"'{outcome}' counts {part.of}, and a banded schedule has a price for each percentage point.",
                "Pay for it by a tiered_schedule, or a rate_card.",
            )


def net_where_net(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A reduction is measured against a comparison: there is no gross one."""
    for outcome in payment.outcomes_paid():
        if payment.paid_on == "gross" and isinstance(deal.plan.outcomes.get(outcome), Reduction):
            message = f"is gross, but '{outcome}' is a reduction against a comparison and so net."
            yield Fault(_at(name, "paid_on"), message, "Write paid_on: net.")


def payment_indexed(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Its prices are indexed by an inflation of the plan."""
    return index_exists(deal, _at(name), payment.indexed)


def tiers_rise(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Tiers go up, in level and in amount."""
    if not isinstance(payment, TieredSchedule):
        return
    level = _level_words(deal, payment)
    for (below, lower), (tier, higher) in pairwise(payment.tiers.items()):
        if higher.at_least <= lower.at_least + CLOSE:
            yield Fault(
                _at(name, "tiers", tier, "at_least"),
                f"is {level(higher.at_least)}, which is not above the tier before it "
                f"({below}, {level(lower.at_least)}): the two overlap.",
                "List tiers from the lowest level up, each level once.",
            )
        elif higher.pays < lower.pays:
            yield Fault(
                _at(name, "tiers", tier, "pays"),
                f"is {number(higher.pays)}, less than the tier below it pays ({below}, {number(lower.pays)}).",
                "A higher tier pays at least as much: check both amounts.",
            )


def bands_rise(_: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Bands follow each other upwards, and the schedule starts within the first."""
    if not isinstance(payment, BandedSchedule):
        return
    for (below, lower), (band, higher) in pairwise(payment.bands.items()):
        if higher.up_to <= lower.up_to + CLOSE:
            yield Fault(
                _at(name, "bands", band, "up_to"),
                f"is {percent(higher.up_to)}, not above where the band before it ends "
                f"({below}, {percent(lower.up_to)}): the two overlap.",
                "List bands from the lowest up.",
            )


def bands_start(_: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A banded schedule starts within its first band; points count from zero, and there are none below it."""
    if isinstance(payment, BandedSchedule):
        if payment.starts_at < 0:
            message = f"is {percent(payment.starts_at)}: points count from zero, so a payment would be negative."
            yield Fault(_at(name, "starts_at"), message, "Write 0% or more.")
        band, first = next(iter(payment.bands.items()))
        if payment.starts_at > first.up_to + CLOSE:
            yield Fault(
                _at(name, "starts_at"),
                f"is {percent(payment.starts_at)}, beyond the end of the first band ({band}, {percent(first.up_to)}).",
                "Start within the first band, or drop the bands below the start.",
            )


def line_rises(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A proportional payment climbs from its threshold to its target."""
    if isinstance(payment, Proportional) and payment.target <= payment.threshold + CLOSE:
        level = _level_words(deal, payment)
        message = f"is {level(payment.target)}, not above the threshold ({level(payment.threshold)})."
        yield Fault(_at(name, "target"), message, "Set the target above the threshold.")


def line_pays_more(_: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """A proportional payment pays at least as much at its target as at its threshold."""
    if isinstance(payment, Proportional) and payment.pays_at_target < payment.pays_at_threshold:
        yield Fault(
            _at(name, "pays_at_target"),
            f"is {number(payment.pays_at_target)}, less than pays_at_threshold ({number(payment.pays_at_threshold)}).",
            "More success pays at least as much: check both amounts.",
        )


def levels_reachable(deal: Deal, name: str, payment: Payment) -> Iterator[Fault]:
    """Levels of a reduction are shares: 10 is a thousand per cent."""
    if isinstance(payment, PaymentByLevel) and isinstance(deal.plan.outcomes.get(payment.outcome), Reduction):
        for path, level in _levels(payment):
            if abs(level) > 1:
                message = f"is {number(level)}, that is {percent(level)}; a reduction is 100% at most."
                hint = f"Did you mean {number(level)}%?" if abs(level) <= 100 else "Write a share, such as 10%."
                yield Fault(_at(name, *path), message, hint)


def _levels(payment: PaymentByLevel) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(payment, TieredSchedule):
        yield from ((("tiers", tier, "at_least"), each.at_least) for tier, each in payment.tiers.items())
    elif isinstance(payment, BandedSchedule):
        yield ("starts_at",), payment.starts_at
        yield from ((("bands", band, "up_to"), each.up_to) for band, each in payment.bands.items())
    elif isinstance(payment, Threshold):
        yield ("at_least",), payment.at_least
    elif isinstance(payment, Proportional):
        yield ("threshold",), payment.threshold
        yield ("target",), payment.target


def _level_words(deal: Deal, payment: PaymentByLevel) -> Callable[[float], str]:
    return percent if isinstance(deal.plan.outcomes.get(payment.outcome), Reduction) else number


OF_EACH: Final = (
    outcomes_exist, outcomes_fit, net_where_net, payment_indexed, tiers_rise, bands_rise, bands_start, line_rises,
    line_pays_more, levels_reachable,
)  # fmt: skip


# --- payers ------------------------------------------------------------------------------------------------------


def payers_share(deal: Deal) -> Iterator[Fault]:
    """The payers pay all of what is due between them."""
    payers = deal.terms.payers
    return add_up(("terms", "payers"), "the payers' shares", {name: payer.share for name, payer in payers.items()})


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


CHECKS: Final = (payers_share, payer_is_not_the_vehicle)
OF_EACH_PAYER: Final = (year_within_whole,)
