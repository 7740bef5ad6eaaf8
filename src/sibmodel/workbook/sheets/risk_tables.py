"""The tables of the Risk sheet, as labels and numbers: what a simulation of the deal came to when the file was written.

Every chance says what it is given. What does not exist is left empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sibmodel.risk.figures import investors_shown
from sibmodel.risk.results import by_year, so_far
from sibmodel.risk.simulation import SHARES, WORST

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection
    from sibmodel.risk.payment_risk import Known, PaymentRisk
    from sibmodel.risk.simulation import Share, Spread

Form = Literal["money", "rate", "multiple", "words"]
Number = float | str | None
UNCERTAIN: Final = "all that is uncertain"
_SPREAD: Final = ("Expected", "Standard error", *(f"P{share * 100:g}" for share in SHARES))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, and its numbers in one form each."""

    label: str
    numbers: tuple[tuple[Number, Form], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, the heads of its columns after the first, and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(projection: Projection, risk: PaymentRisk) -> Iterator[Table]:
    """Every table of the sheet, in its order."""
    yield Table("Payments", _SPREAD, tuple(_payments(projection, risk)))
    yield Table("Paid so far, by instant", _SPREAD, tuple(_so_far(projection, risk)))
    yield Table(
        "Chances", ("Given", "Probability", "Standard error", "By closed form"), tuple(_chances(projection, risk))
    )
    yield Table("What the expected payment is for", ("Amount", "Standard error"), tuple(_split(risk)))
    for name, title in investors_shown(projection.deal).items():
        rows = tuple(_returns(projection, risk, name))
        yield Table(f"Returns: {title}", ("Simulated", "Standard error", "95% interval from", "to"), rows)
    if risk.designs:
        yield Table("Payment by design of evaluation", _DESIGN, tuple(_designs(risk)))
    if risk.amounts:
        heads = ("Expected payment", "Standard error", *(f"P(at least {amount:,.0f})" for amount in risk.amounts))
        yield Table("Payments given true outcomes, as a share of the plan", heads, tuple(_curve(risk)))


def _payments(projection: Projection, risk: PaymentRisk) -> Iterator[Row]:
    run, terms = risk.run, projection.deal.terms
    yield _spread("Outcome payments", run.spreads["payments.paid"])
    keys = [f"payments.{name}.paid" for name in terms.payments] if len(terms.payments) > 1 else []
    yield from (_spread(run.spreads[key].label, run.spreads[key]) for key in keys)
    for payer in terms.payers:
        whole = run.spreads[f"payers.{payer}.paid"]
        yield _spread(whole.label, whole)
        yield from (_spread(f"{whole.label}, fiscal year {year}", spread) for year, spread in by_year(run, payer))


def _so_far(projection: Projection, risk: PaymentRisk) -> Iterator[Row]:
    for day, spread in zip(projection.dates, so_far(risk.run), strict=True):
        yield _spread(day.isoformat(), spread)


def _spread(label: str, spread: Spread) -> Row:
    numbers = (spread.mean, spread.error, *(spread.at(share).value for share in SHARES))
    return Row(label, tuple((number, "money") for number in numbers))


def _chances(projection: Projection, risk: PaymentRisk) -> Iterator[Row]:
    left_out: tuple[str, ...] = ("works.", "works_and_paid.", "does_nothing.", "does_nothing_and_paid.")
    if "total" not in investors_shown(projection.deal):
        left_out += ("investors.total.",)
    for key, share in risk.run.chances.items():
        if not key.startswith(left_out) and (share.value > 0 or not key.startswith("fails.")):
            yield _chance(share.label, UNCERTAIN, share, None)
    closed = {each.term: each for each in risk.closed if not each.because}
    for term in risk.terms:
        form = closed.get(term.term)
        given = None if form is None else form.given
        at_none, at_plan = (None, None) if form is None else (form.paid_without_effect, form.unpaid_at_plan)
        works = None if given is None or given.below_bar is None else 1 - given.below_bar
        nothing, missed = (None, None) if given is None else (given.without_effect, given.unpaid_though_reached)
        yield _chance(f"{term.title}: paid", "no effect", term.paid_without_effect, at_none)
        yield _chance(f"{term.title}: not paid", "the plan achieved", term.unpaid_at_plan, at_plan)
        yield _chance(f"{term.title}: programme truly works", "all that is uncertain", term.works, None)
        yield _chance(f"{term.title}: programme truly works", "paid", term.works_if_paid, works)
        yield _chance(f"{term.title}: programme truly works", "not paid", term.works_if_unpaid, None)
        yield _chance(f"{term.title}: programme does nothing, or harm", "paid", term.nothing_if_paid, nothing)
        yield _chance(f"{term.title}: not paid", "the programme truly works", term.unpaid_if_works, missed)


def _chance(label: str, given: str, chance: Share | Known | None, exact: float | None) -> Row:
    value, error = (None, None) if chance is None else (chance.value, chance.error)
    return Row(label, ((given, "words"), (value, "rate"), (error, "rate"), (exact, "rate")))


def _split(risk: PaymentRisk) -> Iterator[Row]:
    parts, nothing, plan = risk.split, risk.without_effect, risk.at_plan
    for label, value, error in (
        ("Would have been anyway", parts.anyway.value, parts.anyway.error),
        ("For the true effect", parts.for_effect.value, parts.for_effect.error),
        ("Noise", parts.for_noise.value, parts.for_noise.error),
        ("Expected payment: the three together", parts.expected.value, parts.expected.error),
        ("Expected payment given no effect", nothing.mean, nothing.error),
        ("Expected payment given the plan achieved", plan.mean, plan.error),
        ("What the plan itself shows", risk.planned, None),
    ):
        yield Row(label, ((value, "money"), (error, "money")))


def _returns(projection: Projection, risk: PaymentRisk, name: str) -> Iterator[Row]:
    """The same set in the same order as the term sheet has it; the plan's own rate comes last."""
    run, at = risk.run, f"investors.{name}"
    yield _figure(
        "Internal rate of the expected flows, a year", "rate", run.rate_of_expected(name), run.error_of_rate(name)
    )
    of_means: tuple[tuple[str, Form, str], ...] = (
        ("multiple", "multiple", "Expected money multiple"),
        ("gain", "money", "Expected gain: came back less drawn"),
        ("npv", "money", "Expected net present value at the hurdle rate"),
    )
    for key, form, label in of_means:
        if (spread := run.spreads.get(f"{at}.{key}")) is not None and spread.missing < 1:
            yield _figure(label, form, spread.mean, spread.error)
    rate = run.spreads[f"{at}.irr"]
    for share in (0.10, 0.50, 0.90):
        label = f"P{share * 100:g} of the internal rate a year, everything lost (or a loss at any rate) taken as -100%"
        found = None if rate.missing >= 1 else rate.at(share)
        yield _figure(label, "rate", *((None,) if found is None else (found.value, None, found.low, found.high)))
    for key, label in (("below_one", "less comes back than was drawn"), ("all_lost", "everything is lost")):
        chance = run.chances[f"{at}.{key}"]
        yield _figure(f"Probability that {label}, given {UNCERTAIN}", "rate", chance.value, chance.error)
    gain = run.spreads[f"{at}.gain"]
    label = f"Expected shortfall: mean gain in the worst {WORST:.0%} of scenarios"
    yield _figure(label, "money", gain.worst, gain.worst_error)
    planned = projection.figure(f"{at}.irr", run.scenario)
    yield _figure("If everything goes to plan: internal rate a year", "rate", planned.value)


def _figure(label: str, form: Form, *numbers: float | None) -> Row:
    padded = (*numbers, *(None,) * (4 - len(numbers)))
    return Row(label, tuple((number, form) for number in padded))


_DESIGN: Final = (
    "Used", "Expected payment", "Standard error", f"P(paid), given {UNCERTAIN}", "Standard error",
    "P(paid), given no effect", "Standard error", "P(unpaid), given the plan achieved", "Standard error",
)  # fmt: skip


def _designs(risk: PaymentRisk) -> Iterator[Row]:
    for each in risk.designs:
        chances = (each.paid, each.paid_without_effect, each.unpaid_at_plan)
        numbers: list[tuple[Number, Form]] = [("in the contract" if each.is_used else "", "words")]
        numbers += [(each.expected.value, "money"), (each.expected.error, "money")]
        numbers += [(number, "rate") for chance in chances for number in (chance.value, chance.error)]
        yield Row(each.title, tuple(numbers))


def _curve(risk: PaymentRisk) -> Iterator[Row]:
    for each in risk.curve:
        numbers: list[tuple[Number, Form]] = [(each.expected.value, "money"), (each.expected.error, "money")]
        numbers += [(chance, "rate") for chance in each.chances]
        yield Row(f"{each.achieved:.0%}", tuple(numbers))
