"""Interest: the rate in force, in steps over time, and what a period counts as part of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.capital.said import Month, Percent, Words, listed
from sibmodel.deal.part import INPUT, Months, Part, Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, minimum, positive, ratio
from sibmodel.graph.units import DAYS, MONTHS, SHARE

DAYS_A_YEAR: Final = 365.0

InterestRate = Annotated[float, INPUT, Field(ge=0, le=10, allow_inf_nan=False)]
DayCount = Literal["30/360", "actual/365"]


class RateStep(Part):
    """Another rate, once so many months are over."""

    from_month: Months
    rate: InterestRate


def year_fraction(clock: Clock, day_count: DayCount) -> Expression:
    """The part of a year that a period counts as."""
    if day_count == "30/360":
        return ratio(clock.months, Number(12.0, MONTHS), 0)
    return ratio(clock.days, Number(DAYS_A_YEAR, DAYS), 0)


def rate_in_force(writer: Writer, clock: Clock, steps: Mapping[str, RateStep]) -> Expression:
    """The yearly rate of a period: where a step falls within it, each rate counts for its months."""
    before: Expression = writer.read("interest_rate", SHARE)
    if not steps:
        return before
    rate, length = before, clock.closes - clock.opens
    for name in steps:
        begins = writer.read(f"rates.{name}.from_month", MONTHS)
        now = writer.read(f"rates.{name}.rate", SHARE)
        after = ratio(positive(minimum(length, clock.closes - begins)), length, 0)
        rate = rate + after * (now - before)
        before = now
    return writer.pen.line("rate", f"{writer.title}: interest rate in force", rate, unit=SHARE)


def rates_in_words(first: float, steps: Mapping[str, RateStep]) -> Words:
    """The rates one after the other."""
    return listed(_rates(first, steps)) if first or steps else ("none",)


def _rates(first: float, steps: Mapping[str, RateStep]) -> Iterator[Words]:
    yield (Percent(first), " a year") if first else ("none at first",)
    for step in steps.values():
        rate: Words = (Percent(step.rate),) if step.rate else ("none",)
        yield (*rate, " after ", Month(step.from_month))
